//! What a feeder knows: which events are under way, which were accepted, which weren't and must be fed again.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::events::{Number, number_of};

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    under_way: BTreeSet<Number>,
    again: BTreeSet<Number>,
    /// What busboot has said to be accepted.
    pub(crate) accepted: BTreeSet<Number>,
    /// How often it has said that it can't.
    pub(crate) refused: u64,
    /// How many were fed again because a killed program had said nothing of them.
    pub(crate) unanswered: u64,
}

impl Ledger {
    /// An event is being fed.
    pub(crate) fn feed(&mut self, number: Number) {
        self.under_way.insert(number);
    }

    /// The next event to be fed again.
    pub(crate) fn next(&mut self) -> Option<Number> {
        self.again.pop_first()
    }

    /// Whether every event that was fed is accepted.
    pub(crate) fn is_settled(&self) -> bool {
        self.under_way.is_empty() && self.again.is_empty()
    }

    /// The program has ended: whatever it said nothing of is fed again.
    pub(crate) fn end_life(&mut self) {
        self.unanswered += self.under_way.len() as u64;
        self.again.append(&mut self.under_way);
    }

    /// Takes in a line of the program's output; false if it is about no single event.
    pub(crate) fn note(&mut self, said: &Value) -> bool {
        let Some(number) = said["uuid"].as_str().and_then(number_of) else { return false };
        assert!(self.under_way.remove(&number), "an answer to an event that wasn't fed: {said}");
        if said["seq"].is_i64() {
            self.accepted.insert(number);
        } else {
            self.refused += 1;
            self.again.insert(number);
        }
        true
    }
}
