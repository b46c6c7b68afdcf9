//! What is wrong with a store; no message contains anything of it but aliases.

use super::StoreKind;

/// Why a store can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It is neither JKS nor PKCS #12.
    #[error("{}", kind_message(*.kind))]
    Kind {
        /// What it is, if that can be told.
        kind: Option<StoreKind>,
    },
    /// It has more than 4 MiB.
    #[error("the store is larger than 4 MiB")]
    TooLarge,
    /// It ends too early.
    #[error("the store is cut off: it ends in the middle of an entry")]
    Truncated,
    /// It contradicts itself.
    #[error("the store is damaged")]
    Damaged,
    /// It uses an encryption that isn't supported.
    #[error(
        "the store is encrypted or encoded in a way that is not supported; write it anew with Java's keytool"
    )]
    Unsupported,
    /// The store's password is wrong, or the store was changed without it.
    #[error("the password of the store is wrong, or the store was changed by somebody who doesn't know it")]
    WrongPassword {
        /// What the store is.
        kind: StoreKind,
    },
    /// It can't be read without a password.
    #[error("the store can't be read without its password")]
    PasswordMissing,
    /// The key's password is wrong.
    #[error("the password of the key is wrong; where none is set it is the store's")]
    WrongKeyPassword {
        /// What the store is.
        kind: StoreKind,
    },
    /// The store's password is right, but a key in it has another one.
    #[error(
        "a key in this PKCS #12 store has a password of its own, which is not supported: give it the store's with \
         `keytool -importkeystore -srckeystore OLD -destkeystore NEW -deststoretype PKCS12`"
    )]
    OwnKeyPassword,
    /// A trust store without trusted certificates.
    #[error("the store trusts nobody{}", passed_over_message(*.passed_over))]
    TrustsNobody {
        /// Certificates that are there, but not marked as trusted.
        passed_over: usize,
    },
    /// A key store without a private key that has a certificate.
    #[error("the store holds no private key with a certificate; Java would present none to the broker")]
    NoKey,
    /// A key store with several private keys.
    #[error("the store holds several private keys ({}); leave one", .aliases.join(", "))]
    SeveralKeys {
        /// The aliases of their entries.
        aliases: Vec<String>,
    },
}

/// What the cipher of PKCS #12 says of a wrong password.
const NOT_PADDED: &str =
    "Given final block not properly padded. Such issues can arise if a bad key is used during decryption.";

impl StoreError {
    /// The message of Java's innermost exception, or its class where it has none; nothing where Java goes on.
    #[must_use]
    pub fn java(&self) -> Option<String> {
        let text = match self {
            Self::Kind { .. } => "Invalid keystore format".to_owned(),
            Self::Truncated => "java.io.EOFException".to_owned(),
            Self::WrongPassword { kind: StoreKind::Jks } => "Password verification failed".to_owned(),
            Self::WrongPassword { .. } => {
                format!(
                    "failed to decrypt safe contents entry: javax.crypto.BadPaddingException: {NOT_PADDED}"
                )
            }
            Self::WrongKeyPassword { kind: StoreKind::Jks } => "Cannot recover key".to_owned(),
            Self::WrongKeyPassword { .. } => NOT_PADDED.to_owned(),
            Self::TrustsNobody { .. } => "the trustAnchors parameter must be non-empty".to_owned(),
            Self::TooLarge
            | Self::Damaged
            | Self::Unsupported
            | Self::PasswordMissing
            | Self::OwnKeyPassword
            | Self::NoKey
            | Self::SeveralKeys { .. } => return None,
        };
        Some(text)
    }
}

fn kind_message(kind: Option<StoreKind>) -> &'static str {
    match kind {
        Some(StoreKind::Jceks) => {
            "it is a JCEKS store, which is not supported: turn it into PKCS #12 with \
             `keytool -importkeystore -srckeystore OLD -srcstoretype JCEKS -destkeystore NEW -deststoretype PKCS12`"
        }
        Some(StoreKind::Pem) => "it is a PEM file: say so in the store's type, and set no store password",
        _ => "it is neither a JKS nor a PKCS #12 store",
    }
}

fn passed_over_message(count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    format!(
        ": Java passes over its {count} certificates, as they aren't marked as trusted; \
         add them with `keytool -importcert`"
    )
}
