//! What can go wrong, told so that a person can act on it. No message contains a value, a plaintext or a password.
//!
//! jasypt hides the cause of almost everything behind an exception without a message; `spring()` gives its text.

/// What jasypt throws when it won't say why.
const NOT_POSSIBLE: &str = "org.jasypt.exceptions.EncryptionOperationNotPossibleException: null";

/// Settings that no value can be encrypted or decrypted with. jasypt finds out at the first value, not earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The password has no character.
    #[error("the encryption password is empty")]
    PasswordEmpty,
    /// The password has a character that the JDK refuses, even after composition.
    #[error(
        "the encryption password contains a character other than the printable ASCII ones, which Java's \
         password-based encryption refuses"
    )]
    PasswordNotAscii,
    /// No round of derivation.
    #[error("the number of iterations for the key must be greater than zero")]
    NoIterations,
    /// So many rounds that a value takes longer than anybody waits; no server refuses them.
    #[error("{iterations} iterations for the key are more than the {limit} that are tried")]
    TooManyIterations {
        /// As configured.
        iterations: u32,
        /// The most.
        limit: u32,
    },
    /// The algorithm needs an IV and there is no generator.
    #[error("{algorithm} needs an IV: set ivGeneratorClassName to org.jasypt.iv.RandomIvGenerator")]
    IvMissing {
        /// Its name.
        algorithm: &'static str,
    },
    /// The fixed salt is too short.
    #[error("the fixed salt is shorter than the {needed} bytes that {algorithm} takes")]
    SaltTooShort {
        /// The algorithm's name.
        algorithm: &'static str,
        /// Bytes it takes.
        needed: usize,
        /// Whether an IV generator is set: then jasypt gives no message.
        with_iv: bool,
    },
    /// The fixed IV is too short.
    #[error("the fixed IV is shorter than the {needed} bytes that {algorithm} takes")]
    IvTooShort {
        /// The algorithm's name.
        algorithm: &'static str,
        /// Bytes it takes.
        needed: usize,
    },
}

impl SetupError {
    /// What the innermost exception says on a server; none where a server goes on.
    #[must_use]
    pub const fn spring(self) -> Option<&'static str> {
        Some(match self {
            Self::TooManyIterations { .. } => return None,
            Self::PasswordEmpty => "java.lang.IllegalArgumentException: Password cannot be set empty",
            Self::PasswordNotAscii => "java.security.spec.InvalidKeySpecException: Password is not ASCII",
            Self::NoIterations => {
                "java.lang.IllegalArgumentException: Number of iterations for key obtention must be greater than zero"
            }
            Self::SaltTooShort { with_iv: false, .. } => {
                "org.jasypt.exceptions.EncryptionInitializationException: Requested salt larger than set"
            }
            Self::SaltTooShort { .. } | Self::IvMissing { .. } | Self::IvTooShort { .. } => NOT_POSSIBLE,
        })
    }
}

/// Why a value couldn't be decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecryptError {
    /// There are characters in it that no Base64 text has; jasypt skips them, and what is left makes no sense.
    #[error("it is not Base64: {foreign} of its characters are not in the Base64 alphabet")]
    NotBase64 {
        /// How many.
        foreign: usize,
    },
    /// Its Base64 characters come to no whole number of groups of four, or `=` stands within.
    #[error("it is not complete Base64: a part was cut off, or the `=` at its end is missing or misplaced")]
    IncompleteBase64,
    /// An odd number of digits, or a character that is no digit.
    #[error("it is not hexadecimal, which stringOutputType says it is")]
    NotHexadecimal,
    /// Nothing is left for the message.
    #[error("it is too short: {length} bytes, where salt and IV alone take {overhead}")]
    TooShort {
        /// Bytes there are.
        length: usize,
        /// Bytes of salt and IV in front of the message.
        overhead: usize,
    },
    /// The cipher works on blocks and there is a part of one.
    #[error(
        "its length can't be: {length} bytes of ciphertext are no multiple of the cipher's block of {block}"
    )]
    PartialBlock {
        /// Bytes of ciphertext.
        length: usize,
        /// Bytes of a block.
        block: usize,
    },
    /// The padding that must come out didn't.
    #[error(
        "the encryption password is not the one it was encrypted with, or algorithm ({algorithm}), iterations, salt \
         or IV generator differ, or the text is damaged"
    )]
    WrongPassword {
        /// The algorithm that was tried.
        algorithm: &'static str,
    },
}

impl DecryptError {
    /// What the innermost exception says on a server: always the same.
    #[must_use]
    pub const fn spring(self) -> &'static str {
        NOT_POSSIBLE
    }
}

/// Why a text couldn't be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncryptError {
    /// The system gave no random bytes for salt or IV.
    #[error("the system gives no random bytes")]
    NoRandomness,
    /// The cipher refused its key; a bug.
    #[error("{algorithm} refused its key material")]
    Cipher {
        /// The algorithm's name.
        algorithm: &'static str,
    },
}

impl EncryptError {
    /// What the innermost exception says on a server: always the same.
    #[must_use]
    pub const fn spring(self) -> &'static str {
        NOT_POSSIBLE
    }
}
