//! Looks for damage, and saves what is readable into a new database.
//!
//! The damaged one is never written to but for bringing its write-ahead log into it; it stays beside the new one under a
//! name with the date. Replacing it is one rename, so that a crash leaves either.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params_from_iter};

use super::error::JournalError;
use super::ledger;
use super::lock::{Lock, Place};
use super::scan::{self, Damage};
use super::store::{FILE, Store, give_as, sync_directory};

/// The tables that say what each bus has got.
const BUS: &str = "bus";
const EXCEPTION: &str = "exception";
const ABSENCE: &str = "absence";

const EXCEPTION_COLUMNS: &str = "bus, seq, state, reason, at";

/// How the name of a directory begins in which a new database is made.
const WORK: &str = "repair-";

/// And how it ends, as the name of what is kept does.
const DATE_FORMAT: &str = "%Y%m%dT%H%M%SZ";

/// What is wrong with a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What SQLite says of the file's structure, at most 100 findings.
    pub structure: Vec<String>,
    /// Events that can't be read or aren't as they were accepted.
    pub damaged: Vec<Damage>,
    /// What can't be true of what each bus is said to have got.
    pub books: Vec<String>,
    /// How many events are as they were accepted.
    pub sound: u64,
}

impl Findings {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.structure.is_empty() && self.damaged.is_empty() && self.books.is_empty()
    }
}

/// What a repair did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Where the damaged database is now.
    pub kept: PathBuf,
    /// How many events were saved.
    pub saved: u64,
    /// Events that couldn't be read.
    pub damaged: Vec<Damage>,
    /// Buses with the number of events that they hadn't got and that are lost: dead letters now.
    pub lost: Vec<(String, i64)>,
    /// Buses with the number of dead letters and unroutable events that aren't known to be such any more.
    pub letters: Vec<(String, i64)>,
    /// Buses of which it isn't known what they had got: they get everything again that is kept.
    pub again: Vec<String>,
    /// Tables of which only a part could be read. Of what each bus has got then more may be sent again than had to be; of
    /// `bus`, everything to each that isn't known any more.
    pub incomplete: Vec<&'static str>,
}

impl Repaired {
    /// Whether all that was there is there still.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.damaged.is_empty()
            && self.lost.is_empty()
            && self.letters.is_empty()
            && self.again.is_empty()
            && self.incomplete.is_empty()
    }
}

/// Reads everything and tells what is wrong. Others may use the journal meanwhile.
///
/// # Errors
/// When the file can't be read at all.
pub fn verify(store: &Store) -> Result<Findings, JournalError> {
    let _place = Place::shared(store.dir())?;
    let connection = store.reader()?;
    let mut findings = Findings { structure: structure(&connection)?, ..Findings::default() };
    let (mut at, last) = (0, last(&connection).unwrap_or(0));
    while at < last {
        let rows = scan::ahead(&connection, at, last)?;
        findings.sound += rows.good.len() as u64;
        Damage::add(&mut findings.damaged, rows.damaged);
        at = rows.ended.unwrap_or(last);
    }
    findings.books = books(&connection)?;
    Ok(findings)
}

/// What can't be true of the books, as far as they can be read: the structure says where they can't.
fn books(connection: &Connection) -> Result<Vec<String>, JournalError> {
    // Others may write meanwhile.
    let moment = connection.unchecked_transaction()?;
    match ledger::faults(&moment, largest(&moment).unwrap_or(0)) {
        Err(JournalError::Damaged(_)) => Ok(Vec::new()),
        Err(JournalError::Sqlite(error)) if scan::is_damage(&error) => Ok(vec![error.to_string()]),
        books => books,
    }
}

