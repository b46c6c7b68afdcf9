//! What each bus has and hasn't got: the tables `bus` and `exception`, and the only code that changes them.
//!
//! For each bus at every moment, counting what was accepted for it:
//! accepted = confirmed + unroutable + dead + dropped + pending.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::error::JournalError;

/// True of a row of `event` that no bus has to get any more and that isn't kept to be sent again: it may be removed.
pub const DELIVERED: &str = "NOT EXISTS (SELECT 1 FROM bus WHERE event.seq > bus.done \
         AND (bus.until IS NULL OR event.seq <= bus.until)) \
     AND NOT EXISTS (SELECT 1 FROM bus CROSS JOIN exception ON exception.bus = bus.id AND exception.seq = event.seq)";

/// No event above this is [`DELIVERED`]: a search may end there.
pub(super) const REACH: &str =
    "seq <= (SELECT coalesce(min(done), 9223372036854775807) FROM bus WHERE until IS NULL)";

/// What `exception.state` says of an event on a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exception {
    /// Settled, though an older one isn't yet.
    Settled,
    /// The broker confirmed it, but no queue took it.
    Unroutable,
    /// It can't succeed by trying again.
    Dead,
    /// Somebody asked for it to be sent again.
    Again,
}

impl Exception {
    /// As it is stored.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Settled => 1,
            Self::Unroutable => 2,
            Self::Dead => 3,
            Self::Again => 4,
        }
    }

    /// From how it is stored.
    #[must_use]
    pub fn numbered(number: i64) -> Option<Self> {
        [Self::Settled, Self::Unroutable, Self::Dead, Self::Again]
            .into_iter()
            .find(|it| it.number() == number)
    }
}

/// Where a bus that the journal doesn't know yet begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// With what is accepted from now on.
    #[default]
    End,
    /// With the oldest event that is still there.
    Beginning,
}

/// A bus as the journal knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusRow {
    /// Its key in the tables.
    pub id: i64,
    /// The bean's id.
    pub name: String,
    /// Events from this one on are for it.
    pub first: i64,
    /// Every event up to this one is settled unless it is an exception.
    pub done: i64,
    /// Whether the last boot had it.
    pub active: bool,
    /// While it isn't active: the last event that is kept for it.
    pub until: Option<i64>,
    /// Events that a queue or partition took.
    pub confirmed: i64,
    /// Events that the broker confirmed and no queue took.
    pub unroutable: i64,
    /// Dead letters.
    pub dead: i64,
    /// Unroutable events and dead letters that were removed for good.
    pub dropped: i64,
}

const BUS_COLUMNS: &str = "id, name, first, done, active, until, confirmed, unroutable, dead, dropped";

impl BusRow {
    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            first: row.get(2)?,
            done: row.get(3)?,
            active: row.get(4)?,
            until: row.get(5)?,
            confirmed: row.get(6)?,
            unroutable: row.get(7)?,
            dead: row.get(8)?,
            dropped: row.get(9)?,
        })
    }
}

