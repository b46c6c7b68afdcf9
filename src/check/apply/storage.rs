//! The operations that change a disk, one trait method each: whoever writes goes through them, so that a test can let
//! any of them be the last one.
//!
//! A file is never written in place. Its new content goes into another file of the same directory, is brought to the
//! disk, gets the owner and mode that are wanted, and only then takes the name, in one step.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Who owns a file, and who may do what with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributes {
    /// The permission bits of `chmod`, `0o7777` at most.
    pub mode: u32,
    /// The user's number.
    pub uid: u32,
    /// The group's number.
    pub gid: u32,
}

impl Attributes {
    /// Those of what a path names; a link isn't followed.
    ///
    /// # Errors
    /// When there is nothing, or it can't be looked at.
    pub fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::symlink_metadata(path)?;
        Ok(Self { mode: metadata.mode() & 0o7777, uid: metadata.uid(), gid: metadata.gid() })
    }
}

/// Whose a new file or directory is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Its maker's, and nobody else's business.
    Private,
    /// As another one is.
    Like(Attributes),
}

/// What can be done to a disk. Each is one step: done, or not done when it fails.
pub trait Storage {
    /// Makes a directory that isn't there.
    ///
    /// # Errors
    /// The system's own.
    fn create_directory(&mut self, path: &Path, access: Access) -> io::Result<()>;

    /// Makes a file that isn't there, with all its bytes on the disk when this returns.
    ///
    /// # Errors
    /// The system's own; a part of the file may be there then.
    fn create_file(&mut self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()>;

    /// Gives a file or directory another name, in place of a file that has it.
    ///
    /// # Errors
    /// The system's own.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// The system's own.
    fn remove_file(&mut self, path: &Path) -> io::Result<()>;

    /// Removes an empty directory.
    ///
    /// # Errors
    /// The system's own.
    fn remove_directory(&mut self, path: &Path) -> io::Result<()>;

    /// Brings the names in a directory to the disk.
    ///
    /// # Errors
    /// The system's own.
    fn sync_directory(&mut self, path: &Path) -> io::Result<()>;
}

/// The machine's own file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiskStorage;

impl Storage for DiskStorage {
    fn create_directory(&mut self, path: &Path, access: Access) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(path)?;
        set(path, access)
    }

    fn create_file(&mut self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(bytes)?;
        set(path, access)?;
        file.sync_all()
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_directory(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_directory(&mut self, path: &Path) -> io::Result<()> {
        fs::File::open(path)?.sync_all()
    }
}

/// The owner first: a change of owner may take bits of the mode away.
fn set(path: &Path, access: Access) -> io::Result<()> {
    let Access::Like(Attributes { mode, uid, gid }) = access else { return Ok(()) };
    let now = Attributes::of(path)?;
    if (now.uid, now.gid) != (uid, gid) {
        std::os::unix::fs::lchown(path, Some(uid), Some(gid))?;
    }
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Puts a file there, in place of one of that name if there is one.
///
/// # Errors
/// The system's own; the old file is untouched then, and [`temporary`] may be left over.
pub fn replace(
    storage: &mut dyn Storage,
    path: &Path,
    bytes: &[u8],
    attributes: Attributes,
) -> io::Result<()> {
    let temporary = temporary(path);
    discard(storage, &temporary)?;
    storage.create_file(&temporary, bytes, Access::Like(attributes))?;
    storage.rename(&temporary, path)?;
    storage.sync_directory(parent(path))
}

/// Removes a file if it is there, and brings that to the disk.
///
/// # Errors
/// The system's own.
pub fn discard(storage: &mut dyn Storage, path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(_) => {
            storage.remove_file(path)?;
            storage.sync_directory(parent(path))
        }
    }
}

/// The name under which new content waits for its place: one that no server loads.
#[must_use]
pub fn temporary(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".busboot-new");
    path.with_file_name(name)
}

/// The directory that a file is in.
#[must_use]
pub fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_with_the_owner_and_mode_that_are_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cred.properties");
        fs::write(&path, "old").unwrap();
        let attributes = Attributes { mode: 0o640, ..Attributes::of(&path).unwrap() };
        fs::write(temporary(&path), "left over").unwrap();
        replace(&mut DiskStorage, &path, b"new", attributes).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(Attributes::of(&path).unwrap(), attributes);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_not_there_need_not_be_removed() {
        let folder = tempfile::tempdir().unwrap();
        discard(&mut DiskStorage, &folder.path().join("nothing")).unwrap();
    }
}
