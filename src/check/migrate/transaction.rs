//! Puts a migration on disk, all or nothing, and takes it back.
//!
//! The backup is complete before the root is touched. Then directories are made, every new content takes its place, what
//! has no place any more is removed, and the backup is marked as applied. Whoever finds a backup without that mark puts
//! everything back: a kill at any moment leaves the old state, the new state, or one that the next start brings back to
//! the old. Undoing is the same with an applied backup. Both refuse when a file is neither what it was nor what the
//! migration made of it.
//!
//! One at a time: the root directory is locked meanwhile. Links are neither followed nor replaced.

use std::fs;
use std::path::{Path, PathBuf};

use crate::check::apply::storage::{Access, Attributes, Storage, discard, parent, replace, temporary};

use super::backup::{
    self, APPLIED, Backup, Entry, FORMAT, Manifest, State, UNDOING, UNDONE, missing_directories,
};
use super::error::{Since, WriteError, at};
use super::{FileChange, Migration};

/// Writes a migration; `None` when there is nothing to do. Whatever an interrupted one has left is put back first.
///
/// # Errors
/// When a file has changed since it was read, is a link, or can't be written; everything is as before then, or will be
/// after [`recover`].
pub fn write(
    root: &Path,
    migration: &Migration,
    time: jiff::Timestamp,
    storage: &mut dyn Storage,
) -> Result<Option<Backup>, WriteError> {
    let (root, _lock) = open(root)?;
    recover_locked(&root, storage)?;
    if migration.changes.is_empty() {
        return Ok(None);
    }
    let manifest = manifest(&root, migration)?;
    let backup = backup::create(&root, time, manifest, storage)?;
    if let Err(error) = apply(&root, &backup, &migration.changes, storage) {
        // What can't be put back now is put back by the next start.
        return match roll_back(&root, &backup, interruption(&backup), storage) {
            Ok(()) | Err(WriteError::Io { .. }) => Err(error),
            Err(other) => Err(other),
        };
    }
    Ok(Some(backup))
}

/// Puts back what an interrupted [`write()`] or [`undo`] has left half done; gives the backups it did that for.
///
/// # Errors
/// When somebody else has changed one of the files meanwhile, or the system fails.
pub fn recover(root: &Path, storage: &mut dyn Storage) -> Result<Vec<Backup>, WriteError> {
    let (root, _lock) = open(root)?;
    recover_locked(&root, storage)
}

/// Finds, without writing, whether [`write()`] would refuse the files as they lie: a link, or a change since they were
/// read.
///
/// # Errors
/// Those of [`write()`] that come before anything is written.
pub fn rehearse(root: &Path, migration: &Migration) -> Result<(), WriteError> {
    let root = fs::canonicalize(root).map_err(at(root))?;
    manifest(&root, migration).map(drop)
}

/// The backup of which an interrupted [`write()`] or [`undo`] has left something to put back. Writes nothing.
///
/// # Errors
/// When the directory beside the root can't be read.
pub fn interrupted(root: &Path) -> Result<Option<Backup>, WriteError> {
    let root = fs::canonicalize(root).map_err(at(root))?;
    Ok(unfinished(&root)?.pop())
}

fn unfinished(root: &Path) -> Result<Vec<Backup>, WriteError> {
    let mut backups = Backup::all(root)?;
    backups.retain(|backup| !backup.is(UNDONE) && (!backup.is(APPLIED) || backup.is(UNDOING)));
    Ok(backups)
}

/// Restores the last backup that is applied: bytes, mode and owner.
///
/// # Errors
/// When there is none, a file is neither what it was before nor what the migration made of it, or the system fails.
pub fn undo(root: &Path, storage: &mut dyn Storage) -> Result<Backup, WriteError> {
    let (root, _lock) = open(root)?;
    if let Some(recovered) = recover_locked(&root, storage)?.pop() {
        return Ok(recovered);
    }
    let mut backups = Backup::all(&root)?;
    backups.retain(|backup| backup.is(APPLIED) && !backup.is(UNDONE));
    let backup = backups.pop().ok_or(WriteError::NoBackup)?;
    roll_back(&root, &backup, Since::Migration(Box::new(backup.clone())), storage)?;
    Ok(backup)
}

/// The root's real path, and a lock on it that ends with the file.
fn open(root: &Path) -> Result<(PathBuf, fs::File), WriteError> {
    let real = fs::canonicalize(root).map_err(at(root))?;
    let directory = fs::File::open(&real).map_err(at(root))?;
    match directory.try_lock() {
        Ok(()) => Ok((real, directory)),
        Err(fs::TryLockError::WouldBlock) => Err(WriteError::Locked),
        Err(fs::TryLockError::Error(error)) => Err(at(root)(error)),
    }
}

fn recover_locked(root: &Path, storage: &mut dyn Storage) -> Result<Vec<Backup>, WriteError> {
    backup::sweep(root, storage)?;
    let backups = unfinished(root)?;
    for backup in &backups {
        roll_back(root, backup, interruption(backup), storage)?;
    }
    Ok(backups)
}

