//! The parts of a text that must never be shown.

use std::collections::BTreeMap;
use std::ops::Range;

/// Ranges that neither touch nor overlap: where each starts, and where it ends.
#[derive(Debug, Default)]
pub(super) struct Masks(BTreeMap<usize, usize>);

impl Masks {
    pub(super) fn add(&mut self, range: Range<usize>) {
        let Range { mut start, mut end } = range;
        while let Some((&first, &last)) = self.0.range(..=end).next_back().filter(|(_, last)| **last >= start)
        {
            self.0.remove(&first);
            (start, end) = (start.min(first), end.max(last));
        }
        self.0.insert(start, end);
    }

    /// The ranges, in their order.
    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.iter().map(|(&start, &end)| start..end)
    }

    /// Whether one of the ranges has a part of this one, or this one is empty and lies within it.
    pub(super) fn touch(&self, part: &Range<usize>) -> bool {
        let before = self.0.range(..part.end.max(part.start + 1)).next_back();
        before.is_some_and(|(_, end)| *end > part.start)
    }

    /// The part of a text, each masked byte an asterisk; line breaks stay.
    pub(super) fn masked(&self, text: &str, part: Range<usize>) -> String {
        if part.is_empty() {
            return String::new();
        }
        let mut bytes = text.as_bytes().get(part.clone()).unwrap_or_default().to_vec();
        let before = self.0.range(..part.start).next_back();
        for (&start, &end) in before.into_iter().chain(self.0.range(part.clone())) {
            let within = start.saturating_sub(part.start)..end.min(part.end).saturating_sub(part.start);
            for byte in bytes.get_mut(within).into_iter().flatten().filter(|byte| **byte != b'\n') {
                *byte = b'*';
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn a_part_shows_no_secret_that_starts_in_front_of_it() {
        let mut masks = Masks::default();
        masks.add(2..6);
        assert_eq!(masks.masked("0123456789", 4..8), "**67");
        assert_eq!(masks.masked("0123456789", 0..4), "01**");
        assert_eq!(masks.masked("0123456789", 6..8), "67");
    }

    #[test]
    fn a_range_touches_what_it_shares_a_byte_with_and_an_empty_one_what_it_lies_in() {
        let mut masks = Masks::default();
        masks.add(2..6);
        masks.add(8..9);
        for (part, touched) in
            [(0..2, false), (0..3, true), (3..4, true), (5..8, true), (6..8, false), (9..12, false)]
        {
            assert_eq!(masks.touch(&part), touched, "{part:?}");
        }
        for (at, touched) in [(1, false), (2, true), (4, true), (6, false)] {
            assert_eq!(masks.touch(&(at..at)), touched, "{at}");
        }
    }

    proptest! {
        #[test]
        fn every_part_shows_exactly_what_no_range_covers(
            ranges in prop::collection::vec((0_usize..60, 0_usize..20), 0..12),
            start in 0_usize..60,
            length in 0_usize..20,
        ) {
            let text: String = ('!'..='\\').filter(|c| *c != '*').collect();
            let mut masks = Masks::default();
            for (at, length) in &ranges {
                masks.add((*at).min(text.len())..(at + length).min(text.len()));
            }
            let part = start.min(text.len())..(start + length).min(text.len());
            let covered = |at: usize| ranges.iter().any(|(from, length)| (*from..from + length).contains(&at));
            let expected: String =
                part.clone().map(|at| if covered(at) { '*' } else { text.as_bytes()[at].into() }).collect();
            prop_assert_eq!(masks.masked(&text, part), expected);
        }
    }
}
