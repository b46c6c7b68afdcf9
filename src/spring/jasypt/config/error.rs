//! What is wrong with the beans of jasypt's classes, and what the server says of it.

use std::borrow::Cow;

use crate::spring::jasypt::UnknownAlgorithm;

/// A setter, or the first use of an encryptor, would throw.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A value that jasypt refuses with this text.
    #[error("jasypt refuses the value: {why}")]
    Refused {
        /// The exception's text.
        why: &'static str,
    },
    /// Neither the encryptor nor a config sets a password.
    #[error("no encryption password is set")]
    PasswordNotSet,
    /// The config has none.
    #[error("no encryption password is set{}", named(.from.as_ref(), ": ", " is not set"))]
    PasswordNull {
        /// `environment variable` or `system property`, and its name.
        from: Option<(&'static str, String)>,
    },
    /// The config has an empty one.
    #[error("the encryption password is empty{}", named(.from.as_ref(), ": ", " is set to nothing"))]
    PasswordEmpty {
        /// `environment variable` or `system property`, and its name.
        from: Option<(&'static str, String)>,
    },
    /// The config's password was set twice.
    #[error("the encryption password is set twice on the same config, upon which jasypt takes it for wiped")]
    PasswordCleaned,
    /// There is no such algorithm.
    #[error(transparent)]
    UnknownAlgorithm(UnknownAlgorithm),
    /// The variable or system property for a number holds something else.
    #[error("the variable that should hold a number holds something else")]
    NotANumber {
        /// What it holds.
        text: String,
    },
    /// There is no class of this name.
    #[error("jasypt has no {wanted} `{class}`{}", suggestion(.nearest))]
    ClassNotFound {
        /// What was looked for: `salt generator` or `IV generator`.
        wanted: &'static str,
        /// The name as configured.
        class: String,
        /// The full name of a class that may be meant.
        nearest: Option<&'static str>,
    },
    /// A class that can't be made by its name alone, as its constructor wants a value.
    #[error("`{class}` can't be named here, as its constructor wants a value: set it up as a bean")]
    NotInstantiable {
        /// The class.
        class: String,
    },
    /// A salt generator for an IV generator, or the other way round.
    #[error("`{class}` is no {wanted}")]
    WrongClass {
        /// The class.
        class: String,
        /// What was wanted: `salt generator` or `IV generator`.
        wanted: &'static str,
        /// The interface that was wanted.
        interface: &'static str,
    },
    /// A character set that there is not.
    #[error("there is no character set `{name}`")]
    Charset {
        /// Its name as configured.
        name: String,
    },
    /// A random generator that there is not.
    #[error("Java has no random generator `{name}`")]
    RandomAlgorithm {
        /// Its name as configured.
        name: String,
    },
    /// A provider that a plain JVM doesn't have.
    #[error("there is no security provider `{provider}`; only SunJCE, the default, is supported")]
    NoSuchProvider {
        /// Its name as configured.
        provider: String,
    },
    /// A provider of the JDK without password-based encryption.
    #[error("the security provider `{provider}` has no {algorithm}; leave it out to get SunJCE, which has")]
    ProviderLacks {
        /// Its name.
        provider: String,
        /// The algorithm wanted of it.
        algorithm: String,
    },
    /// An own provider object or class.
    #[error("a security provider of one's own is not supported; leave it out to get SunJCE")]
    ForeignProvider,
    /// A pool without a size.
    #[error("the encryptor pool has no size: set poolSize to 1 or more")]
    PoolSize,
    /// There is no such setter.
    #[error("there is no property `{property}`")]
    NoSuchProperty {
        /// Its name as configured.
        property: String,
    },
}

/// What jasypt throws when it can't be set up, often around another exception.
const INITIALIZATION: &str = "org.jasypt.exceptions.EncryptionInitializationException";

/// What `SimplePBEConfig` runs into when it has no password, in the words of a JVM that explains null pointers.
const NULL_PASSWORD: &str =
    "java.lang.NullPointerException: Cannot read the array length because \"this.password\" is null";

const EMPTY_PASSWORD: &str = "java.lang.IllegalArgumentException: Password cannot be set empty";

/// What jasypt says of a password that was wiped.
const CLEANED: &str = "org.jasypt.exceptions.PasswordAlreadyCleanedException: Password already cleaned: The encryptor \
    that uses this password has already been initialized and therefore this password has been cleaned so that it is no \
    more present in memory. An exception has been raised when accessing this property in order to avoid \
    inconsistencies. A possible reason for this error is that you are using the same PBEConfig object to configure two \
    different PBE encryptor instances.";

impl ConfigError {
    /// The exception on a server as Java writes it, class and message: what a setter throws, or the innermost one of
    /// a first use. None where it may well work there.
    #[must_use]
    pub fn spring(&self) -> Option<Cow<'static, str>> {
        let text = match self {
            Self::Refused { why } => format!("java.lang.IllegalArgumentException: {why}"),
            Self::PasswordNotSet => {
                format!("{INITIALIZATION}: Password not set for Password Based Encryptor")
            }
            Self::PasswordNull { .. } => return Some(NULL_PASSWORD.into()),
            Self::PasswordEmpty { .. } => return Some(EMPTY_PASSWORD.into()),
            Self::PasswordCleaned => return Some(CLEANED.into()),
            Self::UnknownAlgorithm(unknown) => unknown.spring(),
            Self::NotANumber { text } => {
                format!("{INITIALIZATION}: java.lang.NumberFormatException: For input string: \"{text}\"")
            }
            Self::ClassNotFound { class, .. } => {
                format!("{INITIALIZATION}: java.lang.ClassNotFoundException: {class}")
            }
            Self::NotInstantiable { class } => {
                format!("{INITIALIZATION}: java.lang.InstantiationException: {class}")
            }
            Self::WrongClass { class, interface, .. } => format!(
                "{INITIALIZATION}: java.lang.ClassCastException: class {class} cannot be cast to class {interface} \
                 ({class} and {interface} are in unnamed module of loader 'app')"
            ),
            Self::Charset { name } => format!("{INITIALIZATION}: Invalid charset specified: {name}"),
            Self::RandomAlgorithm { name } => {
                format!("java.security.NoSuchAlgorithmException: {name} SecureRandom not available")
            }
            Self::NoSuchProvider { provider } => {
                format!("java.security.NoSuchProviderException: no such provider: {provider}")
            }
            Self::ProviderLacks { provider, algorithm } => format!(
                "java.security.NoSuchAlgorithmException: no such algorithm: {algorithm} for provider {provider}"
            ),
            Self::PoolSize => "java.lang.IllegalArgumentException: Pool size must be set and > 0".to_owned(),
            Self::ForeignProvider | Self::NoSuchProperty { .. } => return None,
        };
        Some(text.into())
    }
}

fn named(from: Option<&(&'static str, String)>, before: &str, after: &str) -> String {
    from.map(|(kind, name)| format!("{before}{kind} {name}{after}")).unwrap_or_default()
}

fn suggestion(nearest: &Option<&'static str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}
