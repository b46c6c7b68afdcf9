//! What an encryptable configurer decrypts values with.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Diagnostic;
use crate::source::{Step, Text, Traced};
use crate::spring::jasypt::config::{ConfigError, Identity};
use crate::spring::jasypt::{self, Encryptor, SetupError};

use super::super::catalog::Decryptor;
use super::super::fault::{Outcome, innermost, with_origin};

/// How a stand-in starts; a hexadecimal number and `)` follow.
const STAND_IN: &str = "(not decrypted ";
/// Bytes of that number.
const MARK: usize = 16;

/// Whether a text is, or has as a part of it, what stands for a value that isn't known here: it wasn't decrypted, or is in
/// a variable that isn't set.
#[must_use]
pub fn is_stand_in(text: &str) -> bool {
    text.contains(STAND_IN)
}

/// What stands for a value that isn't known here and that the digest tells from others.
pub(super) fn stand_in(digest: Sha256) -> Text {
    let mark: String = digest.finalize().iter().take(MARK).map(|byte| format!("{byte:02x}")).collect();
    Text::secret(format!("{STAND_IN}{mark})"))
}

/// Decrypts values that are written as `ENC(..)`.
#[derive(Clone, Debug)]
pub(in super::super) enum Cipher {
    /// jasypt's encryptor bean of this name; what is wrong with it shows at the first use.
    Bean {
        name: String,
        encryptor: Result<Box<Encryptor>, EncryptorError>,
        /// What tells it from encryptors that decrypt otherwise.
        identity: Identity,
    },
    /// The program's own.
    Catalog(Arc<dyn Decryptor>),
}

/// Why an encryptor bean can't work.
#[derive(Clone, Debug)]
pub(in super::super) enum EncryptorError {
    Config(ConfigError),
    Setup(SetupError),
}

impl Cipher {
    /// Whether all that is missing is the encryption password.
    pub(in super::super) fn lacks_password(&self) -> Option<&ConfigError> {
        match self {
            Self::Bean { encryptor: Err(EncryptorError::Config(error)), .. } => match error {
                ConfigError::PasswordNotSet | ConfigError::PasswordNull { .. } => Some(error),
                _ => None,
            },
            _ => None,
        }
    }

    /// What stands for the clear text of an encrypted value where it isn't decrypted: the same text for the same value
    /// and settings, and another one for others, so that it can be compared in place of the secret, alone and as a part of
    /// other texts.
    pub(in super::super) fn stand_in(&self, encrypted: &str) -> Text {
        let mut digest = match self {
            Self::Bean { identity, .. } => identity.digest(),
            Self::Catalog(_) => Sha256::new(),
        };
        digest.update(encrypted.split_whitespace().collect::<String>());
        stand_in(digest)
    }

    /// The clear text of a value; `None` where it isn't written as `ENC(..)` or is to stay as it stands.
    pub(in super::super) fn decrypt(&self, value: &Traced<Text>) -> Outcome<Option<Traced<Text>>> {
        let Some(encrypted) = jasypt::is_encrypted(value.value.reveal()) else { return Ok(None) };
        let (plain, step) = match self {
            Self::Bean { name, encryptor, .. } => {
                let encryptor = encryptor.as_ref().map_err(|error| misconfigured(name, error, value))?;
                let plain =
                    encryptor.decrypt(encrypted).map_err(|error| undecipherable(name, error, value))?;
                (plain.reveal().to_owned(), step(name, encryptor))
            }
            Self::Catalog(decryptor) => {
                let plain = decryptor.decrypt(encrypted).map_err(|error| {
                    let error = *error;
                    let found = Diagnostic::error(error.code, error.message).spring(error.spring);
                    let found = match error.help {
                        Some(help) => found.help(help),
                        None => found,
                    };
                    Box::new(with_origin(found, &value.origin, "this value"))
                })?;
                let Some(plain) = plain else { return Ok(None) };
                (
                    plain,
                    Step::Decrypted {
                        algorithm: decryptor.algorithm(),
                        encryptor: "the server's key".to_owned(),
                    },
                )
            }
        };
        Ok(Some(decrypted(plain, value, step)))
    }

