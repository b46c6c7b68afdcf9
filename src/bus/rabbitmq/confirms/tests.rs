use std::collections::{BTreeMap, VecDeque};

use lapin::types::ShortString;
use proptest::prelude::*;

use super::*;

fn label(n: u64) -> Label {
    Label { message_id: ShortString::from(n.to_string()), routing_key: ShortString::from("key") }
}

fn taken(sequence: u64, returned: Option<u64>) -> Confirmed {
    Confirmed { sequence, label: label(sequence), taken: true, returned: returned.map(label) }
}

#[test]
fn a_message_that_came_with_another_ones_confirmation_is_recognised() {
    let mut confirms = Confirms::default();
    // 1 came back, but its confirmation comes after that of 0, which was routed.
    assert_eq!(confirms.settle(vec![taken(0, Some(1))], 1), []);
    assert_eq!(confirms.settle(vec![taken(1, None)], 0), [(0, Verdict::Routed), (1, Verdict::Unroutable)]);
}

#[test]
fn a_rejected_message_waits_for_nobody() {
    let rejected = Confirmed { taken: false, ..taken(0, None) };
    assert_eq!(Confirms::default().settle(vec![rejected], 5), [(0, Verdict::Rejected)]);
}

#[test]
fn messages_of_one_label_are_counted() {
    let mut confirms = Confirms::default();
    let twin = |sequence| Confirmed { label: label(7), returned: Some(label(7)), ..taken(sequence, None) };
    let verdicts = confirms.settle(vec![twin(0), twin(1)], 0);
    assert_eq!(verdicts, [(0, Verdict::Unroutable), (1, Verdict::Unroutable)]);
    assert!(confirms.returned.is_empty());
}

/// What a broker does with some messages, and how lapin passes it on.
#[derive(Debug)]
struct Course {
    /// Whether each message came back.
    lost: Vec<bool>,
    /// The order of the confirmations, and how many more messages came back before each than had to.
    confirmations: Vec<(u64, usize)>,
    /// How many confirmations each batch has.
    batches: Vec<usize>,
}

impl Course {
    /// Each confirmation with what lapin attaches to it: the first of the messages that came back by then.
    fn played(&self) -> Vec<Confirmed> {
        let mut waiting = VecDeque::new();
        let mut seen = 0;
        let mut played = Vec::new();
        for &(sequence, ahead) in &self.confirmations {
            while seen < self.lost.len() && seen <= sequence as usize + ahead {
                if self.lost[seen] {
                    waiting.push_back(seen as u64);
                }
                seen += 1;
            }
            played.push(taken(sequence, waiting.pop_front()));
        }
        played
    }
}

fn course() -> impl Strategy<Value = Course> {
    (1..40_usize).prop_flat_map(|count| {
        let lost = prop::collection::vec(any::<bool>(), count);
        let order = Just((0..count as u64).collect::<Vec<_>>()).prop_shuffle();
        let ahead = prop::collection::vec(0..4_usize, count);
        let batches = prop::collection::vec(1..6_usize, count);
        (lost, order, ahead, batches).prop_map(|(lost, order, ahead, batches)| Course {
            lost,
            confirmations: order.into_iter().zip(ahead).collect(),
            batches,
        })
    })
}

proptest! {
    #[test]
    fn every_message_gets_its_own_verdict_whatever_lapin_attaches_to_it(course in course()) {
        let mut confirms = Confirms::default();
        let mut verdicts = BTreeMap::new();
        let mut left: VecDeque<_> = course.played().into();
        for &size in &course.batches {
            // A batch is seen in any order; backwards is the one that differs most.
            let batch: Vec<_> = left.drain(..size.min(left.len())).rev().collect();
            for (sequence, verdict) in confirms.settle(batch, left.len()) {
                prop_assert!(verdicts.insert(sequence, verdict).is_none());
            }
        }
        for (sequence, lost) in course.lost.iter().enumerate() {
            let expected = if *lost { Verdict::Unroutable } else { Verdict::Routed };
            prop_assert_eq!(verdicts.get(&(sequence as u64)), Some(&expected), "message {}", sequence);
        }
        prop_assert!(confirms.returned.is_empty());
    }
}
