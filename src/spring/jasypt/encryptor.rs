//! `StandardPBEStringEncryptor`: checked settings in, texts to and fro.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::codec::OutputType;
use super::error::{DecryptError, EncryptError, SetupError};
use super::generator::Prefix;
use super::scheme::{Fault, Input};
use super::text::from_utf8;
use super::{Algorithm, IvGenerator, SaltGenerator, printable};
use crate::source::Secret;

/// Salt of a stream cipher, in bytes: `DEFAULT_SALT_SIZE_BYTES`.
const STREAM_SALT: usize = 8;
/// IV of a stream cipher, in bytes: `DEFAULT_IV_SIZE_BYTES`.
const STREAM_IV: usize = 16;

/// The most rounds of the key derivation: several seconds for each value.
const MOST_ITERATIONS: u32 = 10_000_000;

/// What an encryptor works with.
#[derive(Clone, Debug)]
pub struct PbeSettings {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// Rounds of the key derivation, at least one.
    pub iterations: u32,
    /// The password.
    pub password: Secret,
    /// Where the salt comes from.
    pub salt: SaltGenerator,
    /// Where the IV comes from.
    pub iv: IvGenerator,
    /// How ciphertexts are written.
    pub output: OutputType,
}

impl PbeSettings {
    /// jasypt's defaults: PBEWithMD5AndDES, 1000 iterations, random salt, no IV, Base64.
    #[must_use]
    pub fn new(password: Secret) -> Self {
        Self {
            algorithm: Algorithm::default(),
            iterations: 1000,
            password,
            salt: SaltGenerator::default(),
            iv: IvGenerator::default(),
            output: OutputType::default(),
        }
    }

    fn salt_prefix(&self) -> Result<Prefix, SetupError> {
        let needed = self.algorithm.scheme.block().unwrap_or(STREAM_SALT);
        self.salt.prefix(needed).ok_or_else(|| SetupError::SaltTooShort {
            algorithm: self.algorithm.name(),
            needed,
            with_iv: self.iv != IvGenerator::None,
        })
    }

    fn iv_prefix(&self) -> Result<Prefix, SetupError> {
        let algorithm = self.algorithm.name();
        if self.algorithm.needs_iv() && self.iv == IvGenerator::None {
            return Err(SetupError::IvMissing { algorithm });
        }
        let needed = self.algorithm.scheme.block().unwrap_or(STREAM_IV);
        self.iv.prefix(needed).ok_or(SetupError::IvTooShort { algorithm, needed })
    }
}

/// Encrypts and decrypts texts.
#[derive(Clone)]
pub struct Encryptor {
    settings: PbeSettings,
    /// The password in Unicode's form C, as bytes.
    password: Zeroizing<Vec<u8>>,
    salt: Prefix,
    iv: Prefix,
}

impl std::fmt::Debug for Encryptor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encryptor").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Encryptor {
    /// An encryptor with these settings.
    ///
    /// # Errors
    /// When nothing can be encrypted with them.
    pub fn new(settings: PbeSettings) -> Result<Self, SetupError> {
        if settings.password.reveal().is_empty() {
            return Err(SetupError::PasswordEmpty);
        }
        if settings.iterations == 0 {
            return Err(SetupError::NoIterations);
        }
        let iterations = settings.iterations;
        if iterations > MOST_ITERATIONS {
            return Err(SetupError::TooManyIterations { iterations, limit: MOST_ITERATIONS });
        }
        let password = ascii(settings.password.reveal()).ok_or(SetupError::PasswordNotAscii)?;
        let (salt, iv) = (settings.salt_prefix()?, settings.iv_prefix()?);
        Ok(Self { settings, password, salt, iv })
    }

    /// The settings in use.
    #[must_use]
    pub const fn settings(&self) -> &PbeSettings {
        &self.settings
    }

    /// Encrypts a text; the result stands without `ENC(` and `)`.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn encrypt(&self, plain: &str) -> Result<String, EncryptError> {
        let Algorithm { scheme, .. } = self.settings.algorithm;
        let mut message = Vec::new();
        let salt = self.salt.write(&mut message).map_err(|_| EncryptError::NoRandomness)?;
        let iv = self.iv.write(&mut message).map_err(|_| EncryptError::NoRandomness)?;
        let encrypted = scheme.encrypt(&self.input(&salt, &iv), plain.as_bytes());
        message.extend(
            encrypted.map_err(|_| EncryptError::Cipher { algorithm: self.settings.algorithm.name() })?,
        );
        Ok(self.settings.output.encode(&message))
    }

    /// Decrypts a text that stands without `ENC(` and `)`. Bytes that are no UTF-8 become U+FFFD, as in Java.
    ///
    /// # Errors
    /// When jasypt would throw; the error says why.
    pub fn decrypt(&self, text: &str) -> Result<Secret, DecryptError> {
        let output = self.settings.output;
        let plain = match output.decode(text) {
            Some(message) => self.decrypt_bytes(&message),
            None => Err(DecryptError::IncompleteBase64),
        };
        plain.map(|bytes| from_utf8(&bytes)).map_err(|error| output.fault(text).unwrap_or(error))
    }

    /// Decrypts a value that nothing marks as encrypted: only if it is flawless, the cipher notices a wrong password,
    /// and the plaintext is printable.
    #[must_use]
    pub fn decrypt_bare(&self, text: &str) -> Option<Secret> {
        if !self.may_decrypt_bare(text) {
            return None;
        }
        self.decrypt(text).ok().filter(|plain| printable(plain.reveal()))
    }

    /// Whether [`decrypt_bare`](Self::decrypt_bare) would try the value.
    #[must_use]
    pub fn may_decrypt_bare(&self, text: &str) -> bool {
        let PbeSettings { algorithm, output, .. } = &self.settings;
        let Some(block) = algorithm.scheme.block() else { return false };
        let overhead = self.salt.overhead() + self.iv.overhead();
        let bytes = output.decode_canonical(text);
        let encrypted = bytes.and_then(|bytes| bytes.len().checked_sub(overhead));
        encrypted.is_some_and(|length| length > 0 && length.is_multiple_of(block))
    }

    fn decrypt_bytes(&self, message: &[u8]) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let algorithm = self.settings.algorithm;
        let overhead = self.salt.overhead() + self.iv.overhead();
        let too_short = DecryptError::TooShort { length: message.len(), overhead };
        if overhead > 0 && message.len() <= overhead {
            return Err(too_short);
        }
        let (salt, rest) = self.salt.read(message).ok_or(too_short)?;
        let (iv, encrypted) = self.iv.read(rest).ok_or(too_short)?;
        let decrypted = algorithm.scheme.decrypt(&self.input(salt, iv), encrypted);
        decrypted.map_err(|fault| match (fault, algorithm.scheme.block()) {
            (Fault::PartialBlock, Some(block)) => {
                DecryptError::PartialBlock { length: encrypted.len(), block }
            }
            _ => DecryptError::WrongPassword { algorithm: algorithm.name() },
        })
    }

    fn input<'a>(&'a self, salt: &'a [u8], iv: &'a [u8]) -> Input<'a> {
        Input { password: &self.password, salt, iv, iterations: self.settings.iterations }
    }
}

/// The password as SunJCE's `PBEKey` takes it: composed, and then of printable ASCII characters alone, or one NUL.
fn ascii(password: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(password.len()));
    for character in password.nfc() {
        bytes.push(u8::try_from(character).ok()?);
    }
    let accepted = *bytes == [0] || bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    accepted.then_some(bytes)
}
