//! Backslashes that Java drops.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::source::Span;

pub(in crate::check) const RULE: Rule = Rule {
    name: "lost-backslash",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A backslash stands in front of a character that needs none, and is lost.",
        why: "In a properties file a backslash starts an escape: `C:\\temp` has a tab, and `DOM\\user` becomes \
              `DOMuser`.",
        example: "username=DOMAIN\\user",
        fix: "Write two backslashes.",
    },
    finder: Finder::Own(check),
};

/// What means something behind a backslash.
const ESCAPES: &str = "tnrfu\\ =:#!\"'\n\r";

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for entry in subject.credentials() {
        let raw = subject.sources.slice(entry.value_span);
        for at in lost(raw) {
            let start = entry.value_span.start + at;
            let place = Span::new(entry.value_span.file, start, start + 1);
            found.push(
                Diagnostic::warning(RULE.name, format!("a backslash in the value of {} is lost", entry.key))
                    .at(place, "starts an escape that there is not, so Java drops it")
                    .fixed_by(Fix {
                        message: "write two backslashes".to_owned(),
                        applicability: Applicability::Unsafe,
                        edits: vec![Edit { span: place, replacement: "\\\\".to_owned() }],
                    }),
            );
        }
    }
}

/// Offsets of the backslashes that escape nothing.
fn lost(raw: &str) -> Vec<usize> {
    let mut lost = Vec::new();
    let mut characters = raw.char_indices();
    while let Some((at, c)) = characters.next() {
        if c == '\\' && characters.next().is_some_and(|(_, next)| !ESCAPES.contains(next)) {
            lost.push(at);
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::lost;

    #[test]
    fn only_what_java_drops() {
        assert_eq!(lost("DOMAIN\\user"), Vec::<usize>::new(), "an escape of four digits, another fault");
        assert_eq!(lost("DOMAIN\\admin"), [6]);
        assert_eq!(lost("a\\\\b\\ c\\:d"), Vec::<usize>::new());
    }
}
