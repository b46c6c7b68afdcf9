//! Placeholders in angle brackets.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "angle-placeholder",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A placeholder is written as `$<name>`.",
        why: "Angle brackets are how a damaged copy of the guide shows the braces. A server takes the text as \
              it stands; busboot reads it as ${name}.",
        example: "<property name=\"password\" value=\"$&lt;password&gt;\"/>",
        fix: "Write ${name}.",
    },
    finder: Finder::Refined(refine),
};

/// Writes braces for the brackets, however those are escaped.
fn refine(subject: &Subject<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let Some(span) = diagnostic.span() else { return diagnostic };
    let raw = subject.sources.slice(span);
    let mended = raw.replace("$&lt;", "${").replace("$<", "${").replace("&gt;", "}").replace('>', "}");
    let message = diagnostic.fix.as_ref().map(|fix| fix.message.clone()).unwrap_or_default();
    let edits = vec![Edit { span, replacement: mended }];
    diagnostic.fixed_by(Fix { message, applicability: Applicability::Unsafe, edits })
}
