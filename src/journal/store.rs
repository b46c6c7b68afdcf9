//! The directory and the database in it: making, opening, upgrading.
//!
//! Write-ahead log with `synchronous=FULL`: a transaction is on disk when its commit returns, and each commit costs one
//! fsync. Of directories and files that were made the names are synced as well. Who may read the events' descriptions is
//! the owner alone. Only who has the lock makes or upgrades a journal, so that nobody's is changed under him.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::error::JournalError;
use super::lock::{Lock, Place};

/// The database's name in the directory.
pub const FILE: &str = "journal.db";

/// `application_id` of our databases: "BusJ".
const APPLICATION: i64 = 0x4275_734a;

/// What leads from each schema to the next, the first from nothing to 1.
const UPGRADES: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The newest schema.
#[cfg(test)]
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
    /// When another process delivers from it, the directory can't be made or written, or holds something else or a later
    /// schema.
    pub fn create(dir: &Path) -> Result<Self, JournalError> {
        make_directory(dir)?;
        Self::made(dir, &Lock::for_a_moment(dir)?)
    }

    /// The same for whoever has the lock: nobody else delivers from it while it is upgraded.
    pub(super) fn made(dir: &Path, _lock: &Lock) -> Result<Self, JournalError> {
        let store = Self { dir: dir.to_owned() };
        store.make_file()?;
        patiently(|| store.upgrade(&UPGRADES))?;
        Ok(store)
    }

    /// The journal in `dir`, which must be there; upgraded if it is of an older schema.
    ///
    /// # Errors
    /// When there is none, it can't be opened, it is something else or of a later schema, or of an older one while another
    /// process delivers from it.
    pub fn existing(dir: &Path) -> Result<Self, JournalError> {
        let store = Self::found(dir)?;
        let _place = Place::shared(dir)?;
        patiently(|| store.upgrade_alone(&UPGRADES))?;
        Ok(store)
    }

    /// The journal in `dir` as it is.
    pub(super) fn found(dir: &Path) -> Result<Self, JournalError> {
        let store = Self { dir: dir.to_owned() };
        let path = store.path();
        match path.metadata() {
            Ok(metadata) if metadata.is_file() => Ok(store),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                Err(JournalError::io(&path, "cannot be looked at")(error))
            }
            _ => Err(JournalError::Missing(dir.to_owned())),
        }
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

    /// Upgrades it unless it is of the newest schema, or somebody delivers from it.
    fn upgrade_alone(&self, steps: &[&str]) -> Result<(), JournalError> {
        let known = steps.len();
        let found = self.schema(known)?;
        if found == known {
            return Ok(());
        }
        match Lock::for_a_moment(&self.dir) {
            Ok(_lock) => self.upgrade(steps),
            // It is being made.
            Err(JournalError::InUse { holder, .. }) if found == 0 => Err(JournalError::Busy(holder)),
            Err(JournalError::InUse { holder, .. }) => {
                Err(JournalError::Older { path: self.path(), found, known, holder })
            }
            Err(error) => Err(error),
        }
    }

    /// Brings the database to the newest schema, all or nothing.
    fn upgrade(&self, steps: &[&str]) -> Result<(), JournalError> {
        let found = self.schema(steps.len())?;
        let mut connection = self.writer()?;
        if found == 0 {
            // Only before the first table: pages that were freed can then be given back bit by bit.
            connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        if found == steps.len() {
            return Ok(());
        }
        let upgrade = connection.transaction()?;
        for step in steps.iter().skip(found) {
            upgrade.execute_batch(step)?;
        }
        upgrade.pragma_update(None, "application_id", APPLICATION)?;
        upgrade.pragma_update(None, "user_version", i64::try_from(steps.len()).unwrap_or(i64::MAX))?;
        upgrade.commit()?;
        Ok(())
    }

    /// The schema of what is there; 0 of an empty file.
    ///
    /// # Errors
    /// When it is something else, or of a schema that isn't known.
    fn schema(&self, known: usize) -> Result<usize, JournalError> {
        let mut connection = self.connect()?;
        let moment = connection.transaction()?;
        let number = |name| moment.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let (application, found) = (number("application_id")?, number("user_version")?);
        let is_empty = application == 0 && found == 0 && number("page_count")? <= 1;
        if !is_empty && application != APPLICATION {
            return Err(JournalError::NotOurs(self.path()));
        }
        let newer = || JournalError::Newer { path: self.path(), found, known };
        usize::try_from(found).ok().filter(|found| *found <= known).ok_or_else(newer)
    }
}

/// Two processes may open a new journal at once. SQLite doesn't wait for the other one when the file becomes one with a
/// write-ahead log; this does, and wherever else somebody is in the way for a moment.
pub(super) fn patiently(mut attempt: impl FnMut() -> Result<(), JournalError>) -> Result<(), JournalError> {
    let until = Instant::now() + PATIENCE;
    loop {
        match attempt() {
            Err(JournalError::Busy(_)) if Instant::now() < until => thread::sleep(PAUSE),
            done => return done,
        }
    }
}

