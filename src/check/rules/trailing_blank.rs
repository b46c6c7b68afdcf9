//! Blanks at the end of a value.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::source::Span;

pub(in crate::check) const RULE: Rule = Rule {
    name: "trailing-blank",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A value in a properties file ends in a blank.",
        why: "Java keeps trailing blanks: the password is another one, and nobody sees why the login fails.",
        example: "password=guest",
        fix: "Delete the blanks. A blank that is meant is written as \\u0020.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for entry in subject.credentials() {
        let raw = subject.sources.slice(entry.value_span);
        let kept = raw.trim_end_matches([' ', '\t', '\u{c}']);
        // An escaped blank is meant.
        if kept.len() == raw.len() || kept.is_empty() || kept.ends_with('\\') {
            continue;
        }
        let end = entry.value_span.end;
        let blanks = Span::new(entry.value_span.file, entry.value_span.start + kept.len(), end);
        found.push(
            Diagnostic::warning(RULE.name, format!("the value of {} ends in a blank", entry.key))
                .at(blanks, "part of the value")
                .note("Java cuts blanks in front of a value, not behind it")
                .fixed_by(Fix {
                    message: "delete the blanks".to_owned(),
                    applicability: Applicability::Unsafe,
                    edits: vec![Edit { span: blanks, replacement: String::new() }],
                }),
        );
    }
}
