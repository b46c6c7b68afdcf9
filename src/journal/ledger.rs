//! What each bus has and hasn't got: the tables `bus` and `exception`, and the only code that changes them.
//!
//! For each bus at every moment, counting what was accepted for it:
//! accepted = confirmed + unroutable + dead + dropped + pending.

mod books;
mod buses;
mod mend;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::error::JournalError;
pub(super) use books::{believable, check_places, faults};
pub(super) use buses::BUS_COLUMNS;
pub(super) use buses::drop_bus;
use buses::numbered;
pub use buses::{BusRow, Start, UNKNOWN, bus, buses, set_buses};
pub(super) use mend::{bury, forget_orphans, keep_for_unknown, recount, restart_doubtful};

/// Whether the event `seq` was accepted while the bus `bus` was away: it isn't for it then. Both are words of SQL.
pub(super) fn absent(bus: &str, seq: &str) -> String {
    format!(
        "{seq} <= coalesce((SELECT absence.last FROM absence WHERE absence.bus = {bus} AND absence.first <= {seq} \
         ORDER BY absence.first DESC LIMIT 1), 0)"
    )
}

/// True of a row of `event` that no bus has to get any more and that isn't kept to be sent again: it may be removed.
pub(super) const DELIVERED: &str = "NOT EXISTS (SELECT 1 FROM bus WHERE event.seq > bus.done \
         AND (bus.until IS NULL OR event.seq <= bus.until)) \
     AND NOT EXISTS (SELECT 1 FROM bus CROSS JOIN exception ON exception.bus = bus.id AND exception.seq = event.seq \
     AND exception.state <> 1)";

/// No event above this is [`DELIVERED`]: a search may end there.
pub(super) const REACH: &str =
    "seq <= (SELECT coalesce(min(done), 9223372036854775807) FROM bus WHERE until IS NULL)";

/// The most exceptions that a cursor passes in one go.
const PASSED: i64 = 5000;

/// What `exception.state` says of an event on a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exception {
    /// Settled, though an older one isn't yet, or though it wasn't for the bus.
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
    pub(super) const fn number(self) -> i64 {
        match self {
            Self::Settled => 1,
            Self::Unroutable => 2,
            Self::Dead => 3,
            Self::Again => 4,
        }
    }

    /// From how it is stored.
    pub(super) fn numbered(number: i64) -> Option<Self> {
        [Self::Settled, Self::Unroutable, Self::Dead, Self::Again]
            .into_iter()
            .find(|it| it.number() == number)
    }
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
    let until = bus.until.unwrap_or(i64::MAX);
    let count = |sql: &str| -> rusqlite::Result<i64> {
        connection.prepare_cached(sql)?.query_row(params![bus.id, bus.done, until], |row| row.get(0))
    };
    let settled =
        count("SELECT count(*) FROM exception WHERE bus = ?1 AND seq > ?2 AND seq <= ?3 AND state <> 4")?;
    let again =
        count("SELECT count(*) FROM exception WHERE bus = ?1 AND (seq <= ?2 OR seq > ?3) AND state = 4")?;
    let missed = count(
        "SELECT coalesce(sum(last - max(first - 1, ?2)), 0) FROM absence WHERE bus = ?1 AND last > ?2 \
         AND first <= ?3",
    )?;
    // Of these those that were sent after all have been taken off twice, and those that will be wrongly.
    let sent = count(
        "SELECT count(*) FROM absence a CROSS JOIN exception x ON x.bus = a.bus AND x.seq BETWEEN a.first AND a.last \
         AND x.seq > ?2 AND x.seq <= ?3 WHERE a.bus = ?1",
    )?;
    let last = bus.until.map_or_else(|| last(connection), Ok)?;
    Ok((last - bus.done).max(0) - missed + sent - settled + again)
}

