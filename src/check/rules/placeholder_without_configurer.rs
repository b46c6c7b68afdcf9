//! Placeholders that nobody resolves, silently.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "placeholder-without-configurer",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A value of a bus still has a placeholder in it.",
        why: "The server's own configurer leaves what it doesn't know as it stands. With no configurer of \
              one's own, the server goes to the broker with the text `${username}`.",
        example: "<property name=\"username\" value=\"${username}\"/> and no property-placeholder",
        fix: "Add a configurer: <context:property-placeholder location=\"classpath:cred.properties\"/>.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for value in subject.values() {
        let Some(name) = placeholder(value.text.reveal()).filter(|_| !value.text.is_secret()) else {
            continue;
        };
        let known = subject.credential(name).map(|entry| entry.key_span);
        found.push(
            Diagnostic::error(RULE.name, format!("nobody resolves ${{{name}}}: it stays this text"))
                .at_maybe(value.origin.span(), "taken as it stands")
                .at_maybe(known, "the key is here, in a file that no configurer of this context loads")
                .note("the server's own configurer passes over what it doesn't know")
                .help("add <context:property-placeholder location=\"classpath:cred.properties\"/>"),
        );
    }
}

/// The name in the first placeholder of a text.
fn placeholder(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("${")?;
    let (name, _) = rest.split_once('}')?;
    Some(name.split_once(':').map_or(name, |(name, _)| name)).filter(|name| !name.is_empty())
}
