//! Key store and trust store in the JDK's formats: read, and handed on as PEM.

use std::path::Path;

use crate::source::{ReadError, Secret};

use super::draft::Draft;
use super::row::Scope::Both;
use super::stores::{self, StoreError};

/// The most that is read of a store, in bytes.
const LIMIT: u64 = 16 << 20;

/// The names that `KeyStore.getInstance` knows, in capitals.
const TYPES: &[&str] = &["JKS", "PKCS12", "JCEKS", "DKS", "CASEEXACTJKS"];

/// Gives the client certificate and key of the key store.
pub(super) fn set_identity(draft: &mut Draft<'_>, path: &str) {
    let at = "ssl.keystore.location";
    let Some(bytes) = read(draft, at, path) else { return };
    let (password, key_password) =
        (secret(draft, "ssl.keystore.password"), secret(draft, "ssl.key.password"));
    match stores::key_store_pem(&bytes, password.as_ref(), key_password.as_ref()) {
        Ok((chain, key)) => {
            draft.set(Both, "ssl.certificate.pem", String::from_utf8_lossy(&chain));
            draft.set(Both, "ssl.key.pem", key.reveal());
        }
        Err(error) => report(draft, at, path, &error),
    }
}

/// Gives the certificates of the trust store.
pub(super) fn set_trust(draft: &mut Draft<'_>, path: &str) {
    let at = "ssl.truststore.location";
    let Some(bytes) = read(draft, at, path) else { return };
    let password = secret(draft, "ssl.truststore.password");
    match stores::trust_store_pem(&bytes, password.as_ref()) {
        Ok(pem) => draft.set(Both, "ssl.ca.pem", String::from_utf8_lossy(&pem)),
        Err(error) => report(draft, at, path, &error),
    }
}

fn secret(draft: &Draft<'_>, key: &str) -> Option<Secret> {
    draft.given(key).map(Secret::new)
}

fn read(draft: &mut Draft<'_>, at: &str, path: &str) -> Option<Vec<u8>> {
    let error = match draft.host.files.read(Path::new(path), LIMIT) {
        Ok(bytes) => return is_known_type(draft, at).then_some(bytes),
        Err(error) => error,
    };
    let mut found = draft
        .error("kafka-store", at, format!("{path} can't be read: {error}"))
        .help("write the store's full path, and let the account of the server read it");
    if matches!(error, ReadError::Missing) {
        found = found.spring(path);
    }
    draft.report(found);
    None
}

/// The text of a PEM file.
pub(super) fn read_pem(draft: &mut Draft<'_>, at: &str, path: &str) -> Option<String> {
    read(draft, at, path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether the type that belongs to this location is one; reports it if not.
fn is_known_type(draft: &mut Draft<'_>, at: &str) -> bool {
    let key = at.replace(".location", ".type");
    let name = draft.text(&key).unwrap_or("JKS").to_owned();
    if name == "PEM" || TYPES.contains(&name.to_ascii_uppercase().as_str()) {
        return true;
    }
    let found = draft
        .error("kafka-store", &key, format!("{key} names no kind of store"))
        .spring(format!("{name} KeyStore not available"))
        .help(format!("write `{key}=PEM`, in capitals, for a PEM file, else JKS or PKCS12"));
    draft.report(found);
    false
}

fn report(draft: &mut Draft<'_>, at: &str, path: &str, error: &StoreError) {
    let mut found = draft.error("kafka-store", at, format!("{path} can't be used: {error}"));
    found.spring = error.java();
    draft.report(found);
}
