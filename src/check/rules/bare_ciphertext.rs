//! Encrypted values without `ENC(..)`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::source::looks_secret;

pub(in crate::check) const RULE: Rule = Rule {
    name: "bare-ciphertext",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A value looks encrypted and isn't written as ENC(..).",
        why: "jasypt decrypts only what stands between `ENC(` and `)`. The guides' sample has bare values: the \
              server goes to the broker with the encrypted text for a password.",
        example: "password=nh2XrM7jWHMG4VQK18iiBQ==",
        fix: "Write ENC( and ) around it.",
    },
    finder: Finder::Own(check),
};

/// Salt and one block: the least that jasypt makes.
const LEAST: usize = 16;

/// Every cipher of jasypt's default fills blocks of so many bytes.
const BLOCK: usize = 8;

/// Where the password is here, loading has decrypted such values and reported them; else they are known by their look.
fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    if subject.reported(RULE.name) || !decrypts(subject) {
        return;
    }
    for entry in subject.credentials() {
        if looks_encrypted(&entry.value) && (looks_secret(&entry.key) || is_no_word(&entry.value)) {
            found.push(
                Diagnostic::warning(RULE.name, format!("the value of {} looks encrypted", entry.key))
                    .at(entry.value_span, "a server uses this text as it stands")
                    .note("jasypt decrypts only what stands between `ENC(` and `)`")
                    .fixed_by(Fix {
                        message: format!("write {}=ENC(..)", entry.key),
                        applicability: Applicability::Unsafe,
                        edits: vec![Edit {
                            span: entry.value_span,
                            replacement: format!("ENC({})", entry.value.trim()),
                        }],
                    }),
            );
        }
    }
}

/// Whether a configurer that decrypts is defined.
fn decrypts(subject: &Subject<'_>) -> bool {
    subject
        .definitions()
        .filter_map(|bean| bean.class.as_ref())
        .any(|class| class.text.contains("Encryptable"))
}

/// Whether a text is taken for an encrypted value that lacks its `ENC(..)`.
pub(super) fn is_bare(subject: &Subject<'_>, text: &str) -> bool {
    looks_encrypted(text) && decrypts(subject)
}

fn looks_encrypted(value: &str) -> bool {
    STANDARD.decode(value.trim()).is_ok_and(|bytes| bytes.len() >= LEAST && bytes.len() % BLOCK == 0)
}

/// Whether a value has a sign that Base64 has, and names of hosts, accounts and exchanges have not.
fn is_no_word(value: &str) -> bool {
    value.contains(['=', '+', '/'])
}
