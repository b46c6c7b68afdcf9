//! From the layout and the classes in use to those of another release, without a change of any value.
//!
//! In: a root, a host, a release. Out: a [`Migration`], which says what it would do and why, and which [`write()`] puts
//! on disk, all or nothing; or a [`Refusal`]. Planning writes nothing, opens no connection and needs no secret.
//!
//! No folder has to be made a module by a `module.properties` of one's own: until 4.19 the server looks for buses in
//! `core` alone, whatever modules there are below it (`ComponentContext.getComponent`), and since 4.20 it brings the
//! module `event` itself. So buses are moved to the module that counts, wherever they lie.

mod backup;
mod beside;
mod compare;
mod contents;
mod diff;
mod draft;
mod folders;
#[cfg(test)]
mod tests;
mod transaction;
mod view;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::config::classes::BusClasses;
use crate::config::{Folder, Layout, Module, ModuleChoice, SERVER_MODULES};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{FileKind, Host, Overlay, Sources};
use crate::spring::context::Bean;

use super::{Release, Request, check};
use draft::Draft;
use view::View;

pub use transaction::{Backup, WriteError, is_interrupted, recover, undo, write};

/// What kind of thing a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Moves a file.
    Move,
    /// Writes the path of an import anew.
    Import,
    /// Writes the path of another file anew.
    Location,
    /// Names another class.
    Class,
    /// Writes `ENC(..)` around a value.
    Value,
    /// Renames a key.
    Key,
}

/// One thing to do, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What kind of thing.
    pub kind: StepKind,
    /// The file, relative to the root, where it lies now.
    pub path: PathBuf,
    /// Where it is moved to, relative to the root.
    pub to: Option<PathBuf>,
    /// Why.
    pub reason: String,
}

/// What becomes of one file.
#[derive(Clone)]
pub struct FileChange {
    /// Where it is, relative to the root.
    path: PathBuf,
    /// Where it is going to be.
    to: PathBuf,
    /// Its bytes as they were read.
    old: Vec<u8>,
    /// Its bytes to be.
    new: Vec<u8>,
    /// Its text before and after, secrets masked.
    shown: [String; 2],
}

/// All that is to be done for a release; nothing when the root is as it wants it.
#[derive(Clone)]
pub struct Migration {
    /// The release.
    pub target: Release,
    /// What is to be done, in the order in which it is told.
    pub steps: Vec<Step>,
    changes: Vec<FileChange>,
}

impl Migration {
    /// The changes as a unified diff, secrets masked by asterisks.
    #[must_use]
    pub fn diff(&self) -> String {
        diff::unified(&self.changes)
    }
}

/// Why nothing is done.
#[derive(Debug)]
pub struct Refusal {
    /// The refusal, then the findings behind it.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that they point into.
    pub sources: Sources,
}

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { diagnostics: vec![Diagnostic::error(code, message)], sources: Sources::default() }
    }

    fn because(first: Diagnostic, findings: impl IntoIterator<Item = Diagnostic>, sources: Sources) -> Self {
        let errors = findings.into_iter().filter(|found| found.severity == Severity::Error);
        Self { diagnostics: std::iter::once(first).chain(errors).collect(), sources }
    }
}

/// What a release wants done with a root, and nothing that would change a value.
///
/// # Errors
/// When both modules hold a bus; when what is there can't be read; when the result would not pass `check` for the
/// release, or a bus would differ in any value.
pub fn plan(
    root: &Path,
    host: &Host,
    target: Release,
    flags: &[(String, String)],
) -> Result<Migration, Box<Refusal>> {
    plan_unboxed(root, host, target, flags).map_err(Box::new)
}

fn plan_unboxed(
    root: &Path,
    host: &Host,
    target: Release,
    flags: &[(String, String)],
) -> Result<Migration, Refusal> {
    if host.files.kind(root) != Some(FileKind::Directory) {
        return Err(Refusal::new("root-missing", format!("the root {} is no directory", root.display())));
    }
    let (here, there) = modules(target);
    let (own, other) = (View::of(root, host, here, flags), View::of(root, host, there, flags));
    let (before, from) = match (own.buses().is_empty(), other.buses().is_empty()) {
        (false, false) => return Err(both(own, &other, there)),
        (true, false) => (other, Some(there.name().to_owned())),
        (false, true) => (own, None),
        (true, true) if own.is_faulty() => (own, None),
        (true, true) if other.is_faulty() => (other, None),
        (true, true) => match stray_folder(root, host, &own.survey.layout) {
            Some((view, folder)) => (view, Some(folder)),
            None => (own, None),
        },
    };
    if before.is_faulty() {
        return Err(unreadable(before));
    }
    let mut draft = Draft::new(root, host, &before);
    if let Some(from) = &from {
        folders::relocate(&mut draft, from, here.name(), reason(target, from))?;
        beside::along(&mut draft);
    }
    beside::to_the_root(&mut draft);
    contents::classes(&mut draft);
    contents::bare_values(&mut draft);
    contents::kafka_keys(&mut draft);
    let changes = draft.changes()?;
    let migration = Migration { target, steps: draft.steps, changes };
    verify(root, host, &migration, &before, flags)?;
    Ok(migration)
}

