//! `\u` without four digits.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "properties-syntax",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A `\\u` in a properties file is not followed by four hexadecimal digits.",
        why: "Java gives up the whole file with `Malformed \\uxxxx encoding.`; a Windows path or a domain \
              account such as DOM\\user is enough.",
        example: "username=DOM\\user",
        fix: "Write two backslashes.",
    },
    finder: Finder::Refined(refine),
};

/// Doubles the backslash.
fn refine(subject: &Subject<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let Some(span) = diagnostic.span().filter(|span| subject.sources.slice(*span) == "\\u") else {
        return diagnostic;
    };
    let message = diagnostic.fix.as_ref().map(|fix| fix.message.clone()).unwrap_or_default();
    let edits = vec![Edit { span, replacement: "\\\\u".to_owned() }];
    diagnostic.fixed_by(Fix { message, applicability: Applicability::Unsafe, edits })
}