/// All buses that the journal knows, by name.
///
/// # Errors
/// SQLite's own.
pub fn buses(connection: &Connection) -> Result<Vec<BusRow>, JournalError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {BUS_COLUMNS} FROM bus ORDER BY name"))?;
    let rows = statement.query_map([], BusRow::of_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The bus of this name.
///
/// # Errors
/// SQLite's own.
pub fn bus(connection: &Connection, name: &str) -> Result<Option<BusRow>, JournalError> {
    let sql = format!("SELECT {BUS_COLUMNS} FROM bus WHERE name = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([name], BusRow::of_row).optional()?)
}

/// The event that was accepted last, whether it is still there or not; 0 before the first.
///
/// # Errors
/// SQLite's own.
pub fn last(connection: &Connection) -> Result<i64, JournalError> {
    let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'event'";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// How many events a bus has still to get.
///
/// # Errors
/// SQLite's own.
pub fn pending(connection: &Connection, bus: &BusRow) -> Result<i64, JournalError> {
    let count = |sql| -> rusqlite::Result<i64> {
        connection.prepare_cached(sql)?.query_row(params![bus.id, bus.done], |row| row.get(0))
    };
    let settled = count("SELECT count(*) FROM exception WHERE bus = ?1 AND seq > ?2 AND state <> 4")?;
    let again = count("SELECT count(*) FROM exception WHERE bus = ?1 AND seq <= ?2 AND state = 4")?;
    let last = bus.until.map_or_else(|| last(connection), Ok)?;
    Ok((last - bus.done).max(0) - settled + again)
}

/// Makes the buses of a boot known: these are active, all others are not, and keep what they haven't got.
///
/// # Errors
/// SQLite's own.
pub fn set_buses(change: &Transaction<'_>, names: &[(&str, Start)]) -> Result<(), JournalError> {
    let last = last(change)?;
    for bus in
        buses(change)?.iter().filter(|bus| bus.active && names.iter().all(|(name, _)| *name != bus.name))
    {
        change.execute("UPDATE bus SET active = 0, until = ?2 WHERE id = ?1", params![bus.id, last])?;
    }
    for (name, start) in names {
        match bus(change, name)? {
            None => add(change, name, *start, last)?,
            Some(known) => {
                if let Some(until) = known.until {
                    change.execute("UPDATE bus SET active = 1, until = NULL WHERE id = ?1", [known.id])?;
                    pass_over(change, known.id, until.max(known.done), last, *start)?;
                }
            }
        }
    }
    Ok(())
}

fn add(change: &Transaction<'_>, name: &str, start: Start, last: i64) -> Result<(), JournalError> {
    let oldest: Option<i64> = change.query_row("SELECT min(seq) FROM event", [], |row| row.get(0))?;
    let done = match start {
        Start::Beginning => oldest.map_or(last, |oldest| oldest - 1),
        Start::End => last,
    };
    let sql = "INSERT INTO bus (name, first, done, active) VALUES (?1, ?2, ?3, 1)";
    change.execute(sql, params![name, done + 1, done])?;
    pass_over(change, change.last_insert_rowid(), done, last, Start::Beginning)
}

/// Settles what lies between two events and isn't for a bus: everything, or only what isn't there any more.
fn pass_over(
    change: &Transaction<'_>,
    bus: i64,
    from: i64,
    to: i64,
    start: Start,
) -> Result<(), JournalError> {
    let done: i64 = change.query_row("SELECT done FROM bus WHERE id = ?1", [bus], |row| row.get(0))?;
    if start == Start::End && done >= from {
        change.execute("UPDATE bus SET done = max(done, ?2) WHERE id = ?1", params![bus, to])?;
        return Ok(());
    }
    let which = match start {
        Start::End => "",
        Start::Beginning => "WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.seq = gap.seq)",
    };
    let sql = format!(
        "WITH RECURSIVE gap (seq) AS (SELECT ?2 + 1 WHERE ?2 < ?3 UNION ALL SELECT seq + 1 FROM gap WHERE seq < ?3) \
         INSERT INTO exception (bus, seq, state, at) SELECT ?1, seq, 1, 0 FROM gap {which}"
    );
    change.execute(&sql, params![bus, from, to])?;
    Ok(())
}

/// Asks for events to be sent (again) to a bus: confirmed, unroutable and dead ones, and those from before it was
/// there. What it has still to get anyway isn't sent twice. Gives how many will be sent.
///
/// # Errors
/// SQLite's own.
pub fn send_again(
    change: &Transaction<'_>,
    bus: &BusRow,
    seqs: &[i64],
    now: Timestamp,
) -> Result<usize, JournalError> {
    let (mut count, mut counters) = (0, Counters::default());
    let done = done(change, bus.id)?;
    for &seq in seqs {
        match state(change, bus.id, seq)? {
            None if seq > done => continue,
            Some(Exception::Again) => continue,
            None if seq < bus.first => {}
            None | Some(Exception::Settled) => counters.confirmed -= 1,
            Some(Exception::Unroutable) => counters.unroutable -= 1,
            Some(Exception::Dead) => counters.dead -= 1,
        }
        put(change, bus.id, seq, Exception::Again, None, now)?;
        count += 1;
    }
    counters.add(change, bus.id)?;
    Ok(count)
}

/// Gives up unroutable events and dead letters of a bus for good. Gives how many of the events were such.
///
/// # Errors
/// SQLite's own.
pub fn give_up(change: &Transaction<'_>, bus: &BusRow, seqs: &[i64]) -> Result<usize, JournalError> {
    let (mut count, mut counters) = (0, Counters::default());
    let done = done(change, bus.id)?;
    for &seq in seqs {
        match state(change, bus.id, seq)? {
            Some(Exception::Unroutable) => counters.unroutable -= 1,
            Some(Exception::Dead) => counters.dead -= 1,
            _ => continue,
        }
        settle(change, bus.id, seq, done)?;
        counters.dropped += 1;
        count += 1;
    }
    counters.add(change, bus.id)?;
    Ok(count)
}

/// Makes dead letters of events that buses hadn't got and that aren't there any more. Gives how many for each.
pub(super) fn bury(change: &Transaction<'_>, now: Timestamp) -> Result<Vec<(String, i64)>, JournalError> {
    let last = last(change)?;
    let mut lost = Vec::new();
    for bus in buses(change)? {
        let sql = "WITH RECURSIVE gap (seq) AS \
                 (SELECT ?2 + 1 WHERE ?2 < ?3 UNION ALL SELECT seq + 1 FROM gap WHERE seq < ?3) \
             INSERT OR IGNORE INTO exception (bus, seq, state, reason, at) \
             SELECT ?1, seq, 3, 'it could not be read any more', ?4 FROM gap \
             WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.seq = gap.seq)";
        let to = bus.until.unwrap_or(last);
        let count = change.execute(sql, params![bus.id, bus.done, to, now.as_millisecond()])?;
        let dead = i64::try_from(count).unwrap_or(i64::MAX);
        Counters { dead, ..Counters::default() }.add(change, bus.id)?;
        if count > 0 {
            lost.push((bus.name, dead));
        }
    }
    Ok(lost)
}

/// Forgets a bus with all that it hasn't got; false if there is none of this name. One that is active comes back at
/// the next boot, as a new one.
///
/// # Errors
/// SQLite's own.
pub fn drop_bus(change: &Transaction<'_>, name: &str) -> Result<bool, JournalError> {
    Ok(change.execute("DELETE FROM bus WHERE name = ?1", [name])? > 0)
}

/// What became of an event on a bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A queue or partition took it.
    Confirmed,
    /// No queue took it.
    Unroutable,
    /// It can't succeed by trying again; the reason.
    Dead(String),
    /// It can't be read any more; the reason. A dead letter that is set aside.
    Damaged(String),
}

/// Records what became of events, and that every one up to `done` is settled.
///
/// # Errors
/// SQLite's own.
pub fn record(
    change: &Transaction<'_>,
    bus: i64,
    done: i64,
    fates: &[(i64, Fate)],
    now: Timestamp,
) -> Result<(), JournalError> {
    let mut counters = Counters::default();
    for (seq, fate) in fates {
        if matches!(fate, Fate::Damaged(_)) && state(change, bus, *seq)? == Some(Exception::Dead) {
            continue; // found once more before the first finding was recorded
        }
        match fate {
            Fate::Confirmed => {
                settle(change, bus, *seq, done)?;
                counters.confirmed += 1;
            }
            Fate::Unroutable => {
                put(change, bus, *seq, Exception::Unroutable, None, now)?;
                counters.unroutable += 1;
            }
            Fate::Dead(reason) | Fate::Damaged(reason) => {
                put(change, bus, *seq, Exception::Dead, Some(reason), now)?;
                counters.dead += 1;
            }
        }
        if let Fate::Damaged(reason) = fate {
            let sql = "INSERT OR IGNORE INTO damaged (seq, found, reason) VALUES (?1, ?2, ?3)";
            change.prepare_cached(sql)?.execute(params![seq, now.as_millisecond(), reason])?;
        }
    }
    let passed = "DELETE FROM exception WHERE bus = ?1 AND seq <= ?2 AND state = 1 \
         AND seq > (SELECT done FROM bus WHERE id = ?1)";
    change.prepare_cached(passed)?.execute(params![bus, done])?;
    change
        .prepare_cached("UPDATE bus SET done = max(done, ?2) WHERE id = ?1")?
        .execute(params![bus, done])?;
    counters.add(change, bus)
}

/// Changes of a bus's counters, made together.
#[derive(Default)]
struct Counters {
    confirmed: i64,
    unroutable: i64,
    dead: i64,
    dropped: i64,
}

impl Counters {
    fn add(&self, change: &Transaction<'_>, bus: i64) -> Result<(), JournalError> {
        let sql = "UPDATE bus SET confirmed = confirmed + ?2, unroutable = unroutable + ?3, dead = dead + ?4, \
             dropped = dropped + ?5 WHERE id = ?1";
        let Self { confirmed, unroutable, dead, dropped } = self;
        change.prepare_cached(sql)?.execute(params![bus, confirmed, unroutable, dead, dropped])?;
        Ok(())
    }
}

fn done(connection: &Connection, bus: i64) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT done FROM bus WHERE id = ?1")?.query_row([bus], |row| row.get(0))
}

fn state(connection: &Connection, bus: i64, seq: i64) -> rusqlite::Result<Option<Exception>> {
    let sql = "SELECT state FROM exception WHERE bus = ?1 AND seq = ?2";
    let number = connection.prepare_cached(sql)?.query_row([bus, seq], |row| row.get(0)).optional()?;
    Ok(number.and_then(Exception::numbered))
}

fn put(
    change: &Transaction<'_>,
    bus: i64,
    seq: i64,
    state: Exception,
    reason: Option<&str>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO exception (bus, seq, state, reason, at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let row = params![bus, seq, state.number(), reason, now.as_millisecond()];
    change.prepare_cached(sql)?.execute(row).map(drop)
}

/// Marks an event as one that is done with: by the cursor where it has passed it, else by an exception.
fn settle(change: &Transaction<'_>, bus: i64, seq: i64, done: i64) -> rusqlite::Result<()> {
    if seq > done {
        return put(change, bus, seq, Exception::Settled, None, Timestamp::UNIX_EPOCH);
    }
    change.prepare_cached("DELETE FROM exception WHERE bus = ?1 AND seq = ?2")?.execute([bus, seq]).map(drop)
}

#[cfg(test)]
mod tests;
