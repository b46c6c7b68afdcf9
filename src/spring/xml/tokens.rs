//! Where markup, text and references begin and end: the one module that knows `quick-xml`.

use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    /// The end of the document where the part has no end.
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Starts with `<`.
    Markup,
    /// Starts with `&`.
    Reference,
    /// Everything else.
    Text,
}

/// The parts of a text that stand behind its XML declaration.
pub(super) struct Tokens<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    base: usize,
    failed: bool,
}

impl<'t> Tokens<'t> {
    /// The parts from the byte `base` on.
    pub(super) fn new(text: &'t str, base: usize) -> Self {
        let mut reader = Reader::from_str(text.get(base..).unwrap_or_default());
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self { text, reader, base, failed: false }
    }

    fn offset(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.offset();
        if self.failed || start >= self.text.len() {
            return None;
        }
        let end = match self.reader.read_event() {
            Ok(Event::Eof) => return None,
            Ok(_) => self.offset(),
            Err(_) => {
                self.failed = true;
                self.text.len()
            }
        };
        let kind = match self.text.as_bytes().get(start) {
            Some(b'<') => Kind::Markup,
            Some(b'&') => Kind::Reference,
            _ => Kind::Text,
        };
        Some(Token { kind, start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        Tokens::new(text, 0).map(|token| (token.kind, text.get(token.start..token.end).unwrap())).collect()
    }

    #[test]
    fn parts_follow_each_other_without_gaps() {
        let text = "<!DOCTYPE a [<!-- ]> -->]>\n<a b='>'>x&amp;y<![CDATA[<]]><?p ?><!-- - --></a >";
        let parts = kinds(text);
        assert_eq!(parts.iter().map(|part| part.1).collect::<String>(), text);
        assert_eq!(parts[2], (Kind::Markup, "<a b='>'>"));
        assert_eq!(parts[4], (Kind::Reference, "&amp;"));
    }

    #[test]
    fn a_part_without_an_end_reaches_to_the_end_of_the_document() {
        assert_eq!(kinds("<a>x<b c='"), [(Kind::Markup, "<a>"), (Kind::Text, "x"), (Kind::Markup, "<b c='")]);
        assert_eq!(kinds("<a>&b <c/>")[1], (Kind::Reference, "&b <c/>"));
    }
}
