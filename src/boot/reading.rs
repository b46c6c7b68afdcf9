//! What was read to boot, so that a later change on disk can be told from it.
//!
//! In: reads that pass through to the real files. Out: a digest of each file as it was read, and what the listed
//! directories held. Knows no format and keeps no contents.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::config::counts_in_module;
use crate::source::{Entry, FileKind, Files, READ_LIMIT, ReadError};

/// SHA-256 of a file's bytes; none while there is no such file or it can't be read.
type Digest = Option<[u8; 32]>;

/// Files and directories that were looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    files: BTreeMap<PathBuf, Digest>,
    /// Directories and the names in them that matter.
    directories: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl Reading {
    /// The same files and directories as they are now.
    pub(super) fn again(&self, files: &dyn Files) -> Self {
        let look = |path: &PathBuf| (path.clone(), digest(&files.read(path, READ_LIMIT)));
        let list = |path: &PathBuf| (path.clone(), names(&files.entries(path)));
        Self {
            files: self.files.keys().map(look).collect(),
            directories: self.directories.keys().map(list).collect(),
        }
    }

    /// Files that differ from a later look, and those that have come since.
    pub(super) fn changes(&self, later: &Self) -> BTreeSet<PathBuf> {
        let differs = |(path, digest): &(&PathBuf, &Digest)| later.files.get(*path) != Some(*digest);
        let changed = self.files.iter().filter(differs).map(|(path, _)| path.clone());
        let come = later.directories.iter().flat_map(|(directory, names)| {
            let known = self.directories.get(directory);
            let new = names.iter().filter(move |name| known.is_none_or(|known| !known.contains(*name)));
            new.map(|name| directory.join(name))
        });
        changed.chain(come).collect()
    }

    /// Where a change of any of it shows.
    pub(super) fn watched(&self) -> BTreeSet<&Path> {
        let parents = self.files.keys().filter_map(|path| path.parent());
        parents.chain(self.directories.keys().map(PathBuf::as_path)).collect()
    }
}

/// Files that note what is read of them.
pub(super) struct Noting {
    files: Arc<dyn Files>,
    reading: Mutex<Reading>,
}

impl Noting {
    /// Nothing was read yet.
    pub(super) fn new(files: Arc<dyn Files>) -> Self {
        Self { files, reading: Mutex::default() }
    }

    /// What was read so far.
    pub(super) fn reading(&self) -> Reading {
        self.noted().clone()
    }

    fn noted(&self) -> MutexGuard<'_, Reading> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Noting {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let outcome = self.files.read(path, limit);
        self.noted().files.insert(path.to_owned(), digest(&outcome));
        outcome
    }

    fn entries(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        let outcome = self.files.entries(directory);
        self.noted().directories.insert(directory.to_owned(), names(&outcome));
        outcome
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let kind = self.files.kind(path);
        if kind.is_none() {
            self.noted().files.insert(path.to_owned(), None);
        }
        kind
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.canonical(path)
    }
}

fn digest(read: &Result<Vec<u8>, ReadError>) -> Digest {
    read.as_ref().ok().map(|bytes| Sha256::digest(bytes).into())
}

/// Copies and what editors leave behind come and go without meaning.
fn names(entries: &io::Result<Vec<Entry>>) -> BTreeSet<String> {
    let files = entries.iter().flatten().filter(|entry| !entry.directory && counts_in_module(&entry.name));
    files.map(|entry| entry.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    fn changes(before: &Memory, later: &Memory) -> Vec<String> {
        let noting = Noting::new(Arc::new(before.clone()));
        noting.read(Path::new("/r/key"), READ_LIMIT).ok();
        noting.kind(Path::new("/r/cred.properties"));
        noting.entries(Path::new("/r/event")).ok();
        let reading = noting.reading();
        let changes = reading.changes(&reading.again(later));
        changes.iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn a_change_is_one_of_contents_or_a_file_that_would_be_loaded() {
        let before =
            Memory::new().with("/r/key", "old").with("/r/event/a-context.xml", "").with("/r/other", "");
        assert!(changes(&before, &before).is_empty());
        assert_eq!(changes(&before, &before.clone().with("/r/key", "new")), ["/r/key"]);
        assert_eq!(changes(&before, &before.clone().with("/r/cred.properties", "")), ["/r/cred.properties"]);
        assert_eq!(
            changes(&before, &before.clone().with("/r/event/b-context.xml", "")),
            ["/r/event/b-context.xml"]
        );
        for beside in ["/r/event/a-context.xml.bak", "/r/event/.a-context.xml.swp", "/r/other"] {
            assert!(changes(&before, &before.clone().with(beside, "x")).is_empty(), "{beside}");
        }
    }

    #[test]
    fn a_file_that_is_gone_has_changed() {
        assert_eq!(changes(&Memory::new().with("/r/key", "old"), &Memory::new()), ["/r/key"]);
    }
}
