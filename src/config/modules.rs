//! The modules `core` and `event`: which one is used, what it loads in which order, and one line for each file.
//!
//! In: a [`Layout`]. Out: a [`Plan`]. Rules from CloudStack's `DefaultModuleDefinitionSet` (order, inheritance,
//! excluded modules).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileKind, Host, READ_LIMIT, Sources};
use crate::spring::properties;

use super::layout::{Folder, Layout, why_not};
use super::load::Request;
use super::unreadable;

/// A module that an event bus can be configured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Module {
    /// `core`: the place until 4.19.
    Core,
    /// `event`: the place since 4.20.
    Event,
}

/// Which module is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModuleChoice {
    /// `event` where it has a context file, else `core` with a warning.
    #[default]
    Auto,
    /// This one.
    Only(Module),
}

impl Module {
    /// The module's name, which is its folder's.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Event => "event",
        }
    }
}

/// One file under `META-INF/cloudstack` (or read because of one), with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDecision {
    /// Relative to the root.
    pub path: PathBuf,
    /// Whether it is loaded.
    pub loaded: bool,
    /// Why, or why not.
    pub reason: String,
}

/// A file of a module's context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ContextFile {
    /// What the server's own module `bootstrap` lets every module inherit.
    Bootstrap,
    /// A file under the root, by its path relative to it.
    Own(PathBuf),
}

/// What is loaded.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The module whose buses count.
    pub(super) module: Module,
    /// Its files in Spring's order.
    pub(super) files: Vec<ContextFile>,
    /// Files of `core` when it has any and is the parent context of `event`.
    pub(super) parent_files: Option<Vec<ContextFile>>,
    /// The modules' `*defaults.properties`, which the bootstrap's configurer reads.
    pub(super) defaults: Vec<PathBuf>,
    /// Extensions (bus names or simple class names) that are made but not registered.
    pub(super) excluded_extensions: BTreeSet<String>,
    /// One line for each file.
    pub(super) decisions: Vec<FileDecision>,
}

