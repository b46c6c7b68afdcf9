//! Key store and trust store in the JDK's formats: read, and handed on as PEM.

use std::path::Path;

use crate::source::{ReadError, Secret};

use super::draft::Draft;
use super::row::Scope::Both;
use super::stores::{self, StoreError};
use super::tls::{LIMIT, unreadable};

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
    match draft.host.files.read(Path::new(path), LIMIT) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let mut found = unreadable(draft, at, path, &error.to_string());
            if matches!(error, ReadError::Missing) {
                found = found.spring(path);
            }
            draft.report(found);
            None
        }
    }
}

fn report(draft: &mut Draft<'_>, at: &str, path: &str, error: &StoreError) {
    let mut found = draft.error("kafka-store", at, format!("{path} can't be used: {error}"));
    found.spring = error.java();
    draft.report(found);
}
