//! Secrets that Spring takes for placeholders or expressions.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Span, looks_secret};

pub(in crate::check) const RULE: Rule = Rule {
    name: "placeholder-in-secret",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A secret in a properties file contains `${` or `#{`.",
        why: "The text that a placeholder brings in is resolved again, and then evaluated: `a${b}` needs a key \
              b, and `a#{1+1}b` becomes a2b.",
        example: "password=pa${ss}word",
        fix: "Choose a password without `${` and `#{`, or write #{'$'}{ for `${`.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (_, entry) in subject.credentials().filter(|(_, entry)| looks_secret(&entry.key)) {
        for (sign, becomes) in [("${", "a placeholder"), ("#{", "an expression")] {
            if !entry.value.contains(sign) {
                continue;
            }
            let raw = subject.sources.slice(entry.value_span);
            let at = raw.find(sign).map_or(entry.value_span, |at| {
                let start = entry.value_span.start + at;
                Span::new(entry.value_span.file, start, start + sign.len())
            });
            found.push(
                Diagnostic::warning(RULE.name, format!("the value of {} is taken for {becomes}", entry.key))
                    .at(at, format!("`{sign}` starts {becomes}"))
                    .note("what a placeholder brings in is resolved again, and then evaluated")
                    .help("choose a secret without `${` and `#{`"),
            );
        }
    }
}
