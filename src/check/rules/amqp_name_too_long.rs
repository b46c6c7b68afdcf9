//! Names longer than AMQP can carry.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::classes::RABBITMQ;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "amqp-name-too-long",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "The exchange or the virtual host has more than 255 bytes.",
        why: "AMQP 0-9-1 sends such names as short strings of at most 255 bytes: the client throws, and no \
              event is ever published. The same holds for a routing key, so long resource types and UUIDs are \
              cut by nobody.",
        example: "<property name=\"exchange\" value=\"(300 characters)\"/>",
        fix: "Choose a shorter name.",
    },
    finder: Finder::Own(check),
};

/// The most bytes of a short string.
const MOST: usize = 255;

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for value in subject.values().filter(|value| value.bean.class == RABBITMQ) {
        let length = value.text.reveal().len();
        if ["exchange", "virtualHost"].contains(&value.property) && length > MOST {
            found.push(
                Diagnostic::error(
                    RULE.name,
                    format!("{} has {length} bytes; AMQP takes {MOST}", value.property),
                )
                .at_maybe(value.source(), "too long")
                .spring(
                    "Short string too long; utf-8 encoded length = ".to_owned()
                        + &length.to_string()
                        + ", max = 255.",
                )
                .help("choose a shorter name"),
            );
        }
    }
}
