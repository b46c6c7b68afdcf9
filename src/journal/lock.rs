//! The mark of the one process that delivers from a journal, or makes or upgrades it.
//!
//! The kernel's lock on a file, which goes with the process however it ends; what stands in the file only says who it
//! is. And the mark of all that have its files open, which a repair must not put others in the place of.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use jiff::Timestamp;

use super::error::JournalError;
use super::store::{give_as, patiently};

/// The lock's file in the journal's directory.
const FILE: &str = "journal.lock";

const OWNER_ONLY: u32 = 0o600;

/// Held as long as it lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a directory; `who` is what the others are told, such as the command.
    ///
    /// # Errors
    /// When another process has it, with what that one wrote into it.
    pub fn take(dir: &Path, who: &str, now: Timestamp) -> Result<Self, JournalError> {
        Self::held_by(dir, &format!("process {}, since {now:.0}, {who}\n", std::process::id()))
    }

    /// Takes it for as long as making or upgrading the journal lasts.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub(super) fn for_a_moment(dir: &Path) -> Result<Self, JournalError> {
        Self::held_by(dir, &format!("process {}, which makes or upgrades it\n", std::process::id()))
    }

    fn held_by(dir: &Path, text: &str) -> Result<Self, JournalError> {
        let path = dir.join(FILE);
        let mut options = OpenOptions::new();
        // Whoever can open it can hold it.
        let options = options.read(true).write(true).create(true).truncate(false).mode(OWNER_ONLY);
        let opened = options.open(&path);
        let mut file = opened.map_err(JournalError::io(&path, "cannot be opened"))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(JournalError::InUse { dir: dir.to_owned(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(error)) => {
                return Err(JournalError::io(&path, "cannot be locked")(error));
            }
        }
        // Who isn't root made it for himself.
        drop(give_as(&path, dir));
        let written = file.set_len(0).and_then(|()| file.write_all(text.as_bytes()));
        written.map_err(JournalError::io(&path, "cannot be written"))?;
        Ok(Self { _file: file })
    }
}

/// The files of a journal, as long as it lives: shared by all that have them open, or alone, to put others in their place.
/// What is written to a file that has no name any more is lost.
#[derive(Debug)]
pub(super) struct Place {
    _dir: Option<File>,
}

impl Place {
    /// For whoever opens them.
    ///
    /// # Errors
    /// When a repair goes on for long.
    pub(super) fn shared(dir: &Path) -> Result<Self, JournalError> {
        Self::taken(dir, File::try_lock_shared, "it is being repaired; try again when that is done")
    }

    /// For whoever replaces them.
    ///
    /// # Errors
    /// When somebody has them open for long.
    pub(super) fn alone(dir: &Path) -> Result<Self, JournalError> {
        let busy = "a command of `busboot events` has it open; try again when that has ended";
        Self::taken(dir, File::try_lock, busy)
    }

    fn taken(
        dir: &Path,
        attempt: fn(&File) -> Result<(), TryLockError>,
        busy: &str,
    ) -> Result<Self, JournalError> {
        // Where it can't be opened, nothing in it can; whoever tries says so.
        let Ok(file) = File::open(dir) else { return Ok(Self { _dir: None }) };
        patiently(|| match attempt(&file) {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => Err(JournalError::Busy(busy.to_owned())),
            Err(TryLockError::Error(error)) => Err(JournalError::io(dir, "cannot be locked")(error)),
        })?;
        Ok(Self { _dir: Some(file) })
    }
}

fn holder(file: &mut File) -> String {
    const LONGEST: u64 = 4096;
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.take(LONGEST).read_to_string(&mut text));
    match (read, text.trim()) {
        (Ok(_), who) if !who.is_empty() => who.to_owned(),
        _ => "another process".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_the_first_is() {
        let temp = tempfile::tempdir().unwrap();
        let first = Lock::take(temp.path(), "busboot run", Timestamp::UNIX_EPOCH).unwrap();
        let message = Lock::take(temp.path(), "busboot run", Timestamp::UNIX_EPOCH).unwrap_err().to_string();
        let holder =
            format!("in use by process {}, since 1970-01-01T00:00:00Z, busboot run;", std::process::id());
        assert!(message.contains(&holder), "{message}");
        drop(first);
        Lock::take(temp.path(), "busboot run", Timestamp::UNIX_EPOCH).unwrap();
    }
}
