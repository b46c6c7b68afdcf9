//! The key that a management server encrypts its own settings with, for CloudStack's configurer class without an
//! encryptor bean.
//!
//! In: `db.properties` and `key` under the root, the environment. Out: a [`Decryptor`]. Rules from CloudStack's
//! `EncryptionSecretKeyChecker` (where the key is) and `CloudStackEncryptor` (AES-GCM first, then PBEWithMD5AndDES).

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::diagnostic::Diagnostics;
use crate::source::{Host, READ_LIMIT, Secret, Sources};
use crate::spring::context::{DecryptError, Decryptor};
use crate::spring::jasypt::{AeadEncryptor, Encryptor, PbeSettings};
use crate::spring::properties;

/// Says where the key is: `file`, `env`, `web`, or `none` for no encryption.
const TYPE: &str = "db.cloud.encryption.type";
/// Holds the key when the type is `env`.
const VARIABLE: &str = "CLOUD_SECRET_KEY";

/// Decrypts with the server's own key. Nothing is read before the first value.
#[derive(Debug)]
pub(super) struct ServerKey {
    root: PathBuf,
    host: Host,
    key: OnceLock<Result<Option<Secret>, Box<DecryptError>>>,
}

impl ServerKey {
    pub(super) fn new(root: PathBuf, host: Host) -> Self {
        Self { root, host, key: OnceLock::new() }
    }

    /// The key; `None` when the server's encryption is off.
    fn find(&self) -> Result<Option<Secret>, Box<DecryptError>> {
        match self.encryption_type().as_deref() {
            None | Some("none") => Ok(None),
            Some("file") => self.key_in_file().map(Some),
            Some("env") => self.key_in_environment().map(Some),
            Some("web") => Err(fault(
                format!("{TYPE}=web: the server waits for an administrator to send its key"),
                "null secret key is found when setting up server encryption",
                format!("give busboot the key: set {TYPE}=env in db.properties and export {VARIABLE}"),
            )),
            Some(other) => Err(fault(
                format!("{TYPE}={other} is unknown; it is none, file, env or web"),
                &format!("Invalid encryption type: {other}"),
                format!("{TYPE}=file"),
            )),
        }
    }

    fn encryption_type(&self) -> Option<String> {
        let bytes = self.host.files.read(&self.root.join("db.properties"), READ_LIMIT).ok()?;
        // A fault in this file is not ours to report.
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let parsed = properties::parse(&bytes, None, "db.properties", &mut sources, &mut diagnostics)?;
        parsed.get(TYPE).map(|entry| entry.value.clone())
    }

    fn key_in_file(&self) -> Result<Secret, Box<DecryptError>> {
        let bytes = self.host.files.read(&self.root.join("key"), READ_LIMIT).map_err(|error| {
            fault(
                format!("{TYPE}=file, but the file key in the root cannot be read: {error}"),
                "key File containing secret key not found in the classpath: ",
                "put the server's key into the first line of the file key in the root".to_owned(),
            )
        })?;
        let first = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        match String::from_utf8_lossy(first) {
            line if line.is_empty() => Err(fault(
                "the first line of the file key in the root is empty".to_owned(),
                "Secret key is null or empty in file key",
                "put the server's key into the first line of the file key in the root".to_owned(),
            )),
            line => Ok(Secret::new(line)),
        }
    }

    fn key_in_environment(&self) -> Result<Secret, Box<DecryptError>> {
        match self.host.variables.get(VARIABLE).filter(|key| !key.is_empty()) {
            Some(key) => Ok(Secret::new(key.as_str())),
            None => Err(fault(
                format!("{TYPE}=env, but the environment variable {VARIABLE} is not set or empty"),
                &format!("Environment variable {VARIABLE} is not set or empty"),
                format!("export {VARIABLE}='the server key'"),
            )),
        }
    }
}

impl Decryptor for ServerKey {
    fn algorithm(&self) -> String {
        "AES-256-GCM or PBEWithMD5AndDES".to_owned()
    }

    fn decrypt(&self, encrypted: &str) -> Result<Option<String>, Box<DecryptError>> {
        if encrypted.is_empty() {
            return Ok(Some(String::new()));
        }
        let Some(key) = self.key.get_or_init(|| self.find()).clone()? else { return Ok(None) };
        if let Ok(plain) = AeadEncryptor::new(&key).decrypt(encrypted) {
            return Ok(Some(plain.reveal().to_owned()));
        }
        let legacy = Encryptor::new(PbeSettings::new(key)).ok();
        match legacy.and_then(|legacy| legacy.decrypt(encrypted).ok()) {
            Some(plain) => Ok(Some(plain.reveal().to_owned())),
            None => Err(undecipherable(encrypted)),
        }
    }
}

fn undecipherable(encrypted: &str) -> Box<DecryptError> {
    let shown = if encrypted.chars().count() >= 10 { 5 } else { 1 };
    let start: String = encrypted.chars().take(shown).collect();
    fault(
        "the server's key decrypts it neither with AES-256-GCM nor with PBEWithMD5AndDES".to_owned(),
        &format!("Failed to decrypt value: {start}{}", "*".repeat(10 - shown)),
        "check the server's key, or encrypt the value again with it".to_owned(),
    )
}

fn fault(message: String, spring: &str, help: String) -> Box<DecryptError> {
    Box::new(DecryptError { code: "server-key", message, spring: spring.to_owned(), help: Some(help) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    const SAMPLE: &str = "iYVsCZXiGiC6SzZLMNBvBL93hoUpntxkuRjyaqC8L+JYKXw=";

    fn server(encryption: &str, files: Memory) -> ServerKey {
        let files = files.with("/r/db.properties", format!("{TYPE}={encryption}\n"));
        ServerKey::new("/r".into(), Host::new(files).with_variable(VARIABLE, "managementkey"))
    }

    #[test]
    fn the_key_comes_from_where_db_properties_says() {
        let file = server("file", Memory::new().with("/r/key", "managementkey\nnot this\n"));
        assert_eq!(file.decrypt(SAMPLE), Ok(Some("encthis".to_owned())));
        assert_eq!(server("env", Memory::new()).decrypt(SAMPLE), Ok(Some("encthis".to_owned())));
        assert_eq!(server("none", Memory::new()).decrypt(SAMPLE), Ok(None));
        let without = ServerKey::new("/r".into(), Host::new(Memory::new()));
        assert_eq!(without.decrypt(SAMPLE), Ok(None));
    }

    #[test]
    fn what_older_releases_encrypted_is_decrypted_too() {
        let old = server("file", Memory::new().with("/r/key", "password"));
        assert_eq!(old.decrypt("nh2XrM7jWHMG4VQK18iiBQ=="), Ok(Some("guest".to_owned())));
    }

    #[test]
    fn every_fault_has_its_own_message_with_the_servers_text() {
        let spring = |key: &ServerKey| key.decrypt(SAMPLE).unwrap_err().spring;
        let missing = server("file", Memory::new());
        assert_eq!(spring(&missing), "key File containing secret key not found in the classpath: ");
        let empty = server("file", Memory::new().with("/r/key", "\n"));
        assert_eq!(spring(&empty), "Secret key is null or empty in file key");
        assert_eq!(spring(&server("vault", Memory::new())), "Invalid encryption type: vault");
        let other = server("file", Memory::new().with("/r/key", "another"));
        assert_eq!(spring(&other), "Failed to decrypt value: iYVsC*****");
    }
}
