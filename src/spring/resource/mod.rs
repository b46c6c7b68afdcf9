//! Resources: `classpath:`, `classpath*:`, `file:`, and plain paths, which mean the class path.
//!
//! In: a location as a file writes it. Out: bytes, or why not. The class path is one directory, the root. Nothing
//! outside it is read unless `file:` says so, and nothing is ever fetched. Rules from Spring's
//! `DefaultResourceLoader` and `PathMatchingResourcePatternResolver`.

mod path;
mod pattern;
mod search;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::source::{FileKind, Host, READ_LIMIT, ReadError};

pub(super) use path::single_slashes;
pub use path::{apply_relative_path, clean_path};
pub use pattern::{is_pattern, matches as matches_pattern};

/// A place to read from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// A path on the class path, cleaned and without a leading slash.
    ClassPath(String),
    /// A file by its path, as Spring finds it by a pattern or relative to another file.
    File(PathBuf),
    /// A `file:` location as written; the path in it.
    FileUrl {
        /// The whole location.
        location: String,
        /// The path that it means.
        path: PathBuf,
    },
    /// Any other URL; never fetched.
    Url(String),
    /// Bytes that a file holds itself, and how they are described.
    Bytes {
        /// The content.
        bytes: Vec<u8>,
        /// What messages call it.
        description: String,
    },
}

impl Resource {
    /// What a URL names.
    #[must_use]
    pub fn of_url(url: &str) -> Self {
        // `new URL` leaves out blanks in front and behind.
        let url = url.trim_matches(|character| character <= ' ');
        match scheme(url) {
            Some("file") => Self::FileUrl { location: url.to_owned(), path: file_url_path(url) },
            _ => Self::Url(url.to_owned()),
        }
    }
}

impl fmt::Display for Resource {
    /// Spring's `getDescription`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClassPath(path) => write!(f, "class path resource [{path}]"),
            Self::File(path) => write!(f, "file [{}]", path.display()),
            Self::FileUrl { location, .. } | Self::Url(location) => write!(f, "URL [{location}]"),
            Self::Bytes { description, .. } => write!(f, "Byte array resource [{description}]"),
        }
    }
}

/// Why a resource can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ResourceError {
    /// It doesn't exist; the text is that of the server's `FileNotFoundException`.
    #[error("{0}")]
    Missing(String),
    /// It lies outside the root.
    #[error("{0} lies outside the root, which only `file:` may name")]
    OutsideRoot(Resource),
    /// It would have to be fetched.
    #[error("{0} would have to be fetched, which busboot never does")]
    Remote(Resource),
    /// Too much lies where a pattern is searched.
    #[error("too many names or levels of directories lie where `{pattern}` is searched")]
    TooMany {
        /// The location as written.
        pattern: String,
    },
    /// It exists and can't be read.
    #[error("{resource} can't be read: {source}")]
    Unreadable {
        /// What.
        resource: Resource,
        /// Why.
        source: ReadError,
    },
}

impl ResourceError {
    /// The text of the server's exception.
    #[must_use]
    pub fn spring(&self) -> String {
        match self {
            Self::Unreadable { source: ReadError::NotAFile, .. } => "Is a directory".to_owned(),
            other => other.to_string(),
        }
    }
}

/// Finds and reads resources.
#[derive(Clone, Copy, Debug)]
pub struct ResourceLoader<'a> {
    /// Where files are.
    pub host: &'a Host,
    /// What `classpath:` means.
    pub root: &'a Path,
}

