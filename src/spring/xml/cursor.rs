//! A place in a text that moves forward: characters, white space, names, references.
//!
//! Faults carry the words of the JDK's parser; the order of the checks is its order, since the first fault counts.

use super::chars::Version;
use super::rules::{Fault, Rule, document as rule, names};

/// What a scan gives: something, or the fault that ends the reading.
pub(super) type Scan<T> = Result<T, Fault>;

/// The longest name and the longest namespace that the JDK's parser takes, in UTF-16 units.
const NAME_LIMIT: usize = 1000;

/// A qualified name as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct QName<'t> {
    pub(super) raw: &'t str,
    /// What stands in front of the colon.
    pub(super) prefix: Option<&'t str>,
    pub(super) local: &'t str,
}

impl<'t> QName<'t> {
    /// Splits a name. A colon that comes first separates nothing: the parser takes it as part of the name.
    pub(super) fn of(raw: &'t str) -> Self {
        let colon = raw.char_indices().skip(1).find(|&(_, c)| c == ':');
        match colon.and_then(|(at, _)| Some((raw.get(..at)?, raw.get(at + 1..)?))) {
            Some((prefix, local)) => Self { raw, prefix: Some(prefix), local },
            None => Self { raw, prefix: None, local: raw },
        }
    }
}

#[derive(Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    pub(super) at: usize,
    pub(super) version: Version,
    /// Whether an end of the text here would leave something open.
    pub(super) inside: bool,
    /// Why the text ends where it ends, if the file goes on.
    pub(super) cut: Option<Fault>,
}

