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
use crate::diagnostic::shell_path;

use super::error::{WriteError, at};

/// What stands between the root's name and the time.
const INFIX: &str = ".busboot-";
/// What stands behind the name of a backup that isn't complete.
const PARTIAL: &str = ".partial";
/// The time in the name: `d` for a digit.
const STAMP: &str = "ddddddddTddddddZ";
/// What stands in the directory and makes it a backup.
const MANIFEST: &str = "manifest.json";
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
    /// All backups of a root, the oldest first. A directory without a manifest is none.
    pub(super) fn all(root: &Path) -> Result<Vec<Self>, WriteError> {
        let mut backups = Vec::new();
        for (path, _) in siblings(root)?.into_iter().filter(|(_, is_partial)| !is_partial) {
            let text = match fs::read(path.join(MANIFEST)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                text => text.map_err(at(&path.join(MANIFEST)))?,
            };
            let damaged = |why: String| WriteError::Damaged { path: path.clone(), why };
            let manifest: Manifest =
                serde_json::from_slice(&text).map_err(|error| damaged(format!("{MANIFEST}: {error}")))?;
            if manifest.format != FORMAT {
                return Err(damaged(format!("{MANIFEST}: format {} is not known here", manifest.format)));
            }
            backups.push(Self { path, manifest });
        }
        Ok(backups)
    }

    /// The shell's command that gives a path of a root what was there before; none where the backup has no such path.
    #[must_use]
    pub fn restoring(&self, root: &Path, path: &Path) -> Option<String> {
        let entry = self.manifest.files.iter().find(|entry| entry.path == path)?;
        let place = shell_path(&root.join(path));
        Some(match &entry.before {
            None => format!("rm {place}"),
            Some(State { attributes: Attributes { mode, uid, gid }, .. }) => {
                let kept = shell_path(&self.path.join("files").join(path));
                format!("install -m {mode:o} -o {uid} -g {gid} {kept} {place}")
            }
        })
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
    pub(super) fn bytes(&self, entry: &Entry) -> Result<Vec<u8>, WriteError> {
        let kept = self.path.join("files").join(&entry.path);
        let bytes = fs::read(&kept).map_err(at(&kept))?;
        match &entry.before {
            Some(before) if State::new(&bytes, before.attributes) == *before => Ok(bytes),
            _ => {
                let why = format!("files/{} is not what was written there", entry.path.display());
                Err(WriteError::Damaged { path: self.path.clone(), why })
            }
        }
    }
}

/// Writes a backup; it counts from its last step on.
pub(super) fn create(
    root: &Path,
    time: jiff::Timestamp,
    manifest: Manifest,
    storage: &mut dyn Storage,
) -> Result<Backup, WriteError> {
    let path = fresh(root, time)?;
    let partial = PathBuf::from(format!("{}{PARTIAL}", path.display()));
    let mut directories = Vec::new();
    for directory in [partial.clone(), partial.join("files")] {
        storage.create_directory(&directory, Access::Private).map_err(at(&directory))?;
        directories.push(directory);
    }
    for entry in manifest.files.iter().filter(|entry| entry.before.is_some()) {
        let copy = partial.join("files").join(&entry.path);
        for missing in missing_directories(parent(&copy)) {
            storage.create_directory(&missing, Access::Private).map_err(at(&missing))?;
            directories.push(missing);
        }
        let bytes = fs::read(root.join(&entry.path)).map_err(at(&entry.path))?;
        storage.create_file(&copy, &bytes, Access::Private).map_err(at(&copy))?;
    }
    let place = partial.join(MANIFEST);
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| at(&place)(error.into()))?;
    storage.create_file(&place, &text, Access::Private).map_err(at(&place))?;
    for directory in directories.iter().rev() {
        storage.sync_directory(directory).map_err(at(directory))?;
    }
    storage.rename(&partial, &path).map_err(at(&path))?;
    storage.sync_directory(parent(&path)).map_err(at(parent(&path)))?;
    Ok(Backup { path, manifest })
}

/// Removes what an interrupted [`create`] has left.
pub(super) fn sweep(root: &Path, storage: &mut dyn Storage) -> Result<(), WriteError> {
    for (path, _) in siblings(root)?.into_iter().filter(|(_, is_partial)| *is_partial) {
        remove_tree(&path, storage).map_err(at(&path))?;
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

/// Every directory beside the root that has the name of a backup of it, in the order of time, and whether the name is
/// that of one that isn't complete.
fn siblings(root: &Path) -> Result<Vec<(PathBuf, bool)>, WriteError> {
    let (directory, prefix) = (parent(root), format!("{}{INFIX}", name(root)?));
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).map_err(at(directory))? {
        let entry = entry.map_err(at(directory))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(is_partial) = name.strip_prefix(&prefix).and_then(is_partial) else { continue };
        if entry.file_type().map_err(at(&entry.path()))?.is_dir() {
            paths.push((entry.path(), is_partial));
        }
    }
    paths.sort();
    Ok(paths)
}

/// Of a time with or without a number behind it, whether `.partial` is behind that; none of any other text.
fn is_partial(text: &str) -> Option<bool> {
    let complete = text.strip_suffix(PARTIAL);
    let has_form = |text: &str, form: &str| {
        let fits =
            |(byte, wanted): (u8, u8)| if wanted == b'd' { byte.is_ascii_digit() } else { byte == wanted };
        text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
    };
    let stamped = complete.unwrap_or(text);
    let is_ours = has_form(stamped, STAMP) || has_form(stamped, &format!("{STAMP}-dd"));
    is_ours.then_some(complete.is_some())
}

/// A name that isn't taken, later than those that are.
fn fresh(root: &Path, time: jiff::Timestamp) -> Result<PathBuf, WriteError> {
    let stamp = time.strftime("%Y%m%dT%H%M%SZ").to_string();
    let base = format!("{}{INFIX}{stamp}", name(root)?);
    let candidates = (0..100).map(|number| match number {
        0 => base.clone(),
        number => format!("{base}-{number:02}"),
    });
    let mut free = candidates.map(|name| root.with_file_name(name)).filter(|path| !path.exists());
    let none = || io::Error::other("there are a hundred backups of this second");
    free.next().ok_or_else(|| at(&root.with_file_name(&base))(none()))
}

fn name(root: &Path) -> Result<String, WriteError> {
    let nameless = || io::Error::other("the root has no name to put a backup beside it");
    let name = root.file_name().ok_or_else(|| at(root)(nameless()))?;
    Ok(name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_time_makes_the_name_of_a_backup() {
        for (text, expected) in [
            ("20261122T014500Z", Some(false)),
            ("20261122T014500Z-07", Some(false)),
            ("20261122T014500Z.partial", Some(true)),
            ("20261122T014500Z-07.partial", Some(true)),
            ("20261122T014500Z.old", None),
            ("20261122T014500Z-7", None),
            ("20261122", None),
            ("mine.partial", None),
            (".partial", None),
            ("", None),
        ] {
            assert_eq!(is_partial(text), expected, "{text}");
        }
    }
}
