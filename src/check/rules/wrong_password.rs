//! Values that the password doesn't decrypt.

use crate::check::passwords;
use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Secret;
use crate::spring::jasypt::{self, Algorithm, Encryptor, IvGenerator, OutputType, PbeSettings};

pub(in crate::check) const RULE: Rule = Rule {
    name: "wrong-password",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "An encrypted value can't be decrypted with the password that is set.",
        why: "The server says only EncryptionOperationNotPossibleException: null, for a wrong password, a \
              corrupt value and other settings alike. busboot tries the other algorithms with the same \
              password and names the one that fits. A wrong password goes unnoticed in about 0.45 % of cases \
              and gives garbage.",
        example: "password=ENC(..) encrypted with PBEWITHHMACSHA512ANDAES_256, and no algorithm set",
        fix: "Set the algorithm and IV generator that are named, correct the password, or encrypt the value \
              again.",
    },
    finder: Finder::Refined(refine),
};

/// Says which settings of jasypt decrypt the value with the same password, or that none does.
fn refine(subject: &Subject<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let refined = match settings_that_fit(subject, &diagnostic) {
        Some(settings) => told(diagnostic, &settings),
        None if passwords::of(subject).is_empty() => diagnostic,
        None => diagnostic.note(
            "no algorithm of jasypt decrypts it with this password: the password is another one, or the value is \
             damaged",
        ),
    };
    refined.note("the padding is the only check: it misses a wrong password in about 0.45 % of cases")
}

/// Says which settings decrypt a value that has the wrong form for those that are set.
pub(in crate::check) fn refine_form(subject: &Subject<'_>, diagnostic: Diagnostic) -> Diagnostic {
    match settings_that_fit(subject, &diagnostic) {
        Some(settings) => told(diagnostic, &settings),
        None => diagnostic,
    }
}

fn settings_that_fit(subject: &Subject<'_>, diagnostic: &Diagnostic) -> Option<PbeSettings> {
    let labels = diagnostic.labels.iter().rev();
    let value = labels.filter_map(|label| jasypt::is_encrypted(subject.sources.slice(label.span))).next()?;
    passwords::of(subject).iter().find_map(|password| fitting(password, value))
}

fn told(diagnostic: Diagnostic, settings: &PbeSettings) -> Diagnostic {
    let mut needed = vec![format!("algorithm to {}", settings.algorithm.name())];
    needed.push(match settings.iv {
        IvGenerator::None => "no ivGeneratorClassName".to_owned(),
        _ => "ivGeneratorClassName to org.jasypt.iv.RandomIvGenerator".to_owned(),
    });
    if settings.output == OutputType::Hexadecimal {
        needed.push("stringOutputType to hexadecimal".to_owned());
    }
    diagnostic.help(format!("the password is right: set {}", needed.join(", ")))
}

/// The settings that give printable text, if any do.
fn fitting(password: &Secret, value: &str) -> Option<PbeSettings> {
    for algorithm in Algorithm::all() {
        for iv in [IvGenerator::None, IvGenerator::Random] {
            for output in [OutputType::Base64, OutputType::Hexadecimal] {
                let settings = PbeSettings {
                    algorithm: *algorithm,
                    iv: iv.clone(),
                    output,
                    ..PbeSettings::new(password.clone())
                };
                let plain =
                    Encryptor::new(settings.clone()).ok().and_then(|encryptor| encryptor.decrypt_bare(value));
                if plain.is_some() {
                    return Some(settings);
                }
            }
        }
    }
    None
}
