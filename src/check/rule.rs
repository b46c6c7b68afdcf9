//! What a rule is: its name, its level by release, its documentation, and how its findings are made.

use crate::diagnostic::{Diagnostic, Severity};

use super::release::Release;
use super::subject::Subject;

/// A rule. Its name is the code of its findings, the name of its file and the anchor of its documentation.
#[derive(Debug)]
pub struct Rule {
    /// Names the fault, so that it reads well after "allow".
    pub name: &'static str,
    /// How bad its findings are.
    pub levels: Levels,
    /// What people read.
    pub docs: Docs,
    /// Who finds.
    pub finder: Finder,
}

/// The documentation of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Docs {
    /// What the rule finds, in one sentence.
    pub what: &'static str,
    /// Why that matters: what a server does.
    pub why: &'static str,
    /// Lines of a file that it finds something in.
    pub example: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// How bad the findings of a rule are.
#[derive(Clone, Copy, Debug)]
pub enum Levels {
    /// As bad as the finder says.
    AsFound,
    /// Always this.
    Always(Severity),
    /// By whether the release has the module `event`; `None` says nothing.
    ByModule {
        /// Until 4.19.
        core: Option<Severity>,
        /// Since 4.20.
        event: Option<Severity>,
    },
}

/// Who finds.
#[derive(Clone, Copy, Debug)]
pub enum Finder {
    /// Another command than `check`, which it ends.
    Command,
    /// Loading the configuration finds it.
    Loading,
    /// Loading finds it; the rule adds what only it knows, such as the edit that mends it.
    Refined(fn(&Subject<'_>, Diagnostic) -> Diagnostic),
    /// The rule.
    Own(fn(&Subject<'_>, &mut Vec<Diagnostic>)),
}

impl Levels {
    /// The severity for a release of what was found with `found`; `None` when nothing is to be said.
    #[must_use]
    pub const fn severity(self, found: Severity, release: Release) -> Option<Severity> {
        match self {
            Self::AsFound => Some(found),
            Self::Always(severity) => Some(severity),
            Self::ByModule { core, event } => {
                if release.has_event_module() {
                    event
                } else {
                    core
                }
            }
        }
    }

    /// In words, for the documentation.
    #[must_use]
    pub fn describe(self) -> String {
        let name = |severity: Option<Severity>| match severity {
            Some(Severity::Error) => "error",
            Some(Severity::Warning) => "warning",
            Some(Severity::Note) => "note",
            None => "not reported",
        };
        match self {
            Self::AsFound => "error, warning or note, by the case".to_owned(),
            Self::Always(severity) => name(Some(severity)).to_owned(),
            Self::ByModule { core, event } => {
                format!("until 4.19 {}, since 4.20 {}", name(core), name(event))
            }
        }
    }
}
