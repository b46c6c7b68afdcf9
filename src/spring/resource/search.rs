//! Locations with wildcards, and `classpath*:`.

use std::path::{Path, PathBuf};

use crate::source::Files;

use super::pattern::matches;
use super::{Resource, ResourceError, ResourceLoader, class_path, is_pattern};

/// How deep directories are searched.
const MOST_LEVELS: usize = 64;

/// How many names a search looks at: links can make more of them than there are files.
const MOST_NAMES: usize = 100_000;

/// A search through the directories below one.
struct Search<'a> {
    files: &'a dyn Files,
    directory: &'a Path,
    pattern: &'a str,
    names: usize,
    found: Vec<Resource>,
}

impl ResourceLoader<'_> {
    /// All resources that a location names: one without wildcards, else those that exist, by directory and name
    /// (`ResourcePatternResolver.getResources`).
    ///
    /// # Errors
    /// When the directory in front of the first wildcard is missing, outside the root or remote.
    pub fn search(&self, location: &str) -> Result<Vec<Resource>, ResourceError> {
        let everywhere = location.strip_prefix("classpath*:");
        let pattern =
            everywhere.unwrap_or_else(|| location.split_once(':').map_or(location, |(_, rest)| rest));
        if is_pattern(pattern) {
            return self.matching(location, pattern, everywhere.is_some());
        }
        let Some(path) = everywhere else { return Ok(vec![self.locate(location)]) };
        let resource = class_path(path);
        let found = self.exists(&resource).then(|| self.path(&resource)).transpose()?;
        Ok(found.map(Resource::File).into_iter().collect())
    }

    fn matching(&self, location: &str, pattern: &str, lenient: bool) -> Result<Vec<Resource>, ResourceError> {
        let fixed = fixed_part(pattern);
        let prefix = location.strip_suffix(pattern).filter(|_| !lenient).unwrap_or("classpath:");
        let start = self.locate(&format!("{prefix}{fixed}"));
        let directory = self.path(&start)?;
        if self.host.files.kind(&directory).is_none() {
            let text = format!("{start} cannot be resolved to URL because it does not exist");
            return if lenient { Ok(Vec::new()) } else { Err(ResourceError::Missing(text)) };
        }
        let pattern = pattern.strip_prefix(fixed).unwrap_or(pattern);
        let files = self.host.files.as_ref();
        let mut search = Search { files, directory: &directory, pattern, names: 0, found: Vec::new() };
        match search.walk(Path::new(""), &mut Vec::new()) {
            Some(()) => Ok(search.found),
            None => Err(ResourceError::TooMany { pattern: location.to_owned() }),
        }
    }
}

impl Search<'_> {
    /// Looks through a directory; `None` where the limits end the search. `above` are the directories on the way to
    /// it, so that a link to one of them isn't followed.
    fn walk(&mut self, relative: &Path, above: &mut Vec<PathBuf>) -> Option<()> {
        let here = self.directory.join(relative);
        let real = self.files.canonical(&here).unwrap_or_else(|_| here.clone());
        if above.contains(&real) {
            return Some(());
        }
        if above.len() > MOST_LEVELS {
            return None;
        }
        above.push(real);
        for entry in self.files.entries(&here).unwrap_or_default() {
            self.names += 1;
            if self.names > MOST_NAMES {
                return None;
            }
            let path = relative.join(&entry.name);
            if entry.directory {
                self.walk(&path, above)?;
            }
            if matches(self.pattern, &path.to_string_lossy()) {
                self.found.push(Resource::File(self.directory.join(path)));
            }
        }
        above.pop();
        Some(())
    }
}

/// What stands in front of the first path segment with a wildcard.
fn fixed_part(pattern: &str) -> &str {
    let mut end = pattern.len();
    while end > 0 && pattern.get(..end).is_some_and(is_pattern) {
        let shorter = pattern.get(..end - 1).unwrap_or("");
        end = shorter.rfind('/').map_or(0, |slash| slash + 1);
    }
    pattern.get(..end).unwrap_or("")
}
