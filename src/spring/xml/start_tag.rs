//! Start tags: a name and attributes with their values.

use super::cursor::{Cursor, QName, Scan, grouped};
use super::rules::{Fault, Rule, document as rule, names};
use crate::source::{FileId, Span};

/// The most attributes that the JDK's parser takes in one tag.
const ATTRIBUTE_LIMIT: usize = 10_000;

/// An attribute as written.
#[derive(Clone, Debug)]
pub(super) struct Written<'t> {
    pub(super) name: QName<'t>,
    pub(super) value: String,
    start: usize,
    value_start: usize,
    value_end: usize,
}

impl Written<'_> {
    /// Whether it declares a namespace.
    pub(super) fn is_declaration(&self) -> bool {
        self.name.prefix.unwrap_or(self.name.local) == "xmlns"
    }

    pub(super) fn broken(&self, rule: &'static Rule, found: &[&str]) -> Fault {
        rule.broken(self.start, self.value_end + 1, found)
    }

    /// From the name to the closing quote.
    pub(super) fn span(&self, file: FileId) -> Span {
        Span::new(file, self.start, self.value_end + 1)
    }

    /// What stands between the quotes.
    pub(super) fn value_span(&self, file: FileId) -> Span {
        Span::new(file, self.value_start, self.value_end)
    }
}

/// How a tag ends, or that it doesn't yet.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// `>`
    Start,
    /// `/>`
    Empty,
    /// An attribute follows.
    NotYet,
}

impl<'t> Cursor<'t> {
    /// Looks for the end of the start tag of `element`.
    pub(super) fn close_of_tag(&mut self, element: QName<'_>) -> Scan<Close> {
        let spaced = self.spaces()?;
        let next = self.need()?;
        if self.eat('>')? {
            return Ok(Close::Start);
        }
        if self.eat('/')? {
            if self.eat('>')? {
                return Ok(Close::Empty);
            }
            return Err(self.broken(&rule::ELEMENT_UNTERMINATED, &[element.raw]));
        }
        if spaced && self.version.is_name_start(next) {
            return Ok(Close::NotYet);
        }
        Err(self.broken(&rule::ELEMENT_UNTERMINATED, &[element.raw]))
    }

    /// The attribute that starts here.
    pub(super) fn attribute(&mut self, element: QName<'_>) -> Scan<Written<'t>> {
        let start = self.at;
        let name = self.qualified_name()?;
        self.spaces()?;
        if !self.eat('=')? {
            return Err(rule::EQ_REQUIRED_IN_ATTRIBUTE.broken(
                start,
                start + name.raw.len(),
                &[element.raw, name.raw],
            ));
        }
        self.spaces()?;
        let attribute = self.value_of(name, element.raw, start)?;
        if attribute.is_declaration() {
            self.limit_shown_as(attribute.value_start, &attribute.value, &attribute.value)?;
        }
        Ok(attribute)
    }

    /// The quoted value of the attribute `name`, which starts at `start`, of `element`.
    pub(super) fn value_of(&mut self, name: QName<'t>, element: &str, start: usize) -> Scan<Written<'t>> {
        let quote = self.need()?;
        if quote != '"' && quote != '\'' {
            return Err(self.broken(&rule::OPEN_QUOTE_EXPECTED, &[element, name.raw]));
        }
        self.bump();
        let value_start = self.at;
        let value = self.attribute_value(quote, element, name.raw)?;
        Ok(Written { name, value, start, value_start, value_end: self.at - 1 })
    }

    /// The value up to the closing quote, which is skipped: references replaced, white space made blanks.
    fn attribute_value(&mut self, quote: char, element: &str, attribute: &str) -> Scan<String> {
        let mut value = String::new();
        loop {
            let version = self.version;
            let rest = self.rest();
            let stop =
                |c| c == quote || c == '<' || c == '&' || version.is_space(c) || !version.is_literal(c);
            let plain = rest.get(..rest.find(stop).unwrap_or(rest.len())).unwrap_or_default();
            value.push_str(plain);
            self.at += plain.len();
            match self.need()? {
                c if c == quote => {
                    self.bump();
                    return Ok(value);
                }
                '<' => return Err(self.broken(&rule::LESS_THAN_IN_ATT_VALUE, &[element, attribute])),
                '&' => {
                    self.bump();
                    value.push(self.reference()?);
                }
                c if version.is_space(c) => {
                    self.line_end_or_space();
                    value.push(' ');
                }
                _ => return Err(self.illegal(&rule::INVALID_CHAR_IN_ATT_VALUE, &[element, attribute])),
            }
        }
    }

    /// Skips one white space character; a carriage return takes its line feed along.
    fn line_end_or_space(&mut self) {
        let after_return = self.peek() == Some('\r');
        self.bump();
        if after_return
            && self.peek().is_some_and(|c| c == '\n' || (c == '\u{85}' && self.version.is_line_end(c)))
        {
            self.bump();
        }
    }
}

/// Checks the number of attributes of `element`, whose tag starts at `start`.
pub(super) fn limit(count: usize, element: QName<'_>, start: usize, end: usize) -> Scan<()> {
    if count <= ATTRIBUTE_LIMIT {
        return Ok(());
    }
    Err(names::ELEMENT_ATTRIBUTE_LIMIT.broken(start, end, &[element.raw, &grouped(ATTRIBUTE_LIMIT)]))
}