/// Decides; gives the excluded modules as well. Reports an error when there is nothing to load; `as_spring` a warning, and
/// loads nothing, as a server does.
pub(super) fn plan(
    layout: &Layout,
    request: &Request<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (Option<Plan>, BTreeSet<String>) {
    let Request { root, host, module: choice, as_spring, .. } = *request;
    let defaults = Defaults::read(layout, request, sources, diagnostics);
    let excluded = defaults.excluded_modules.clone();
    let plan = match choose(layout, choice, &defaults) {
        Some(module) => Some(plan_of(layout, module, defaults, root, host)),
        None => {
            let mut found = nothing(layout, choice, &defaults);
            if as_spring {
                found.severity = Severity::Warning;
            }
            diagnostics.push(found);
            as_spring.then(|| none(layout, choice, defaults, root, host))
        }
    };
    (plan, excluded)
}

/// A module that is there and has no file.
fn none(layout: &Layout, choice: ModuleChoice, defaults: Defaults, root: &Path, host: &Host) -> Plan {
    Plan { files: Vec::new(), ..plan_of(layout, wanted(choice), defaults, root, host) }
}

fn wanted(choice: ModuleChoice) -> Module {
    match choice {
        ModuleChoice::Only(module) => module,
        ModuleChoice::Auto => Module::Event,
    }
}

fn plan_of(layout: &Layout, module: Module, defaults: Defaults, root: &Path, host: &Host) -> Plan {
    let core_counts = module == Module::Event && layout.folder("core").has_context();
    let parent_files = core_counts.then(|| files_of(layout, Module::Core));
    Plan {
        module,
        files: files_of(layout, module),
        parent_files,
        decisions: decisions(layout, module, &defaults, root, host),
        defaults: defaults.files,
        excluded_extensions: defaults.excluded_extensions,
    }
}

/// What `*defaults.properties` say.
#[derive(Default)]
struct Defaults {
    files: Vec<PathBuf>,
    excluded_modules: BTreeSet<String>,
    excluded_extensions: BTreeSet<String>,
}

impl Defaults {
    /// Of every module that the server has, those above others first. One that is asked for `core` alone has no module
    /// `event`, and no registry that leaves a bus out.
    fn read(
        layout: &Layout,
        request: &Request<'_>,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let Request { root, host, module: choice, .. } = *request;
        let is_old = choice == ModuleChoice::Only(Module::Core);
        let mut merged = BTreeMap::new();
        let mut files = Vec::new();
        let (above, event) = (["bootstrap", "core"], Module::Event.name());
        let others = layout.folders.keys().map(String::as_str).filter(|name| !above.contains(name));
        let others = others.filter(|name| layout.is_module(name) && !(is_old && *name == event));
        for path in above.into_iter().chain(others).flat_map(|name| layout.folder(name).defaults) {
            let bytes = match host.files.read(&root.join(&path), READ_LIMIT) {
                Ok(bytes) => bytes,
                Err(error) => {
                    diagnostics.push(unreadable(path.display(), error));
                    continue;
                }
            };
            let Some(parsed) = properties::parse(&bytes, None, &path, sources, diagnostics) else { continue };
            merged.extend(parsed.entries.into_iter().map(|entry| (entry.key, entry.value)));
            files.push(path);
        }
        Self {
            files,
            excluded_modules: excluded(&merged, "modules"),
            excluded_extensions: if is_old { BTreeSet::new() } else { excluded(&merged, "extensions") },
        }
    }
}

/// `<kind>.exclude` is a list, `<kind>.include.<name>` anything but `true` excludes that name.
fn excluded(merged: &BTreeMap<String, String>, kind: &str) -> BTreeSet<String> {
    let listed = merged.get(&format!("{kind}.exclude")).map_or("", String::as_str);
    let listed = listed.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let prefix = format!("{kind}.include.");
    let not_included = merged
        .iter()
        .filter(|(_, value)| !value.eq_ignore_ascii_case("true"))
        .filter_map(|(key, _)| key.strip_prefix(&prefix).map(str::to_owned));
    listed.chain(not_included).collect()
}

fn choose(layout: &Layout, choice: ModuleChoice, defaults: &Defaults) -> Option<Module> {
    let has = |module: Module| {
        layout.folder(module.name()).has_context() && !defaults.excluded_modules.contains(module.name())
    };
    match choice {
        ModuleChoice::Only(module) => has(module).then_some(module),
        ModuleChoice::Auto => [Module::Event, Module::Core].into_iter().find(|&module| has(module)),
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn nothing(layout: &Layout, choice: ModuleChoice, defaults: &Defaults) -> Diagnostic {
    let wanted = wanted(choice).name();
    let mut diagnostic = Diagnostic::error(
        "module-empty",
        format!(
            "no Spring file to load: META-INF/cloudstack/{wanted} has none whose name ends in context.xml"
        ),
    );
    if defaults.excluded_modules.contains(wanted) {
        diagnostic = diagnostic.note(format!("the module {wanted} is excluded by {}", list(&defaults.files)));
    }
    for folder in layout.folders.values() {
        for other in &folder.others {
            diagnostic = diagnostic.note(format!("{}: {}", other.display(), why_not(other, false)));
        }
    }
    diagnostic.help(format!(
        "put the bus into META-INF/cloudstack/{wanted}/spring-event-bus-context.xml under the root, or name the root \
         with --root (a server's is /etc/cloudstack/management)"
    ))
}

/// Everything a server would load from one folder.
fn files_in(folder: &Folder) -> Vec<PathBuf> {
    folder.spring_files().cloned().collect()
}

/// Contexts, then inheritable files of the module and of each ancestor, then overrides. The class path has the
/// server's jars in front of the root.
fn files_of(layout: &Layout, module: Module) -> Vec<ContextFile> {
    let folder = layout.folder(module.name());
    let own = |paths: Vec<PathBuf>| paths.into_iter().map(ContextFile::Own);
    let core = if module == Module::Event { layout.folder("core").inheritable } else { Vec::new() };
    own(folder.contexts)
        .chain(own(folder.inheritable))
        .chain(own(core))
        .chain([ContextFile::Bootstrap])
        .chain(own(layout.folder("bootstrap").inheritable))
        .chain(own(folder.overrides))
        .collect()
}

fn decisions(
    layout: &Layout,
    module: Module,
    defaults: &Defaults,
    root: &Path,
    host: &Host,
) -> Vec<FileDecision> {
    let loaded = files_of(layout, module);
    let mut decisions = Vec::new();
    for (name, folder) in &layout.folders {
        let context_files = files_in(folder).into_iter().map(|path| {
            let (is_loaded, reason) = context_reason(&path, name, folder, module, &loaded, defaults);
            FileDecision { path, loaded: is_loaded, reason }
        });
        decisions.extend(context_files);
        decisions.extend(folder.defaults.iter().map(|path| FileDecision {
            path: path.clone(),
            loaded: defaults.files.contains(path),
            reason: if defaults.files.contains(path) {
                "defaults of a module: its values can be used as ${..}".to_owned()
            } else {
                no_module(name, folder)
            },
        }));
        decisions.extend(folder.module.iter().map(|path| FileDecision {
            path: path.clone(),
            loaded: false,
            reason: "makes the folder a module of the server; busboot boots core and event".to_owned(),
        }));
        decisions.extend(folder.others.iter().map(|path| FileDecision {
            path: path.clone(),
            loaded: false,
            reason: why_not(path, host.files.kind(&root.join(path)) == Some(FileKind::Directory)),
        }));
    }
    decisions
}

fn context_reason(
    path: &Path,
    name: &str,
    folder: &Folder,
    module: Module,
    loaded: &[ContextFile],
    defaults: &Defaults,
) -> (bool, String) {
    let own = loaded.iter().filter(|file| **file != ContextFile::Bootstrap);
    if let Some(at) = own.into_iter().position(|file| *file == ContextFile::Own(path.to_owned())) {
        return (true, format!("file {} of module {}", at + 1, module.name()));
    }
    let reason = match name {
        _ if defaults.excluded_modules.contains(name) => {
            format!("module {name} is excluded by {}", list(&defaults.files))
        }
        "core" if module == Module::Event => {
            return (
                true,
                "parent context: its beans can be referred to, its buses are never registered".to_owned(),
            );
        }
        "event" => "module core was asked for; up to 4.19 there is no module event".to_owned(),
        _ => no_module(name, folder),
    };
    (false, reason)
}

/// Modules that a server's jars bring beside `core` and `event`.
pub(super) const SERVER_MODULES: [&str; 12] = [
    "allocator",
    "api",
    "backend",
    "bootstrap",
    "compute",
    "discoverer",
    "network",
    "planner",
    "storage",
    "system",
    "user-authenticator",
    "webhook",
];

fn no_module(name: &str, folder: &Folder) -> String {
    if SERVER_MODULES.contains(&name) {
        format!("module {name} is the server's own; event buses in it are not registered")
    } else if folder.module.is_some() {
        format!("{name} is a module of its own; busboot boots core and event")
    } else {
        format!("{name} is no module: a server ignores the folder without a log line")
    }
}
