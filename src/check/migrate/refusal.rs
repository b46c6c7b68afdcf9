//! Why nothing is done: each refusal with what was found and what to type.

use std::sync::Arc;

use crate::config::Module;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use crate::spring::context::Bean;

use super::view::View;
use super::{FileChange, Release};

/// Codes of errors that say something of the secrets that are here, and nothing of the files.
const SECRET_FAULTS: [&str; 3] = ["encryption-password-missing", "server-key", "wrong-password"];

/// Why nothing is done.
#[derive(Debug)]
pub struct Refusal {
    /// The refusal, then the findings behind it.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that they point into.
    pub sources: Sources,
}

impl Refusal {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { diagnostics: vec![Diagnostic::error(code, message)], sources: Sources::default() }
    }

    /// What is wrong with an encryption password or what it is to decrypt, if that is among the reasons.
    pub(super) fn secret_fault(&self) -> Option<&str> {
        let fault = self.diagnostics.iter().find(|found| SECRET_FAULTS.contains(&found.code))?;
        Some(&fault.message)
    }

    fn because(first: Diagnostic, findings: impl IntoIterator<Item = Diagnostic>, sources: Sources) -> Self {
        let errors = findings.into_iter().filter(|found| found.severity == Severity::Error);
        Self { diagnostics: std::iter::once(first).chain(errors).collect(), sources }
    }
}

pub(super) fn both(own: View, other: &View, there: Module) -> Refusal {
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

pub(super) fn unreadable(before: View) -> Refusal {
    let first = Diagnostic::error(
        "migrate-unreadable",
        "what is there has errors: it can't be compared with what would be",
    )
    .help("mend what follows, then start again");
    let findings: Vec<Diagnostic> = before.diagnostics.iter().cloned().collect();
    Refusal::because(first, findings, before.sources)
}

pub(super) fn in_the_way(change: &FileChange) -> Refusal {
    let message =
        format!("{} can't be moved: {} is there already", change.path.display(), change.to.display());
    let first = Diagnostic::error("migrate-in-the-way", message)
        .help("rename or delete one of the two, then start again");
    Refusal::because(first, [], Sources::default())
}

pub(super) fn would_not_pass(target: Release, findings: Vec<Diagnostic>, sources: Sources) -> Refusal {
    let message = format!("the result would not pass: busboot check --target {target}");
    let first = Diagnostic::error("migrate-would-not-pass", message);
    let (left, findings): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|found| found.code == "legacy-folder");
    let first = match left.first().and_then(Diagnostic::span) {
        // Its own help is what was typed just now.
        Some(bus) => first
            .at(bus, "a bus that would stay: a file that moves imports this one by a way that isn't followed")
            .help("move this file and write its import anew by hand, then start again"),
        None => first
            .note("what follows is said of the files as they would be, which may have other places than they have now")
            .help("mend what follows, then start again"),
    };
    Refusal::because(first, findings, sources)
}

pub(super) fn would_differ(differences: &[String]) -> Refusal {
    let message = format!("the buses would not be the same: {}", differences.join(", "));
    let first = Diagnostic::error("migrate-would-differ", message)
        .note("a bean or a property file of the module that the files leave has a part in these values")
        .help("move by hand what they need, then start again");
    Refusal::because(first, [], Sources::default())
}

pub(super) fn strays(folders: &[String], target: Release) -> Refusal {
    let module = target.module();
    let message =
        format!("{} hold a bus, and none of them is a module: which one is meant?", folders.join(" and "));
    let first = Diagnostic::error("migrate-stray-folders", message)
        .note("a folder that is no module is ignored without a log line")
        .help(format!(
            "move the files of the bus that is meant to META-INF/cloudstack/{module}, then start again"
        ));
    Refusal::because(first, [], Sources::default())
}
