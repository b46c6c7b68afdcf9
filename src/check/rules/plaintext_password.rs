//! Passwords in clear text.

use super::bare_ciphertext;
use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Step;
use crate::spring::context::NOT_DECRYPTED;

pub(in crate::check) const RULE: Rule = Rule {
    name: "plaintext-password",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "The password of a bus stands in a file in clear text.",
        why: "Whoever reads the file, a backup or a support bundle has the broker's password.",
        example: "<property name=\"password\" value=\"guest\"/>",
        fix: "Encrypt it: busboot encrypt, with an encryptable configurer; or take it from the environment.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for value in subject.values().filter(|value| value.property == "password") {
        let text = value.text.reveal();
        let from_file = matches!(
            value.origin.steps().last(),
            Some(Step::Written(_) | Step::Property { .. } | Step::Default(_))
        );
        let is_secret =
            !text.is_empty() && text != NOT_DECRYPTED && !text.contains("${") && !text.starts_with("ENC(");
        if from_file && is_secret && !bare_ciphertext::is_bare(subject, text) {
            found.push(
                Diagnostic::warning(
                    RULE.name,
                    format!("the password of {} stands here in clear text", value.bean.name),
                )
                .at_maybe(value.source(), "readable by whoever gets the file")
                .help("encrypt it with `busboot encrypt`, and load it with an encryptable configurer"),
            );
        }
    }
}
