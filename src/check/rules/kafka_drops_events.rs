//! Kafka settings that give events up.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "kafka-drops-events",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A setting of the Kafka producer gives events up soon or at once.",
        why: "The server sends and forgets: with no retry, or no time to wait for a broker, an event that \
              doesn't go through at once is gone. busboot never gives one up.",
        example: "retries=0\n\
                  max.block.ms=0",
        fix: "Remove the line.",
    },
    finder: Finder::Own(check),
};

/// Keys with the least value that isn't reported, and what happens below it.
const LEAST: [(&str, i64, &str); 3] = [
    ("retries", 1, "an event that fails once is gone"),
    ("max.block.ms", 1_000, "an event is gone when no broker is known at once"),
    ("delivery.timeout.ms", 30_000, "an event is gone when a broker restarts"),
];

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(file) = subject.kafka() else { return };
    for (key, least, consequence) in LEAST {
        let Some(entry) = file.get(key) else { continue };
        if entry.value.trim().parse::<i64>().is_ok_and(|number| number < least) {
            found.push(
                Diagnostic::warning(RULE.name, format!("{key}={} gives events up", entry.value.trim()))
                    .at(entry.value_span, consequence)
                    .help(format!("remove the line of {key}")),
            );
        }
    }
}
