//! Passwords in clear text.

use super::bare_ciphertext;
use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::kafka;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Step;
use crate::spring::context::is_stand_in;

pub(in crate::check) const RULE: Rule = Rule {
    name: "plaintext-password",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "The password of a bus stands in a file in clear text.",
        why: "Whoever reads the file, a backup or a support bundle has the broker's password.",
        example: "<property name=\"password\" value=\"guest\"/>",
        fix: "Encrypt it: busboot encrypt, with an encryptable configurer; or take it from the environment. jasypt \
              doesn't reach kafka.producer.properties: there a config provider takes the password of \
              sasl.jaas.config from a file of its own.",
    },
    finder: Finder::Own(check),
};

const JAAS: &str = "sasl.jaas.config";

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(kafka(subject));
    for value in subject.values().filter(|value| value.property == "password") {
        let text = value.text.reveal();
        let from_file = matches!(
            value.origin.steps().last(),
            Some(Step::Written(_) | Step::Property { .. } | Step::Default(_))
        );
        let is_secret =
            !text.is_empty() && !is_stand_in(text) && !has_placeholder(text) && !text.starts_with("ENC(");
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

/// Whether a placeholder is left in a text, which another rule reports; `${` alone is a part of the password.
fn has_placeholder(text: &str) -> bool {
    text.split_once("${").is_some_and(|(_, rest)| rest.contains('}'))
}

/// The password of the login module in Kafka's file. A variable in it is a config provider's.
fn kafka(subject: &Subject<'_>) -> Option<Diagnostic> {
    let entry = subject.kafka()?.get(JAAS)?;
    let password = kafka::jaas_password(&entry.value)?;
    let is_clear = !password.reveal().is_empty() && !has_placeholder(password.reveal());
    is_clear.then(|| {
        Diagnostic::warning(RULE.name, format!("the password of {JAAS} stands here in clear text"))
            .at(entry.value_span, "readable by whoever gets the file")
            .note("jasypt doesn't reach this file: ENC(..) in it would be taken for the password")
            .help(
                "let a config provider bring it in, from a file that only the server reads:\n      \
                 config.providers=file\n      \
                 config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\n      \
                 and in the line of sasl.jaas.config password=\"${file:/etc/cloudstack/management/kafka.secret:password}\"",
            )
    })
}
