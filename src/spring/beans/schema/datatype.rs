//! What values an attribute takes.

/// The type of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Datatype {
    /// Any text.
    Text,
    /// Any text, white space collapsed.
    Token,
    /// `true`, `false`, `1`, `0`.
    Boolean,
    /// A whole number.
    Integer,
    /// One of these; whether they are name tokens, so that white space around them doesn't count.
    OneOf {
        /// The values.
        values: Vec<&'static str>,
        /// Whether they are name tokens.
        token: bool,
    },
    /// A name that no other element has.
    Id,
    /// A name that an element has.
    IdReference,
}

impl Datatype {
    /// What an XML schema has to say against a value.
    pub(super) fn schema_complaint(&self, value: &str) -> Option<String> {
        let bad = |kind| {
            Some(format!(
                "cvc-datatype-valid.1.2.1: '{}' is not a valid value for '{kind}'.",
                collapsed(value)
            ))
        };
        match self {
            Self::Boolean if !["true", "false", "1", "0"].contains(&collapsed(value)) => bad("boolean"),
            Self::Integer if collapsed(value).parse::<i64>().is_err() => bad("integer"),
            Self::OneOf { token: true, .. } if !is_name_token(collapsed(value)) => bad("NMTOKEN"),
            Self::OneOf { values, token } => {
                let text = if *token { collapsed(value) } else { value };
                (!values.contains(&text)).then(|| {
                    format!(
                        "cvc-enumeration-valid: Value '{text}' is not facet-valid with respect to enumeration '[{}]'. \
                         It must be a value from the enumeration.",
                        values.join(", ")
                    )
                })
            }
            _ => None,
        }
    }
}

/// Without white space around it; what is inside keeps the value from being a token anyway.
pub(super) fn collapsed(value: &str) -> &str {
    value.trim_matches([' ', '\t', '\n', '\r'])
}

fn is_name_token(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|character| character.is_alphanumeric() || "._-:·".contains(character))
}

/// Whether a text is an XML name.
pub(super) fn is_name(text: &str) -> bool {
    is_name_token(text)
        && text.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_' || first == ':')
}
