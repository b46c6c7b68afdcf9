//! Keys that stand twice.

use std::collections::HashMap;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::source::Span;
use crate::spring::properties::Entry;

pub(in crate::check) const RULE: Rule = Rule {
    name: "duplicate-key",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A properties file has the same key twice.",
        why: "Java keeps the last one, silently. Whoever edits the first wonders why nothing changes.",
        example: "server=old.example.com\n\
                  server=mq.example.com",
        fix: "Delete the earlier line.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for file in &subject.properties {
        let mut earlier: HashMap<&str, &Entry> = HashMap::new();
        for entry in &file.properties.entries {
            let Some(lost) = earlier.insert(&entry.key, entry) else { continue };
            found.push(
                Diagnostic::warning(RULE.name, format!("the key {} stands twice", entry.key))
                    .at(lost.key_span, "this value is never used")
                    .at(entry.key_span, "the last one counts")
                    .fixed_by(Fix {
                        message: "delete the earlier line".to_owned(),
                        applicability: Applicability::Safe,
                        edits: vec![Edit { span: line_of(subject, lost), replacement: String::new() }],
                    }),
            );
        }
    }
}

/// The lines of an entry, the last one's end included.
fn line_of(subject: &Subject<'_>, entry: &Entry) -> Span {
    let file = entry.key_span.file;
    let text = subject.sources.get(file).map(|source| source.text().as_ref()).unwrap_or_default();
    let before = text.get(..entry.key_span.start).unwrap_or_default();
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let rest = text.get(entry.value_span.end..).unwrap_or_default();
    let end = match rest.find(['\n', '\r']) {
        Some(at) if rest.get(at..).is_some_and(|end| end.starts_with("\r\n")) => {
            entry.value_span.end + at + 2
        }
        Some(at) => entry.value_span.end + at + 1,
        None => text.len(),
    };
    Span::new(file, start, end)
}
