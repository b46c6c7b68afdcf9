//! PKCS #12 stores, as `PKCS12KeyStore` understands what it finds in them.

use p12_keystore::error::Error;
use p12_keystore::{CertificateBag, Pkcs12Archive, PrivateKeyBag};
use zeroize::Zeroizing;

use super::key_protector::value;
use super::{Key, KeyEntry, Store, StoreError, StoreKind};
use crate::source::Secret;

const SEQUENCE: u8 = 0x30;

/// Reads a store; what stands behind its end is ignored.
pub(super) fn read(bytes: &[u8], password: Option<&Secret>) -> Result<Store, StoreError> {
    let der = one_value(bytes)?;
    let archive = Pkcs12Archive::from_pkcs12(der, password.map_or("", Secret::reveal))
        .map_err(|error| fault(&error, password.is_some()))?;
    let certificates = &archive.certs;
    let lone = archive.keys.len() == 1;
    let keys = archive.keys.iter().map(|key| entry(key, certificates, lone)).collect::<Vec<_>>();
    let (trusted, others): (Vec<_>, Vec<_>) = certificates.iter().partition(|bag| bag.trusted);
    let passed_over = if keys.is_empty() { others.len() } else { 0 };
    let trusted = trusted.into_iter().map(|bag| bag.cert.as_der().to_vec()).collect();
    Ok(Store { keys, trusted, passed_over })
}

/// The bytes of the first DER value alone.
fn one_value(bytes: &[u8]) -> Result<&[u8], StoreError> {
    if bytes.get(1) == Some(&0x80) {
        return Err(StoreError::Unsupported);
    }
    let (_, behind) = value(SEQUENCE, bytes).ok_or(StoreError::Truncated)?;
    Ok(bytes.strip_suffix(behind).unwrap_or(bytes))
}

fn entry(key: &PrivateKeyBag, certificates: &[CertificateBag], lone: bool) -> KeyEntry {
    let leaf = match &key.local_key_id {
        Some(id) => certificates.iter().find(|bag| bag.local_key_id.as_deref() == Some(id.as_ref())),
        None if lone => certificates.first(),
        None => None,
    };
    KeyEntry {
        alias: key.friendly_name.clone().unwrap_or_default(),
        key: Key::Open(Zeroizing::new(key.key.as_der().to_vec())),
        chain: leaf.map(|leaf| chain(leaf, certificates)).unwrap_or_default(),
    }
}

/// The most certificates of a chain.
const LONGEST_CHAIN: usize = 64;

/// From a certificate to its issuer, and on to one that signed itself, is missing, or was there before.
fn chain(leaf: &CertificateBag, certificates: &[CertificateBag]) -> Vec<Vec<u8>> {
    let mut chain = vec![leaf];
    let mut last = &leaf.cert;
    while last.issuer() != last.subject() && chain.len() < LONGEST_CHAIN {
        match certificates.iter().find(|bag| bag.cert.subject() == last.issuer()) {
            Some(issuer) if !chain.contains(&issuer) => {
                chain.push(issuer);
                last = &issuer.cert;
            }
            _ => break,
        }
    }
    chain.into_iter().map(|bag| bag.cert.as_der().to_vec()).collect()
}

/// What a failure means. The password of a store is checked first, so that a key which it doesn't open has another.
fn fault(error: &Error, with_password: bool) -> StoreError {
    match error {
        Error::MacError(_) if with_password => StoreError::WrongPassword { kind: StoreKind::Pkcs12 },
        Error::MacError(_) => StoreError::PasswordMissing,
        Error::UnpadError | Error::Pkcs5Error(_) | Error::InvalidPrivateKey => StoreError::OwnKeyPassword,
        Error::UnsupportedContentType
        | Error::UnsupportedCertificateType
        | Error::UnsupportedEncryptionScheme
        | Error::UnsupportedMacAlgorithm
        | Error::InvalidVersion
        | Error::InvalidParameters => StoreError::Unsupported,
        _ => StoreError::Damaged,
    }
}
