//! Why nothing was written, or nothing was put back: each error with its path.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::backup::Backup;

/// Why nothing was written, or nothing was put back.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file isn't what it was, or what the migration made of it.
    #[error("{} has changed since {since}", path.display())]
    Changed {
        /// The file, relative to the root.
        path: PathBuf,
        /// Since when.
        since: Since,
    },
    /// A file is a link, or lies behind one that leads out of the root.
    #[error("{} is a link or lies behind one that leads out of the root; links are not followed", .0.display())]
    Link(PathBuf),
    /// Another process is at work on the root.
    #[error("another busboot is at work on this root")]
    Locked,
    /// There is no backup to restore.
    #[error("there is no backup beside the root: nothing to undo")]
    NoBackup,
    /// What has the name of a backup can't be read as one.
    #[error("the backup {} can't be used: {why}", path.display())]
    Damaged {
        /// The backup's directory.
        path: PathBuf,
        /// What is the matter with it.
        why: String,
    },
    /// The system's own error.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The error.
        source: io::Error,
    },
}

/// The moment after which a file must not have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// It was read, to plan with; nothing is written yet.
    Reading,
    /// It was migrated, which this backup takes back.
    Migration(Box<Backup>),
    /// A migration, or its undoing, was interrupted. Nothing else can be done before this backup is restored.
    Interruption(Box<Backup>),
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reading => "it was read",
            Self::Migration(_) => "the migration",
            Self::Interruption(_) => "the migration was interrupted",
        })
    }
}

impl WriteError {
    /// The file or directory that it is about, if it is about one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Changed { path, .. } | Self::Damaged { path, .. } | Self::Io { path, .. } => Some(path),
            Self::Link(path) => Some(path),
            Self::Locked | Self::NoBackup => None,
        }
    }
}

/// Gives the system's error its path.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError::Io { path, source }
}
