//! Rules whose findings loading makes: here they are only documented, theme by theme.

mod beans;
mod encryption;
mod kafka;
mod layout;
mod objects;
mod placeholders;
mod properties;
mod settings;
mod xml;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};

/// All of them.
pub(in crate::check) fn tables() -> impl Iterator<Item = &'static Rule> {
    let tables = [
        layout::RULES,
        xml::RULES,
        beans::RULES,
        objects::RULES,
        placeholders::RULES,
        properties::RULES,
        encryption::RULES,
        kafka::RULES,
        settings::RULES,
    ];
    tables.into_iter().flatten()
}

/// A rule that loading judges by itself.
const fn rule(name: &'static str, severity: Severity, docs: Docs) -> Rule {
    Rule { name, levels: Levels::Always(severity), docs, finder: Finder::Loading }
}

/// An error that loading finds, to which `refine` adds what only `check` knows.
const fn refined(name: &'static str, docs: Docs, refine: fn(&Subject<'_>, Diagnostic) -> Diagnostic) -> Rule {
    Rule { name, levels: Levels::Always(Severity::Error), docs, finder: Finder::Refined(refine) }
}

const fn error(name: &'static str, docs: Docs) -> Rule {
    rule(name, Severity::Error, docs)
}

/// What loading judges by the case.
const fn as_found(name: &'static str, docs: Docs) -> Rule {
    Rule { name, levels: Levels::AsFound, docs, finder: Finder::Loading }
}

const fn warning(name: &'static str, docs: Docs) -> Rule {
    rule(name, Severity::Warning, docs)
}

const fn note(name: &'static str, docs: Docs) -> Rule {
    rule(name, Severity::Note, docs)
}
