//! Logical lines: natural lines joined at a backslash, without comments, blank lines and the blanks in front.
//!
//! This is the JDK's `Properties.LineReader`, state for state. Each character keeps the place where it stands.

use std::iter::Peekable;
use std::str::CharIndices;

/// One line: its characters and their offsets in the text.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) characters: Vec<(usize, char)>,
    /// Offset behind its last character.
    pub(super) end: usize,
    /// Number of the natural line on which it starts, from 1.
    pub(super) number: usize,
}

/// The logical lines of a text.
pub(super) struct Lines<'t> {
    characters: Peekable<CharIndices<'t>>,
    number: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { characters: text.char_indices().peekable(), number: 1 }
    }

    /// Reads one character. CR LF counts as one line end.
    fn take(&mut self) -> Option<(usize, char)> {
        let (at, c) = self.characters.next()?;
        let next_is_line_feed = self.characters.peek().is_some_and(|&(_, next)| next == '\n');
        if c == '\n' || (c == '\r' && !next_is_line_feed) {
            self.number += 1;
        }
        Some((at, c))
    }

    fn skip_comment(&mut self) -> Option<()> {
        loop {
            if matches!(self.take()?.1, '\r' | '\n') {
                return Some(());
            }
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let mut line = Line::default();
        let mut skip_blanks = true;
        let mut continued = false;
        let mut after_backslash = false;
        loop {
            let number = self.number;
            let Some((at, c)) = self.take() else {
                if line.characters.is_empty() {
                    return None;
                }
                break;
            };
            if skip_blanks {
                if is_blank(c) || (!continued && matches!(c, '\r' | '\n')) {
                    continue;
                }
                skip_blanks = false;
                continued = false;
            }
            if line.characters.is_empty() {
                // A line that a lone backslash began is empty again here, and so may turn into a comment.
                if matches!(c, '#' | '!') {
                    self.skip_comment()?;
                    skip_blanks = true;
                    continue;
                }
                line.number = number;
            }
            if !matches!(c, '\r' | '\n') {
                line.characters.push((at, c));
                line.end = at + c.len_utf8();
                after_backslash = c == '\\' && !after_backslash;
                continue;
            }
            if line.characters.is_empty() {
                skip_blanks = true;
                continue;
            }
            if !after_backslash || self.characters.peek().is_none() {
                break;
            }
            line.characters.pop();
            (skip_blanks, continued, after_backslash) = (true, true, false);
            if c == '\r' && self.characters.peek().is_some_and(|&(_, next)| next == '\n') {
                self.take();
            }
        }
        if after_backslash {
            line.characters.pop();
        }
        Some(line)
    }
}

/// White space inside a line; other than in XML a form feed is one, other than in Unicode nothing else is.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{C}')
}
