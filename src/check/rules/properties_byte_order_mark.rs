//! Byte order marks in properties files.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "properties-byte-order-mark",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A properties file starts with a byte order mark.",
        why: "Java takes it for the beginning of the first key, so the key isn't found; if the first line is a \
              comment, it is read as an entry.",
        example: "(BOM)username=guest",
        fix: "Save the file without a byte order mark.",
    },
    finder: Finder::Refined(refine),
};

/// Deletes the mark, which changes the first key.
fn refine(_subject: &Subject<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let Some(span) = diagnostic.span() else { return diagnostic };
    let message = diagnostic.fix.as_ref().map(|fix| fix.message.clone()).unwrap_or_default();
    let edits = vec![Edit { span, replacement: String::new() }];
    diagnostic.fixed_by(Fix { message, applicability: Applicability::Unsafe, edits })
}
