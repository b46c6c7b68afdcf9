//! Edits of texts: which of them can be made together, and the text afterwards.
//!
//! In: edits with byte ranges into one text. Out: another text. Opens no file.

use std::ops::Range;

/// A replacement of a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced; an empty range inserts.
    pub range: Range<usize>,
    /// The new text.
    pub replacement: String,
}

impl TextEdit {
    /// Whether making both would mix them up. Two edits that only touch do not; two insertions at one place do.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let (one, two) = (&self.range, &other.range);
        (one.start < two.end && two.start < one.end) || one.start == two.start
    }
}

/// The text with all edits made; `None` when two of them overlap, or one doesn't lie on characters of the text.
#[must_use]
pub fn edited(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut ordered: Vec<&TextEdit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (index, edit) in ordered.iter().enumerate() {
        if index
            .checked_sub(1)
            .and_then(|before| ordered.get(before))
            .is_some_and(|before| before.overlaps(edit))
        {
            return None;
        }
        out.push_str(text.get(at..edit.range.start)?);
        out.push_str(&edit.replacement);
        text.get(edit.range.clone())?;
        at = edit.range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(range: Range<usize>, replacement: &str) -> TextEdit {
        TextEdit { range, replacement: replacement.to_owned() }
    }

    #[test]
    fn edits_are_made_whatever_their_order() {
        let edits = [edit(4..5, "ENC("), edit(0..1, "A"), edit(6..6, ")")];
        assert_eq!(edited("abcdef", &edits).unwrap(), "AbcdENC(f)");
    }

    #[test]
    fn edits_that_overlap_or_cut_a_character_are_not_made() {
        assert_eq!(edited("abc", &[edit(0..2, ""), edit(1..3, "")]), None);
        assert_eq!(edited("abc", &[edit(1..1, "x"), edit(1..1, "y")]), None);
        assert_eq!(edited("é", &[edit(1..2, "")]), None);
        assert_eq!(edited("abc", &[edit(2..9, "")]), None);
    }

    #[test]
    fn edits_that_touch_are_made_both() {
        assert_eq!(edited("abc", &[edit(0..1, "x"), edit(1..2, "y")]).unwrap(), "xyc");
        assert_eq!(edited("abc", &[edit(0..2, "x"), edit(2..2, "y")]).unwrap(), "xyc");
    }

    proptest! {
        #[test]
        fn an_edit_that_changes_nothing_changes_nothing(text in ".{0,40}", at in 0..40usize, to in 0..40usize) {
            let range = at.min(to)..at.max(to);
            if let Some(old) = text.get(range.clone()) {
                let edits = [edit(range, old)];
                prop_assert_eq!(edited(&text, &edits).unwrap(), text);
            }
        }
    }
}