/// What is there now, held against what was read, and what is going to be there.
fn manifest(root: &Path, migration: &Migration) -> Result<Manifest, WriteError> {
    let mut files = Vec::new();
    let mut directories: Vec<PathBuf> = Vec::new();
    for change in &migration.changes {
        let before = state(root, &change.path)?.ok_or_else(|| unsteady(&change.path))?;
        if before != State::new(&change.old, before.attributes) {
            return Err(unsteady(&change.path));
        }
        let after = Some(State::new(&change.new, before.attributes));
        if change.path == change.to {
            files.push(Entry { path: change.path.clone(), before: Some(before), after });
            continue;
        }
        if state(root, &change.to)?.is_some() {
            return Err(unsteady(&change.to));
        }
        for missing in missing_directories(parent(&root.join(&change.to))) {
            let missing = missing.strip_prefix(root).map_or_else(|_| missing.clone(), Path::to_owned);
            if !directories.contains(&missing) {
                directories.push(missing);
            }
        }
        files.push(Entry { path: change.path.clone(), before: Some(before), after: None });
        files.push(Entry { path: change.to.clone(), before: None, after });
    }
    Ok(Manifest { format: FORMAT, target: migration.target.to_string(), directories, files })
}

fn unsteady(path: &Path) -> WriteError {
    WriteError::Changed { path: path.to_owned(), since: Since::Reading }
}

fn interruption(backup: &Backup) -> Since {
    Since::Interruption(Box::new(backup.clone()))
}

/// The state of a path that is no link and lies behind none that leads out of the root.
fn state(root: &Path, path: &Path) -> Result<Option<State>, WriteError> {
    let full = root.join(path);
    let existing = full.ancestors().skip(1).find(|directory| directory.exists()).unwrap_or(root);
    let inside = fs::canonicalize(existing).is_ok_and(|real| real.starts_with(root));
    if !inside || full.is_symlink() {
        return Err(WriteError::Link(path.to_owned()));
    }
    State::of(&full).map_err(at(path))
}

/// Contents first, removals last: at no moment is a content nowhere. A new directory lets the same people in as the one
/// that its files leave.
fn apply(
    root: &Path,
    backup: &Backup,
    changes: &[FileChange],
    storage: &mut dyn Storage,
) -> Result<(), WriteError> {
    for directory in &backup.manifest.directories {
        let full = root.join(directory);
        let like = Attributes::of(&root.join(model(changes, directory))).map_err(at(directory))?;
        storage.create_directory(&full, Access::Like(like)).map_err(at(directory))?;
        storage.sync_directory(parent(&full)).map_err(at(directory))?;
    }
    for entry in &backup.manifest.files {
        let Some(after) = &entry.after else { continue };
        let Some(change) = changes.iter().find(|change| change.to == entry.path) else { continue };
        replace(storage, &root.join(&entry.path), &change.new, after.attributes).map_err(at(&entry.path))?;
    }
    for entry in backup.manifest.files.iter().filter(|entry| entry.after.is_none()) {
        discard(storage, &root.join(&entry.path)).map_err(at(&entry.path))?;
    }
    backup.mark(APPLIED, storage).map_err(at(&backup.path))
}

/// The directory that a new one is like: the one at its depth on the way to the file that moves into it.
fn model<'a>(changes: &'a [FileChange], directory: &'a Path) -> &'a Path {
    let depth = directory.components().count();
    let left = changes
        .iter()
        .find(|change| change.to.starts_with(directory))
        .map(|change| change.path.ancestors().skip(1));
    let outer = directory.parent().unwrap_or(directory);
    left.into_iter().flatten().find(|outer| outer.components().count() <= depth).unwrap_or(outer)
}

/// Brings every path back to what was there before, in steps that can be done again; not if one of them is neither as
/// it was nor as it was to be.
fn roll_back(
    root: &Path,
    backup: &Backup,
    since: Since,
    storage: &mut dyn Storage,
) -> Result<(), WriteError> {
    for entry in &backup.manifest.files {
        let now = state(root, &entry.path)?;
        if now != entry.before && now != entry.after {
            return Err(WriteError::Changed { path: entry.path.clone(), since });
        }
    }
    // From here on even a mark that says "applied" doesn't count.
    backup.mark(UNDOING, storage).map_err(at(&backup.path))?;
    for entry in &backup.manifest.files {
        put_back(root, backup, entry, storage)?;
    }
    for directory in backup.manifest.directories.iter().rev() {
        let full = root.join(directory);
        let is_empty = fs::read_dir(&full).is_ok_and(|mut entries| entries.next().is_none());
        if is_empty {
            storage.remove_directory(&full).map_err(at(directory))?;
            storage.sync_directory(parent(&full)).map_err(at(directory))?;
        }
    }
    backup.mark(UNDONE, storage).map_err(at(&backup.path))
}

fn put_back(
    root: &Path,
    backup: &Backup,
    entry: &Entry,
    storage: &mut dyn Storage,
) -> Result<(), WriteError> {
    let path = root.join(&entry.path);
    let failed = || at(&entry.path);
    if parent(&path).is_dir() {
        discard(storage, &temporary(&path)).map_err(failed())?;
    }
    match &entry.before {
        Some(before) if State::of(&path).map_err(failed())?.as_ref() != Some(before) => {
            replace(storage, &path, &backup.bytes(entry)?, before.attributes).map_err(failed())
        }
        None if parent(&path).is_dir() => discard(storage, &path).map_err(failed()),
        _ => Ok(()),
    }
}
