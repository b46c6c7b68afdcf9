//! The JDK's `KeyProtector`, which hides private keys in a JKS store: PKCS #8, mixed with a stream of SHA-1 values.

use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

use super::{StoreError, StoreKind};
use crate::source::Secret;

/// `OBJECT IDENTIFIER 1.3.6.1.4.1.42.2.17.1.1` as DER.
const ALGORITHM: [u8; 12] = [0x06, 0x0A, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x2A, 0x02, 0x11, 0x01, 0x01];

/// Bytes of a SHA-1 value, and of the salt.
const HASH: usize = 20;

const SEQUENCE: u8 = 0x30;
const OCTET_STRING: u8 = 0x04;

/// The key from an `EncryptedPrivateKeyInfo`: an algorithm, and salt, mixed key and SHA-1 of password and key.
pub(super) fn recover(info: &[u8], password: &Secret) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let (info, _) = value(SEQUENCE, info).ok_or(StoreError::Damaged)?;
    let (algorithm, rest) = value(SEQUENCE, info).ok_or(StoreError::Damaged)?;
    if !algorithm.starts_with(&ALGORITHM) {
        return Err(StoreError::Unsupported);
    }
    let (protected, _) = value(OCTET_STRING, rest).ok_or(StoreError::Damaged)?;
    let (salt, rest) = protected.split_first_chunk::<HASH>().ok_or(StoreError::Damaged)?;
    let (mixed, check) = rest.split_last_chunk::<HASH>().ok_or(StoreError::Damaged)?;
    let password = utf16(password);
    let mut key = Zeroizing::new(mixed.to_vec());
    let mut hash = *salt;
    for piece in key.chunks_mut(HASH) {
        hash = Sha1::new().chain_update(&password).chain_update(hash).finalize().into();
        for (byte, mask) in piece.iter_mut().zip(hash) {
            *byte ^= mask;
        }
    }
    let found: [u8; HASH] = Sha1::new().chain_update(&password).chain_update(&key).finalize().into();
    if found == *check { Ok(key) } else { Err(StoreError::WrongKeyPassword { kind: StoreKind::Jks }) }
}

/// The password as Java's characters, high byte first.
pub(super) fn utf16(password: &Secret) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(password.reveal().encode_utf16().flat_map(u16::to_be_bytes).collect())
}

/// The content of the first DER value, which must have this tag, and what stands behind it.
pub(super) fn value(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[found, length], rest) = der.split_first_chunk::<2>()?;
    if found != tag {
        return None;
    }
    if length < 0x80 {
        return rest.split_at_checked(usize::from(length));
    }
    let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7F))?;
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let length = digits.iter().fold(0, |length, &digit| (length << 8) | usize::from(digit));
    rest.split_at_checked(length)
}
