//! Why the journal can't do what was asked, in words for whoever can mend it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the journal can't be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The directory or a file in it.
    #[error("the journal's {path} {doing}: {error}", path = path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// The system's own error.
        error: io::Error,
    },
    /// Nobody says where it is to be.
    #[error(
        "there is no directory for the journal, as neither STATE_DIRECTORY nor HOME is set: name one with journal.dir, \
         or run with --no-journal"
    )]
    NoDirectory,
    /// There is none at this place.
    #[error(
        "there is no journal in {dir}; `busboot run` makes one there (for a root whose buses are all in memory only with \
         --journal-dir or journal.dir)", dir = .0.display()
    )]
    Missing(PathBuf),
    /// The file is no journal.
    #[error("{path} is no journal of busboot; name another directory with journal.dir", path = .0.display())]
    NotOurs(PathBuf),
    /// A later busboot wrote it.
    #[error("{path} has schema {found}; this busboot knows up to {known}: use the busboot that wrote it, or a newer one",
        path = path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// Ours.
        known: usize,
    },
    /// It has an older schema, which a process that uses it must not see change.
    #[error("{path} has schema {found} and is in use by {holder}; this busboot has to upgrade it to {known}: end that \
        process, then try again", path = path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: usize,
        /// Ours.
        known: usize,
        /// Who uses it.
        holder: String,
    },
    /// Another process delivers from it.
    #[error("the journal in {dir} is in use by {holder}; only one process can deliver from it", dir = dir.display())]
    InUse {
        /// The directory.
        dir: PathBuf,
        /// Who has it, and since when.
        holder: String,
    },
    /// The disk is full, or the size limit reached.
    #[error("the journal takes nothing more: {0}")]
    Full(String),
    /// What is stored can't be trusted.
    #[error(
        "the journal is damaged ({0}); `busboot events verify` says how, `busboot events repair` saves what is readable"
    )]
    Damaged(String),
    /// What says which tables there are can't be read.
    #[error(
        "no table of {path} can be read ({reason}), so that nothing of it can be saved: keep a copy of the file and \
         restore it from an older one, or move it away to begin a new journal; what stood in it and no bus had got yet is \
         lost then", path = path.display()
    )]
    BeyondRepair {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// Its file is no database any more.
    #[error(
        "nothing of the journal can be read ({0}): restore journal.db from a copy, or move it away to begin a new one"
    )]
    Unreadable(String),
    /// The system lets its owner alone write to it.
    #[error("the journal can't be written ({0}): this is for the user that `busboot run` runs as, or root")]
    Forbidden(String),
    /// Another process writes to it and doesn't come to an end.
    #[error("the journal is kept busy by another process: {0}")]
    Busy(String),
    /// Any other error of SQLite.
    #[error("the journal failed: {0}")]
    Sqlite(rusqlite::Error),
    /// It has been closed, or has failed for good.
    #[error("the journal is closed")]
    Closed,
}

impl JournalError {
    /// What it means that looking for damage, or repairing it, ended with this error: no advice to do just that.
    #[must_use]
    pub fn beyond_repair(self, dir: &Path) -> Self {
        match self {
            Self::Damaged(reason) => Self::BeyondRepair { path: dir.join(super::store::FILE), reason },
            other => other,
        }
    }

    /// An error of the file system.
    pub(super) fn io(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Io { path, doing, error }
    }
}

/// Why an event isn't accepted; nothing of it is stored then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// A bus could never send it on.
    #[error("refused for {bus}: {reason}")]
    Refused {
        /// The bus.
        bus: String,
        /// The reason.
        reason: String,
    },
    /// The disk is full, or the size limit reached.
    #[error("the journal takes nothing more: {0}")]
    Full(String),
    /// The disk or the database fails.
    #[error("{0}")]
    Failed(String),
    /// The journal is closed.
    #[error("the journal is closed")]
    Closed,
}

impl PublishError {
    /// The same for a publisher.
    pub(super) fn of(error: &JournalError) -> Self {
        match error {
            JournalError::Full(reason) => Self::Full(reason.clone()),
            JournalError::Closed => Self::Closed,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(error.to_string()),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Self::Unreadable(error.to_string()),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::Forbidden(error.to_string())
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
