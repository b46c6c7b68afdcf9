//! The backup of a migration, which is its journal too: a directory beside the root.
//!
//! ```text
//! <root>.busboot-20261122T014500Z/
//!   manifest.json   every path that changes: what was there, what takes its place (mode, owner, SHA-256); directories made
//!   files/<path>    the bytes that were there
//!   applied         is there once all of it is in place
//!   undoing         is there from the moment on at which everything is being put back
//!   undone          is there once everything is as it was before
//! ```
//!
//! The directory gets its name only when all of its bytes are on the disk, and nothing in the root is touched before
//! that: a backup with neither `applied` nor `undone` is a migration that was interrupted. What has the name and
//! `.partial` behind it was interrupted before that, and is worth nothing. It is its owner's alone (mode 0700), since
//! what it keeps may be secret.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::check::apply::storage::{Access, Attributes, Storage, parent};

/// What stands between the root's name and the time.
const INFIX: &str = ".busboot-";
/// What stands behind the name of a backup that isn't complete.
const PARTIAL: &str = ".partial";
/// The form of the manifest.
pub(super) const FORMAT: u32 = 1;

/// Says that all is in place.
pub(super) const APPLIED: &str = "applied";
/// Says that everything is being put back.
pub(super) const UNDOING: &str = "undoing";
/// Says that everything is as it was.
pub(super) const UNDONE: &str = "undone";

/// What changes, as it is written down before anything does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    /// The release that was migrated to.
    pub(super) target: String,
    /// Directories that weren't there, relative to the root, outer ones first.
    pub(super) directories: Vec<PathBuf>,
    pub(super) files: Vec<Entry>,
}

/// One path, relative to the root; `None` where there was, or is to be, nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) path: PathBuf,
    pub(super) before: Option<State>,
    pub(super) after: Option<State>,
}

/// What a file is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    #[serde(flatten)]
    pub(super) attributes: Attributes,
    /// In hexadecimal.
    pub(super) sha256: String,
}

impl State {
    /// Of these bytes with these attributes.
    pub(super) fn new(bytes: &[u8], attributes: Attributes) -> Self {
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { attributes, sha256 }
    }

    /// Of what is on the disk; `None` when there is nothing.
    pub(super) fn of(path: &Path) -> io::Result<Option<Self>> {
        let metadata = match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        if !metadata.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        Ok(Some(Self::new(&fs::read(path)?, Attributes::of(path)?)))
    }
}

/// A backup on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The directory.
    pub path: PathBuf,
    pub(super) manifest: Manifest,
}

impl Backup {
    /// All backups of a root, the oldest first.
    pub(super) fn all(root: &Path) -> io::Result<Vec<Self>> {
        let mut backups = Vec::new();
        for path in siblings(root)? {
            if !path.to_string_lossy().ends_with(PARTIAL) {
                let manifest = serde_json::from_slice(&fs::read(path.join("manifest.json"))?)?;
                backups.push(Self { path, manifest });
            }
        }
        Ok(backups)
    }

    /// Whether a marker is set.
    pub(super) fn is(&self, marker: &str) -> bool {
        self.path.join(marker).exists()
    }

    /// Sets a marker, on the disk when this returns.
    pub(super) fn mark(&self, marker: &str, storage: &mut dyn Storage) -> io::Result<()> {
        if !self.is(marker) {
            storage.create_file(&self.path.join(marker), b"", Access::Private)?;
        }
        storage.sync_directory(&self.path)
    }

    /// The bytes that were at a path, if they are still what the manifest says.
    pub(super) fn bytes(&self, entry: &Entry) -> io::Result<Vec<u8>> {
        let bytes = fs::read(self.path.join("files").join(&entry.path))?;
        match &entry.before {
            Some(before) if State::new(&bytes, before.attributes) == *before => Ok(bytes),
            _ => Err(io::Error::other(format!("the backup of {} is damaged", entry.path.display()))),
        }
    }
}

/// Writes a backup; it counts from its last step on.
pub(super) fn create(
    root: &Path,
    time: jiff::Timestamp,
    manifest: Manifest,
    storage: &mut dyn Storage,
) -> io::Result<Backup> {
    let path = fresh(root, time)?;
    let partial = PathBuf::from(format!("{}{PARTIAL}", path.display()));
    storage.create_directory(&partial, Access::Private)?;
    let mut directories = vec![partial.clone(), partial.join("files")];
    storage.create_directory(&partial.join("files"), Access::Private)?;
    for entry in manifest.files.iter().filter(|entry| entry.before.is_some()) {
        let copy = partial.join("files").join(&entry.path);
        for missing in missing_directories(parent(&copy)) {
            storage.create_directory(&missing, Access::Private)?;
            directories.push(missing);
        }
        storage.create_file(&copy, &fs::read(root.join(&entry.path))?, Access::Private)?;
    }
    let text = serde_json::to_vec_pretty(&manifest)?;
    storage.create_file(&partial.join("manifest.json"), &text, Access::Private)?;
    for directory in directories.iter().rev() {
        storage.sync_directory(directory)?;
    }
    storage.rename(&partial, &path)?;
    storage.sync_directory(parent(&path))?;
    Ok(Backup { path, manifest })
}

/// Removes what an interrupted [`create`] has left.
pub(super) fn sweep(root: &Path, storage: &mut dyn Storage) -> io::Result<()> {
    for path in siblings(root)? {
        if path.to_string_lossy().ends_with(PARTIAL) {
            remove_tree(&path, storage)?;
        }
    }
    Ok(())
}

fn remove_tree(directory: &Path, storage: &mut dyn Storage) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_tree(&entry.path(), storage)?;
        } else {
            storage.remove_file(&entry.path())?;
        }
    }
    storage.remove_directory(directory)
}

/// The directories that have to be made for this one to be there, outer ones first.
pub(super) fn missing_directories(directory: &Path) -> Vec<PathBuf> {
    let missing = directory.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    missing
}

/// Everything beside the root that has the name of a backup of it, in the order of time.
fn siblings(root: &Path) -> io::Result<Vec<PathBuf>> {
    let prefix = format!("{}{INFIX}", name(root)?);
    let mut paths = Vec::new();
    for entry in fs::read_dir(parent(root))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) && entry.file_type()?.is_dir() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// A name that isn't taken, later than those that are.
fn fresh(root: &Path, time: jiff::Timestamp) -> io::Result<PathBuf> {
    let stamp = time.strftime("%Y%m%dT%H%M%SZ").to_string();
    let base = format!("{}{INFIX}{stamp}", name(root)?);
    let candidates = (0..100).map(|number| match number {
        0 => base.clone(),
        number => format!("{base}-{number:02}"),
    });
    let mut free = candidates.map(|name| root.with_file_name(name)).filter(|path| !path.exists());
    free.next().ok_or_else(|| io::Error::other("there are a hundred backups of this second"))
}

fn name(root: &Path) -> io::Result<String> {
    let name =
        root.file_name().ok_or_else(|| io::Error::other("the root has no name to put a backup beside it"))?;
    Ok(name.to_string_lossy().into_owned())
}