impl ResourceLoader<'_> {
    /// The resource that a location names, whether it exists or not (`ResourceLoader.getResource`).
    #[must_use]
    pub fn locate(&self, location: &str) -> Resource {
        if location.starts_with('/') {
            return class_path(location);
        }
        if let Some(path) = location.strip_prefix("classpath:") {
            return class_path(path);
        }
        if scheme(location).is_some() { Resource::of_url(location) } else { class_path(location) }
    }

    /// The path on disk, if the resource is one that may be read.
    ///
    /// # Errors
    /// When it lies outside the root or would have to be fetched.
    pub fn path(&self, resource: &Resource) -> Result<PathBuf, ResourceError> {
        match resource {
            Resource::ClassPath(path) => self.inside_root(path, resource),
            Resource::File(path) | Resource::FileUrl { path, .. } => Ok(path.clone()),
            Resource::Url(_) => Err(ResourceError::Remote(resource.clone())),
            Resource::Bytes { .. } => {
                Err(ResourceError::Missing(format!("{resource} cannot be resolved to absolute file path")))
            }
        }
    }

    fn inside_root(&self, path: &str, resource: &Resource) -> Result<PathBuf, ResourceError> {
        if path.split('/').any(|segment| segment == "..") {
            return Err(ResourceError::OutsideRoot(resource.clone()));
        }
        let full = self.root.join(path);
        if self.is_inside(&full) { Ok(full) } else { Err(ResourceError::OutsideRoot(resource.clone())) }
    }

    /// Whether a path leads to a place under the root, links followed; one that leads nowhere does.
    #[must_use]
    pub fn is_inside(&self, path: &Path) -> bool {
        match (self.host.files.canonical(path), self.host.files.canonical(self.root)) {
            (Ok(real), Ok(root)) => real.starts_with(root),
            _ => true,
        }
    }

    /// A path as a resource, if it is under the root.
    ///
    /// # Errors
    /// When a link or `..` leads out of it.
    pub fn confined(&self, path: PathBuf) -> Result<Resource, ResourceError> {
        let resource = Resource::File(path);
        match &resource {
            Resource::File(path) if !self.is_inside(path) => Err(ResourceError::OutsideRoot(resource)),
            _ => Ok(resource),
        }
    }

    /// Whether there is a file of this name that may be read.
    #[must_use]
    pub fn exists(&self, resource: &Resource) -> bool {
        matches!(resource, Resource::Bytes { .. })
            || self.path(resource).is_ok_and(|path| self.host.files.kind(&path) == Some(FileKind::File))
    }

    /// What the JDK reads of a directory that a URL names: the names in it, one a line.
    fn listing(&self, resource: &Resource, path: &Path) -> Option<Vec<u8>> {
        if matches!(resource, Resource::File(_)) || self.host.files.kind(path) != Some(FileKind::Directory) {
            return None;
        }
        let entries = self.host.files.entries(path).ok()?;
        Some(entries.into_iter().flat_map(|entry| format!("{}\n", entry.name).into_bytes()).collect())
    }

    /// The resource's bytes.
    ///
    /// # Errors
    /// When it is missing, unreadable, too large, outside the root or remote.
    pub fn read(&self, resource: &Resource) -> Result<Vec<u8>, ResourceError> {
        if let Resource::Bytes { bytes, .. } = resource {
            return Ok(bytes.clone());
        }
        let path = self.path(resource)?;
        if let Some(listing) = self.listing(resource, &path) {
            return Ok(listing);
        }
        self.host.files.read(&path, READ_LIMIT).map_err(|error| match error {
            ReadError::Missing => ResourceError::Missing(missing_text(resource, &path)),
            source => ResourceError::Unreadable { resource: resource.clone(), source },
        })
    }
}

/// Protocols for which the JDK has a handler; `new URL` refuses all others, so that Spring takes them as paths.
const KNOWN_PROTOCOLS: [&str; 8] = ["file", "http", "https", "ftp", "jar", "jmod", "jrt", "mailto"];

fn scheme(location: &str) -> Option<&'static str> {
    let (scheme, _) = location.split_once(':')?;
    KNOWN_PROTOCOLS.into_iter().find(|known| known.eq_ignore_ascii_case(scheme))
}

/// Whether the JDK has a handler for URLs of this protocol.
pub(super) fn is_known_protocol(protocol: &str) -> bool {
    KNOWN_PROTOCOLS.iter().any(|known| known.eq_ignore_ascii_case(protocol))
}

/// Whether Spring's `ResourceUtils.isUrl` or `URI.isAbsolute` holds, so that an import isn't relative.
#[must_use]
pub fn is_absolute(location: &str) -> bool {
    let Some((scheme, rest)) = location.split_once(':') else { return false };
    let mut characters = scheme.chars();
    scheme == "classpath*"
        || (characters.next().is_some_and(|first| first.is_ascii_alphabetic())
            && characters.all(|other| other.is_ascii_alphanumeric() || "+-.".contains(other))
            && !rest.is_empty())
}

fn class_path(path: &str) -> Resource {
    let clean = clean_path(path);
    Resource::ClassPath(clean.strip_prefix('/').unwrap_or(&clean).to_owned())
}

/// The path of a `file:` URL, percent escapes decoded and slashes counted once, as `java.io.File` does.
fn file_url_path(location: &str) -> PathBuf {
    let rest = location.split_once(':').map_or("", |(_, rest)| rest);
    let rest = match rest.strip_prefix("//") {
        Some(after) => after.find('/').and_then(|slash| after.get(slash..)).unwrap_or(""),
        None => rest,
    };
    PathBuf::from(single_slashes(&percent_decoded(rest)))
}

/// The text with each `%` and two hexadecimal digits as the byte that they mean.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let escaped = (byte == b'%').then(|| {
            let mut ahead = rest.clone();
            let high = char::from(ahead.next()?).to_digit(16)?;
            let low = char::from(ahead.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()
        });
        match escaped.flatten() {
            Some(decoded) => {
                bytes.push(decoded);
                rest.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The text of the exception that opening a missing resource gives.
fn missing_text(resource: &Resource, path: &Path) -> String {
    match resource {
        Resource::ClassPath(_) => format!("{resource} cannot be opened because it does not exist"),
        // `Files.newInputStream` throws NoSuchFileException, of which Spring makes a FileNotFoundException.
        Resource::File(_) => path.display().to_string(),
        Resource::FileUrl { .. } | Resource::Url(_) | Resource::Bytes { .. } => {
            format!("{} (No such file or directory)", path.display())
        }
    }
}

#[cfg(test)]
mod tests;
