//! What Java's `ConfigDef` accepts for a key, with the texts of its `ConfigException`.
//!
//! In: the text of a value. Out: nothing, or the exception's message. Knows types and validators, no key. Rules from
//! kafka-clients 3.9.1: `ConfigDef.parseType`, `Range`, `ValidString`, `CaseInsensitiveValidString`.

/// Type and validator of a key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum JavaType {
    /// `BOOLEAN`.
    Boolean,
    /// `SHORT`, `INT` or `LONG`, within bounds.
    Whole {
        /// Its name in messages.
        name: &'static str,
        /// What the type can hold.
        holds: (i64, i64),
        /// What the validator lets pass.
        least: Option<i64>,
        /// What the validator lets pass.
        most: Option<i64>,
    },
    /// `INT` from 1 to 9, or -1: the validator of `compression.gzip.level`.
    GzipLevel,
    /// `DOUBLE`, within bounds where there are any.
    Double(Option<(f64, f64)>),
    /// `STRING`.
    Text,
    /// `STRING` that is one of these.
    OneOf(&'static [&'static str]),
    /// `STRING` that is one of these, in capitals or not; in the order in which Java's message lists them.
    OneOfIgnoringCase(&'static [&'static str]),
    /// `STRING` of at least one character.
    NonEmpty,
    /// `LIST`, separated by commas.
    List,
    /// `CLASS`; one of these, which kafka-clients brings.
    Class(&'static [&'static str]),
    /// `PASSWORD`.
    Password,
    /// No key of the producer's `ConfigDef`: whoever reads it gets the text as it stands, untrimmed.
    Raw,
}

/// `INT` of at least this.
pub(super) const fn int(least: i64) -> JavaType {
    whole("INT", (i32::MIN as i64, i32::MAX as i64), Some(least), None)
}

/// `LONG` of at least this.
pub(super) const fn long(least: i64) -> JavaType {
    whole("LONG", (i64::MIN, i64::MAX), Some(least), None)
}

/// `INT` without a validator.
pub(super) const ANY_INT: JavaType = whole("INT", (i32::MIN as i64, i32::MAX as i64), None, None);

/// `LONG` without a validator.
pub(super) const ANY_LONG: JavaType = whole("LONG", (i64::MIN, i64::MAX), None, None);

/// `INT` within these bounds.
pub(super) const fn int_between(least: i64, most: i64) -> JavaType {
    whole("INT", (i32::MIN as i64, i32::MAX as i64), Some(least), Some(most))
}

/// `SHORT` within these bounds.
pub(super) const fn short_between(least: i64, most: i64) -> JavaType {
    whole("SHORT", (i16::MIN as i64, i16::MAX as i64), Some(least), Some(most))
}

const fn whole(name: &'static str, holds: (i64, i64), least: Option<i64>, most: Option<i64>) -> JavaType {
    JavaType::Whole { name, holds, least, most }
}

/// A text without what Java's `String.trim` cuts: everything up to the blank, control characters included.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|character| character <= ' ')
}

/// The items of a `LIST`.
pub(super) fn list(text: &str) -> Vec<&str> {
    let text = trim(text);
    if text.is_empty() { Vec::new() } else { text.split(',').map(str::trim).collect() }
}

/// Why a value isn't taken: the value as Java's message shows it, and the sentence behind it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rejection {
    shown: String,
    sentence: String,
}

impl Rejection {
    /// The message of the `ConfigException`; a secret value is masked.
    pub(super) fn text(&self, key: &str, secret: bool) -> String {
        let shown = if secret { "[hidden]" } else { &self.shown };
        format!("Invalid value {shown} for configuration {key}: {}", self.sentence)
    }
}

impl JavaType {
    /// Whether Java trims the text before it uses it.
    pub(super) fn trims(self) -> bool {
        self != Self::Raw
    }

    /// What the key takes, for people; ends the sentence "it takes ..".
    pub(super) fn expected(self) -> String {
        match self {
            Self::Boolean => "true or false".to_owned(),
            Self::Whole { holds, least, most, .. } => {
                format!("a whole number from {} to {}", least.unwrap_or(holds.0), most.unwrap_or(holds.1))
            }
            Self::GzipLevel => "a whole number from 1 to 9, or -1".to_owned(),
            Self::Double(Some((least, most))) => format!("a number from {least} to {most}"),
            Self::Double(None) => "a number".to_owned(),
            Self::OneOf(names) | Self::OneOfIgnoringCase(names) => names.join(", "),
            Self::NonEmpty => "a text that isn't empty".to_owned(),
            Self::Class(names) => names.join(", "),
            Self::Text | Self::List | Self::Password | Self::Raw => "any text".to_owned(),
        }
    }

