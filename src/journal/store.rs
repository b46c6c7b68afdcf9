//! The directory and the database in it: making, opening, upgrading.
//!
//! Write-ahead log with `synchronous=FULL`: a transaction is on disk when its commit returns, and each commit costs one
//! fsync. A directory that was made is synced together with its parent, so that the file's name survives as well. Who
//! may read the events' descriptions is the owner alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::JournalError;

/// The database's name in the directory.
pub const FILE: &str = "journal.db";

/// `application_id` of our databases: "BusJ".
const APPLICATION: i64 = 0x4275_734a;

/// What leads from each schema to the next, the first from nothing to 1.
const UPGRADES: [&str; 1] = [include_str!("schema/1.sql")];

/// The newest schema.
pub(super) const SCHEMA: usize = UPGRADES.len();

/// How long a statement waits for another process's transaction.
const PATIENCE: Duration = Duration::from_secs(10);

/// How soon to try again what another process was in the way of.
const PAUSE: Duration = Duration::from_millis(20);

/// The most that the write-ahead log keeps of the disk once its contents are in the database, in bytes.
const LOG_KEEPS: i64 = 64 << 20;

/// A journal on disk. Opens connections; holds none.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
}

impl Store {
    /// The journal in `dir`, made if there is none, upgraded if it is of an older schema.
    ///
    /// # Errors
    /// When the directory can't be made or written, or holds something else or a later schema.
    pub fn create(dir: &Path) -> Result<Self, JournalError> {
        let store = Self { dir: dir.to_owned() };
        store.make_directory()?;
        store.make_file()?;
        store.upgrade_patiently()?;
        Ok(store)
    }

    /// The journal in `dir`, which must be there; upgraded if it is of an older schema.
    ///
    /// # Errors
    /// When there is none, it can't be opened, or it is something else or of a later schema.
    pub fn existing(dir: &Path) -> Result<Self, JournalError> {
        let store = Self { dir: dir.to_owned() };
        if !store.path().is_file() {
            return Err(JournalError::Missing(dir.to_owned()));
        }
        store.upgrade_patiently()?;
        Ok(store)
    }

    /// The directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The database.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.dir.join(FILE)
    }

    /// A connection that only reads, beside any writer. A statement of it sees one moment; keep it short, since the
    /// write-ahead log grows while it lasts.
    ///
    /// # Errors
    /// When the file can't be opened.
    pub fn reader(&self) -> Result<Connection, JournalError> {
        let connection = self.connect()?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }

    /// A connection that may write. Its transactions take the lock when they begin: SQLite doesn't wait for another
    /// process where one that has read comes to write.
    ///
    /// # Errors
    /// When the file can't be opened.
    pub(super) fn writer(&self) -> Result<Connection, JournalError> {
        let mut connection = self.connect()?;
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        Ok(connection)
    }

    fn connect(&self) -> Result<Connection, JournalError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.path(), flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "journal_size_limit", LOG_KEEPS)?;
        Ok(connection)
    }

    fn make_directory(&self) -> Result<(), JournalError> {
        const OWNER_ONLY: u32 = 0o700;
        if self.dir.is_dir() {
            return Ok(());
        }
        let made = DirBuilder::new().recursive(true).mode(OWNER_ONLY).create(&self.dir);
        made.map_err(JournalError::io(&self.dir, "cannot be made"))?;
        self.dir.parent().map_or(Ok(()), sync_directory)
    }

    fn make_file(&self) -> Result<(), JournalError> {
        const OWNER_ONLY: u32 = 0o600;
        let path = self.path();
        if path.exists() {
            return Ok(());
        }
        let made = OpenOptions::new().write(true).create(true).truncate(false).mode(OWNER_ONLY).open(&path);
        let file = made.map_err(JournalError::io(&path, "cannot be made"))?;
        file.sync_all().map_err(JournalError::io(&path, "cannot be written"))?;
        sync_directory(&self.dir)
    }

    /// Two processes may open a new journal at once. SQLite doesn't wait for the other one when the file becomes one with
    /// a write-ahead log; this does.
    fn upgrade_patiently(&self) -> Result<(), JournalError> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.upgrade() {
                Err(JournalError::Busy(_)) if Instant::now() < until => thread::sleep(PAUSE),
                done => return done,
            }
        }
    }

    /// Brings the database to the newest schema, all or nothing.
    fn upgrade(&self) -> Result<(), JournalError> {
        let mut connection = self.writer()?;
        let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        if number("application_id")? == 0 && number("page_count")? <= 1 && number("user_version")? == 0 {
            // Only before the first table: pages that were freed can then be given back bit by bit.
            connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        } else if number("application_id")? != APPLICATION {
            return Err(JournalError::NotOurs(self.path()));
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if usize::try_from(found).is_ok_and(|found| found == SCHEMA) {
            return Ok(());
        }
        let upgrade = connection.transaction()?;
        self.apply_upgrades(&upgrade)?;
        upgrade.commit()?;
        Ok(())
    }

    fn apply_upgrades(&self, upgrade: &Transaction<'_>) -> Result<(), JournalError> {
        let known = i64::try_from(SCHEMA).unwrap_or(i64::MAX);
        let found: i64 = upgrade.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > known {
            return Err(JournalError::Newer { path: self.path(), found, known });
        }
        for step in UPGRADES.iter().skip(usize::try_from(found).unwrap_or_default()) {
            upgrade.execute_batch(step)?;
        }
        upgrade.pragma_update(None, "application_id", APPLICATION)?;
        upgrade.pragma_update(None, "user_version", known)?;
        Ok(())
    }
}

