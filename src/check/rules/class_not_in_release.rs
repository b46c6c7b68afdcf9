//! Classes that other releases ship.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::classes;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "class-not-in-release",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A bean has a class that the release doesn't ship.",
        why: "The server stops with a ClassNotFoundException when it makes the bean.",
        example: "<bean class=\"org.apache.cloudstack.mom.webhook.WebhookEventBus\"/>, on a 4.19 server",
        fix: "Remove the bean, or upgrade.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for bean in subject.definitions() {
        let Some(class) = &bean.class else { continue };
        if classes::is_not_shipped(&class.text) || subject.release.ships(&class.text) {
            continue;
        }
        found.push(
            Diagnostic::error(RULE.name, format!("{} has no class {}", subject.release, class.text))
                .at(class.span, "the server stops at this bean")
                .spring(class.text.as_str())
                .help("remove the bean"),
        );
    }
}