    /// What `ConfigDef` says to this text.
    pub(super) fn check(self, text: &str) -> Result<(), Rejection> {
        let trimmed = trim(text);
        let reject = |shown: &str, sentence: String| Err(Rejection { shown: shown.to_owned(), sentence });
        match self {
            Self::Boolean
                if trimmed.eq_ignore_ascii_case("true") || trimmed.eq_ignore_ascii_case("false") =>
            {
                Ok(())
            }
            Self::Boolean => reject(text, "Expected value to be either true or false".to_owned()),
            Self::Whole { name, holds, least, most } => {
                let number = parse_whole(text, name, holds)?;
                let bounds = (
                    least.map(|least| (least, least.to_string())),
                    most.map(|most| (most, most.to_string())),
                );
                within(&number, &number.to_string(), bounds)
            }
            Self::GzipLevel => match parse_whole(text, "INT", (i32::MIN.into(), i32::MAX.into()))? {
                -1 | 1..=9 => Ok(()),
                other => {
                    reject(&other.to_string(), "Value must be between 1 and 9 or equal to -1".to_owned())
                }
            },
            Self::Double(bounds) => {
                let not_a_number = || Rejection {
                    shown: text.to_owned(),
                    sentence: "Not a number of type DOUBLE".to_owned(),
                };
                let number: f64 = trimmed.parse().map_err(|_| not_a_number())?;
                let bound = |bound: f64| (bound, format!("{bound:?}"));
                let bounds = bounds.map(|(least, most)| (bound(least), bound(most))).unzip();
                within(&number, &format!("{number:?}"), bounds)
            }
            Self::OneOf(names) if !names.contains(&trimmed) => {
                reject(trimmed, format!("String must be one of: {}", names.join(", ")))
            }
            Self::OneOfIgnoringCase(names)
                if !names.iter().any(|name| name.eq_ignore_ascii_case(trimmed)) =>
            {
                reject(trimmed, format!("String must be one of (case insensitive): {}", names.join(", ")))
            }
            Self::NonEmpty if trimmed.is_empty() => reject(trimmed, "String must be non-empty".to_owned()),
            Self::Class(known) if !known.contains(&trimmed) => {
                reject(text, format!("Class {text} could not be found."))
            }
            Self::OneOf(_)
            | Self::OneOfIgnoringCase(_)
            | Self::NonEmpty
            | Self::Class(_)
            | Self::Text
            | Self::List
            | Self::Password
            | Self::Raw => Ok(()),
        }
    }
}

fn parse_whole(text: &str, name: &str, (low, high): (i64, i64)) -> Result<i64, Rejection> {
    trim(text)
        .parse()
        .ok()
        .filter(|number| (low..=high).contains(number))
        .ok_or_else(|| Rejection { shown: text.to_owned(), sentence: format!("Not a number of type {name}") })
}

/// A bound and the text that Java prints for it.
type Bound<N> = Option<(N, String)>;

/// `Range.ensureValid`.
fn within<N: PartialOrd>(
    number: &N,
    shown: &str,
    (least, most): (Bound<N>, Bound<N>),
) -> Result<(), Rejection> {
    let sentence = match (least, most) {
        (Some((least, text)), _) if *number < least => format!("Value must be at least {text}"),
        (_, Some((most, text))) if *number > most => format!("Value must be no more than {text}"),
        _ => return Ok(()),
    };
    Err(Rejection { shown: shown.to_owned(), sentence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(java: JavaType, text: &str) -> String {
        java.check(text).err().map_or_else(|| "ok".to_owned(), |rejection| rejection.text("k", false))
    }

    #[test]
    fn rejections_have_the_words_of_kafka_clients() {
        let prefix = "Invalid value ";
        for (java, text, expected) in [
            (int(0), " +3 ", "ok"),
            (int(0), "abc", "abc for configuration k: Not a number of type INT"),
            (int(0), "0x10", "0x10 for configuration k: Not a number of type INT"),
            (int(0), "", " for configuration k: Not a number of type INT"),
            (int(0), "2147483648", "2147483648 for configuration k: Not a number of type INT"),
            (int(0), " -1 ", "-1 for configuration k: Value must be at least 0"),
            (short_between(0, 900), "901", "901 for configuration k: Value must be no more than 900"),
            (JavaType::Boolean, "yes", "yes for configuration k: Expected value to be either true or false"),
            (JavaType::Boolean, " TRUE", "ok"),
            (
                JavaType::Double(Some((0.5, 1.0))),
                "2",
                "2.0 for configuration k: Value must be no more than 1.0",
            ),
            (JavaType::OneOf(&["a", "b"]), " A", "A for configuration k: String must be one of: a, b"),
            (JavaType::OneOfIgnoringCase(&["A"]), "a", "ok"),
            (JavaType::GzipLevel, "0", "0 for configuration k: Value must be between 1 and 9 or equal to -1"),
            (JavaType::NonEmpty, " ", " for configuration k: String must be non-empty"),
            (JavaType::Class(&[]), "", " for configuration k: Class  could not be found."),
        ] {
            let expected = if expected == "ok" { "ok".to_owned() } else { format!("{prefix}{expected}") };
            assert_eq!(answer(java, text), expected, "{java:?} of {text:?}");
        }
    }

    #[test]
    fn a_secret_is_never_shown() {
        let rejection = int(0).check("hunter2").unwrap_err();
        assert!(!rejection.text("k", true).contains("hunter2"));
    }
}