fn structure(connection: &Connection) -> Result<Vec<String>, JournalError> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    loop {
        match rows.next() {
            // SQLite tells several things of a tree in one row, under the database's name.
            Ok(Some(row)) => {
                let told: String = row.get(0)?;
                let lines = told.lines().filter(|line| !line.is_empty() && !line.starts_with("***"));
                found.extend(lines.map(str::to_owned));
            }
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

/// The last event that may be there, also where the table that knows it is damaged; none where nothing knows it. One that
/// lies far beyond all that is there isn't believed.
fn last(connection: &Connection) -> Option<i64> {
    match (largest(connection), ledger::last(connection).ok()) {
        (Some(events), Some(last)) => Some(ledger::believable(connection, events, last)),
        (events, last) => events.max(last),
    }
}

/// The largest number of an event that is there.
fn largest(connection: &Connection) -> Option<i64> {
    let largest = ["event", "event INDEXED BY event_by_date"].map(|table| {
        let sql = format!("SELECT coalesce(max(seq), 0) FROM {table}");
        connection.query_row(&sql, [], |row| row.get(0)).ok()
    });
    largest.into_iter().flatten().max()
}

/// Saves what is readable into a new database and puts that in the place of the damaged one. Nobody else uses the journal
/// meanwhile: it waits a little for whoever does, and whoever comes waits a little for it.
///
/// # Errors
/// When a process delivers from it or has it open, the disk is full, or nothing of the file can be read; it is as it was then.
pub fn repair(dir: &Path, holder: &str, now: Timestamp) -> Result<Repaired, JournalError> {
    Store::found(dir)?;
    let lock = Lock::take(dir, holder, now)?;
    let _place = Place::alone(dir)?;
    let old = Store::made(dir, &lock)?;
    let from = old.writer()?;
    // Otherwise its log would be taken for the new one's.
    let busy: i64 = from.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(JournalError::Busy("its write-ahead log is in use".to_owned()));
    }
    let name = now.strftime(DATE_FORMAT).to_string();
    remove_remains(dir)?;
    let work = Work(dir.join(format!("{WORK}{name}")));
    let new = Store::create(&work.0)?;
    let mut repaired = salvage(&from, &new, now)?;
    drop(from);
    give_as(&new.path(), &old.path())?;
    repaired.kept = keep(&old.path(), dir, &name)?;
    for suffix in ["-wal", "-shm"] {
        // Empty, or not there at all.
        drop(fs::remove_file(dir.join(format!("{FILE}{suffix}"))));
    }
    if let Err(error) = fs::rename(new.path(), old.path()) {
        drop(fs::remove_file(&repaired.kept));
        return Err(JournalError::io(&old.path(), "cannot be replaced")(error));
    }
    sync_directory(dir)?;
    Ok(repaired)
}

/// Where a new database is made; gone in the end, also after an error, such as on a full disk, which it must not keep
/// full.
struct Work(PathBuf);

impl Drop for Work {
    fn drop(&mut self) {
        // What stays behind goes with the next repair.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Removes what repairs have left that were killed.
fn remove_remains(dir: &Path) -> Result<(), JournalError> {
    let entries = fs::read_dir(dir).map_err(JournalError::io(dir, "cannot be read"))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let date = name.strip_prefix(WORK).unwrap_or_default();
        if DateTime::strptime(DATE_FORMAT, date).is_ok() {
            drop(fs::remove_dir_all(&path));
        }
    }
    Ok(())
}

/// Gives the damaged database a second name that nothing has yet.
fn keep(old: &Path, dir: &Path, name: &str) -> Result<PathBuf, JournalError> {
    let mut number = 1;
    loop {
        let kept = match number {
            1 => dir.join(format!("journal-{name}.db")),
            _ => dir.join(format!("journal-{name}-{number}.db")),
        };
        match fs::hard_link(old, &kept) {
            Ok(()) => return Ok(kept),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(JournalError::io(&kept, "cannot be made")(error)),
        }
    }
}

fn salvage(from: &Connection, new: &Store, now: Timestamp) -> Result<Repaired, JournalError> {
    let mut connection = new.writer()?;
    // What is said of a bus may be readable where the bus isn't.
    connection.pragma_update(None, "foreign_keys", false)?;
    let mut repaired = Repaired::default();
    let known = last(from);
    if known.is_none() {
        repaired.incomplete.push("event");
    }
    let (mut at, last) = (0, known.unwrap_or(0));
    while at < last {
        let rows = scan::ahead(from, at, last)?;
        let change = connection.transaction()?;
        for stored in &rows.good {
            stored.restore(&change)?;
        }
        change.commit()?;
        repaired.saved += rows.good.len() as u64;
        Damage::add(&mut repaired.damaged, rows.damaged);
        at = rows.ended.unwrap_or(last);
    }
    let change = connection.transaction()?;
    repaired.incomplete.extend(copy_ledger(from, &change)?);
    for Damage { first, last, reason } in &repaired.damaged {
        for seq in *first..=*last {
            ledger::set_aside(&change, seq, reason, now)?;
        }
    }
    change.execute("DELETE FROM sqlite_sequence WHERE name = 'event'", [])?;
    change.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('event', ?1)", [last])?;
    let counts = ![EXCEPTION, ABSENCE].iter().any(|table| repaired.incomplete.contains(table));
    repaired.again = ledger::restart_doubtful(&change, counts)?;
    repaired.letters = ledger::recount(&change)?;
    repaired.lost = ledger::bury(&change, now)?;
    if repaired.incomplete.contains(&BUS) {
        ledger::keep_for_unknown(&change)?;
    }
    change.commit()?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(repaired)
}

/// Copies the tables beside the events. Gives those of which a part couldn't be read.
fn copy_ledger(from: &Connection, to: &Transaction<'_>) -> Result<Vec<&'static str>, JournalError> {
    let mut incomplete = Vec::new();
    for (table, columns, key) in [
        (BUS, ledger::BUS_COLUMNS, "id"),
        (EXCEPTION, EXCEPTION_COLUMNS, "bus, seq"),
        (ABSENCE, "bus, first, last", "bus, first"),
        ("damaged", "seq, found, reason", "seq"),
    ] {
        if !copy(from, to, table, columns, key)? {
            incomplete.push(table);
        }
    }
    if incomplete.contains(&EXCEPTION) {
        // What somebody asked for stands in an index of its own.
        let again = "SELECT bus, seq, 4, NULL, 0 FROM exception INDEXED BY exception_again WHERE state = 4";
        copy_rows(from, again, to, &insert(EXCEPTION, EXCEPTION_COLUMNS))?;
    }
    if ledger::forget_orphans(to)? > 0 && !incomplete.contains(&BUS) {
        incomplete.push(BUS);
    }
    Ok(incomplete)
}

fn insert(table: &str, columns: &str) -> String {
    let places = vec!["?"; columns.split(',').count()].join(", ");
    format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})")
}

/// Copies a table, from both its ends where there is damage between them; false if a part couldn't be read.
fn copy(
    from: &Connection,
    to: &Connection,
    table: &str,
    columns: &str,
    key: &str,
) -> Result<bool, JournalError> {
    let insert = insert(table, columns);
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
