//! The XML declaration, `<?xml version="1.0" encoding="UTF-8"?>`.

use super::chars::Version;
use super::cursor::{Cursor, Scan};
use super::rules::document as rule;

/// What a declaration says of the encoding.
#[derive(Debug)]
pub(super) struct Declared<'t> {
    pub(super) encoding: Option<(&'t str, [usize; 2])>,
}

/// The number of characters in `"1.0"`.
const QUOTED_VERSION: usize = 5;

/// What may still follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Version,
    Encoding,
    Standalone,
    Nothing,
}

impl<'t> Cursor<'t> {
    /// The declaration, if the document starts with one.
    pub(super) fn declaration(&mut self) -> Scan<Option<Declared<'t>>> {
        if !self.eat_str("<?xml")? {
            return Ok(None);
        }
        if !self.version.is_space(self.need()?) {
            self.at = 0;
            return Ok(None);
        }
        self.inside = !self.ends_before_version();
        let mut expected = Expected::Version;
        let mut encoding = None;
        let mut spaced = self.spaces()?;
        while self.need()? != '?' {
            let start = self.at;
            let (name, value) = self.pseudo_attribute()?;
            let span = [self.at.saturating_sub(value.len() + 1), self.at.saturating_sub(1)];
            expected = self.pseudo(expected, name, value, spaced, start)?;
            if name == "encoding" {
                encoding = Some((value, span));
            }
            spaced = self.spaces()?;
        }
        if expected == Expected::Version {
            return Err(self.broken(&rule::VERSION_INFO_REQUIRED, &[]));
        }
        self.bump();
        if !self.eat('>')? {
            return Err(self.broken(&rule::XML_DECL_UNTERMINATED, &[]));
        }
        self.inside = false;
        Ok(Some(Declared { encoding }))
    }

    /// Whether the file ends where the parser still looks for the version, which it does before all else.
    fn ends_before_version(&self) -> bool {
        let spaces = [' ', '\t', '\r', '\n'];
        let rest = self.rest().trim_start_matches(spaces);
        let Some(rest) = rest.strip_prefix("version").map(|rest| rest.trim_start_matches(spaces)) else {
            return rest.is_empty();
        };
        let Some(rest) = rest.strip_prefix('=') else { return rest.is_empty() };
        rest.trim_start_matches(spaces).chars().nth(QUOTED_VERSION - 1).is_none()
    }

    /// Checks one entry of the declaration and says what may follow it.
    fn pseudo(
        &mut self,
        expected: Expected,
        name: &str,
        value: &str,
        spaced: bool,
        start: usize,
    ) -> Scan<Expected> {
        let broken =
            |rule: &'static super::rules::Rule, found: &[&str]| Err(rule.broken(start, self.at, found));
        match (expected, name) {
            (Expected::Version, "version") if !spaced => {
                broken(&rule::SPACE_REQUIRED_BEFORE_VERSION_IN_XML_DECL, &[])
            }
            (Expected::Version, "version") if value != "1.0" && value != "1.1" => {
                broken(&rule::VERSION_NOT_SUPPORTED, &[value])
            }
            (Expected::Version, "version") => {
                self.version = if value == "1.1" { Version::V11 } else { Version::V10 };
                Ok(Expected::Encoding)
            }
            (Expected::Version, _) => broken(&rule::VERSION_INFO_REQUIRED, &[]),
            (Expected::Encoding, "encoding") if !spaced => {
                broken(&rule::SPACE_REQUIRED_BEFORE_ENCODING_IN_XML_DECL, &[])
            }
            (Expected::Encoding, "encoding") => Ok(Expected::Standalone),
            (Expected::Encoding | Expected::Standalone, "standalone") if !spaced => {
                broken(&rule::SPACE_REQUIRED_BEFORE_STANDALONE, &[])
            }
            (Expected::Encoding | Expected::Standalone, "standalone") if value != "yes" && value != "no" => {
                broken(&rule::STANDALONE_INVALID, &[value])
            }
            (Expected::Encoding | Expected::Standalone, "standalone") => Ok(Expected::Nothing),
            (Expected::Encoding, _) => broken(&rule::ENCODING_DECL_REQUIRED, &[]),
            (Expected::Standalone, _) => broken(&rule::STANDALONE_NAME_INVALID, &[]),
            (Expected::Nothing, _) => broken(&rule::NO_MORE_PSEUDO_ATTRIBUTES, &[]),
        }
    }

    fn pseudo_attribute(&mut self) -> Scan<(&'static str, &'t str)> {
        let next = self.need()?;
        let names = ["version", "encoding", "standalone"];
        let name = match names.into_iter().find(|name| name.starts_with(next)) {
            Some(name) if self.eat_str(name)? => name,
            _ => return Err(self.broken(&rule::PSEUDO_ATTR_NAME_EXPECTED, &[])),
        };
        self.spaces()?;
        if !self.eat('=')? {
            return Err(self.broken(&rule::EQ_REQUIRED_IN_XML_DECL, &[name]));
        }
        self.spaces()?;
        let quote = self.need()?;
        if quote != '"' && quote != '\'' {
            return Err(self.broken(&rule::QUOTE_REQUIRED_IN_XML_DECL, &[name]));
        }
        self.bump();
        let value = self.until(quote.encode_utf8(&mut [0; 4]), &rule::INVALID_CHAR_IN_XML_DECL)?;
        Ok((name, value))
    }
}
