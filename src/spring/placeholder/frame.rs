//! One level of the expansion: a text, how far it has been read, and what came out so far.

use std::rc::Rc;

use crate::source::{Origin, Span, Step, Text, Traced};

use super::Placeholders;
use super::matching::{Matching, scan};

/// A placeholder of a frame that is being resolved.
#[derive(Debug)]
pub(super) struct Pending {
    /// What stands between prefix and suffix, as written.
    pub(super) name: String,
    /// Whether the text that it stands in is secret.
    pub(super) secret: bool,
    start: usize,
    end: usize,
}

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) text: Text,
    /// Whether the frame resolves a placeholder's name rather than a text or value.
    pub(super) is_key: bool,
    pub(super) pending: Option<Pending>,
    /// The entry of a properties file that the text is of.
    pub(super) entry: Option<Span>,
    origin: Origin,
    out: String,
    secret: bool,
    at: usize,
    /// The matching brackets of the text that this one is a part of, and where in it.
    matching: Option<(Rc<Option<Matching>>, usize)>,
}

impl Frame {
    pub(super) fn whole(text: &Traced<Text>) -> Self {
        Self::value(text.clone())
    }

    pub(super) fn value(text: Traced<Text>) -> Self {
        let entry = text.origin.texts().next_back();
        Self {
            secret: text.value.is_secret(),
            text: text.value,
            is_key: false,
            pending: None,
            entry,
            origin: text.origin,
            out: String::new(),
            at: 0,
            matching: None,
        }
    }

    pub(super) fn span(&self) -> Option<Span> {
        self.origin.span()
    }

    /// A default, which is a part of this frame's text.
    pub(super) fn default_value(&self, text: &str, name: &Traced<Text>) -> Traced<Text> {
        let origin = self.span().map(|span| Origin::of(Step::Default(span))).unwrap_or_default();
        Traced::new(Text::plain(text).guarded(name.value.is_secret()), origin)
    }

    /// Reads on to the next placeholder, which becomes pending; the frame that resolves its name.
    pub(super) fn next_placeholder(&mut self, syntax: &Placeholders) -> Option<Self> {
        let text = self.text.reveal();
        let start = self.at + text.get(self.at..)?.find(&syntax.prefix)?;
        let content = start + syntax.prefix.len();
        let (matching, offset) =
            self.matching.get_or_insert_with(|| (Rc::new(Matching::of(text, syntax)), 0));
        let close = match matching.as_ref() {
            Some(matching) => matching.end(*offset + content)?.checked_sub(*offset)?,
            None => scan(text, content, syntax)?,
        };
        let name = text.get(content..close)?;
        self.out.push_str(text.get(self.at..start)?);
        let key = Self {
            text: Text::plain(name).guarded(self.secret),
            is_key: true,
            pending: None,
            entry: self.entry,
            origin: self.origin.span().map(Origin::written).unwrap_or_default(),
            out: String::new(),
            secret: self.secret,
            at: 0,
            matching: Some((Rc::clone(matching), *offset + content)),
        };
        let end = close + syntax.suffix.len();
        self.pending = Some(Pending { name: name.to_owned(), secret: self.secret, start, end });
        Some(key)
    }

    /// Leaves an unknown placeholder as it stands.
    pub(super) fn keep(&mut self, pending: &Pending) {
        self.out.push_str(self.text.reveal().get(pending.start..pending.end).unwrap_or(""));
        self.at = pending.end;
    }

    /// Puts a value in its placeholder's place.
    pub(super) fn insert(&mut self, pending: &Pending, value: Traced<Text>) {
        self.out.push_str(value.value.reveal());
        self.secret |= value.value.is_secret();
        self.origin.extend(&value.origin);
        self.at = pending.end;
    }

    /// The text with everything replaced.
    pub(super) fn finish(mut self) -> Traced<Text> {
        self.out.push_str(self.text.reveal().get(self.at..).unwrap_or(""));
        Traced::new(Text::plain(self.out).guarded(self.secret), self.origin)
    }
}
