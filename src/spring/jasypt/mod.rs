//! Values encrypted with jasypt 1.9.3, both ways and to the byte as it makes them on JDK 17.
//!
//! In: texts of property files, and what the beans of jasypt's classes were given. Out: plaintexts, ciphertexts, and
//! errors that say what is wrong while jasypt says `null`. Knows neither XML nor which value belongs to which bean.
//! Rules from `StandardPBEByteEncryptor`, `StandardPBEStringEncryptor`, `PropertyValueEncryptionUtils` and the JDK's
//! provider SunJCE. Key material and plaintexts are wiped when they are dropped.

mod aead;
mod algorithm;
mod codec;
pub mod config;
mod encryptor;
mod error;
mod generator;
mod kdf;
mod scheme;
mod text;

pub use aead::{AeadEncryptor, AeadError};
pub use algorithm::{Algorithm, UnknownAlgorithm};
pub use codec::OutputType;
pub use encryptor::{Encryptor, PbeSettings};
pub use error::{DecryptError, EncryptError, SetupError};
pub use generator::{IvGenerator, SaltGenerator};

/// The text between `ENC(` and `)`, if the value counts as encrypted: trimmed as Java's `String.trim` does it,
/// case-sensitive, the whole value (`PropertyValueEncryptionUtils.isEncryptedValue`).
#[must_use]
pub fn is_encrypted(value: &str) -> Option<&str> {
    value.trim_matches(|c| c <= ' ').strip_prefix("ENC(")?.strip_suffix(')')
}

/// The value as a property file takes it: `ENC(` text `)`.
#[must_use]
pub fn enclose(encrypted: &str) -> String {
    format!("ENC({encrypted})")
}

/// Whether a text could be a user name or a password: not empty, no control character, nothing that was not UTF-8.
#[must_use]
pub fn printable(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests;
