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
mod error;
mod folders;
mod notices;
mod refusal;
#[cfg(test)]
mod tests;
mod transaction;
mod view;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::config::classes::BusClasses;
use crate::config::{Folder, Layout, Module, ModuleChoice};
use crate::diagnostic::Severity;
use crate::source::{FileKind, Host, Overlay};
use crate::spring::context::Secrets;

use super::{Release, Request, check_with};
use draft::Draft;
use refusal::{both, in_the_way, strays, unreadable, would_differ, would_not_pass};
use view::View;

pub use backup::Backup;
pub use error::{Since, WriteError};
pub use refusal::Refusal;
pub use transaction::{interrupted, recover, rehearse, undo, write};

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
    /// What is to be known beside: what the release does otherwise with the same buses, what couldn't be looked at.
    pub notices: Vec<String>,
    /// How many warnings `check` has for the result.
    pub warnings: usize,
    changes: Vec<FileChange>,
}

impl Migration {
    /// The changes as a unified diff, secrets masked by asterisks.
    #[must_use]
    pub fn diff(&self) -> String {
        diff::unified(&self.changes)
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
    let job = Job { root, host, target, flags, secrets: Secrets::IfHere };
    let planned = job.plan().or_else(|refusal| match refusal.secret_fault() {
        // Moving a file takes no secret: then a wrong one is in nobody's way.
        Some(fault) => Job { secrets: Secrets::Unused, ..job }.plan().map(|mut migration| {
            migration.notices.push(notices::undeciphered(fault));
            migration
        }),
        None => Err(refusal),
    });
    planned.map_err(Box::new)
}

/// What is to be planned.
#[derive(Clone, Copy)]
struct Job<'a> {
    root: &'a Path,
    host: &'a Host,
    target: Release,
    flags: &'a [(String, String)],
    secrets: Secrets,
}

impl Job<'_> {
    fn plan(&self) -> Result<Migration, Refusal> {
        let Self { root, host, target, .. } = *self;
        if host.files.kind(root) != Some(FileKind::Directory) {
            return Err(Refusal::new("root-missing", format!("the root {} is no directory", root.display())));
        }
        let (here, there) = modules(target);
        let (own, other) = (View::of(self, host, here), View::of(self, host, there));
        let (before, from) = match (own.buses().is_empty(), other.buses().is_empty()) {
            (false, false) => return Err(both(own, &other, there)),
            (true, false) => (other, Some(there.name().to_owned())),
            (false, true) => (own, None),
            (true, true) if own.is_faulty() => (own, None),
            (true, true) if other.is_faulty() => (other, None),
            (true, true) => self.one_stray_folder(own)?,
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
        let old_keys = contents::kafka_keys(&mut draft);
        let changes = draft.changes()?;
        let several = notices::several_buses(target, from.as_deref(), before.buses());
        let companions =
            from.as_deref().and_then(|from| notices::companions(from, &folders::companions(&draft)));
        let notices = several.into_iter().chain(old_keys).chain(companions).collect();
        let mut migration = Migration { target, steps: draft.steps, notices, warnings: 0, changes };
        self.verify(&mut migration, &before)?;
        Ok(migration)
    }

    /// The folder that is no module and has files that define buses, if there is one.
    fn one_stray_folder(&self, own: View) -> Result<(View, Option<String>), Refusal> {
        let layout = &own.survey.layout;
        let found = layout
            .folders
            .iter()
            .filter(|(name, folder)| !layout.is_module(name) && folder.has_context())
            .filter_map(|(name, folder)| Some((self.written(folder, layout)?, name.clone())));
        let mut found: Vec<(View, String)> = found.collect();
        if found.len() > 1 {
            return Err(strays(&found.into_iter().map(|(_, name)| name).collect::<Vec<_>>(), self.target));
        }
        Ok(found.pop().map_or((own, None), |(view, folder)| (view, Some(folder))))
    }

    /// A reading of a folder, if it defines a bus.
    fn written(&self, folder: &Folder, layout: &Layout) -> Option<View> {
        let files: Vec<PathBuf> = folder.spring_files().cloned().collect();
        let mut view = View::written(self, &files);
        view.survey.layout = layout.clone();
        let defines_bus = files.iter().filter_map(|path| view.document(path)).any(|document| {
            let classes =
                view::elements(document).into_iter().filter_map(|element| element.attribute("class"));
            classes.into_iter().any(|class| BusClasses::is_bus(&class.value))
        });
        defines_bus.then_some(view)
    }

    /// Looks at the root as it would be: would it pass, with how many warnings, and are the buses the same?
    fn verify(&self, migration: &mut Migration, before: &View) -> Result<(), Refusal> {
        let Self { root, host, target: release, flags, secrets } = *self;
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
        let request = Request { root, host: &after_host, release, module: ModuleChoice::Auto, flags };
        let report = check_with(&request, secrets);
        migration.warnings = report.count(Severity::Warning);
        let errors = report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let own: Vec<_> = errors.filter(|found| view::is_own(found, &report.sources)).collect();
        if report.count(Severity::Error) > own.len() {
            return Err(would_not_pass(release, report.diagnostics, report.sources));
        }
        migration.notices.extend(own.into_iter().map(|found| notices::own_setting(&found.message)));
        let after = View::of(self, &after_host, modules(release).0);
        // A folder that is no module had no bus that could be compared.
        let differences = if before.survey.configuration.is_some() {
            compare::differences(before, &after)
        } else {
            Vec::new()
        };
        if differences.is_empty() { Ok(()) } else { Err(would_differ(&differences)) }
    }
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
