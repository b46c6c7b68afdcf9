//! Where files come from: the disk, or a map in memory for tests and for who embeds the library.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

/// The most bytes that any configuration file may have: 128 MiB.
pub const READ_LIMIT: u64 = 128 << 20;

/// What a path names, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A pipe, a socket, a device: never read.
    Other,
}

/// One name in a directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name, lossily decoded if it isn't UTF-8.
    pub name: String,
    /// Whether it is a directory.
    pub directory: bool,
}

/// Why a file couldn't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("it does not exist")]
    Missing,
    /// It is a directory, a pipe, a device.
    #[error("it is not a regular file")]
    NotAFile,
    /// It has more bytes than the caller takes.
    #[error("it is larger than {limit} bytes")]
    TooLarge {
        /// The most that was allowed, in bytes.
        limit: u64,
    },
    /// The system's own error.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Read access to files. Implementations must not follow anything but plain file system links.
pub trait Files: Send + Sync {
    /// All bytes of a regular file of at most `limit` bytes.
    ///
    /// # Errors
    /// When it is absent, no regular file, too large or unreadable.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// The names in a directory, sorted.
    ///
    /// # Errors
    /// When it is absent, no directory or unreadable.
    fn entries(&self, directory: &Path) -> io::Result<Vec<Entry>>;

    /// What the path names, links followed; `None` when there is nothing.
    fn kind(&self, path: &Path) -> Option<FileKind>;

    /// The permissions as Unix has them, links followed; `None` where there are none to be known.
    fn mode(&self, path: &Path) -> Option<u32> {
        let _ = path;
        None
    }

    /// The path with all links and `..` resolved.
    ///
    /// # Errors
    /// When it is absent or can't be looked at.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The machine's own file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let metadata = std::fs::metadata(path).map_err(missing)?;
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        let mut bytes = Vec::new();
        std::fs::File::open(path).map_err(missing)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes) }
    }

    fn entries(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            entries.push(Entry { name, directory: entry.path().is_dir() });
        }
        entries.sort();
        Ok(entries)
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let metadata = std::fs::metadata(path).ok()?;
        Some(if metadata.is_file() {
            FileKind::File
        } else if metadata.is_dir() {
            FileKind::Directory
        } else {
            FileKind::Other
        })
    }

    #[cfg(unix)]
    fn mode(&self, path: &Path) -> Option<u32> {
        use std::os::unix::fs::PermissionsExt as _;
        const PERMISSIONS: u32 = 0o7777;
        std::fs::metadata(path).ok().map(|metadata| metadata.permissions().mode() & PERMISSIONS)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }
}

fn missing(error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Io(error),
    }
}

/// Files in memory; directories exist by what they contain.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// An empty file system.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more file.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(normal(path.as_ref()), bytes.into());
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        match (self.files.get(&normal(path)), self.kind(path)) {
            (Some(bytes), _) if bytes.len() as u64 > limit => Err(ReadError::TooLarge { limit }),
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, Some(_)) => Err(ReadError::NotAFile),
            (None, None) => Err(ReadError::Missing),
        }
    }

    fn entries(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        let directory = normal(directory);
        let mut entries: Vec<Entry> = self
            .files
            .keys()
            .filter_map(|path| path.strip_prefix(&directory).ok())
            .filter_map(|rest| {
                let mut components = rest.components();
                let name = components.next()?.as_os_str().to_string_lossy().into_owned();
                Some(Entry { name, directory: components.next().is_some() })
            })
            .collect();
        entries.dedup();
        if entries.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(entries) }
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let path = normal(path);
        if self.files.contains_key(&path) {
            return Some(FileKind::File);
        }
        self.files.keys().any(|file| file.starts_with(&path)).then_some(FileKind::Directory)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.kind(path).map(|_| normal(path)).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// Removes `.` and resolves `..` by the text alone.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
