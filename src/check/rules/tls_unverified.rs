//! TLS that checks nobody.

use super::tls_insecure;
use super::tls_off::has_tls;
use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::classes::RABBITMQ;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "tls-unverified",
    levels: Levels::Always(Severity::Note),
    docs: Docs {
        what: "A RabbitMQ bus uses TLS, of which the server verifies nothing.",
        why: "With useSsl, CloudStack trusts every certificate and checks no host name: who is between server \
              and broker reads along. busboot does verify, and needs the CA.",
        example: "<property name=\"useSsl\" value=\"true\"/>",
        fix: "Nothing in this file helps; keep the network between server and broker closed. For busboot, set \
              tls.ca.file.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for bean in subject.buses().filter(|bean| bean.class == RABBITMQ && has_tls(subject, bean)) {
        let place = bean.properties.get("useSsl").and_then(|given| given.value.origin.span());
        let busboot = if tls_insecure::is_on(subject, &bean.name) {
            "so does busboot with tls.insecure"
        } else {
            "busboot verifies both"
        };
        found.push(
            Diagnostic::note_only(
                RULE.name,
                format!("the server doesn't verify the broker of {}", bean.name),
            )
            .at_maybe(place, "encrypted, but to whomever answers")
            .note(format!("CloudStack trusts every certificate here and checks no host name; {busboot}")),
        );
    }
}
