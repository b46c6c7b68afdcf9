//! Whether Java's client could use a private key in PEM form.
//!
//! In: the text and its password. Out: nothing, or what is wrong and what Java says of it. OpenSSL takes more than Java
//! does, but the file must go on working for the server. Rules from `DefaultSslEngineFactory.PemStore` and the JDK 17's
//! `EncryptedPrivateKeyInfo` and `RSAKeyFactory`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::pkey::PKey;
use zeroize::Zeroizing;

/// The object identifier of PBES2 in DER.
const PBES2: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D];

/// Why Java's client doesn't take a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum KeyFault {
    /// There is none.
    #[error(
        "there is no private key in this PEM text: it needs a part from `-----BEGIN PRIVATE KEY-----` on"
    )]
    None,
    /// There are several.
    #[error("there are {0} private keys in this PEM text; leave one")]
    Several(usize),
    /// `BEGIN RSA PRIVATE KEY`.
    #[error(
        "Java takes no key of the form `BEGIN RSA PRIVATE KEY`: turn it into PKCS #8 with \
         `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW`"
    )]
    Pkcs1,
    /// Encrypted, and there is no password.
    #[error("the private key is encrypted, and ssl.key.password is missing")]
    PasswordMissing,
    /// Not encrypted, and there is a password.
    #[error(
        "the private key isn't encrypted, and Java stops at it because of ssl.key.password: remove that line"
    )]
    PasswordNeedless,
    /// Encrypted with PBES2, which `SecretKeyFactory` doesn't know by that name.
    #[error(
        "Java can't open a key under PBES2: encrypt it anew with \
         `openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -in OLD -out NEW`"
    )]
    Pbes2,
    /// The password is wrong.
    #[error("ssl.key.password isn't the password of the private key")]
    WrongPassword,
    /// It is damaged, or of a kind that can't be used.
    #[error("the private key can't be read")]
    Unreadable,
}

impl KeyFault {
    /// The message of Java's innermost exception, where it is known.
    pub(super) fn java(self) -> Option<String> {
        Some(match self {
            Self::None => "No matching PRIVATE KEY entries in PEM file".to_owned(),
            Self::Several(count) => format!("Expected one private key, but found {count}"),
            Self::Pkcs1 => "IOException : algid parse error, not a sequence".to_owned(),
            Self::PasswordMissing => {
                "IOException : DerValue.getBigIntegerInternal, not expected 48".to_owned()
            }
            Self::Pbes2 => "PBES2 SecretKeyFactory not available".to_owned(),
            Self::WrongPassword => {
                "Given final block not properly padded. Such issues can arise if a bad key is \
                used during decryption."
                    .to_owned()
            }
            Self::PasswordNeedless | Self::Unreadable => return None,
        })
    }
}

/// Judges the private key of a PEM text.
pub(super) fn check(pem: &str, password: Option<&str>) -> Result<(), KeyFault> {
    let (label, body) = only_key(pem)?;
    let encrypted = label.starts_with("ENCRYPTED");
    match password {
        None if encrypted => return Err(KeyFault::PasswordMissing),
        Some(_) if !encrypted => return Err(KeyFault::PasswordNeedless),
        _ if label.starts_with("RSA") => return Err(KeyFault::Pkcs1),
        _ if encrypted && is_pbes2(body) => return Err(KeyFault::Pbes2),
        _ => {}
    }
    let opened = PKey::private_key_from_pem_passphrase(pem.as_bytes(), password.unwrap_or("").as_bytes());
    let fault = if encrypted { KeyFault::WrongPassword } else { KeyFault::Unreadable };
    opened.map(|_| ()).map_err(|_| fault)
}

/// Label and body of the one part whose label ends in `PRIVATE KEY`.
fn only_key(pem: &str) -> Result<(&str, &str), KeyFault> {
    let parts = pem.split("-----BEGIN ").skip(1).filter_map(|part| part.split_once("-----"));
    let keys: Vec<(&str, &str)> = parts.filter(|(label, _)| label.ends_with("PRIVATE KEY")).collect();
    match keys.as_slice() {
        [] => Err(KeyFault::None),
        [only] => Ok(*only),
        several => Err(KeyFault::Several(several.len())),
    }
}

fn is_pbes2(body: &str) -> bool {
    let base64 = body.split("-----END").next().unwrap_or_default();
    let base64: Zeroizing<String> = Zeroizing::new(base64.split_whitespace().collect());
    let der = Zeroizing::new(STANDARD.decode(base64.as_bytes()).unwrap_or_default());
    // Behind the headers of two sequences, which are 8 bytes at most.
    der.get(..24).is_some_and(|start| start.windows(PBES2.len()).any(|window| window == PBES2))
}
