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

/// Tries every setting that jasypt has with the same password.
fn refine(subject: &Subject<'_>, mut diagnostic: Diagnostic) -> Diagnostic {
    let mut values =
        diagnostic.labels.iter().filter_map(|label| jasypt::is_encrypted(subject.sources.slice(label.span)));
    let Some(value) = values.next_back() else { return diagnostic };
    let fitting = passwords::of(subject).iter().find_map(|password| fitting(password, value));
    match fitting {
        Some(settings) => {
            let iv = if settings.iv == IvGenerator::None {
                String::new()
            } else {
                " and ivGeneratorClassName to org.jasypt.iv.RandomIvGenerator".to_owned()
            };
            let output = if settings.output == OutputType::Base64 {
                ""
            } else {
                " and stringOutputType to hexadecimal"
            };
            let name = settings.algorithm.name();
            diagnostic =
                diagnostic.help(format!("the password is right: set algorithm to {name}{iv}{output}"));
        }
        None => {
            diagnostic.notes.push(
                "no algorithm of jasypt decrypts it with this password: the password is another one, or the value is \
                 damaged"
                    .to_owned(),
            );
        }
    }
    diagnostic.note("the padding is the only check: it misses a wrong password in about 0.45 % of cases")
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
