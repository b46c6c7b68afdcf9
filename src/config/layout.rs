//! Which files under `META-INF/cloudstack` a server loads, in which order, and why it ignores the others.
//!
//! In: the root directory's listing. Out: a [`Layout`], with one line for every file found. Rules from CloudStack's
//! `DefaultModuleDefinition`, `DefaultModuleDefinitionSet` and `ModuleLocationUtils`. Reads no XML.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostics;
use crate::source::{Entry, FileKind, Files, Host};

use super::modules::SERVER_MODULES;
use super::unreadable;

/// Where modules live, under the root and in the server's jars.
pub const MODULES: &str = "META-INF/cloudstack";

/// Files of one module folder, each list sorted by name as Spring's resolver sorts it.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// `*context.xml`.
    pub contexts: Vec<PathBuf>,
    /// `*context-inheritable.xml`.
    pub inheritable: Vec<PathBuf>,
    /// `*context-override.xml`.
    pub overrides: Vec<PathBuf>,
    /// `*defaults.properties`.
    pub defaults: Vec<PathBuf>,
    /// `module.properties`, which makes the folder a module.
    pub module: Option<PathBuf>,
    /// Everything else, sub-folders included.
    pub others: Vec<PathBuf>,
}

/// What stands under `META-INF/cloudstack`: paths relative to the root.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Folder name to files.
    pub folders: BTreeMap<String, Folder>,
}

impl Layout {
    /// Looks at every folder below `META-INF/cloudstack`. No file is opened.
    #[must_use]
    pub fn of(root: &Path, host: &Host, diagnostics: &mut Diagnostics) -> Self {
        let files = host.files.as_ref();
        let mut folders = BTreeMap::new();
        for entry in entries(Path::new(MODULES), root, files, diagnostics) {
            let directory = Path::new(MODULES).join(&entry.name);
            if files.kind(&root.join(&directory)) == Some(FileKind::Directory) {
                let folder = Folder::of(&directory, entries(&directory, root, files, diagnostics));
                folders.insert(entry.name, folder);
            }
        }
        Self { folders }
    }

    /// Whether a folder of this name is a module's: one of those that the server brings, or one with a
    /// `module.properties`.
    #[must_use]
    pub fn is_module(&self, name: &str) -> bool {
        let own = |folder: &Folder| folder.module.is_some();
        ["core", "event"].contains(&name)
            || SERVER_MODULES.contains(&name)
            || self.folders.get(name).is_some_and(own)
    }

    /// The folder of this name; empty if there is none.
    #[must_use]
    pub fn folder(&self, name: &str) -> Folder {
        self.folders.get(name).cloned().unwrap_or_default()
    }
}

/// What a directory holds, by its path relative to the root. One that isn't there holds nothing.
fn entries(directory: &Path, root: &Path, files: &dyn Files, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    match files.entries(&root.join(directory)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            diagnostics.push(unreadable(directory.display(), error));
            Vec::new()
        }
    }
}

impl Folder {
    fn of(directory: &Path, entries: Vec<Entry>) -> Self {
        let mut folder = Self::default();
        for entry in entries {
            folder.place(directory.join(&entry.name), &entry.name, entry.directory);
        }
        folder
    }

    fn place(&mut self, path: PathBuf, name: &str, directory: bool) {
        let list = match () {
            () if directory => &mut self.others,
            () if name.ends_with("context-inheritable.xml") => &mut self.inheritable,
            () if name.ends_with("context-override.xml") => &mut self.overrides,
            () if name.ends_with("context.xml") => &mut self.contexts,
            () if name.ends_with("defaults.properties") => &mut self.defaults,
            () if name == "module.properties" => {
                self.module = Some(path);
                return;
            }
            () => &mut self.others,
        };
        list.push(path);
    }

    /// Every file that a server of the folder's module would load beans from.
    pub fn spring_files(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.contexts, &self.inheritable, &self.overrides].into_iter().flatten()
    }

    /// Every file and sub-folder.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.spring_files().chain(&self.defaults).chain(&self.module).chain(&self.others)
    }

    /// Whether a server of the folder's module would load anything from it.
    #[must_use]
    pub fn has_context(&self) -> bool {
        !(self.contexts.is_empty() && self.overrides.is_empty() && self.inheritable.is_empty())
    }
}

/// Whether a server takes a file of this name into account where it lies in a module's folder.
#[must_use]
pub fn counts_in_module(name: &str) -> bool {
    let mut folder = Folder::default();
    folder.place(PathBuf::new(), name, false);
    folder.others.is_empty()
}

/// Why a file that lies in a module's folder is not loaded, by its name alone.
#[must_use]
pub fn why_not(path: &Path, directory: bool) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let lower = name.to_lowercase();
    if directory {
        "a sub-folder: a server looks only at the files directly in the module's folder".to_owned()
    } else if lower.ends_with("context.xml") {
        "upper and lower case count: a server loads names that end in context.xml".to_owned()
    } else if lower.contains("context.xml") {
        "a copy: a server loads only names that end in context.xml, -inheritable.xml or -override.xml after context".to_owned()
    } else if lower.ends_with(".xml") {
        "its name does not end in context.xml".to_owned()
    } else if lower.ends_with(".properties") {
        "not loaded by itself: classpath: means the root, not this folder".to_owned()
    } else {
        "no Spring file by its name".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::source::{Memory, ReadError};

    /// Files of which one directory may not be listed.
    struct Locked(Memory);

    impl Files for Locked {
        fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
            self.0.read(path, limit)
        }

        fn entries(&self, directory: &Path) -> io::Result<Vec<Entry>> {
            if directory.ends_with("event") {
                return Err(ErrorKind::PermissionDenied.into());
            }
            self.0.entries(directory)
        }

        fn kind(&self, path: &Path) -> Option<FileKind> {
            self.0.kind(path)
        }

        fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
            self.0.canonical(path)
        }
    }

    #[test]
    fn a_folder_that_may_not_be_read_is_not_taken_for_an_empty_one() {
        let files = Memory::new().with("/r/META-INF/cloudstack/event/spring-context.xml", "<beans/>");
        let mut diagnostics = Diagnostics::new();
        drop(Layout::of(Path::new("/r"), &Host::new(Locked(files)), &mut diagnostics));
        let error = diagnostics.first_error().unwrap();
        assert_eq!(error.message, "META-INF/cloudstack/event cannot be read: permission denied");
        let mut diagnostics = Diagnostics::new();
        drop(Layout::of(Path::new("/r"), &Host::new(Memory::new()), &mut diagnostics));
        assert!(diagnostics.is_empty());
    }
}
