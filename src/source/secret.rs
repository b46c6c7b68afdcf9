//! Text that must not leak: it can't be shown, serialised or compared, and is wiped when it is dropped.

use std::fmt;

use zeroize::Zeroizing;

/// A secret. Deliberately without `Display`, `Serialize`, `PartialEq` and `Hash`.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over a text; the copy that is kept is wiped on drop.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// A text on its way through the container, which may or may not be secret: what was decrypted always is.
#[derive(Clone)]
pub struct Text {
    inner: Zeroizing<String>,
    secret: bool,
}

impl Text {
    /// A text that may be shown.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { inner: Zeroizing::new(text.into()), secret: false }
    }

    /// A text that must not be shown.
    #[must_use]
    pub fn secret(text: impl Into<String>) -> Self {
        Self { inner: Zeroizing::new(text.into()), secret: true }
    }

    /// The text itself, secret or not: for whoever works with it rather than shows it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.inner
    }

    /// Whether it must be masked in every output.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.secret
    }

    /// Makes the text secret when `secret` holds; never makes a secret plain.
    #[must_use]
    pub fn guarded(mut self, secret: bool) -> Self {
        self.secret |= secret;
        self
    }

    /// The text for output: `***` when it is secret.
    #[must_use]
    pub fn shown(&self) -> &str {
        if self.secret { "***" } else { &self.inner }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.shown())
    }
}

impl From<Text> for Secret {
    fn from(text: Text) -> Self {
        Self(text.inner)
    }
}

/// Words that make a name one of a secret, written without separators and in lower case.
const SECRET_WORDS: [&str; 14] = [
    "passw",
    "passphrase",
    "pwd",
    "secret",
    "jaas",
    "token",
    "credential",
    "privatekey",
    "apikey",
    "accesskey",
    "encryptionkey",
    "keystorekey",
    "masterkey",
    "userinfo",
];

/// Whether the value under this name (a property's key, a variable) is to be taken for a secret. It errs towards yes: a
/// misspelt `password` is one too.
#[must_use]
pub fn looks_secret(name: &str) -> bool {
    let lower = name.to_lowercase();
    let joined: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    let misspelt = |word: &str| strsim::damerau_levenshtein(word, "password") <= 2;
    SECRET_WORDS.iter().any(|word| joined.contains(word))
        || lower.ends_with(".auth")
        || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() < 12).any(misspelt)
}

/// Whether a property of this name holds a secret, and not the name or place of one (`passwordEnvName`, `secret-ref`).
#[must_use]
pub fn holds_secret(name: &str) -> bool {
    let lower = name.to_lowercase();
    looks_secret(name) && !lower.ends_with("name") && !lower.ends_with("-ref")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_however_they_are_spelled() {
        for name in [
            "password",
            "db.cloud.Password",
            "PASSWD",
            "passwort",
            "pasword",
            "db.passowrd",
            "ssl.key.password",
            "sasl.jaas.config",
            "client_secret",
            "api-token",
            "ssl.keystore.key",
            "privateKey",
            "awsCredentials",
            "key.passphrase",
            "sasl.login.callback.auth",
            "confluent.basic.auth.user.info",
        ] {
            assert!(looks_secret(name), "{name}");
        }
        for name in [
            "",
            "username",
            "bootstrap.servers",
            "key.serializer",
            "port",
            "ssl.keystore.location",
            "monkey",
            "basic.auth.type",
        ] {
            assert!(!looks_secret(name), "{name}");
        }
        for name in ["passwordEnvName", "passwordSysPropertyName", "secret-ref"] {
            assert!(looks_secret(name) && !holds_secret(name), "{name}");
        }
    }
}
