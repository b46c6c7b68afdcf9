//! Which files under `META-INF/cloudstack` a server loads, in which order, and why it ignores the others.
//!
//! In: the root directory's listing. Out: a [`Layout`], with one line for every file found. Rules from CloudStack's
//! `DefaultModuleDefinition`, `DefaultModuleDefinitionSet` and `ModuleLocationUtils`. Reads no XML.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::source::{Files, Host};

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
    /// Looks at every folder below `META-INF/cloudstack`. Nothing is opened.
    #[must_use]
    pub fn of(root: &Path, host: &Host) -> Self {
        let files = host.files.as_ref();
        let base = root.join(MODULES);
        let mut folders = BTreeMap::new();
        for entry in files.entries(&base).unwrap_or_default() {
            if files.kind(&base.join(&entry.name)) == Some(crate::source::FileKind::Directory) {
                let folder = Folder::of(&base, &entry.name, files);
                folders.insert(entry.name, folder);
            }
        }
        Self { folders }
    }

    /// The folder of this name; empty if there is none.
    #[must_use]
    pub fn folder(&self, name: &str) -> Folder {
        self.folders.get(name).cloned().unwrap_or_default()
    }
}

impl Folder {
    fn of(base: &Path, name: &str, files: &dyn Files) -> Self {
        let mut folder = Self::default();
        for entry in files.entries(&base.join(name)).unwrap_or_default() {
            let path = Path::new(MODULES).join(name).join(&entry.name);
            folder.place(path, &entry.name, entry.directory);
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
