//! Locations with wildcards, and `classpath*:`.

use std::path::{Path, PathBuf};

use super::pattern::matches;
use super::{Resource, ResourceError, ResourceLoader, class_path, is_pattern};

/// How deep directories are searched, so that links in a circle end.
const MOST_LEVELS: usize = 64;

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
        let mut found = Vec::new();
        self.walk(&directory, Path::new(""), &mut |relative| {
            if matches(pattern.strip_prefix(fixed).unwrap_or(pattern), &relative.to_string_lossy()) {
                found.push(Resource::File(directory.join(relative)));
            }
        });
        Ok(found)
    }

    fn walk(&self, directory: &Path, relative: &Path, found: &mut dyn FnMut(&Path)) {
        if relative.components().count() > MOST_LEVELS {
            return;
        }
        let entries = self.host.files.entries(&directory.join(relative)).unwrap_or_default();
        for entry in entries {
            let path: PathBuf = relative.join(&entry.name);
            if entry.directory {
                self.walk(directory, &path, found);
            }
            found(&path);
        }
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
