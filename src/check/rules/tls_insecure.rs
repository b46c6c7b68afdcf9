//! TLS that busboot was told not to verify.

use super::tls_off::has_tls;
use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Origin;

pub(in crate::check) const RULE: Rule = Rule {
    name: "tls-insecure",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "tls.insecure is true: busboot takes any certificate of any host for the broker's.",
        why: "Whoever stands between busboot and the broker can answer in its place, and gets the account, the password \
              and every event.",
        example: "tls.insecure=true",
        fix: "Name the file of the CA that signed the broker's certificate with tls.ca.file, and remove tls.insecure.",
    },
    finder: Finder::Own(check),
};

const KEY: &str = "tls.insecure";

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for bean in subject.buses().filter(|bean| has_tls(subject, bean) && is_on(subject, &bean.name)) {
        let origin = subject.survey.own.origin(KEY, &bean.name);
        let place = origin.and_then(Origin::span);
        let mut finding = Diagnostic::warning(
            RULE.name,
            format!("busboot takes any certificate for that of the broker of {}", bean.name),
        )
        .at_maybe(place, "verifies neither certificate nor host name")
        .note("whoever stands between the two gets account, password and every event");
        if place.is_none() {
            let giver = origin.and_then(|origin| origin.describe(subject.sources).into_iter().next());
            finding = finding.note(match giver {
                Some(giver) => format!("set by the {giver}"),
                None => "set by the flag --tls-insecure".to_owned(),
            });
        }
        if subject.survey.own.text("tls.ca.file", &bean.name).is_some() {
            finding = finding.note("tls.ca.file has no effect as long as it is on");
        }
        found.push(finding.help("name the broker's CA by `tls.ca.file=<file>`, and remove tls.insecure"));
    }
}

/// Whether the setting is on for the bus of this id.
pub(super) fn is_on(subject: &Subject<'_>, bus: &str) -> bool {
    subject.survey.own.text(KEY, bus).is_some_and(|on| on.eq_ignore_ascii_case("true"))
}
