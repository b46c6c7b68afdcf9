//! Places of a template that nobody filled in.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

pub(in crate::check) const RULE: Rule = Rule {
    name: "template-unfilled",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A value is still what a template or a guide had in its place.",
        why: "The server takes it as it stands and tries to reach a host of that name, or to log in with it.",
        example: "<property name=\"server\" value=\"CHANGEME\"/>\n\
                  <property name=\"server\" value=\"&lt;localhost&gt;\"/>\n\
                  username=<%= @user %>",
        fix: "Write the value.",
    },
    finder: Finder::Own(check),
};

/// Values that stand for one that is to come, in lower case.
const STAND_INS: [&str; 12] = [
    "changeme",
    "change_me",
    "change-me",
    "changeit",
    "replaceme",
    "replace_me",
    "replace-me",
    "todo",
    "fixme",
    "xxx",
    "your-password",
    "your_password",
];

/// How templates enclose a place: ERB, Jinja, Ansible and Go, Ant and Maven.
const FRAMES: [(&str, &str); 3] = [("<%", "%>"), ("{{", "}}"), ("@", "@")];

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: Vec<Span> = Vec::new();
    for entry in subject.credentials() {
        if is_stand_in(&entry.value) {
            seen.push(entry.value_span);
        }
    }
    for value in subject.values().filter(|value| is_stand_in(value.text.reveal())) {
        seen.extend(value.origin.span().filter(|_| value.is_written()));
    }
    seen.dedup();
    for span in seen {
        found.push(
            Diagnostic::error(RULE.name, "this place of a template isn't filled in")
                .at(span, "taken as it stands")
                .help("write the value"),
        );
    }
}

fn is_stand_in(value: &str) -> bool {
    let value = value.trim();
    let framed = FRAMES.iter().any(|(open, close)| {
        let inside = value.find(open).and_then(|at| value.get(at + open.len()..));
        inside.is_some_and(|inside| match *open {
            // A single sign may be part of a password: here it must enclose the whole of a name.
            "@" => value.starts_with('@') && inside.strip_suffix(close).is_some_and(is_name),
            _ => inside.contains(close),
        })
    });
    let angled = value.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).is_some_and(is_name);
    framed || angled || STAND_INS.contains(&value.to_lowercase().as_str())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
}

#[cfg(test)]
mod tests {
    use super::is_stand_in;

    #[test]
    fn places_of_templates() {
        for value in [
            "CHANGEME",
            "<localhost>",
            "<%= @user %>",
            "{{ rabbit_host }}",
            "@rabbit.host@",
            "<your password>",
        ] {
            assert!(is_stand_in(value), "{value}");
        }
        for value in ["", "guest", "a@b", "p@ss@word!", "<", "a<b>", "mq.example.com", "{x}", "@@"] {
            assert!(!is_stand_in(value), "{value}");
        }
    }
}
