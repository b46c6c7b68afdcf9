//! One message under one key: which derivation and which cipher an algorithm name stands for.

use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt as _, BlockModeEncrypt as _};
use cbc::cipher::{InnerIvInit as _, KeyInit, StreamCipher as _};
use des::{Des, TdesEde3};
use rc2::Rc2;
use rc4::Rc4;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::kdf::{self, Purpose};

/// The hash inside an HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digest {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// Derivation and cipher; key lengths in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Md5Des,
    Md5TripleDes,
    Sha1TripleDes,
    Sha1Rc2 { key: usize },
    Sha1Rc4 { key: usize },
    HmacAes { digest: Digest, key: usize },
}

/// Why a message couldn't be decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Not a multiple of the block size.
    PartialBlock,
    /// The padding isn't one.
    Padding,
    /// Key, salt or IV of a length that can't be.
    Material,
}

/// What a key is derived from.
pub(super) struct Input<'a> {
    pub(super) password: &'a [u8],
    pub(super) salt: &'a [u8],
    pub(super) iv: &'a [u8],
    pub(super) iterations: u32,
}

/// A cipher's key and IV. A stream cipher has no IV.
struct Material {
    key: Zeroizing<Vec<u8>>,
    iv: Zeroizing<Vec<u8>>,
}

impl Scheme {
    /// Block size in bytes, which jasypt also takes for salt and IV; none for a stream cipher.
    pub(super) const fn block(self) -> Option<usize> {
        match self {
            Self::Md5Des | Self::Md5TripleDes | Self::Sha1TripleDes | Self::Sha1Rc2 { .. } => Some(8),
            Self::Sha1Rc4 { .. } => None,
            Self::HmacAes { .. } => Some(16),
        }
    }

    /// Encrypts a message, padded where the cipher works on blocks.
    pub(super) fn encrypt(self, input: &Input<'_>, plain: &[u8]) -> Result<Vec<u8>, Fault> {
        let Material { key, iv } = self.material(input)?;
        match self {
            Self::Md5Des => encrypt(keyed::<Des>(&key)?, &iv, plain),
            Self::Md5TripleDes | Self::Sha1TripleDes => encrypt(keyed::<TdesEde3>(&key)?, &iv, plain),
            Self::Sha1Rc2 { .. } => encrypt(rc2(&key), &iv, plain),
            Self::Sha1Rc4 { .. } => Ok(rc4(&key, plain)?.to_vec()),
            Self::HmacAes { key: 16, .. } => encrypt(keyed::<Aes128>(&key)?, &iv, plain),
            Self::HmacAes { .. } => encrypt(keyed::<Aes256>(&key)?, &iv, plain),
        }
    }

    /// Decrypts a message. No bytes at all are an empty message, padding or not, as they are to SunJCE.
    pub(super) fn decrypt(self, input: &Input<'_>, message: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let Material { key, iv } = self.material(input)?;
        match self {
            Self::Md5Des => decrypt(keyed::<Des>(&key)?, &iv, message),
            Self::Md5TripleDes | Self::Sha1TripleDes => decrypt(keyed::<TdesEde3>(&key)?, &iv, message),
            Self::Sha1Rc2 { .. } => decrypt(rc2(&key), &iv, message),
            Self::Sha1Rc4 { .. } => rc4(&key, message),
            Self::HmacAes { key: 16, .. } => decrypt(keyed::<Aes128>(&key)?, &iv, message),
            Self::HmacAes { .. } => decrypt(keyed::<Aes256>(&key)?, &iv, message),
        }
    }

    /// Key and IV. Only the AES algorithms use the IV that the message brings; the others derive their own.
    fn material(self, input: &Input<'_>) -> Result<Material, Fault> {
        let &Input { password, salt, iv, iterations } = input;
        match self {
            Self::Md5Des => Material::split(&*kdf::pbkdf1_md5(password, salt, iterations), 8),
            Self::Md5TripleDes => {
                let salt = salt.try_into().map_err(|_| Fault::Material)?;
                Material::split(&*kdf::sun_md5_triple_des(password, salt, iterations), 24)
            }
            Self::Sha1TripleDes => Ok(Material::pkcs12(input, 24)),
            Self::Sha1Rc2 { key } | Self::Sha1Rc4 { key } => Ok(Material::pkcs12(input, key)),
            Self::HmacAes { digest, key } => {
                let mut derived = Zeroizing::new(vec![0; key]);
                let derive = match digest {
                    Digest::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>,
                    Digest::Sha224 => pbkdf2::pbkdf2_hmac::<Sha224>,
                    Digest::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>,
                    Digest::Sha384 => pbkdf2::pbkdf2_hmac::<Sha384>,
                    Digest::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>,
                };
                derive(password, salt, iterations, &mut derived);
                Ok(Material { key: derived, iv: Zeroizing::new(iv.to_vec()) })
            }
        }
    }
}

impl Material {
    /// The key from the front of what was derived, the IV from behind it.
    fn split(derived: &[u8], key: usize) -> Result<Self, Fault> {
        let (key, iv) = derived.split_at_checked(key).ok_or(Fault::Material)?;
        Ok(Self { key: Zeroizing::new(key.to_vec()), iv: Zeroizing::new(iv.to_vec()) })
    }

    /// PKCS #12 material for a key of the given length and an IV of 8 bytes.
    fn pkcs12(input: &Input<'_>, key: usize) -> Self {
        let password = utf16_with_end(input.password);
        let derive = |purpose, length| {
            let mut out = Zeroizing::new(vec![0; length]);
            kdf::pkcs12_sha1(&password, input.salt, input.iterations, purpose, &mut out);
            out
        };
        Self { key: derive(Purpose::Key, key), iv: derive(Purpose::Iv, 8) }
    }
}

/// ASCII as UTF-16BE with a NUL behind it; a lone NUL means no password at all, not even its end.
fn utf16_with_end(password: &[u8]) -> Zeroizing<Vec<u8>> {
    if password == [0] {
        return Zeroizing::default();
    }
    Zeroizing::new(password.iter().chain(&[0]).flat_map(|&byte| [0, byte]).collect())
}

fn keyed<C: KeyInit>(key: &[u8]) -> Result<C, Fault> {
    C::new_from_slice(key).map_err(|_| Fault::Material)
}

fn rc2(key: &[u8]) -> Rc2 {
    Rc2::new_with_eff_key_len(key, key.len() * 8)
}

fn rc4(key: &[u8], message: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut out = Zeroizing::new(message.to_vec());
    keyed::<Rc4>(key)?.apply_keystream(&mut out);
    Ok(out)
}

fn encrypt<C: BlockCipherEncrypt>(cipher: C, iv: &[u8], plain: &[u8]) -> Result<Vec<u8>, Fault> {
    let mode = cbc::Encryptor::inner_iv_slice_init(cipher, iv).map_err(|_| Fault::Material)?;
    Ok(mode.encrypt_padded_vec::<Pkcs7>(plain))
}

fn decrypt<C: BlockCipherDecrypt>(cipher: C, iv: &[u8], message: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    if message.is_empty() {
        return Ok(Zeroizing::default());
    }
    if !message.len().is_multiple_of(C::block_size()) {
        return Err(Fault::PartialBlock);
    }
    let mut buffer = Zeroizing::new(message.to_vec());
    let mode = cbc::Decryptor::inner_iv_slice_init(cipher, iv).map_err(|_| Fault::Material)?;
    let length = mode.decrypt_padded::<Pkcs7>(&mut buffer).map_err(|_| Fault::Padding)?.len();
    buffer.truncate(length);
    Ok(buffer)
}
