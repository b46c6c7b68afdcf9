//! The document type declaration. Nothing that it refers to is fetched, and no entity may be declared.

use super::chars;
use super::cursor::{Cursor, Scan};
use super::rules::{Fault, Rule, document as rule};
use super::subset::Default;
use super::tree::Doctype;
use crate::source::{FileId, Span};

impl<'t> Cursor<'t> {
    /// The declaration that starts at `start`, and the default values in it; the cursor stands behind `<!DOCTYPE`.
    pub(super) fn document_type(&mut self, file: FileId, start: usize) -> Scan<(Doctype, Vec<Default<'t>>)> {
        if !self.spaces()? {
            return Err(self.broken(&rule::SPACE_REQUIRED_BEFORE_ROOT_ELEMENT_TYPE_IN_DOCTYPE, &[]));
        }
        let Some(root) = self.name()? else {
            return Err(self.broken(&rule::ROOT_ELEMENT_TYPE_REQUIRED, &[]));
        };
        let (mut public_id, mut system_id) = (None, None);
        if self.spaces()? {
            (public_id, system_id) = self.external_id(false)?;
            self.spaces()?;
        }
        let mut defaults = Vec::new();
        let internal_subset = self.eat('[')?;
        if internal_subset {
            // From here on the parser calls every end of the file premature.
            self.inside = false;
            defaults = self.internal_subset()?;
            self.bump();
        }
        self.spaces()?;
        if !self.eat('>')? {
            return Err(self.broken(&rule::DOCTYPE_UNTERMINATED, &[root]));
        }
        let span = Span::new(file, start, self.at);
        Ok((Doctype { root: root.to_owned(), public_id, system_id, internal_subset, span }, defaults))
    }

    /// A public and a system identifier, as far as there are any.
    pub(super) fn external_id(&mut self, system_id_optional: bool) -> Scan<(Option<String>, Option<String>)> {
        let mut public_id = None;
        if self.eat_str("PUBLIC")? {
            if !self.spaces()? {
                return Err(self.broken(&rule::SPACE_REQUIRED_AFTER_PUBLIC, &[]));
            }
            public_id = Some(self.public_id()?);
            if !self.spaces()? && !system_id_optional {
                return Err(self.broken(&rule::SPACE_REQUIRED_BETWEEN_PUBLIC_AND_SYSTEM, &[]));
            }
        } else if !self.eat_str("SYSTEM")? {
            return Ok((None, None));
        } else if !self.spaces()? {
            return Err(self.broken(&rule::SPACE_REQUIRED_AFTER_SYSTEM, &[]));
        }
        let quote = self.need()?;
        if quote != '"' && quote != '\'' {
            if public_id.is_some() && system_id_optional {
                return Ok((public_id, None));
            }
            return Err(self.broken(&rule::QUOTE_REQUIRED_IN_SYSTEM_ID, &[]));
        }
        self.bump();
        let system_id = self.until(quote.encode_utf8(&mut [0; 4]), &rule::INVALID_CHAR_IN_SYSTEM_ID)?;
        if let Some(c) = system_id.chars().find(|&c| c > '\u{FFFF}') {
            return Err(self.astral(&rule::INVALID_CHAR_IN_SYSTEM_ID, c));
        }
        Ok((public_id, Some(system_id.to_owned())))
    }

    /// The rule, broken by a character above U+FFFF: in identifiers the parser looks at the halves of a pair one by one.
    fn astral(&self, rule: &'static Rule, c: char) -> Fault {
        let code = format!("{:x}", c.encode_utf16(&mut [0; 2]).first().copied().unwrap_or_default());
        self.broken(rule, &[&code])
    }

    fn public_id(&mut self) -> Scan<String> {
        let quote = self.need()?;
        if quote != '"' && quote != '\'' {
            return Err(self.broken(&rule::QUOTE_REQUIRED_IN_PUBLIC_ID, &[]));
        }
        self.bump();
        let start = self.at;
        while self.need()? != quote {
            let c = self.need()?;
            if c > '\u{FFFF}' {
                return Err(self.astral(&rule::INVALID_CHAR_IN_PUBLIC_ID, c));
            }
            if !chars::is_public_id(c) {
                return Err(self.illegal(&rule::INVALID_CHAR_IN_PUBLIC_ID, &[]));
            }
            self.bump();
        }
        let written = self.since(start, self.at);
        self.bump();
        Ok(written.split([' ', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
    }
}
