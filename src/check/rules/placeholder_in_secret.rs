//! Secrets that Spring takes for placeholders or expressions.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::looks_secret;

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
    for entry in subject.credentials().filter(|entry| looks_secret(&entry.key)) {
        for (sign, becomes) in [("${", "a placeholder"), ("#{", "an expression")] {
            if !entry.value.contains(sign) {
                continue;
            }
            found.push(
                Diagnostic::warning(RULE.name, format!("the value of {} is taken for {becomes}", entry.key))
                    .at(entry.value_span, format!("`{sign}` in it starts {becomes}"))
                    .note("what a placeholder brings in is resolved again, and then evaluated")
                    .help("choose a secret without `${` and `#{`"),
            );
        }
    }
}
