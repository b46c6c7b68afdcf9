//! Salt and IV generators by the names of their classes.

use super::ConfigError;
use crate::spring::jasypt::{IvGenerator, SaltGenerator};

const SALT: &str = "salt generator";
const IV: &str = "IV generator";
const SALT_PACKAGE: &str = "org.jasypt.salt.";
const IV_PACKAGE: &str = "org.jasypt.iv.";

/// `SecureRandom` algorithms of JDK 17 on Linux. Which one it is makes no difference to what can be read.
const RANDOM: [&str; 5] = ["SHA1PRNG", "DRBG", "NativePRNG", "NativePRNGBlocking", "NativePRNGNonBlocking"];

/// Every class that can be named, for suggestions.
const NAMES: [&str; 10] = [
    "org.jasypt.salt.RandomSaltGenerator",
    "org.jasypt.salt.ZeroSaltGenerator",
    "org.jasypt.salt.StringFixedSaltGenerator",
    "org.jasypt.salt.ByteArrayFixedSaltGenerator",
    "org.jasypt.salt.FixedStringSaltGenerator",
    "org.jasypt.salt.FixedByteArraySaltGenerator",
    "org.jasypt.iv.RandomIvGenerator",
    "org.jasypt.iv.NoIvGenerator",
    "org.jasypt.iv.StringFixedIvGenerator",
    "org.jasypt.iv.ByteArrayFixedIvGenerator",
];

impl SaltGenerator {
    /// A generator of this class with these arguments: of its constructor, or, for the classes that are filled by
    /// setters, `salt` and `charset`.
    ///
    /// # Errors
    /// When there is no such salt generator, or it can't be made of the arguments.
    pub fn of_class(class: &str, arguments: &[&str]) -> Result<Self, ConfigError> {
        let short = class.strip_prefix(SALT_PACKAGE).ok_or_else(|| no_class(class, SALT))?;
        match (short, arguments) {
            ("RandomSaltGenerator", []) => Ok(Self::Random),
            ("RandomSaltGenerator", [algorithm, ..]) => random(algorithm).map(|()| Self::Random),
            ("ZeroSaltGenerator", _) => Ok(Self::Zero),
            ("FixedStringSaltGenerator" | "FixedByteArraySaltGenerator", []) => Ok(Self::Fixed(Vec::new())),
            (
                "StringFixedSaltGenerator"
                | "FixedStringSaltGenerator"
                | "ByteArrayFixedSaltGenerator"
                | "FixedByteArraySaltGenerator",
                arguments,
            ) => fixed(class, arguments).map(Self::Fixed),
            _ => Err(no_class(class, SALT)),
        }
    }

    /// What `Class.newInstance` makes of a class name.
    pub(super) fn new_instance(class: &str) -> Result<Self, ConfigError> {
        Self::of_class(class, &[])
    }
}

impl IvGenerator {
    /// A generator of this class with these arguments of its constructor.
    ///
    /// # Errors
    /// When there is no such IV generator, or it can't be made of the arguments.
    pub fn of_class(class: &str, arguments: &[&str]) -> Result<Self, ConfigError> {
        let short = class.strip_prefix(IV_PACKAGE).ok_or_else(|| no_class(class, IV))?;
        match (short, arguments) {
            ("NoIvGenerator", _) => Ok(Self::None),
            ("RandomIvGenerator", []) => Ok(Self::Random),
            ("RandomIvGenerator", [algorithm, ..]) => random(algorithm).map(|()| Self::Random),
            ("StringFixedIvGenerator" | "ByteArrayFixedIvGenerator", arguments) => {
                fixed(class, arguments).map(Self::Fixed)
            }
            _ => Err(no_class(class, IV)),
        }
    }

    /// What `Class.newInstance` makes of a class name.
    pub(super) fn new_instance(class: &str) -> Result<Self, ConfigError> {
        Self::of_class(class, &[])
    }
}

/// The error for a class that isn't one of the wanted kind, or isn't at all.
fn no_class(class: &str, wanted: &'static str) -> ConfigError {
    let interface =
        if wanted == SALT { "org.jasypt.salt.SaltGenerator" } else { "org.jasypt.iv.IvGenerator" };
    let class = class.to_owned();
    if class == interface {
        return ConfigError::NotInstantiable { class };
    }
    if NAMES.contains(&class.as_str()) {
        return ConfigError::WrongClass { class, wanted, interface };
    }
    let package = if wanted == SALT { SALT_PACKAGE } else { IV_PACKAGE };
    let candidates = NAMES.iter().filter(|name| name.starts_with(package));
    let likeness = |name: &&&str| (strsim::jaro_winkler(last(name), last(&class)) * 1e6) as u32;
    let nearest = candidates.max_by_key(likeness).copied();
    ConfigError::ClassNotFound { wanted, class, nearest }
}

fn last(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}

fn random(algorithm: &str) -> Result<(), ConfigError> {
    let known = RANDOM.iter().any(|name| name.eq_ignore_ascii_case(algorithm));
    if known { Ok(()) } else { Err(ConfigError::RandomAlgorithm { name: algorithm.to_owned() }) }
}

/// The bytes of a fixed salt or IV: a text and, if given, the name of a character set.
fn fixed(class: &str, arguments: &[&str]) -> Result<Vec<u8>, ConfigError> {
    match arguments {
        [] => Err(ConfigError::NotInstantiable { class: class.to_owned() }),
        [text] => Ok(text.as_bytes().to_vec()),
        [text, charset, ..] => encode(text, charset),
    }
}

/// `String.getBytes` for the character sets that every JVM has; what one lacks becomes `?`.
fn encode(text: &str, charset: &str) -> Result<Vec<u8>, ConfigError> {
    let narrow = |limit: u32| {
        let byte = |c: char| if u32::from(c) < limit { u32::from(c) as u8 } else { b'?' };
        text.chars().map(byte).collect::<Vec<u8>>()
    };
    let wide = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
    Ok(match charset.to_ascii_uppercase().as_str() {
        "UTF-8" | "UTF8" => text.as_bytes().to_vec(),
        "ISO-8859-1" | "ISO8859-1" | "ISO8859_1" | "ISO_8859-1" | "ISO_8859_1" | "LATIN1" => narrow(0x100),
        "US-ASCII" | "ASCII" | "ISO646-US" => narrow(0x80),
        "UTF-16BE" | "UTF_16BE" => wide(u16::to_be_bytes),
        "UTF-16LE" | "UTF_16LE" => wide(u16::to_le_bytes),
        "UTF-16" | "UTF16" | "UTF_16" => [vec![0xFE, 0xFF], wide(u16::to_be_bytes)].concat(),
        _ => return Err(ConfigError::Charset { name: charset.to_owned() }),
    })
}
