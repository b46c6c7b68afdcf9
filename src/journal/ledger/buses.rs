//! The buses that the journal knows: the table `bus` but for its counters, and where each begins.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::{absent, last};
use crate::journal::error::JournalError;

/// The numbers above ?2 up to ?3, as `gap`.
pub(super) const GAP: &str = "WITH RECURSIVE gap (seq) AS \
     (SELECT ?2 + 1 WHERE ?2 < ?3 UNION ALL SELECT seq + 1 FROM gap WHERE seq < ?3)";

/// True of those that no event has any more.
pub(super) const GONE: &str = "NOT EXISTS (SELECT 1 FROM event WHERE event.seq = gap.seq)";

/// Stands for the buses whose rows a repair couldn't read: everything is kept for it, and the next boot that adds buses
/// gives it to these in its place.
pub const UNKNOWN: &str = "(unknown)";

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

/// The columns of `bus`, in the order that a row is read in.
pub(in crate::journal) const BUS_COLUMNS: &str =
    "id, name, first, done, active, until, confirmed, unroutable, dead, dropped";

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

/// The bus of this key.
pub(super) fn numbered(connection: &Connection, id: i64) -> rusqlite::Result<Option<BusRow>> {
    let sql = format!("SELECT {BUS_COLUMNS} FROM bus WHERE id = ?1");
    connection.prepare_cached(&sql)?.query_row([id], BusRow::of_row).optional()
}

/// Makes the buses of a boot known: these are active, all others are not, and keep what they haven't got. One that comes
/// back goes on with that, and then with what is accepted from now on, or with all that is still there. After a repair
/// that lost buses ([`UNKNOWN`]), those that are added begin with the oldest event that is still there.
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
    let lost = bus(change, UNKNOWN)?.is_some();
    let mut added = false;
    for (name, start) in names {
        match bus(change, name)? {
            None => {
                add(change, name, if lost { Start::Beginning } else { *start }, last)?;
                added = true;
            }
            Some(known) => {
                if let Some(until) = known.until {
                    change.execute("UPDATE bus SET active = 1, until = NULL WHERE id = ?1", [known.id])?;
                    let until = until.max(known.done);
                    match start {
                        Start::End => leave_out(change, known.id, until, last)?,
                        Start::Beginning => pass_over_gone(change, known.id, until, last)?,
                    }
                }
            }
        }
    }
    if lost && added {
        drop_bus(change, UNKNOWN)?;
    }
    Ok(())
}

pub(super) fn add(change: &Transaction<'_>, name: &str, start: Start, last: i64) -> Result<(), JournalError> {
    let oldest: Option<i64> = change.query_row("SELECT min(seq) FROM event", [], |row| row.get(0))?;
    let done = match start {
        Start::Beginning => oldest.map_or(last, |oldest| oldest - 1),
        Start::End => last,
    };
    let sql = "INSERT INTO bus (name, first, done, active) VALUES (?1, ?2, ?3, 1)";
    change.execute(sql, params![name, done + 1, done])?;
    pass_over_gone(change, change.last_insert_rowid(), done, last)
}

/// Notes that what was accepted between two events isn't for a bus. Where it has got all before, it is past that too.
fn leave_out(change: &Transaction<'_>, bus: i64, from: i64, to: i64) -> Result<(), JournalError> {
    if from < to {
        let sql = "INSERT INTO absence (bus, first, last) VALUES (?1, ?2 + 1, ?3)";
        change.execute(sql, params![bus, from, to])?;
    }
    change.execute("UPDATE bus SET done = ?3 WHERE id = ?1 AND done = ?2", params![bus, from, to])?;
    Ok(())
}

/// Settles what lies between two events and isn't there any more.
pub(super) fn pass_over_gone(
    change: &Transaction<'_>,
    bus: i64,
    from: i64,
    to: i64,
) -> Result<(), JournalError> {
    let sql = format!(
        "{GAP} INSERT OR IGNORE INTO exception (bus, seq, state, at) SELECT ?1, seq, 1, 0 FROM gap WHERE {GONE} \
         AND NOT {}",
        absent("?1", "gap.seq")
    );
    change.execute(&sql, params![bus, from, to])?;
    Ok(())
}

/// Forgets a bus with all that it hasn't got; false if there is none of this name. One that is active comes back at
/// the next boot, as a new one.
///
/// # Errors
/// SQLite's own.
pub(in crate::journal) fn drop_bus(change: &Transaction<'_>, name: &str) -> Result<bool, JournalError> {
    Ok(change.execute("DELETE FROM bus WHERE name = ?1", [name])? > 0)
}