impl<'t> Cursor<'t> {
    /// From the next quote to the end of the text: whatever entities are declared, they may stand for secrets.
    pub(super) fn literals(&self) -> (usize, usize) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let start = rest.find(['"', '\'']).unwrap_or(rest.len());
        (self.at + start, self.text.len())
    }

    pub(super) fn new(text: &'t str, cut: Option<Fault>) -> Self {
        Self { text, at: 0, version: Version::V10, inside: false, cut }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.since(self.at, self.text.len())
    }

    /// The text from `start` up to `end`.
    pub(super) fn since(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character; a fault at the end of the file.
    pub(super) fn need(&self) -> Scan<char> {
        self.peek().ok_or_else(|| self.end_of_file())
    }

    /// The fault that an end of the file at this place is.
    pub(super) fn end_of_file(&self) -> Fault {
        let end = self.text.len();
        self.cut.clone().unwrap_or_else(|| {
            let rule = if self.inside { &rule::MARKUP_ENTITY_MISMATCH } else { &rule::PREMATURE_EOF };
            rule.broken(end, end, &[])
        })
    }

    /// The rule, broken by the next character.
    pub(super) fn broken(&self, rule: &'static Rule, found: &[&str]) -> Fault {
        rule.broken(self.at, self.at + self.peek().map_or(0, char::len_utf8), found)
    }

    /// The rule, broken by the next character, which is told by its code in hexadecimal.
    pub(super) fn illegal(&self, rule: &'static Rule, found: &[&str]) -> Fault {
        let mut found = found.to_vec();
        let code = format!("{:x}", self.peek().map_or(0, u32::from));
        found.push(&code);
        self.broken(rule, &found)
    }

    pub(super) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Skips the character if it comes next; a fault at the end of the file.
    pub(super) fn eat(&mut self, c: char) -> Scan<bool> {
        let found = self.need()? == c;
        if found {
            self.bump();
        }
        Ok(found)
    }

    /// Skips the text if it comes next. To see that, the parser wants as many characters as the text has: it fails at what
    /// can't be decoded, but not at the end of the file.
    pub(super) fn eat_str(&mut self, text: &str) -> Scan<bool> {
        let rest = self.rest();
        if let Some(cut) = &self.cut
            && rest.encode_utf16().take(text.len()).count() < text.len()
        {
            return Err(cut.clone());
        }
        let found = rest.starts_with(text);
        if found {
            self.at += text.len();
        }
        Ok(found)
    }

    /// Skips white space and says whether there was any; a fault at the end of the file.
    pub(super) fn spaces(&mut self) -> Scan<bool> {
        let version = self.version;
        let rest = self.rest();
        let behind = rest.trim_start_matches(|c| version.is_space(c));
        self.at += rest.len() - behind.len();
        self.need()?;
        Ok(rest.len() > behind.len())
    }

    /// A name, if one starts here.
    pub(super) fn name(&mut self) -> Scan<Option<&'t str>> {
        let start = self.at;
        if !self.version.is_name_start(self.need()?) {
            return Ok(None);
        }
        self.skip_name(|_| true);
        let name = self.since(start, self.at);
        self.limit(start, name)?;
        Ok(Some(name))
    }

    /// A name token: like a name, but any of its characters may come first.
    pub(super) fn name_token(&mut self) -> Scan<Option<&'t str>> {
        let start = self.at;
        self.need()?;
        self.skip_name(|_| true);
        Ok(Some(self.since(start, self.at)).filter(|token| !token.is_empty()))
    }

    /// A qualified name; what stands here must be the start of a name.
    pub(super) fn qualified_name(&mut self) -> Scan<QName<'t>> {
        let start = self.at;
        let mut colons = 0;
        self.bump();
        self.skip_name(|c| {
            colons += usize::from(c == ':');
            colons < 2
        });
        let name = QName::of(self.since(start, self.at));
        if let Some(prefix) = name.prefix {
            self.limit(start, prefix)?;
            if let (None, Some(cut)) = (self.peek(), &self.cut) {
                return Err(cut.clone());
            }
            if !name.local.chars().next().is_some_and(|c| c != ':' && self.version.is_name_start(c)) {
                return Err(names::ILLEGAL_QNAME.broken(start, self.at, &[name.raw]));
            }
        }
        self.limit(start, name.local)?;
        Ok(name)
    }

    fn skip_name(&mut self, mut more: impl FnMut(char) -> bool) {
        let version = self.version;
        let rest = self.rest();
        let behind = rest.trim_start_matches(|c| version.is_name(c) && more(c));
        self.at += rest.len() - behind.len();
    }

    /// Checks the length of a name.
    pub(super) fn limit(&self, start: usize, name: &str) -> Scan<()> {
        self.limit_shown_as(start, name, "[xml]")
    }

    /// Checks the length of a name or namespace, which the parser's text gives as `shown`.
    pub(super) fn limit_shown_as(&self, start: usize, name: &str, shown: &str) -> Scan<()> {
        let length = if name.len() <= NAME_LIMIT { 0 } else { name.encode_utf16().count() };
        if length <= NAME_LIMIT {
            return Ok(());
        }
        let found = [shown, &grouped(length), &grouped(NAME_LIMIT), "FEATURE_SECURE_PROCESSING"];
        Err(names::MAX_NAME_LIMIT.broken(start, self.at, &found))
    }

    /// What a reference stands for; the cursor stands behind the `&`.
    pub(super) fn reference(&mut self) -> Scan<char> {
        let start = self.at.saturating_sub(1);
        if self.eat('#')? {
            return self.character_reference(start);
        }
        let Some(name) = self.name()? else {
            return Err(rule::NAME_REQUIRED_IN_REFERENCE.broken(start, self.at, &[]));
        };
        if !self.eat(';')? {
            return Err(rule::SEMICOLON_REQUIRED_IN_REFERENCE.broken(start, self.at, &[name]));
        }
        match name {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => Err(rule::ENTITY_NOT_DECLARED.broken(start, self.at, &[name])),
        }
    }

    fn character_reference(&mut self, start: usize) -> Scan<char> {
        let written = self.at;
        let hexadecimal = self.eat('x')?;
        let digits = self.at;
        let radix = if hexadecimal { 16 } else { 10 };
        while self.need()?.is_digit(radix) {
            self.bump();
        }
        let number = self.since(digits, self.at);
        if number.is_empty() {
            let rule = if hexadecimal {
                &rule::HEXDIGIT_REQUIRED_IN_CHAR_REF
            } else {
                &rule::DIGIT_REQUIRED_IN_CHAR_REF
            };
            return Err(rule.broken(start, self.at, &[]));
        }
        let written = self.since(written, self.at);
        if !self.eat(';')? {
            return Err(rule::SEMICOLON_REQUIRED_IN_CHAR_REF.broken(start, self.at, &[]));
        }
        u32::from_str_radix(number, radix)
            .ok()
            .and_then(char::from_u32)
            .filter(|&c| self.version.is_referable(c))
            .ok_or_else(|| rule::INVALID_CHAR_REF.broken(start, self.at, &[written]))
    }

    /// The text up to the delimiter, which is skipped; a character that may not stand there breaks `rule`.
    pub(super) fn until(&mut self, delimiter: &str, rule: &'static Rule) -> Scan<&'t str> {
        let version = self.version;
        let rest = self.rest();
        if rest.chars().nth(delimiter.len() - 1).is_none() {
            return Err(self.end_of_file());
        }
        let length = rest.find(delimiter);
        let data = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        if let Some(bad) = data.find(|c| !version.is_literal(c)) {
            self.at += bad;
            return Err(self.illegal(rule, &[]));
        }
        self.at += data.len();
        if length.is_none() {
            return Err(self.end_of_file());
        }
        self.at += delimiter.len();
        Ok(data)
    }

    /// The text with every line end made a line feed.
    pub(super) fn lines(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut after_return = false;
        for c in text.chars() {
            match c {
                '\n' | '\u{85}' if after_return && (c == '\n' || self.version.is_line_end(c)) => {}
                '\r' => out.push('\n'),
                c if self.version.is_line_end(c) => out.push('\n'),
                c => out.push(c),
            }
            after_return = c == '\r';
        }
        out
    }
}

/// A number as the JDK puts it into its texts, with a comma for each thousand.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
