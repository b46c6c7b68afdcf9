//! Locations with wildcards, and `classpath*:`.

use std::path::{Path, PathBuf};

use crate::source::Files;

use super::pattern::matches;
use super::{Resource, ResourceError, ResourceLoader, apply_relative_path, class_path, is_pattern};

/// How deep directories are searched.
const MOST_LEVELS: usize = 64;

/// How many names a search looks at: links can make more of them than there are files.
const MOST_NAMES: usize = 100_000;

/// A search through the directories below one.
struct Search<'a> {
    files: &'a dyn Files,
    directory: &'a Path,
    pattern: &'a str,
    /// Where links may lead; anywhere without one.
    within: Option<PathBuf>,
    names: usize,
    found: Vec<Resource>,
}

/// Why a search ends early.
enum Ended {
    TooMany,
    Outside(PathBuf),
}

impl ResourceLoader<'_> {
    /// All resources that a location names: one without wildcards, else those that exist, by directory and name
    /// (`ResourcePatternResolver.getResources`).
    ///
    /// # Errors
    /// When the directory in front of the first wildcard is missing, outside the root or remote.
    pub fn search(&self, location: &str) -> Result<Vec<Resource>, ResourceError> {
        self.find(location, false)
    }

    /// All resources that a relative location in the file `importing` names: the file beside it, else whatever the
    /// location as a URL yields (`DefaultBeanDefinitionDocumentReader.importBeanDefinitionResource`). A file in the root
    /// names what is there; one that `file:` named outside may name its neighbours.
    ///
    /// # Errors
    /// As [`search`](Self::search), and when the location leads out of the root.
    pub fn beside(&self, importing: &Resource, location: &str) -> Result<Vec<Resource>, ResourceError> {
        let own = self.path(importing)?;
        let path = apply_relative_path(&own.to_string_lossy(), location);
        let inside = self.is_inside(&own);
        let file = PathBuf::from(&path);
        let file = if inside { self.confined(file)? } else { Resource::File(file) };
        // `Resource.createRelative` gives one of its own kind.
        let relative = match importing {
            Resource::ClassPath(own) => class_path(&apply_relative_path(own, location)),
            Resource::FileUrl { location: own, .. } => Resource::of_url(&apply_relative_path(own, location)),
            _ => file,
        };
        // A directory is there, too: reading it says that it is no file.
        if self.path(&relative).is_ok_and(|path| self.host.files.kind(&path).is_some()) {
            return Ok(vec![relative]);
        }
        self.find(&format!("file:{path}"), inside)
    }

    /// `confined`: nothing outside of the root may be found, `file:` or not.
    fn find(&self, location: &str, confined: bool) -> Result<Vec<Resource>, ResourceError> {
        let everywhere = location.strip_prefix("classpath*:");
        let pattern =
            everywhere.unwrap_or_else(|| location.split_once(':').map_or(location, |(_, rest)| rest));
        if is_pattern(pattern) {
            return self.matching(location, pattern, everywhere.is_some(), confined);
        }
        let Some(path) = everywhere else {
            let resource = self.locate(location);
            let outside = confined && !self.is_inside(&self.path(&resource)?);
            return if outside { Err(ResourceError::OutsideRoot(resource)) } else { Ok(vec![resource]) };
        };
        let resource = class_path(path);
        let found = self.exists(&resource).then(|| self.path(&resource)).transpose()?;
        // The class loader gives URLs.
        Ok(found.map(|path| Resource::of_url(&format!("file:{}", path.display()))).into_iter().collect())
    }

    fn matching(
        &self,
        location: &str,
        pattern: &str,
        lenient: bool,
        confined: bool,
    ) -> Result<Vec<Resource>, ResourceError> {
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
        let within = match start {
            Resource::ClassPath(_) => files.canonical(self.root).ok(),
            _ if confined => files.canonical(self.root).ok(),
            _ => None,
        };
        let mut search =
            Search { files, directory: &directory, pattern, within, names: 0, found: Vec::new() };
        match search.walk(Path::new(""), &mut Vec::new()) {
            Ok(()) => Ok(search.found),
            Err(Ended::TooMany) => Err(ResourceError::TooMany { pattern: location.to_owned() }),
            Err(Ended::Outside(path)) => Err(ResourceError::OutsideRoot(Resource::File(path))),
        }
    }
}

impl Search<'_> {
    /// Looks through a directory. `above` are the directories on the way to it, so that a link to one of them isn't
    /// followed.
    fn walk(&mut self, relative: &Path, above: &mut Vec<PathBuf>) -> Result<(), Ended> {
        let here = self.directory.join(relative);
        let real = self.files.canonical(&here).unwrap_or_else(|_| here.clone());
        if above.contains(&real) {
            return Ok(());
        }
        if above.len() > MOST_LEVELS {
            return Err(Ended::TooMany);
        }
        self.check(&here)?;
        above.push(real);
        for entry in self.files.entries(&here).unwrap_or_default() {
            self.names += 1;
            if self.names > MOST_NAMES {
                return Err(Ended::TooMany);
            }
            let path = relative.join(&entry.name);
            if entry.directory {
                self.walk(&path, above)?;
            }
            if matches(self.pattern, &path.to_string_lossy()) {
                let found = self.directory.join(path);
                self.check(&found)?;
                self.found.push(Resource::File(found));
            }
        }
        above.pop();
        Ok(())
    }

    /// A link that leads out of where the search may go ends it.
    fn check(&self, path: &Path) -> Result<(), Ended> {
        let real = self.files.canonical(path).ok();
        match (&self.within, real) {
            (Some(within), Some(real)) if !real.starts_with(within) => Err(Ended::Outside(path.to_owned())),
            _ => Ok(()),
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
