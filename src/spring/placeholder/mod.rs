//! `${..}` with defaults, nesting and cycles.
//!
//! In: a text, and who knows the values of names. Out: the text with its placeholders replaced, its chain, and
//! whether it is secret now. Knows no file and no configurer. Rules from Spring's `PropertyPlaceholderHelper`, whose
//! recursion is a stack of `Frame`s here, so that nesting costs no stack.

mod frame;
mod matching;

use std::collections::HashSet;

use crate::source::{Span, Step, Text, Traced};

use frame::{Frame, Pending};

/// The most bytes that one text may make us look at, names and values of all levels counted.
const MOST_BYTES: usize = 16 << 20;

/// The most placeholders that one text may lead to.
const MOST_PLACEHOLDERS: usize = 200_000;

/// What a lookup finds.
pub type Found = Result<Option<Traced<Text>>, PlaceholderError>;

/// Why a text can't be resolved. Its `Display` is Spring's text, secrets masked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PlaceholderError {
    /// Nobody knows the name, and there is no default.
    #[error("Could not resolve placeholder '{}' in value \"{}\"", name.shown(), value.shown())]
    Unresolvable {
        /// The name, with the placeholders in it resolved.
        name: Text,
        /// The text that it stands in.
        value: Text,
        /// The entry of a properties file that the text is of.
        entry: Option<Span>,
    },
    /// A name's value leads back to the name.
    #[error("Circular placeholder reference '{}' in property definitions", name.shown())]
    Circular {
        /// The name as written.
        name: Text,
        /// The entry of a properties file in which it is written.
        entry: Option<Span>,
    },
    /// The server's JVM knows the name, and nobody here.
    #[error(
        "the server's JVM sets {name}, to a value that isn't known here: type -D {name}=.. with that value"
    )]
    OfJvm {
        /// The system property.
        name: String,
    },
    /// The text nests or grows beyond all reason.
    #[error("one text leads to more than {MOST_PLACEHOLDERS} placeholders, or more than {MOST_BYTES} bytes")]
    TooLarge,
}

impl PlaceholderError {
    /// The entry of a properties file that has the placeholder.
    #[must_use]
    pub fn entry(&self) -> Option<Span> {
        match self {
            Self::Unresolvable { entry, .. } | Self::Circular { entry, .. } => *entry,
            Self::OfJvm { .. } | Self::TooLarge => None,
        }
    }
}

/// The syntax of placeholders and what to do with unknown names.
#[derive(Clone, Debug)]
pub struct Placeholders {
    /// What opens a placeholder, `${`.
    pub prefix: String,
    /// What closes it, `}`.
    pub suffix: String,
    /// What stands between name and default, `:`; `None`: there are no defaults.
    pub separator: Option<String>,
    /// Whether an unknown name leaves the placeholder as it is.
    pub ignore_unresolvable: bool,
    /// Bean name of the configurer, for the chain.
    pub owner: String,
}

impl Placeholders {
    /// Spring's usual syntax: `${name:default}`.
    #[must_use]
    pub fn standard(owner: impl Into<String>, ignore_unresolvable: bool) -> Self {
        Self {
            prefix: "${".to_owned(),
            suffix: "}".to_owned(),
            separator: Some(":".to_owned()),
            ignore_unresolvable,
            owner: owner.into(),
        }
    }

    /// The text with its placeholders replaced.
    ///
    /// # Errors
    /// When a name is unknown (unless that is ignored), leads back to itself, or the text grows without end.
    pub fn replace(
        &self,
        text: &Traced<Text>,
        lookup: &mut dyn FnMut(&str) -> Found,
    ) -> Result<Traced<Text>, PlaceholderError> {
        if self.prefix.is_empty() || !text.value.reveal().contains(&self.prefix) {
            return Ok(text.clone());
        }
        Expansion { syntax: self, lookup, visited: HashSet::new(), bytes: 0, placeholders: 0 }
            .run(Frame::whole(text))
    }
}

/// One run over one text.
struct Expansion<'a> {
    syntax: &'a Placeholders,
    lookup: &'a mut dyn FnMut(&str) -> Found,
    /// Placeholders that are being resolved, as written.
    visited: HashSet<String>,
    bytes: usize,
    placeholders: usize,
}

impl Expansion<'_> {
    fn run(mut self, whole: Frame) -> Result<Traced<Text>, PlaceholderError> {
        let mut outer: Vec<Frame> = Vec::new();
        let mut current = whole;
        loop {
            if let Some(key) = current.next_placeholder(self.syntax) {
                self.enter(&key)?;
                outer.push(std::mem::replace(&mut current, key));
                continue;
            }
            let was_key = current.is_key;
            let done = current.finish();
            let Some(mut parent) = outer.pop() else { return Ok(done) };
            let Some(pending) = parent.pending.take() else { return Ok(done) };
            let value = if was_key { self.value_of(&parent, &pending, &done)? } else { None };
            match value {
                Some(value) => {
                    self.spend(value.value.reveal().len())?;
                    parent.pending = Some(pending);
                    outer.push(parent);
                    current = Frame::value(value);
                }
                None => {
                    self.visited.remove(&pending.name);
                    if was_key {
                        parent.keep(&pending)
                    } else {
                        // Each level copies it.
                        self.spend(done.value.reveal().len())?;
                        parent.insert(&pending, done)
                    }
                    current = parent;
                }
            }
        }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), PlaceholderError> {
        self.bytes += bytes;
        let fits = self.bytes <= MOST_BYTES && self.placeholders <= MOST_PLACEHOLDERS;
        if fits { Ok(()) } else { Err(PlaceholderError::TooLarge) }
    }

    fn enter(&mut self, key: &Frame) -> Result<(), PlaceholderError> {
        let name = key.text.reveal();
        self.placeholders += 1;
        self.spend(name.len())?;
        if self.visited.insert(name.to_owned()) {
            return Ok(());
        }
        Err(PlaceholderError::Circular { name: key.text.clone(), entry: key.entry })
    }

    /// The value of a placeholder whose name has been resolved; `None` where it stays as it is.
    fn value_of(&mut self, frame: &Frame, pending: &Pending, name: &Traced<Text>) -> Found {
        let written = name.value.reveal();
        let mut found = (self.lookup)(written)?.map(|value| (written, value));
        if found.is_none()
            && let Some((before, default)) =
                self.syntax.separator.as_deref().and_then(|separator| written.split_once(separator))
        {
            found = Some(match (self.lookup)(before)? {
                Some(value) => (before, value),
                None => (before, frame.default_value(default, name)),
            });
        }
        match found {
            Some((key, mut value)) => {
                value.value = value.value.guarded(name.value.is_secret());
                let shown = Text::plain(key).guarded(name.value.is_secret());
                let step = frame.span().map(|span| Step::Placeholder {
                    name: shown.shown().to_owned(),
                    span,
                    configurer: self.syntax.owner.clone(),
                });
                let mut origin = step.map(crate::source::Origin::of).unwrap_or_default();
                origin.extend(&value.origin);
                Ok(Some(Traced::new(value.value, origin)))
            }
            None if self.syntax.ignore_unresolvable => Ok(None),
            None => {
                let value = frame.text.clone().guarded(pending.secret);
                Err(PlaceholderError::Unresolvable { name: name.value.clone(), value, entry: frame.entry })
            }
        }
    }
}

#[cfg(test)]
mod tests;
