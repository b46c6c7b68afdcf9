//! AES-256-GCM under the SHA-256 of a secret: Base64 of nonce (12 bytes), ciphertext and tag (16 bytes), no
//! associated data. It is not jasypt's, but the form that servers use which have turned away from it.

use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use rand::TryRng as _;
use rand::rngs::SysRng;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::EncryptError;
use super::text::from_utf8;
use crate::source::Secret;

const NONCE: usize = 12;
const TAG: usize = 16;

/// Reads what `java.util.Base64.getDecoder` reads: padding may be missing, all else must be as it is written.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Encrypts and decrypts texts with AES-256-GCM.
#[derive(Clone)]
pub struct AeadEncryptor(Aes256Gcm);

impl std::fmt::Debug for AeadEncryptor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AeadEncryptor(***)")
    }
}

/// Why a value couldn't be decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AeadError {
    /// A character that Base64 lacks, a blank among them, or misplaced padding.
    #[error("it is not Base64")]
    NotBase64,
    /// Not even room for nonce and tag.
    #[error("it is too short: {length} bytes, where nonce and tag alone take 28")]
    TooShort {
        /// Bytes there are.
        length: usize,
    },
    /// The tag doesn't fit: unlike jasypt's padding it always tells.
    #[error("the key is not the one it was encrypted with, or the text is damaged")]
    WrongKey,
}

impl AeadEncryptor {
    /// An encryptor whose key is the SHA-256 of the secret's UTF-8 bytes.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        let mut key = Sha256::digest(secret.reveal());
        let cipher = Aes256Gcm::new(&key);
        zeroize::Zeroize::zeroize(key.as_mut_slice());
        Self(cipher)
    }

    /// Encrypts a text under a fresh nonce.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn encrypt(&self, plain: &str) -> Result<String, EncryptError> {
        let mut nonce = [0; NONCE];
        SysRng.try_fill_bytes(&mut nonce).map_err(|_| EncryptError::NoRandomness)?;
        let mut message = plain.as_bytes().to_vec();
        let refused = |_| EncryptError::Cipher { algorithm: "AES-256-GCM" };
        self.0.encrypt_in_place(&Nonce::from(nonce), &[], &mut message).map_err(refused)?;
        Ok(BASE64.encode([nonce.as_slice(), &message].concat()))
    }

    /// Decrypts a text. Bytes that are no UTF-8 become U+FFFD, as in Java.
    ///
    /// # Errors
    /// When it was not encrypted with this secret, or has been changed since.
    pub fn decrypt(&self, text: &str) -> Result<Secret, AeadError> {
        let message = BASE64.decode(text).map_err(|_| AeadError::NotBase64)?;
        let too_short = AeadError::TooShort { length: message.len() };
        let (nonce, encrypted) = message.split_first_chunk::<NONCE>().ok_or(too_short)?;
        if encrypted.len() < TAG {
            return Err(too_short);
        }
        let mut plain = Zeroizing::new(encrypted.to_vec());
        self.0.decrypt_in_place(&Nonce::from(*nonce), &[], &mut *plain).map_err(|_| AeadError::WrongKey)?;
        Ok(from_utf8(&plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by a management server with the key `managementkey`.
    const SAMPLE: &str = "iYVsCZXiGiC6SzZLMNBvBL93hoUpntxkuRjyaqC8L+JYKXw=";

    #[test]
    fn what_a_server_encrypted_is_decrypted() {
        let encryptor = AeadEncryptor::new(&Secret::new("managementkey"));
        assert_eq!(encryptor.decrypt(SAMPLE).unwrap().reveal(), "encthis");
        assert_eq!(encryptor.decrypt(SAMPLE.trim_end_matches('=')).unwrap().reveal(), "encthis");
    }

    #[test]
    fn what_is_encrypted_comes_back_and_never_looks_the_same() {
        let encryptor = AeadEncryptor::new(&Secret::new("key"));
        for plain in ["", "grüße", "a long text that goes on for more than one block"] {
            let encrypted = encryptor.encrypt(plain).unwrap();
            assert_eq!(encryptor.decrypt(&encrypted).unwrap().reveal(), plain);
            assert_ne!(encryptor.encrypt(plain).unwrap(), encrypted);
        }
    }

    #[test]
    fn each_cause_of_a_failure_is_told_apart() {
        let fails = |key: &str, text: &str| AeadEncryptor::new(&Secret::new(key)).decrypt(text).unwrap_err();
        assert_eq!(fails("managementkey", &format!("{SAMPLE} ")), AeadError::NotBase64);
        assert_eq!(fails("managementkey", ""), AeadError::TooShort { length: 0 });
        assert_eq!(
            fails("managementkey", "iYVsCZXiGiC6SzZLMNBvBL93hoUpntxk"),
            AeadError::TooShort { length: 24 }
        );
        assert_eq!(fails("other", SAMPLE), AeadError::WrongKey);
        assert_eq!(fails("managementkey", &SAMPLE.replace('Z', "A")), AeadError::WrongKey);
    }
}
