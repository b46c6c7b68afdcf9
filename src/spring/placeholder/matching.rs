//! Where a placeholder ends.

use std::collections::HashMap;

use super::Placeholders;

/// Well-known pairs: inside a placeholder the short opener counts as nesting, too.
const PAIRS: [(&str, &str); 3] = [("}", "{"), ("]", "["), (")", "(")];

/// The ends of all placeholders of one text, found in one pass over it.
#[derive(Debug)]
pub(super) struct Matching {
    /// From the place behind an opener to the place of its closer.
    ends: HashMap<usize, usize>,
}

impl Matching {
    /// For the usual brackets; `None` for other syntax, which [`scan`] looks at.
    pub(super) fn of(text: &str, syntax: &Placeholders) -> Option<Self> {
        let (close, open) = PAIRS.into_iter().find(|(close, _)| *close == syntax.suffix)?;
        if !syntax.prefix.ends_with(open) {
            return None;
        }
        let mut ends = HashMap::new();
        let mut openers = Vec::new();
        for (at, symbol) in text.match_indices([bracket(open), bracket(close)]) {
            if symbol == open {
                openers.push(at + symbol.len());
            } else if let Some(opener) = openers.pop() {
                ends.insert(opener, at);
            }
        }
        Some(Self { ends })
    }

    pub(super) fn end(&self, content_start: usize) -> Option<usize> {
        self.ends.get(&content_start).copied()
    }
}

fn bracket(text: &str) -> char {
    text.chars().next().unwrap_or('\0')
}

/// The end of the placeholder whose content starts at `from` (`findPlaceholderEndIndex`), for syntax that isn't
/// made of the usual brackets: there the whole prefix counts as nesting.
pub(super) fn scan(text: &str, from: usize, syntax: &Placeholders) -> Option<usize> {
    let mut at = from;
    let mut depth = 0_usize;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(&syntax.suffix) {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
            at += syntax.suffix.len().max(1);
        } else if rest.starts_with(&syntax.prefix) {
            depth += 1;
            at += syntax.prefix.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}
