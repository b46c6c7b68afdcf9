//! Looks for damage, and saves what is readable into a new database.
//!
//! The damaged one is never written to but for bringing its write-ahead log into it; it stays beside the new one under a
//! name with the date. Replacing it is one rename, so that a crash leaves either.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::error::JournalError;
use super::ledger;
use super::lock::Lock;
use super::scan;
use super::store::{FILE, Store, give_as, sync_directory};

/// What is wrong with a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What SQLite says of the file's structure, at most 100 findings.
    pub structure: Vec<String>,
    /// Events that can't be read or aren't as they were accepted, and why.
    pub damaged: Vec<(i64, String)>,
    /// How many events are as they were accepted.
    pub sound: u64,
}

impl Findings {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.structure.is_empty() && self.damaged.is_empty()
    }
}

/// What a repair did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// Where the damaged database is now.
    pub kept: PathBuf,
    /// How many events were saved.
    pub saved: u64,
    /// Events that couldn't be read, and why.
    pub damaged: Vec<(i64, String)>,
    /// Buses with the number of events that they hadn't got and that are lost: dead letters now.
    pub lost: Vec<(String, i64)>,
    /// Tables of which only a part could be read. Of what each bus has got then more may be sent again than had to be.
    pub incomplete: Vec<&'static str>,
}

/// Reads everything and tells what is wrong. Others may use the journal meanwhile.
///
/// # Errors
/// When the file can't be read at all.
pub fn verify(store: &Store) -> Result<Findings, JournalError> {
    let connection = store.reader()?;
    let mut findings = Findings { structure: structure(&connection)?, ..Findings::default() };
    let (mut at, last) = (0, last(&connection));
    while at < last {
        let rows = scan::ahead(&connection, at, last)?;
        findings.sound += rows.good.len() as u64;
        findings.damaged.extend(rows.damaged);
        at = rows.ended.unwrap_or(last);
    }
    Ok(findings)
}

fn structure(connection: &Connection) -> Result<Vec<String>, JournalError> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    loop {
        match rows.next() {
            Ok(Some(row)) => found.push(row.get(0)?),
            Ok(None) => break,
            // It could not even go on looking.
            Err(error) if scan::is_damage(&error) => {
                found.push(error.to_string());
                break;
            }
            Err(error) => return Err(error.into()),
        }
    }
    found.retain(|finding| finding != "ok");
    Ok(found)
}

/// The last event that may be there, also where the table that knows it is damaged.
fn last(connection: &Connection) -> i64 {
    let largest = connection.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| row.get(0));
    ledger::last(connection).unwrap_or(0).max(largest.unwrap_or(0))
}

/// Saves what is readable into a new database and puts that in the place of the damaged one. Nobody else may use the
/// journal meanwhile.
///
/// # Errors
/// When a process delivers from it, the disk is full, or the file can't be read at all; it is as it was then.
pub fn repair(dir: &Path, holder: &str, now: Timestamp) -> Result<Repaired, JournalError> {
    Store::found(dir)?;
    let lock = Lock::take(dir, holder, now)?;
    let old = Store::made(dir, &lock)?;
    let from = old.writer()?;
    // Otherwise its log would be taken for the new one's.
    let busy: i64 = from.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(JournalError::Busy("its write-ahead log is in use".to_owned()));
    }
    let name = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let work = dir.join(format!("repair-{name}"));
    let new = Store::create(&work)?;
    let salvaged = salvage(&from, &new, now);
    if salvaged.is_err() {
        // Such as on a full disk, which it must not keep full.
        drop(fs::remove_dir_all(&work));
    }
    let mut repaired = salvaged?;
    drop(from);
    repaired.kept = dir.join(format!("journal-{name}.db"));
    fs::hard_link(old.path(), &repaired.kept).map_err(JournalError::io(&repaired.kept, "cannot be made"))?;
    for suffix in ["-wal", "-shm"] {
        // Empty, or not there at all.
        drop(fs::remove_file(dir.join(format!("{FILE}{suffix}"))));
    }
    give_as(&new.path(), &old.path())?;
    fs::rename(new.path(), old.path()).map_err(JournalError::io(&old.path(), "cannot be replaced"))?;
    sync_directory(dir)?;
    fs::remove_dir_all(&work).map_err(JournalError::io(&work, "cannot be removed"))?;
    Ok(repaired)
}

fn salvage(from: &Connection, new: &Store, now: Timestamp) -> Result<Repaired, JournalError> {
    let mut connection = new.writer()?;
    let mut repaired = Repaired {
        kept: PathBuf::new(),
        saved: 0,
        damaged: Vec::new(),
        lost: Vec::new(),
        incomplete: Vec::new(),
    };
    let (mut at, last) = (0, last(from));
    while at < last {
        let rows = scan::ahead(from, at, last)?;
        let change = connection.transaction()?;
        for stored in &rows.good {
            stored.restore(&change)?;
        }
        change.commit()?;
        repaired.saved += rows.good.len() as u64;
        repaired.damaged.extend(rows.damaged);
        at = rows.ended.unwrap_or(last);
    }
    let change = connection.transaction()?;
    for (table, columns, key) in [
        ("bus", ledger::BUS_COLUMNS, "id"),
        ("exception", "bus, seq, state, reason, at", "bus, seq"),
        ("damaged", "seq, found, reason", "seq"),
    ] {
        if !copy(from, &change, table, columns, key)? {
            repaired.incomplete.push(table);
        }
    }
    for (seq, reason) in &repaired.damaged {
        ledger::set_aside(&change, *seq, reason, now)?;
    }
    change.execute("DELETE FROM sqlite_sequence WHERE name = 'event'", [])?;
    change.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('event', ?1)", [last])?;
    repaired.lost = ledger::bury(&change, now)?;
    change.commit()?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(repaired)
}

/// Copies a table, from both its ends where there is damage between them; false if a part couldn't be read.
fn copy(
    from: &Connection,
    to: &Connection,
    table: &str,
    columns: &str,
    key: &str,
) -> Result<bool, JournalError> {
    let places = vec!["?"; columns.split(',').count()].join(", ");
    let insert = format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})");
    let down = key.split(',').map(|column| format!("{column} DESC")).collect::<Vec<_>>().join(", ");
    for order in [key, &down] {
        let select = format!("SELECT {columns} FROM {table} ORDER BY {order}");
        if copy_rows(from, &select, to, &insert)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn copy_rows(from: &Connection, select: &str, to: &Connection, insert: &str) -> Result<bool, JournalError> {
    let mut statement = match from.prepare(select) {
        Err(error) if scan::is_damage(&error) => return Ok(false),
        prepared => prepared?,
    };
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(true),
            Err(error) if scan::is_damage(&error) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let values = (0..width).map(|at| row.get::<_, Value>(at)).collect::<rusqlite::Result<Vec<_>>>();
        match values.and_then(|values| to.prepare_cached(insert)?.execute(params_from_iter(values))) {
            Ok(_) => {}
            Err(error) if scan::is_damage(&error) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests;
