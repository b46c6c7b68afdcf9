//! From byte offsets to lines and columns, however long the lines are.

use super::Position;

/// How many bytes lie between two marks.
const BLOCK: usize = 512;

/// What stands in front of every block of a text.
#[derive(Debug)]
pub(super) struct LineIndex(Vec<Mark>);

#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    /// Line breaks in front of the block.
    breaks: usize,
    /// Characters in front of the block.
    characters: usize,
    /// Where the line starts that the block starts in.
    line_start: usize,
}

impl LineIndex {
    pub(super) fn of(text: &str) -> Self {
        let mut mark = Mark::default();
        let marks = text.as_bytes().chunks(BLOCK).enumerate().map(|(number, block)| {
            let here = mark;
            mark = mark.behind(block, number * BLOCK);
            here
        });
        Self(marks.collect())
    }

    /// Where the line starts that the byte at `offset` is in.
    pub(super) fn line_start(&self, text: &str, offset: usize) -> usize {
        self.mark(text, offset).line_start
    }

    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let here = self.mark(text, offset);
        let line = self.mark(text, here.line_start);
        Position { line: here.breaks + 1, column: here.characters - line.characters + 1 }
    }

    /// What stands in front of `offset`.
    fn mark(&self, text: &str, offset: usize) -> Mark {
        let offset = offset.min(text.len());
        let block = (offset / BLOCK).min(self.0.len().saturating_sub(1));
        let start = block * BLOCK;
        let before = text.as_bytes().get(start..offset).unwrap_or_default();
        self.0.get(block).copied().unwrap_or_default().behind(before, start)
    }
}

impl Mark {
    /// The mark behind these bytes, which start at `start`.
    fn behind(self, bytes: &[u8], start: usize) -> Self {
        let is_first_of_character = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
        Self {
            breaks: self.breaks + bytes.iter().filter(|byte| **byte == b'\n').count(),
            characters: self.characters + bytes.iter().filter(is_first_of_character).count(),
            line_start: bytes
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(self.line_start, |at| start + at + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    /// Counting from the front.
    fn counted(text: &str, offset: usize) -> Position {
        let before = text.get(..offset).unwrap();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before.get(line..).unwrap().chars().count() + 1,
        }
    }

    proptest! {
        #[test]
        fn positions_are_those_of_counting(parts in prop::collection::vec("[a-zé\u{10FFFF}\n]{0,400}", 0..8)) {
            let text = parts.concat();
            let index = LineIndex::of(&text);
            for offset in (0..=text.len()).filter(|&offset| text.is_char_boundary(offset)) {
                prop_assert_eq!(index.position(&text, offset), counted(&text, offset));
            }
        }
    }

    #[test]
    fn what_lies_behind_the_end_is_at_the_end() {
        assert_eq!(LineIndex::of("a\nb").position("a\nb", 99), Position { line: 2, column: 2 });
        assert_eq!(LineIndex::of("").position("", 0), Position { line: 1, column: 1 });
    }
}