/// The module whose buses count for a release, and the other one.
fn modules(target: Release) -> (Module, Module) {
    if target.has_event_module() { (Module::Event, Module::Core) } else { (Module::Core, Module::Event) }
}

fn reason(target: Release, from: &str) -> &'static str {
    match (target.has_event_module(), from) {
        (true, "core") => {
            "since 4.20 a bus in the module core is made and never registered: it gets no event"
        }
        (false, "event") => "until 4.19 there is no module event: the folder is ignored without a log line",
        _ => "the folder is no module: it is ignored without a log line",
    }
}

/// The one folder that is no module and has files that define buses.
fn stray_folder(root: &Path, host: &Host, layout: &Layout) -> Option<(View, String)> {
    let known = |name: &str| ["core", "event"].contains(&name) || SERVER_MODULES.contains(&name);
    let mut strays = layout
        .folders
        .iter()
        .filter(|(name, folder)| !known(name) && folder.module.is_none() && folder.has_context())
        .filter_map(|(name, folder)| Some((written(root, host, folder, layout)?, name.clone())));
    strays.next().filter(|_| strays.next().is_none())
}

/// A reading of a folder, if it defines a bus.
fn written(root: &Path, host: &Host, folder: &Folder, layout: &Layout) -> Option<View> {
    let files: Vec<PathBuf> = folder.spring_files().cloned().collect();
    let mut view = View::written(root, host, &files);
    view.survey.layout = layout.clone();
    let defines_bus = files.iter().filter_map(|path| view.document(path)).any(|document| {
        let classes = view::elements(&document).into_iter().filter_map(|element| element.attribute("class"));
        classes.into_iter().any(|class| BusClasses::is_bus(&class.value))
    });
    defines_bus.then_some(view)
}

/// Looks at the root as it would be: would it pass, and are the buses the same?
fn verify(
    root: &Path,
    host: &Host,
    migration: &Migration,
    before: &View,
    flags: &[(String, String)],
) -> Result<(), Refusal> {
    let mut overlay = Overlay::new(Arc::clone(&host.files));
    for change in migration.changes.iter().filter(|change| change.path != change.to) {
        if host.files.kind(&root.join(&change.to)).is_some() {
            return Err(in_the_way(change));
        }
        overlay.remove(root.join(&change.path));
    }
    for change in &migration.changes {
        overlay.put(root.join(&change.to), change.new.clone());
    }
    let after_host = overlay.host(host);
    let release = migration.target;
    let request = Request { root, host: &after_host, release, module: ModuleChoice::Auto, flags };
    let report = check(&request);
    if report.count(Severity::Error) > 0 {
        return Err(would_not_pass(release, report.diagnostics, report.sources));
    }
    let after = View::of(root, &after_host, modules(release).0, flags);
    // A folder that is no module had no bus that could be compared.
    let differences =
        if before.survey.configuration.is_some() { compare::differences(before, &after) } else { Vec::new() };
    if differences.is_empty() { Ok(()) } else { Err(would_differ(&differences)) }
}

fn both(own: View, other: &View, there: Module) -> Refusal {
    let [used, unused] = [&own, other].map(|view| view.buses().first());
    let name = |bus: Option<&Arc<Bean>>| bus.map_or_else(String::new, |bus| bus.name.clone());
    let message =
        format!("both folders hold a bus ({} and {}): which one is meant?", name(used), name(unused));
    let place = unused.map(|bus| other.sources.place(bus.span)).unwrap_or_default();
    let first = Diagnostic::error("migrate-both-folders", message)
        .at_maybe(used.map(|bus| bus.span), "one of them")
        .note(format!("the one of the module {} is at {place}", there.name()))
        .help("delete the file of the bus that the server isn't to use, then start again");
    Refusal::because(first, [], own.sources)
}

fn unreadable(before: View) -> Refusal {
    let first = Diagnostic::error(
        "migrate-unreadable",
        "what is there has errors: it can't be compared with what would be",
    )
    .help("mend what follows, then start again");
    let findings: Vec<Diagnostic> = before.diagnostics.iter().cloned().collect();
    Refusal::because(first, findings, before.sources)
}

fn in_the_way(change: &FileChange) -> Refusal {
    let message =
        format!("{} can't be moved: {} is there already", change.path.display(), change.to.display());
    let first = Diagnostic::error("migrate-in-the-way", message)
        .help("rename or delete one of the two, then start again");
    Refusal::because(first, [], Sources::default())
}

fn would_not_pass(target: Release, findings: Vec<Diagnostic>, sources: Sources) -> Refusal {
    let message = format!("the result would not pass: busboot check --target {target}");
    let first = Diagnostic::error("migrate-would-not-pass", message)
        .note("what follows is said of the files as they would be, which may have other places than they have now")
        .help("mend what follows, then start again");
    Refusal::because(first, findings, sources)
}

fn would_differ(differences: &[String]) -> Refusal {
    let message = format!("the buses would not be the same: {}", differences.join(", "));
    let first = Diagnostic::error("migrate-would-differ", message)
        .note("a bean or a property file of the module that the files leave has a part in these values")
        .help("move by hand what they need, then start again");
    Refusal::because(first, [], Sources::default())
}