/// Makes the names in a directory survive a loss of power.
pub(super) fn sync_directory(dir: &Path) -> Result<(), JournalError> {
    let synced = File::open(dir).and_then(|directory| directory.sync_all());
    synced.map_err(JournalError::io(dir, "cannot be written"))
}

/// Whether SQLite is one that the journal can rely on: up to 3.51.2 a write-ahead log could lose commits.
#[must_use]
pub fn sqlite_is_sound() -> bool {
    const FIXED: i32 = 3_051_003;
    rusqlite::version_number() >= FIXED
}

/// The size of the database and its write-ahead log on disk, in bytes.
#[must_use]
pub fn size_on_disk(store: &Store) -> u64 {
    let sizes = ["", "-wal"].map(|suffix| {
        let path = store.dir.join(format!("{FILE}{suffix}"));
        fs::metadata(path).map_or(0, |metadata| metadata.len())
    });
    sizes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_has_no_known_way_to_lose_a_commit() {
        assert!(sqlite_is_sound(), "{}", rusqlite::version());
    }

    #[test]
    fn what_is_made_is_for_its_owner_and_opens_again() {
        use std::os::unix::fs::PermissionsExt as _;
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("state/journal");
        Store::create(&dir).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&dir), mode(&dir.join(FILE))), (0o700, 0o600));
        let store = Store::existing(&dir).unwrap();
        let mode: String =
            store.reader().unwrap().pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_reader_cannot_write() {
        let temp = tempfile::tempdir().unwrap();
        let reader = Store::create(temp.path()).unwrap().reader().unwrap();
        let error = reader.execute("DELETE FROM event", []).unwrap_err();
        assert!(error.to_string().contains("readonly"), "{error}");
    }

    #[test]
    fn something_else_is_left_alone() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join(FILE);
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
        drop(other);
        assert!(matches!(Store::create(temp.path()), Err(JournalError::NotOurs(_))));
        fs::write(
            &path,
            "no database at all, but longer than a header is, so that it is read as one".repeat(9),
        )
        .unwrap();
        assert!(matches!(Store::create(temp.path()), Err(JournalError::Damaged(_))));
    }

    #[test]
    fn a_later_schema_is_refused_by_name() {
        let temp = tempfile::tempdir().unwrap();
        let store = Store::create(temp.path()).unwrap();
        store.writer().unwrap().pragma_update(None, "user_version", 7).unwrap();
        let message = Store::existing(temp.path()).unwrap_err().to_string();
        assert!(message.contains("has schema 7; this busboot knows up to 1"), "{message}");
    }

    #[test]
    fn where_there_is_none_it_says_so() {
        let temp = tempfile::tempdir().unwrap();
        assert!(matches!(Store::existing(temp.path()), Err(JournalError::Missing(_))));
    }
}
