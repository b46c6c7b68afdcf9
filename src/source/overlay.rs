//! Files as they would be after a change that nobody has made yet.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{Entry, FileKind, Files, Host, ReadError};

/// Other files with some of them replaced, added or taken away. Directories that are left empty stay.
#[derive(Clone)]
pub struct Overlay {
    below: Arc<dyn Files>,
    changed: BTreeMap<PathBuf, Option<Vec<u8>>>,
}

impl Overlay {
    /// Nothing changed yet.
    #[must_use]
    pub fn new(below: Arc<dyn Files>) -> Self {
        Self { below, changed: BTreeMap::new() }
    }

    /// The host whose files are these; all else is the same.
    #[must_use]
    pub fn host(self, host: &Host) -> Host {
        Host { files: Arc::new(self), ..host.clone() }
    }

    /// Puts a file there.
    pub fn put(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.changed.insert(path.into(), Some(bytes.into()));
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: impl Into<PathBuf>) {
        self.changed.insert(path.into(), None);
    }

    /// The path without its `..`, unless it leads somewhere as it stands: a directory that is only going to be there
    /// can't be gone through.
    fn plain(&self, path: &Path) -> PathBuf {
        let goes_up = path.components().any(|component| component == Component::ParentDir);
        if !goes_up || self.below.kind(path).is_some() {
            return path.to_owned();
        }
        let mut plain = PathBuf::new();
        for component in path.components() {
            let named = matches!(plain.components().next_back(), Some(Component::Normal(_)));
            if component == Component::ParentDir && named {
                plain.pop();
            } else {
                plain.push(component);
            }
        }
        plain
    }

    /// The files that are there in spite of what lies below.
    fn put_files(&self) -> impl Iterator<Item = &PathBuf> {
        self.changed.iter().filter_map(|(path, bytes)| bytes.is_some().then_some(path))
    }
}

impl Files for Overlay {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let path = &self.plain(path);
        match self.changed.get(path) {
            Some(Some(bytes)) if bytes.len() as u64 > limit => Err(ReadError::TooLarge { limit }),
            Some(Some(bytes)) => Ok(bytes.clone()),
            Some(None) => Err(ReadError::Missing),
            None => self.below.read(path, limit),
        }
    }

    fn entries(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        let directory = &self.plain(directory);
        let added: BTreeSet<Entry> = self
            .put_files()
            .filter_map(|path| path.strip_prefix(directory).ok())
            .filter_map(|rest| {
                let mut components = rest.components();
                let name = components.next()?.as_os_str().to_string_lossy().into_owned();
                Some(Entry { name, directory: components.next().is_some() })
            })
            .collect();
        let mut entries = match self.below.entries(directory) {
            Ok(entries) => entries,
            Err(_) if !added.is_empty() => Vec::new(),
            Err(error) => return Err(error),
        };
        entries.retain(|entry| !matches!(self.changed.get(&directory.join(&entry.name)), Some(None)));
        entries.extend(added);
        entries.sort();
        entries.dedup();
        Ok(entries)
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let path = &self.plain(path);
        match self.changed.get(path) {
            Some(Some(_)) => Some(FileKind::File),
            Some(None) => None,
            None if self.put_files().any(|file| file.starts_with(path)) => Some(FileKind::Directory),
            None => self.below.kind(path),
        }
    }

    fn mode(&self, path: &Path) -> Option<u32> {
        let path = &self.plain(path);
        // A file that is replaced keeps its permissions.
        if matches!(self.changed.get(path), Some(None)) { None } else { self.below.mode(path) }
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        let path = &self.plain(path);
        if self.kind(path).is_none() {
            return Err(io::ErrorKind::NotFound.into());
        }
        match (self.below.canonical(path), path.parent(), path.file_name()) {
            (Ok(real), ..) => Ok(real),
            (Err(_), Some(parent), Some(name)) => Ok(self.canonical(parent)?.join(name)),
            (Err(error), ..) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    fn overlay() -> Overlay {
        let mut overlay = Overlay::new(Arc::new(Memory::new().with("/r/core/a.xml", "a").with("/r/b", "b")));
        overlay.remove("/r/core/a.xml");
        overlay.put("/r/event/a.xml", "new");
        overlay
    }

    #[test]
    fn what_was_changed_is_seen_and_the_rest_is_as_below() {
        let overlay = overlay();
        assert_eq!(overlay.read(Path::new("/r/event/a.xml"), 9).unwrap(), b"new");
        assert_eq!(overlay.read(Path::new("/r/b"), 9).unwrap(), b"b");
        assert!(matches!(overlay.read(Path::new("/r/core/a.xml"), 9), Err(ReadError::Missing)));
        assert!(matches!(
            overlay.read(Path::new("/r/event/a.xml"), 2),
            Err(ReadError::TooLarge { limit: 2 })
        ));
    }

    #[test]
    fn a_file_keeps_its_permissions_under_new_contents() {
        let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let below = crate::source::Disk.mode(&path);
        assert!(below.is_some());
        let mut overlay = Overlay::new(Arc::new(crate::source::Disk));
        overlay.put(path.clone(), "new");
        assert_eq!(overlay.mode(&path), below);
        overlay.remove(path.clone());
        assert_eq!(overlay.mode(&path), None);
    }

    #[test]
    fn a_new_directory_is_listed_and_has_a_real_path() {
        let overlay = overlay();
        let names = |path: &str| -> Vec<String> {
            overlay.entries(Path::new(path)).unwrap().into_iter().map(|entry| entry.name).collect()
        };
        assert_eq!(names("/r"), ["b", "core", "event"]);
        assert_eq!(names("/r/core"), Vec::<String>::new());
        assert_eq!(names("/r/event"), ["a.xml"]);
        assert_eq!(overlay.kind(Path::new("/r/event")), Some(FileKind::Directory));
        assert_eq!(overlay.canonical(Path::new("/r/event/a.xml")).unwrap(), Path::new("/r/event/a.xml"));
        assert!(overlay.canonical(Path::new("/r/core/a.xml")).is_err());
        assert_eq!(overlay.read(Path::new("/r/event/../b"), 9).unwrap(), b"b");
    }
}
