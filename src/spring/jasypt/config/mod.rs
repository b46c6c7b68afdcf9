//! The beans of jasypt's classes: what their setters were given, in order, and the settings that come of it.
//!
//! In: properties after placeholders and type conversion, environment variables and system properties. Out:
//! [`PbeSettings`](super::PbeSettings), or the error that the setter or the first use would throw. Knows no XML and
//! no bean names. Rules from `StandardPBEByteEncryptor.initialize`, `PooledPBEStringEncryptor.initialize` and the
//! `..PBEConfig` classes.

mod error;
mod generators;
mod identity;
mod resolve;
mod setters;

pub use error::ConfigError;
pub use identity::Identity;

use crate::source::{Secret, Text};

use super::{Algorithm, IvGenerator, OutputType, SaltGenerator};

/// A converted value that a property is set to.
#[derive(Clone, Debug)]
pub enum Setting {
    /// `null`.
    Null,
    /// A `String` or a `char[]`.
    Text(Text),
    /// An `int` or an `Integer`.
    Number(i64),
    /// A bean that is a `SaltGenerator`.
    Salt(SaltGenerator),
    /// A bean that is an `IvGenerator`.
    Iv(IvGenerator),
    /// Any other object, which must be a `java.security.Provider`.
    Other,
}

/// What a bean is, as far as its setters differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Encrypts; its setters refuse null and nothing at once.
    Encryptor,
    /// Encrypts with several encryptors in turn, and needs to know how many.
    Pool,
    /// Is given to an encryptor, which looks at it when it is first used.
    Config,
}

/// A bean of one of jasypt's encryptor or config classes.
#[derive(Clone, Debug)]
pub struct PbeBean {
    role: Role,
    algorithm: Option<String>,
    password: Option<Secret>,
    /// The setter and the name of the variable or system property that holds the password, or should.
    password_from: Option<(&'static str, String)>,
    /// A password was replaced: jasypt then takes the new one for wiped as well.
    password_lost: bool,
    iterations: Option<i64>,
    salt: Option<SaltGenerator>,
    iv: Option<IvGenerator>,
    output: Option<OutputType>,
    provider: Option<String>,
    pool_size: Option<i64>,
}

impl PbeBean {
    /// A fresh bean of a class; none if the class is neither an encryptor of texts nor a config.
    #[must_use]
    pub fn of_class(class: &str) -> Option<Self> {
        let short = class.strip_prefix("org.jasypt.")?;
        let (role, algorithm, iv) = match short {
            "encryption.pbe.StandardPBEStringEncryptor" => (Role::Encryptor, None, None),
            "encryption.pbe.PooledPBEStringEncryptor" => (Role::Pool, None, None),
            "encryption.pbe.config.SimplePBEConfig"
            | "encryption.pbe.config.SimpleStringPBEConfig"
            | "encryption.pbe.config.EnvironmentPBEConfig"
            | "encryption.pbe.config.EnvironmentStringPBEConfig" => (Role::Config, None, None),
            "util.text.BasicTextEncryptor" => (Role::Encryptor, Some(Algorithm::default().name()), None),
            "util.text.StrongTextEncryptor" => (Role::Encryptor, Some("PBEWithMD5AndTripleDES"), None),
            "util.text.AES256TextEncryptor" => {
                (Role::Encryptor, Some("PBEWithHMACSHA512AndAES_256"), Some(IvGenerator::Random))
            }
            _ => return None,
        };
        Some(Self { algorithm: algorithm.map(str::to_owned), iv, ..Self::new(role) })
    }

    /// A bean whose setters haven't been called.
    fn new(role: Role) -> Self {
        Self {
            role,
            algorithm: None,
            password: None,
            password_from: None,
            password_lost: false,
            iterations: None,
            salt: None,
            iv: None,
            output: None,
            provider: None,
            pool_size: None,
        }
    }

    /// Whether the bean encrypts, rather than being given to one that does.
    #[must_use]
    pub fn is_encryptor(&self) -> bool {
        self.role != Role::Config
    }
}

#[cfg(test)]
mod tests;
