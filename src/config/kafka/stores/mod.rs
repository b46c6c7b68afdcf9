//! Java's key stores and trust stores as PEM, which is what librdkafka takes.
//!
//! In: a store's bytes and its passwords. Out: certificates and a private key, or what is wrong with the store and
//! what Java says of it. Opens no file and knows no property. Rules from the JDK 17's `JavaKeyStore`, `KeyProtector`,
//! `PKCS12KeyStore` and `TrustStoreUtil`. JDK 17 doesn't mind which of the two kinds a store is said to be.

mod error;
mod jks;
mod key_protector;
mod pem;
mod pkcs12;

pub use error::StoreError;

use zeroize::Zeroizing;

use crate::source::Secret;

/// The most bytes of a store. The certificates of all the world's authorities take a twentieth of it.
const LIMIT: usize = 4 << 20;

/// How a store is written, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// The JDK's own format.
    Jks,
    /// The standard, default since Java 9.
    Pkcs12,
    /// The JDK's format for keys under a better cipher.
    Jceks,
    /// No store, but certificates or keys as text.
    Pem,
}

impl StoreKind {
    /// The kind of store that starts like this, if it is one.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFE, 0xED, 0xFE, 0xED, ..] => Some(Self::Jks),
            [0xCE, 0xCE, 0xCE, 0xCE, ..] => Some(Self::Jceks),
            [0x30, ..] => Some(Self::Pkcs12),
            _ => bytes.windows(11).any(|window| window == b"-----BEGIN ").then_some(Self::Pem),
        }
    }
}

/// What a store holds.
#[derive(Debug, Default)]
struct Store {
    keys: Vec<KeyEntry>,
    /// Trusted certificates as DER.
    trusted: Vec<Vec<u8>>,
    /// Certificates that Java passes over, as nothing says that they are trusted.
    passed_over: usize,
}

/// A private key with its certificates.
#[derive(Debug)]
struct KeyEntry {
    alias: String,
    key: Key,
    /// Certificates as DER, the key's own first.
    chain: Vec<Vec<u8>>,
}

/// A private key.
enum Key {
    /// PKCS #8 that the store's password opened.
    Open(Zeroizing<Vec<u8>>),
    /// Under a password that may be another than the store's.
    Protected(Vec<u8>),
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(***)")
    }
}

/// The certificates that a trust store trusts, as PEM: its trusted entries, and of each key the key's own certificate.
///
/// Without a password the integrity of a JKS store isn't checked, as in Java.
///
/// # Errors
/// When the store can't be read, or trusts nobody.
pub fn trust_store_pem(bytes: &[u8], password: Option<&Secret>) -> Result<Vec<u8>, StoreError> {
    let store = read(bytes, password)?;
    let leaves = store.keys.iter().filter_map(|entry| entry.chain.first());
    let trusted: Vec<&[u8]> = store.trusted.iter().chain(leaves).map(Vec::as_slice).collect();
    if trusted.is_empty() {
        return Err(StoreError::TrustsNobody { passed_over: store.passed_over });
    }
    Ok(pem::certificates(&trusted))
}

/// The certificate chain and the private key of a key store, as PEM; the key isn't encrypted any more.
///
/// # Errors
/// When the store can't be read, or holds no key or several, of which Java would choose when it connects.
pub fn key_store_pem(
    bytes: &[u8],
    password: Option<&Secret>,
    key_password: Option<&Secret>,
) -> Result<(Vec<u8>, Secret), StoreError> {
    let mut entries = read(bytes, password)?.keys;
    entries.retain(|entry| !entry.chain.is_empty());
    let entry = match <[KeyEntry; 1]>::try_from(entries) {
        Ok([entry]) => entry,
        Err(entries) if entries.is_empty() => return Err(StoreError::NoKey),
        Err(entries) => {
            let aliases = entries.into_iter().map(|entry| entry.alias).collect();
            return Err(StoreError::SeveralKeys { aliases });
        }
    };
    let key = match entry.key {
        Key::Protected(key) => {
            let password = key_password.or(password).ok_or(StoreError::PasswordMissing)?;
            key_protector::recover(&key, password)?
        }
        Key::Open(key) if same(key_password.or(password), password) => key,
        Key::Open(_) => return Err(StoreError::WrongKeyPassword { kind: StoreKind::Pkcs12 }),
    };
    let chain: Vec<&[u8]> = entry.chain.iter().map(Vec::as_slice).collect();
    Ok((pem::certificates(&chain), pem::private_key(&key)))
}

fn read(bytes: &[u8], password: Option<&Secret>) -> Result<Store, StoreError> {
    if bytes.len() > LIMIT {
        return Err(StoreError::TooLarge);
    }
    match StoreKind::of(bytes) {
        Some(StoreKind::Jks) => jks::read(bytes, password),
        Some(StoreKind::Pkcs12) => pkcs12::read(bytes, password),
        Some(kind @ (StoreKind::Jceks | StoreKind::Pem)) => Err(StoreError::Kind { kind: Some(kind) }),
        None if bytes.len() < 4 => Err(StoreError::Truncated),
        None => Err(StoreError::Kind { kind: None }),
    }
}

fn same(one: Option<&Secret>, other: Option<&Secret>) -> bool {
    one.map(Secret::reveal) == other.map(Secret::reveal)
}

#[cfg(test)]
mod tests;