/// Makes a directory with those above it, each of which has its name in the one above it on disk then.
pub(super) fn make_directory(dir: &Path) -> Result<(), JournalError> {
    const OWNER_ONLY: u32 = 0o700;
    let missing = dir.ancestors().take_while(|dir| !dir.as_os_str().is_empty() && !dir.is_dir());
    let missing: Vec<&Path> = missing.collect();
    let made = DirBuilder::new().recursive(true).mode(OWNER_ONLY).create(dir);
    made.map_err(JournalError::io(dir, "cannot be made"))?;
    missing.into_iter().filter_map(Path::parent).try_for_each(sync_directory)
}

/// Gives a file that was made to whoever has another one: root may have made it for him.
pub(super) fn give_as(file: &Path, like: &Path) -> Result<(), JournalError> {
    let given = || -> io::Result<()> {
        let (made, like) = (file.metadata()?, like.metadata()?);
        if made.uid() == like.uid() { Ok(()) } else { chown(file, Some(like.uid()), Some(like.gid())) }
    };
    given().map_err(JournalError::io(file, "cannot be given to the journal's owner"))
}

/// Makes the names in a directory survive a loss of power.
pub(super) fn sync_directory(dir: &Path) -> Result<(), JournalError> {
    let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    let synced = File::open(dir).and_then(|directory| directory.sync_all());
    synced.map_err(JournalError::io(dir, "cannot be written"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn sqlite_has_no_known_way_to_lose_a_commit() {
        // Up to 3.51.2 a write-ahead log could lose some.
        assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
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
        assert!(matches!(Store::create(temp.path()), Err(JournalError::Unreadable(_))));
    }

    #[test]
    fn a_later_schema_is_refused_by_name() {
        let temp = tempfile::tempdir().unwrap();
        let store = Store::create(temp.path()).unwrap();
        store.writer().unwrap().pragma_update(None, "user_version", 7).unwrap();
        let message = Store::existing(temp.path()).unwrap_err().to_string();
        assert!(message.contains("has schema 7; this busboot knows up to 2"), "{message}");
    }

    #[test]
    fn nobody_upgrades_a_journal_that_another_delivers_from() {
        let temp = tempfile::tempdir().unwrap();
        let store = Store::create(temp.path()).unwrap();
        let later = [UPGRADES[0], UPGRADES[1], "CREATE TABLE later (x)"];
        let lock = Lock::take(temp.path(), "busboot run", jiff::Timestamp::UNIX_EPOCH).unwrap();
        store.upgrade_alone(&UPGRADES).unwrap();
        let message = store.upgrade_alone(&later).unwrap_err().to_string();
        let told = format!(
            "has schema 2 and is in use by process {}, since 1970-01-01T00:00:00Z, busboot run;",
            std::process::id()
        );
        assert!(message.contains(&told) && message.contains("upgrade it to 3"), "{message}");
        assert_eq!(store.schema(3).unwrap(), 2);
        drop(lock);
        store.upgrade_alone(&later).unwrap();
        assert_eq!(store.schema(3).unwrap(), 3);
        assert!(matches!(Store::create(temp.path()), Err(JournalError::Newer { found: 3, known: 2, .. })));
    }

    #[test]
    fn who_finds_one_in_the_making_waits_until_it_is_made() {
        let temp = tempfile::tempdir().unwrap();
        let lock = Lock::for_a_moment(temp.path()).unwrap();
        fs::write(temp.path().join(FILE), "").unwrap();
        thread::scope(|scope| {
            let reader = scope.spawn(|| Store::existing(temp.path()).unwrap().schema(SCHEMA).unwrap());
            Store::made(temp.path(), &lock).unwrap();
            drop(lock);
            assert_eq!(reader.join().unwrap(), SCHEMA);
        });
    }

    #[test]
    fn a_relative_directory_is_made_with_those_above_it() {
        let temp = tempfile::tempdir().unwrap();
        // Above the uppermost directory there is only itself.
        let relative =
            Path::new(&"../".repeat(64)).join(temp.path().strip_prefix("/").unwrap()).join("a/b/c");
        assert!(relative.is_relative());
        make_directory(&relative).unwrap();
        make_directory(&relative).unwrap();
        assert!(temp.path().join("a/b/c").is_dir());
        sync_directory(Path::new("journal").parent().unwrap()).unwrap();
    }

    #[test]
    fn where_there_is_none_it_says_so() {
        let temp = tempfile::tempdir().unwrap();
        assert!(matches!(Store::existing(temp.path()), Err(JournalError::Missing(_))));
    }
}
