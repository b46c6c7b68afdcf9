//! What a subscriber asks for: five parts, each of which may be left open.
//!
//! Rules from CloudStack's `EventTopic`, its in-memory bus's matching and its RabbitMQ bus's `makeBindingKey`.

use super::Event;

/// A subscriber's filter. A part that is `None` takes anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventTopic {
    /// Source, such as `management-server`.
    pub source: Option<String>,
    /// Category, such as `ActionEvent`.
    pub category: Option<String>,
    /// Type, such as `VM.START`.
    pub event_type: Option<String>,
    /// Resource type.
    pub resource_type: Option<String>,
    /// Resource UUID.
    pub resource_uuid: Option<String>,
}

impl EventTopic {
    /// A topic that takes everything.
    #[must_use]
    pub fn any() -> Self {
        Self::default()
    }

    /// Reads five parts as in a routing key, `*` for any; `#` for any number of any parts, at the end or alone.
    ///
    /// # Errors
    /// When there are not five parts, or a part stands behind `#`.
    pub fn parse(text: &str) -> Result<Self, TopicError> {
        let mut parts: Vec<&str> = text.split('.').collect();
        if let Some(at) = parts.iter().position(|part| *part == "#") {
            if at + 1 != parts.len() {
                return Err(TopicError::HashNotLast(text.to_owned()));
            }
            parts.truncate(at);
            while parts.len() < 5 {
                parts.push("*");
            }
        }
        let [source, category, event_type, resource_type, resource_uuid] =
            <[&str; 5]>::try_from(parts).map_err(|parts| TopicError::Parts(text.to_owned(), parts.len()))?;
        let part = |part: &str| (!part.is_empty() && part != "*").then(|| part.to_owned());
        Ok(Self {
            source: part(source),
            category: part(category),
            event_type: part(event_type),
            resource_type: part(resource_type),
            resource_uuid: part(resource_uuid),
        })
    }

    /// The binding key that asks a RabbitMQ topic exchange for the same.
    #[must_use]
    pub fn binding_key(&self) -> String {
        self.parts().map(key_part).join(".")
    }

    /// Whether an event is asked for, as CloudStack's in-memory bus decides it: each part is open on either side or
    /// equal ignoring case, after `.` became `-`.
    #[must_use]
    pub fn matches(&self, event: &Event) -> bool {
        let theirs = [
            event.event_source.as_deref(),
            event.event_category.as_deref(),
            Some(event.event_type.as_str()),
            event.resource_type.as_deref(),
            event.resource_uuid.as_deref(),
        ];
        self.parts().into_iter().zip(theirs).all(|(ours, theirs)| part_matches(ours, theirs))
    }

    fn parts(&self) -> [Option<&str>; 5] {
        [
            self.source.as_deref(),
            self.category.as_deref(),
            self.event_type.as_deref(),
            self.resource_type.as_deref(),
            self.resource_uuid.as_deref(),
        ]
    }
}

/// Why a topic can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// Not five parts.
    #[error(
        "the topic {0:?} has {1} part(s); it needs five, source.category.type.resourceType.resourceUUID: `*` for any, \
         `#` at the end for all the rest, and `-` for a `.` within a part, as in VM-START"
    )]
    Parts(String, usize),
    /// A `#` in front or in the middle.
    #[error("the topic {0:?} has parts behind `#`; `#` stands for all the rest and comes last")]
    HashNotLast(String),
}

/// One part of a key: null or empty is `*`, `.` is `-`.
pub(super) fn key_part(part: Option<&str>) -> String {
    match part {
        None | Some("") => "*".to_owned(),
        Some(part) => part.replace('.', "-"),
    }
}

fn part_matches(ours: Option<&str>, theirs: Option<&str>) -> bool {
    match (ours, theirs) {
        (None | Some(""), _) | (_, None | Some("")) => true,
        (Some(ours), Some(theirs)) => folded(ours).eq(folded(theirs)),
    }
}

/// A part as it is compared: `.` as `-`, and each character as Java's `equalsIgnoreCase` folds it, which maps one to
/// one where Rust's own mapping may give several.
fn folded(part: &str) -> impl Iterator<Item = char> {
    part.chars().map(|character| match character {
        '.' => '-',
        'İ' => 'i',
        _ => {
            let upper = only(character.to_uppercase()).unwrap_or(character);
            only(upper.to_lowercase()).unwrap_or(upper)
        }
    })
}

/// The character, if there is but one.
fn only(mut characters: impl Iterator<Item = char>) -> Option<char> {
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests;
