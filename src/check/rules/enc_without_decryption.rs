//! `ENC(..)` where nobody decrypts it.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Step;
use crate::spring::jasypt;

pub(in crate::check) const RULE: Rule = Rule {
    name: "enc-without-decryption",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A value reaches the bus as ENC(..).",
        why: "Only values that an encryptable configurer loads from properties files are decrypted: not what \
              is written into the XML, nor what comes from the environment, nor what a plain configurer brings \
              in.",
        example: "<property name=\"password\" value=\"ENC(nh2XrM7jWHMG4VQK18iiBQ==)\"/>",
        fix: "Put the value into a properties file that an encryptable configurer loads, and a placeholder in \
              its place.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for value in subject.values().filter(|value| jasypt::is_encrypted(value.text.reveal()).is_some()) {
        let why = match value.origin.steps().last() {
            Some(Step::Property { .. }) => "the configurer that loads this file doesn't decrypt",
            Some(Step::EnvironmentVariable(_)) => "values from the environment are not decrypted",
            _ => "what is written into the XML is never decrypted",
        };
        let (bean, property) = (&value.bean.name, value.property);
        found.push(
            Diagnostic::error(RULE.name, format!("{property} of {bean} is never decrypted"))
                .at_maybe(value.origin.span(), "goes to the broker as it stands")
                .at_maybe(
                    value.source().filter(|source| Some(*source) != value.origin.span()),
                    "written here",
                )
                .note(why)
                .help(
                    "load the value with an EncryptablePropertyPlaceholderConfigurer from a properties file",
                ),
        );
    }
}
