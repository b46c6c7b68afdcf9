//! Secrets that Spring takes for placeholders or expressions.

use std::collections::HashSet;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Span, looks_secret};
use crate::spring::properties::Entry;

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
    let brought = brought(subject);
    let is_secret = |entry: &&Entry| looks_secret(&entry.key) || brought.contains(&entry.value_span);
    for entry in subject.credentials().filter(is_secret) {
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

/// Where the passwords of buses come from, whatever their keys are called.
fn brought(subject: &Subject<'_>) -> HashSet<Span> {
    let passwords = subject.buses().filter_map(|bus| bus.properties.get("password"));
    passwords.flat_map(|password| password.value.origin.texts()).collect()
}