    /// How many rounds of the key derivation it takes to decrypt a value, or to find that it isn't encrypted.
    pub(in super::super) fn rounds(&self, value: &str, bare_too: bool) -> u64 {
        match self {
            Self::Bean { encryptor: Ok(encryptor), .. }
                if jasypt::is_encrypted(value).is_some() || bare_too && encryptor.may_decrypt_bare(value) =>
            {
                encryptor.settings().iterations.into()
            }
            Self::Bean { .. } | Self::Catalog(_) => 0,
        }
    }

    /// The clear text of a value that isn't written as `ENC(..)`, if it comes out flawless and printable.
    pub(in super::super) fn decrypt_bare(&self, value: &Traced<Text>) -> Option<Traced<Text>> {
        match self {
            Self::Bean { name, encryptor: Ok(encryptor), .. } => {
                let plain = encryptor.decrypt_bare(value.value.reveal())?;
                Some(decrypted(plain.reveal().to_owned(), value, step(name, encryptor)))
            }
            _ => None,
        }
    }
}

fn step(name: &str, encryptor: &Encryptor) -> Step {
    Step::Decrypted {
        algorithm: encryptor.settings().algorithm.name().to_owned(),
        encryptor: name.to_owned(),
    }
}

fn decrypted(plain: String, value: &Traced<Text>, step: Step) -> Traced<Text> {
    let mut origin = value.origin.clone();
    origin.push(step);
    Traced::new(Text::secret(plain), origin)
}

fn misconfigured(name: &str, error: &EncryptorError, value: &Traced<Text>) -> Box<Diagnostic> {
    let (code, help, spring) = match error {
        EncryptorError::Config(error) => {
            (code_of(error), help_of(error), error.spring().map(|text| innermost(&text)))
        }
        EncryptorError::Setup(error) => ("encryptor-setup", None, error.spring().map(innermost)),
    };
    let reason = match error {
        EncryptorError::Config(error) => error.to_string(),
        EncryptorError::Setup(error) => error.to_string(),
    };
    let mut found = Diagnostic::error(code, format!("encryptor `{name}` can't decrypt: {reason}")).note(
        "every value of a property file that is written as ENC(..) is decrypted when the file is loaded",
    );
    found.spring = spring;
    let found = match help {
        Some(help) => found.help(help),
        None => found,
    };
    Box::new(with_origin(found, &value.origin, "the first value to decrypt"))
}

fn code_of(error: &ConfigError) -> &'static str {
    match error {
        ConfigError::PasswordNotSet
        | ConfigError::PasswordNull { .. }
        | ConfigError::PasswordEmpty { .. } => "encryption-password-missing",
        ConfigError::UnknownAlgorithm(_) => "unknown-algorithm",
        _ => "encryptor-setup",
    }
}

fn help_of(error: &ConfigError) -> Option<String> {
    match error {
        ConfigError::PasswordNull { from: Some((kind, name)) }
        | ConfigError::PasswordEmpty { from: Some((kind, name)) } => Some(match *kind {
            "environment variable" => format!("export {name}='the encryption password'"),
            _ => format!("start with -D {name}='the encryption password'"),
        }),
        ConfigError::UnknownAlgorithm(unknown) => Some(format!("did you mean {}?", unknown.nearest())),
        _ => None,
    }
}

fn undecipherable(name: &str, error: jasypt::DecryptError, value: &Traced<Text>) -> Box<Diagnostic> {
    use jasypt::DecryptError;
    let (code, help) = match error {
        DecryptError::NotBase64 { .. } | DecryptError::IncompleteBase64 | DecryptError::NotHexadecimal => {
            ("ciphertext-encoding", "copy the whole encrypted text again, between `ENC(` and `)`")
        }
        DecryptError::TooShort { .. } | DecryptError::PartialBlock { .. } => {
            ("ciphertext-length", "copy the whole encrypted text again, between `ENC(` and `)`")
        }
        DecryptError::WrongPassword { .. } => {
            ("wrong-password", "check the encryption password, or encrypt the value again: `busboot encrypt`")
        }
    };
    let found = Diagnostic::error(code, format!("a value can't be decrypted by `{name}`: {error}"))
        .spring(innermost(error.spring()))
        .note("one value that can't be decrypted keeps the whole file from being loaded, used or not")
        .help(help);
    Box::new(with_origin(found, &value.origin, "this value"))
}
