//! The shape of one row of the table of keys.

use super::java::JavaType;

/// A key of the Java producer and what becomes of it.
#[derive(Debug)]
pub(super) struct Row {
    /// The key as Java spells it.
    pub(super) key: &'static str,
    /// What Java accepts.
    pub(super) java: JavaType,
    /// What Java takes where the file says nothing; `None` is null.
    pub(super) default: Option<&'static str>,
    /// What we do with it.
    pub(super) treatment: Treatment,
}

/// Which of the two clients a librdkafka property is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Producer and consumer.
    Both,
    /// The producer alone.
    Producer,
}

/// What becomes of a key.
#[derive(Debug)]
pub(super) enum Treatment {
    /// Goes to librdkafka under this name, the default of Java too; numbers are brought into librdkafka's range.
    Pass {
        /// Who gets it.
        scope: Scope,
        /// librdkafka's name.
        to: &'static str,
        /// librdkafka's range, where it is narrower than Java's.
        range: Option<(i64, i64)>,
    },
    /// A theme's own function makes librdkafka's properties of it and of its neighbours.
    Theme,
    /// Has no counterpart; the reason ends the sentence "is ignored: ..".
    Ignored(&'static str),
    /// Would change what is sent or who may send, and can't be done; the reason ends "is refused: ..".
    Refused(&'static str),
}

impl Row {
    /// Whether its value is a secret.
    pub(super) fn secret(&self) -> bool {
        self.java == JavaType::Password
    }
}

impl Treatment {
    /// What becomes of the key, in a few words.
    pub(super) fn describe(&self, key: &str) -> String {
        match self {
            Self::Pass { to, .. } if *to == key => "passed".to_owned(),
            Self::Pass { to, .. } => format!("passed as `{to}`"),
            Self::Theme => "translated".to_owned(),
            Self::Ignored(reason) => format!("ignored with a warning: {reason}"),
            Self::Refused(reason) => format!("refused: {reason}"),
        }
    }
}