/// Asks for events to be sent (again) to a bus: confirmed, unroutable and dead ones, and those that were accepted when
/// it wasn't there. What it has still to get anyway isn't sent twice. Gives how many will be sent.
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
    let Some(bus) = numbered(change, bus.id)? else { return Ok(0) };
    for &seq in seqs {
        match state(change, bus.id, seq)? {
            Some(Exception::Again) => continue,
            None if is_outside(change, &bus, seq)? => {}
            None if seq > bus.done => continue,
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
pub(super) fn give_up(change: &Transaction<'_>, bus: &BusRow, seqs: &[i64]) -> Result<usize, JournalError> {
    let (mut count, mut counters) = (0, Counters::default());
    let Some(bus) = numbered(change, bus.id)? else { return Ok(0) };
    for &seq in seqs {
        match state(change, bus.id, seq)? {
            Some(Exception::Unroutable) => counters.unroutable -= 1,
            Some(Exception::Dead) => counters.dead -= 1,
            _ => continue,
        }
        settle(change, &bus, seq, bus.done)?;
        counters.dropped += 1;
        count += 1;
    }
    counters.add(change, bus.id)?;
    Ok(count)
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

/// Records what became of events, and that every one up to `done` is settled: of that a part where very many were settled
/// before an older one, since publishers wait meanwhile. Gives the event up to which it is recorded.
///
/// # Errors
/// SQLite's own.
pub fn record(
    change: &Transaction<'_>,
    bus: i64,
    done: i64,
    fates: &[(i64, Fate)],
    now: Timestamp,
) -> Result<i64, JournalError> {
    let mut counters = Counters::default();
    // One that was forgotten meanwhile gets nothing any more.
    let Some(row) = numbered(change, bus)? else { return Ok(done) };
    let ahead = "SELECT seq FROM exception WHERE bus = ?1 AND seq > ?4 AND seq <= ?2 \
         ORDER BY seq LIMIT 1 OFFSET ?3";
    let most = change
        .prepare_cached(ahead)?
        .query_row(params![bus, done, PASSED, row.done], |row| row.get(0))
        .optional()?;
    let done = most.unwrap_or(done);
    for (seq, fate) in fates {
        if matches!(fate, Fate::Damaged(_)) && state(change, bus, *seq)? == Some(Exception::Dead) {
            continue; // found once more before the first finding was recorded
        }
        match fate {
            Fate::Confirmed => {
                settle(change, &row, *seq, done)?;
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
            set_aside(change, *seq, reason, now)?;
        }
    }
    let passed = format!(
        "DELETE FROM exception WHERE bus = ?1 AND seq <= ?2 AND state = 1 AND seq > ?3 AND NOT {}",
        absent("?1", "exception.seq")
    );
    change.prepare_cached(&passed)?.execute(params![bus, done, row.done])?;
    change
        .prepare_cached("UPDATE bus SET done = max(done, ?2) WHERE id = ?1")?
        .execute(params![bus, done])?;
    counters.add(change, bus)?;
    Ok(done)
}

/// Notes that an event can't be read any more.
pub(super) fn set_aside(
    change: &Transaction<'_>,
    seq: i64,
    reason: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO damaged (seq, found, reason) VALUES (?1, ?2, ?3)";
    change.prepare_cached(sql)?.execute(params![seq, now.as_millisecond(), reason]).map(drop)
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

/// Whether an event isn't for a bus: it was accepted before the bus began, or while or since it was away.
fn is_outside(connection: &Connection, bus: &BusRow, seq: i64) -> rusqlite::Result<bool> {
    if seq < bus.first || bus.until.is_some_and(|until| seq > until) {
        return Ok(true);
    }
    let sql = format!("SELECT {}", absent("?1", "?2"));
    connection.prepare_cached(&sql)?.query_row([bus.id, seq], |row| row.get(0))
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

/// Marks an event as one that is done with: by the cursor where it has passed it, else by an exception, as where the
/// event wasn't for the bus and somebody had asked for it.
fn settle(change: &Transaction<'_>, bus: &BusRow, seq: i64, done: i64) -> rusqlite::Result<()> {
    let sql = "DELETE FROM exception WHERE bus = ?1 AND seq = ?2";
    if seq > done || change.prepare_cached(sql)?.execute([bus.id, seq])? > 0 && is_outside(change, bus, seq)?
    {
        return put(change, bus.id, seq, Exception::Settled, None, Timestamp::UNIX_EPOCH);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
