//! Logical lines: natural lines joined at a backslash, without comments, blank lines and the blanks in front.
//!
//! This is the JDK's `Properties.LineReader`, state for state. Each character keeps the place where it stands.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// One line: the parts of the text that it consists of, without what joins them.
#[derive(Debug)]
pub(super) struct Line<'t> {
    text: &'t str,
    /// None of them is empty.
    parts: Vec<Range<usize>>,
    /// Offset behind its last character.
    pub(super) end: usize,
    /// Number of the natural line on which it starts, from 1.
    pub(super) number: usize,
}

impl<'t> Line<'t> {
    /// Its characters and their offsets in the text.
    pub(super) fn characters(&self) -> impl Iterator<Item = (usize, char)> + Clone {
        let of_part = |part: &Range<usize>| {
            let (start, part) = (part.start, self.text.get(part.clone()).unwrap_or_default());
            part.char_indices().map(move |(at, c)| (start + at, c))
        };
        self.parts.iter().flat_map(of_part)
    }

    fn push(&mut self, at: usize, c: char) {
        self.end = at + c.len_utf8();
        match self.parts.last_mut() {
            Some(last) if last.end == at => last.end = self.end,
            _ => self.parts.push(at..self.end),
        }
    }

    /// Takes the backslash at its end away.
    fn pop_backslash(&mut self) {
        if let Some(last) = self.parts.last_mut() {
            last.end -= 1;
            if last.start == last.end {
                self.parts.pop();
            }
        }
    }
}

/// The logical lines of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    characters: Peekable<CharIndices<'t>>,
    number: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, characters: text.char_indices().peekable(), number: 1 }
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

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        let mut line = Line { text: self.text, parts: Vec::new(), end: 0, number: 0 };
        let mut skip_blanks = true;
        let mut continued = false;
        let mut after_backslash = false;
        loop {
            let number = self.number;
            let Some((at, c)) = self.take() else {
                if line.parts.is_empty() {
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
            if line.parts.is_empty() {
                // A line that a lone backslash began is empty again here, and so may turn into a comment.
                if matches!(c, '#' | '!') {
                    self.skip_comment()?;
                    skip_blanks = true;
                    continue;
                }
                line.number = number;
            }
            if !matches!(c, '\r' | '\n') {
                line.push(at, c);
                after_backslash = c == '\\' && !after_backslash;
                continue;
            }
            if line.parts.is_empty() {
                skip_blanks = true;
                continue;
            }
            if !after_backslash || self.characters.peek().is_none() {
                break;
            }
            line.pop_backslash();
            (skip_blanks, continued, after_backslash) = (true, true, false);
            if c == '\r' && self.characters.peek().is_some_and(|&(_, next)| next == '\n') {
                self.take();
            }
        }
        if after_backslash {
            line.pop_backslash();
        }
        Some(line)
    }
}

/// White space inside a line; other than in XML a form feed is one, other than in Unicode nothing else is.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{C}')
}
