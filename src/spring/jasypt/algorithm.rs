//! The names of password-based encryption that JDK 17 knows, as `SecretKeyFactory` and `Cipher` list them.

use super::scheme::{Digest, Scheme};

/// A password-based encryption algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Algorithm {
    name: &'static str,
    pub(super) scheme: Scheme,
}

const fn algorithm(name: &'static str, scheme: Scheme) -> Algorithm {
    Algorithm { name, scheme }
}

const fn aes(name: &'static str, digest: Digest, key: usize) -> Algorithm {
    algorithm(name, Scheme::HmacAes { digest, key })
}

const DEFAULT: Algorithm = algorithm("PBEWithMD5AndDES", Scheme::Md5Des);

const ALGORITHMS: [Algorithm; 17] = [
    DEFAULT,
    algorithm("PBEWithMD5AndTripleDES", Scheme::Md5TripleDes),
    algorithm("PBEWithSHA1AndDESede", Scheme::Sha1TripleDes),
    algorithm("PBEWithSHA1AndRC2_40", Scheme::Sha1Rc2 { key: 5 }),
    algorithm("PBEWithSHA1AndRC2_128", Scheme::Sha1Rc2 { key: 16 }),
    algorithm("PBEWithSHA1AndRC4_40", Scheme::Sha1Rc4 { key: 5 }),
    algorithm("PBEWithSHA1AndRC4_128", Scheme::Sha1Rc4 { key: 16 }),
    aes("PBEWithHmacSHA1AndAES_128", Digest::Sha1, 16),
    aes("PBEWithHmacSHA1AndAES_256", Digest::Sha1, 32),
    aes("PBEWithHmacSHA224AndAES_128", Digest::Sha224, 16),
    aes("PBEWithHmacSHA224AndAES_256", Digest::Sha224, 32),
    aes("PBEWithHmacSHA256AndAES_128", Digest::Sha256, 16),
    aes("PBEWithHmacSHA256AndAES_256", Digest::Sha256, 32),
    aes("PBEWithHmacSHA384AndAES_128", Digest::Sha384, 16),
    aes("PBEWithHmacSHA384AndAES_256", Digest::Sha384, 32),
    aes("PBEWithHmacSHA512AndAES_128", Digest::Sha512, 16),
    aes("PBEWithHmacSHA512AndAES_256", Digest::Sha512, 32),
];

/// Object identifiers that SunJCE takes for names, with or without `OID.` in front.
const IDENTIFIERS: [(&str, &str); 6] = [
    ("1.2.840.113549.1.5.3", "PBEWithMD5AndDES"),
    ("1.2.840.113549.1.12.1.1", "PBEWithSHA1AndRC4_128"),
    ("1.2.840.113549.1.12.1.2", "PBEWithSHA1AndRC4_40"),
    ("1.2.840.113549.1.12.1.3", "PBEWithSHA1AndDESede"),
    ("1.2.840.113549.1.12.1.5", "PBEWithSHA1AndRC2_128"),
    ("1.2.840.113549.1.12.1.6", "PBEWithSHA1AndRC2_40"),
];

/// Key factories of SunJCE that take no password.
const KEYS_ONLY: [&str; 3] = ["DES", "DESede", "TripleDES"];

/// Key factories of SunJCE that want a salt together with the password, which jasypt doesn't give them.
const SALTED: [&str; 7] = [
    "PBKDF2WithHmacSHA1",
    "PBKDF2WithHmacSHA224",
    "PBKDF2WithHmacSHA256",
    "PBKDF2WithHmacSHA384",
    "PBKDF2WithHmacSHA512",
    "1.2.840.113549.1.5.12",
    "OID.1.2.840.113549.1.5.12",
];

impl Algorithm {
    /// Every algorithm that works, the default first.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        &ALGORITHMS
    }

    /// The algorithm of this name, its object identifier, or `PBE`. Case doesn't matter, a blank does.
    ///
    /// # Errors
    /// When JDK 17 has no password-based encryption of this name.
    pub fn by_name(name: &str) -> Result<Self, UnknownAlgorithm> {
        let number = name.get(..4).filter(|prefix| prefix.eq_ignore_ascii_case("OID.")).and(name.get(4..));
        let identified = IDENTIFIERS.iter().find(|(number_of, _)| *number_of == number.unwrap_or(name));
        let wanted = match identified {
            Some((_, identified)) => identified,
            None if name.eq_ignore_ascii_case("PBE") => return Ok(Self::default()),
            None => name,
        };
        let found = ALGORITHMS.iter().find(|algorithm| algorithm.name.eq_ignore_ascii_case(wanted));
        found.copied().ok_or_else(|| UnknownAlgorithm { name: name.to_owned() })
    }

    /// The name in the JDK's own spelling.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Whether it works only with an IV generator, such as `org.jasypt.iv.RandomIvGenerator`.
    #[must_use]
    pub const fn needs_iv(self) -> bool {
        matches!(self.scheme, Scheme::HmacAes { .. })
    }
}

impl Default for Algorithm {
    fn default() -> Self {
        DEFAULT
    }
}

/// JDK 17 has no password-based encryption of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAlgorithm {
    /// The name as configured.
    pub name: String,
}

impl UnknownAlgorithm {
    /// The known name that is spelt most like it.
    #[must_use]
    pub fn nearest(&self) -> &'static str {
        let wanted = self.name.to_ascii_lowercase();
        let likeness = |algorithm: &&Algorithm| {
            (strsim::jaro_winkler(&algorithm.name.to_ascii_lowercase(), &wanted) * 1e6) as u32
        };
        ALGORITHMS.iter().max_by_key(likeness).map_or("", |algorithm| algorithm.name)
    }

    /// What the innermost exception says under `EncryptionInitializationException`.
    #[must_use]
    pub fn spring(&self) -> String {
        let among = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(&self.name));
        if among(&KEYS_ONLY) {
            "java.security.spec.InvalidKeySpecException: Inappropriate key specification".to_owned()
        } else if among(&SALTED) {
            "java.security.spec.InvalidKeySpecException: Salt not found".to_owned()
        } else {
            format!("java.security.NoSuchAlgorithmException: {} SecretKeyFactory not available", self.name)
        }
    }
}

impl std::fmt::Display for UnknownAlgorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Java 17 has no password-based encryption called `{}`; did you mean `{}`?",
            self.name,
            self.nearest()
        )
    }
}

impl std::error::Error for UnknownAlgorithm {}
