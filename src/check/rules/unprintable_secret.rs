//! Secrets that decrypt to garbage.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::spring::jasypt;

pub(in crate::check) const RULE: Rule = Rule {
    name: "unprintable-secret",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "An encrypted value decrypts to text that nobody would type.",
        why: "The only check of a wrong password is the padding, and it misses about 0.45 % of them: then the \
              server logs in with garbage. Text that isn't printable is a sign of it.",
        example: "password=ENC(..) with another APP_ENCRYPTION_PASSWORD",
        fix: "Check the encryption password, or encrypt the value again with `busboot encrypt`.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let decrypted = subject.values().filter(|value| value.origin.decrypted());
    for value in decrypted.filter(|value| !jasypt::printable(value.text.reveal())) {
        let (bean, property) = (&value.bean.name, value.property);
        found.push(
            Diagnostic::warning(RULE.name, format!("{property} of {bean} decrypts to unprintable text"))
                .at_maybe(value.source(), "probably encrypted with another password")
                .note("a wrong password is found out by the padding alone, which misses about 0.45 % of them")
                .help("check the encryption password, or encrypt the value again: `busboot encrypt`"),
        );
    }
}
