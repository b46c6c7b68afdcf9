//! The JDK's own store format, as `JavaKeyStore` reads it: a header, entries, and a SHA-1 value over the password and
//! all of it. Numbers are big-endian.

use sha1::{Digest as _, Sha1};

use super::key_protector::utf16;
use super::{Key, KeyEntry, Store, StoreError, StoreKind};
use crate::source::Secret;

/// What is hashed between the password and the store.
const WHITENER: &[u8] = b"Mighty Aphrodite";

/// Tags of entries.
const PRIVATE_KEY: u32 = 1;
const CERTIFICATE: u32 = 2;

/// Reads a store; without a password it isn't checked.
pub(super) fn read(bytes: &[u8], password: Option<&Secret>) -> Result<Store, StoreError> {
    let mut reader = Reader { rest: bytes };
    let _magic = reader.number()?;
    let version = reader.number()?;
    if !matches!(version, 1 | 2) {
        return Err(StoreError::Kind { kind: None });
    }
    let mut store = Store::default();
    for _ in 0..reader.number()? {
        let tag = reader.number()?;
        let alias = reader.text()?;
        let _created = reader.take(8)?;
        match tag {
            PRIVATE_KEY => {
                let key = Key::Protected(reader.block()?.to_vec());
                let count = reader.number()?;
                let chain = (0..count).map(|_| reader.certificate(version)).collect::<Result<_, _>>()?;
                store.keys.push(KeyEntry { alias, key, chain });
            }
            CERTIFICATE => store.trusted.push(reader.certificate(version)?),
            _ => return Err(StoreError::Damaged),
        }
    }
    let hashed = bytes.strip_suffix(reader.rest).unwrap_or(bytes);
    let hash = reader.take(Sha1::output_size())?;
    match password {
        Some(password) if check(hashed, password) != hash => {
            Err(StoreError::WrongPassword { kind: StoreKind::Jks })
        }
        _ => Ok(store),
    }
}

fn check(hashed: &[u8], password: &Secret) -> Vec<u8> {
    Sha1::new().chain_update(utf16(password)).chain_update(WHITENER).chain_update(hashed).finalize().to_vec()
}

/// The part of a store that is still to be read. Lengths are checked against it before anything is kept.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], StoreError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(StoreError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, StoreError> {
        let (digits, rest) = self.rest.split_first_chunk().ok_or(StoreError::Truncated)?;
        self.rest = rest;
        Ok(u32::from_be_bytes(*digits))
    }

    /// `DataInput.readUTF`: a length of two bytes, then bytes.
    fn text(&mut self) -> Result<String, StoreError> {
        let (digits, rest) = self.rest.split_first_chunk().ok_or(StoreError::Truncated)?;
        self.rest = rest;
        let bytes = self.take(usize::from(u16::from_be_bytes(*digits)))?;
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }

    /// A length of four bytes, then bytes.
    fn block(&mut self) -> Result<&'a [u8], StoreError> {
        let length = usize::try_from(self.number()?).map_err(|_| StoreError::Truncated)?;
        self.take(length)
    }

    /// Its type since version 2, always `X.509`, then DER.
    fn certificate(&mut self, version: u32) -> Result<Vec<u8>, StoreError> {
        if version > 1 {
            self.text()?;
        }
        Ok(self.block()?.to_vec())
    }
}
