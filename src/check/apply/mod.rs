//! Makes the edits of fixes, on disk.
//!
//! In: a report and the files that it speaks of. Out: these files, each in its own encoding, with its byte order mark
//! and line ends, its owner and mode, comments and blanks outside of the edits untouched. The result is read and checked
//! before anything is written, and a file that isn't what was checked is left alone. Each file is replaced in one step.

pub mod edits;
mod rounds;
pub mod storage;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Applicability, Fix};
use crate::source::ReadError;

use super::{Report, Request};
use rounds::Version;
use storage::{Attributes, Storage, replace};

/// Which fixes are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that never change what a working server does.
    Safe,
    /// Those that need a person's decision too.
    All,
}

impl Which {
    /// Whether a fix is one of those.
    #[must_use]
    pub fn makes(self, fix: &Fix) -> bool {
        let wanted = match fix.applicability {
            Applicability::Safe => true,
            Applicability::Unsafe => self == Self::All,
            Applicability::DisplayOnly => false,
        };
        wanted && !fix.edits.is_empty()
    }
}

/// What was done.
#[derive(Debug)]
pub struct Applied {
    /// The files that were written, as they are shown.
    pub files: Vec<PathBuf>,
    /// How many fixes were made.
    pub fixes: usize,
    /// What is found now; `None` when nothing was fixed.
    pub report: Option<Report>,
}

/// Why nothing, or not everything, was written.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The bytes on disk aren't those that were checked, or can't be written back in the file's encoding.
    #[error("{} isn't what was checked: it has changed since, or its bytes aren't those of its encoding", .0.display())]
    Changed(PathBuf),
    /// It lies outside the root, or is a link that leads there.
    #[error("{} lies outside the root and is not written to", .0.display())]
    Outside(PathBuf),
    /// There are more findings than are kept, so that nobody could say whether the result has new ones.
    #[error(
        "nothing was written: there are {0} findings more than are kept, so that new ones would not be seen; mend \
         some of those that are shown by hand first"
    )]
    TooMany(usize),
    /// The result has an error that wasn't there before.
    #[error("nothing was written, since the result would have an error of its own: {0}")]
    Worse(String),
    /// It can't be read.
    #[error("{} can't be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
    /// It can't be written; files before it in the report may have been.
    #[error("{} can't be written: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Makes the fixes of a report that was made for `request`, whose files must be those of this machine's disk.
///
/// # Errors
/// When a file has changed, lies outside the root or can't be written, or the result would have a new error. Nothing
/// has been written then, but for [`ApplyError::Io`].
pub fn fix(
    request: &Request<'_>,
    report: &Report,
    which: Which,
    storage: &mut dyn Storage,
) -> Result<Applied, ApplyError> {
    let outcome = rounds::run(request, report, which)?;
    let places = outcome.files.iter().filter(|(_, version)| version.old != version.new);
    let places = places.map(|(path, version)| Ok((path, place(request.root, path, version)?, version)));
    let places = places.collect::<Result<Vec<_>, ApplyError>>()?;
    for (path, place, version) in &places {
        Attributes::of(place)
            .and_then(|attributes| replace(storage, place, &version.new, attributes))
            .map_err(|source| ApplyError::Io { path: path.to_path_buf(), source })?;
    }
    let files = places.iter().map(|(path, ..)| path.to_path_buf()).collect();
    Ok(Applied { files, fixes: outcome.fixes, report: outcome.report })
}

/// Where a file really lies, if that is in the root and its bytes are still those that were checked.
fn place(root: &Path, path: &Path, version: &Version) -> Result<PathBuf, ApplyError> {
    let full = root.join(path);
    let resolved = |source| ApplyError::Io { path: path.to_owned(), source };
    let (real, root) =
        (fs::canonicalize(&full).map_err(resolved)?, fs::canonicalize(root).map_err(resolved)?);
    if !real.starts_with(root) {
        return Err(ApplyError::Outside(path.to_owned()));
    }
    match fs::read(&real) {
        Ok(bytes) if bytes == version.old => Ok(real),
        Ok(_) => Err(ApplyError::Changed(path.to_owned())),
        Err(source) => Err(resolved(source)),
    }
}
