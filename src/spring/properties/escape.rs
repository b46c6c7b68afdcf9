//! Escapes, both ways: the JDK's `Properties.loadConvert` and `saveConvert`.

use super::lines::is_blank;

/// A text with its escapes resolved, and what went wrong.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) text: String,
    /// Offsets of the backslashes of `\u` without four hexadecimal digits.
    pub(super) malformed: Vec<usize>,
    /// Offsets of the backslashes of `\uD800` to `\uDFFF` that aren't one half of a pair.
    pub(super) lone: Vec<usize>,
}

/// Resolves the escapes. A backslash in front of anything but `u`, `t`, `n`, `r` and `f` is dropped.
pub(super) fn resolve(mut rest: impl Iterator<Item = (usize, char)> + Clone) -> Resolved {
    let mut out = Resolved::default();
    let mut high: Option<(usize, u16)> = None;
    while let Some((at, c)) = rest.next() {
        let unit = if c == '\\' {
            match rest.next() {
                None => break,
                Some((_, 'u')) => {
                    if let Some(unit) = hexadecimal(rest.clone()) {
                        rest.nth(3);
                        Ok(unit)
                    } else {
                        out.malformed.push(at);
                        continue;
                    }
                }
                Some((_, escaped)) => Err(control(escaped)),
            }
        } else {
            Err(c)
        };
        out.push(at, unit, &mut high);
    }
    out.give_up(&mut high);
    out
}

impl Resolved {
    /// Adds a character, or a UTF-16 unit that may be half of one; `high` is a first half that waits for its second.
    fn push(&mut self, at: usize, unit: Result<u16, char>, high: &mut Option<(usize, u16)>) {
        match (unit, *high) {
            (Ok(low @ 0xDC00..=0xDFFF), Some((_, first))) => {
                *high = None;
                self.text.extend(char::decode_utf16([first, low]).flatten());
            }
            (Ok(first @ 0xD800..=0xDBFF), _) => {
                self.give_up(high);
                *high = Some((at, first));
            }
            (Ok(unit), _) => {
                self.give_up(high);
                match char::from_u32(u32::from(unit)) {
                    Some(c) => self.text.push(c),
                    None => self.replace(at),
                }
            }
            (Err(c), _) => {
                self.give_up(high);
                self.text.push(c);
            }
        }
    }

    fn give_up(&mut self, high: &mut Option<(usize, u16)>) {
        if let Some((at, _)) = high.take() {
            self.replace(at);
        }
    }

    fn replace(&mut self, at: usize) {
        self.lone.push(at);
        self.text.push(char::REPLACEMENT_CHARACTER);
    }
}

/// The number that the next four digits are.
fn hexadecimal(mut digits: impl Iterator<Item = (usize, char)>) -> Option<u16> {
    (0..4)
        .try_fold(0, |number: u16, _| Some(number << 4 | u16::try_from(digits.next()?.1.to_digit(16)?).ok()?))
}

fn control(escaped: char) -> char {
    match escaped {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'f' => '\u{C}',
        other => other,
    }
}

/// A key as `Properties.store` writes it: what comes back from reading `<key>=<value>` is the key.
#[must_use]
pub fn escape_key(key: &str) -> String {
    escape(key, |_, c| is_blank(c))
}

/// A value as `Properties.store` writes it, ready to stand behind `key=`; pure ASCII, so that the encoding of the file
/// doesn't matter.
#[must_use]
pub fn escape_value(value: &str) -> String {
    escape(value, |at, _| at == 0)
}

fn escape(text: &str, escapes_blank: impl Fn(usize, char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            ' ' if !escapes_blank(at, c) => out.push(' '),
            ' ' | '\\' | '=' | ':' | '#' | '!' => out.extend(['\\', c]),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\u{C}' => out.push_str("\\f"),
            '!'..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
            }
        }
    }
    out
}
