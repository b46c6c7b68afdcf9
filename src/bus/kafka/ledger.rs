//! What is in hand, in order: handed to the producer or still to be.
//!
//! In: entries and delivery reports by number. Out: what is to be sent next. Opens no connection.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use super::client::Report;
use crate::bus::{Answer, Delivery};
use crate::event::Event;

/// An event, and who waits for its answer.
pub(super) struct Entry {
    /// The event.
    pub(super) event: Arc<Event>,
    /// Where the answer goes.
    pub(super) answer: Answer,
    /// The entry's share of the bus's room; given back when it is answered.
    pub(super) _room: OwnedSemaphorePermit,
}

/// All entries without an answer. Those below `unsent` are with the producer.
#[derive(Default)]
pub(super) struct Ledger {
    entries: BTreeMap<u64, Entry>,
    next: u64,
    unsent: u64,
    /// Entries below this are sent one by one, so that a refusal can only mean the one that was sent.
    alone_below: u64,
}

impl Ledger {
    /// Takes in an entry behind all others.
    pub(super) fn accept(&mut self, entry: Entry) {
        self.entries.insert(self.next, entry);
        self.next += 1;
    }

    /// Whether nothing waits for an answer.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What is to be sent next, if there is anything that may be sent now.
    pub(super) fn next_unsent(&self) -> Option<(u64, &Event)> {
        let (&oldest, _) = self.entries.first_key_value()?;
        let one_alone_is_under_way = oldest < self.unsent && self.goes_alone(oldest);
        let (&number, entry) = self.entries.range(self.unsent..).next()?;
        (!one_alone_is_under_way).then_some((number, &*entry.event))
    }

    /// The producer has taken this entry and all before it.
    pub(super) fn sent(&mut self, number: u64) {
        self.unsent = number + 1;
    }

    /// Answers an entry. A report that comes twice is ignored.
    pub(super) fn settle(&mut self, number: u64, delivery: Delivery) {
        if let Some(entry) = self.entries.remove(&number) {
            entry.answer.give(delivery);
        }
    }

    /// Answers an entry if the report confirms it.
    pub(super) fn settle_confirmed(&mut self, report: Report) {
        if let Report::Delivered(number, Ok(())) = report {
            self.settle(number, Delivery::Confirmed);
        }
    }

    /// Whether a refusal of this entry can mean no other: it was sent by itself, or it is the only one under way.
    pub(super) fn is_alone(&self, number: u64) -> bool {
        self.goes_alone(number)
            || self.entries.range(..self.unsent).map(|(under_way, _)| *under_way).eq([number])
    }

    fn goes_alone(&self, number: u64) -> bool {
        number < self.alone_below
    }

    /// From now on what was sent without an answer is sent again, one by one: one of them was refused, and the whole
    /// batch with it.
    pub(super) fn suspect_all_sent(&mut self) {
        self.alone_below = self.unsent;
    }

    /// The producer is gone: everything is to be sent again.
    pub(super) fn replay(&mut self) {
        self.unsent = 0;
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::Semaphore;

    use super::*;
    use crate::bus::Receipt;

    fn accept(ledger: &mut Ledger) -> Receipt {
        let room = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        let (answer, receipt) = Receipt::pair();
        ledger.accept(Entry { event: Arc::new(Event::new("VM.START")), answer, _room: room });
        receipt
    }

    fn send_all(ledger: &mut Ledger) -> Vec<u64> {
        let mut sent = Vec::new();
        while let Some((number, _)) = ledger.next_unsent() {
            ledger.sent(number);
            sent.push(number);
        }
        sent
    }

    #[tokio::test]
    async fn a_replay_sends_what_has_no_answer_in_its_order() {
        let mut ledger = Ledger::default();
        let receipts: Vec<Receipt> = (0..4).map(|_| accept(&mut ledger)).collect();
        assert_eq!(send_all(&mut ledger), [0, 1, 2, 3]);
        ledger.settle(1, Delivery::Confirmed);
        ledger.replay();
        accept(&mut ledger);
        assert_eq!(send_all(&mut ledger), [0, 2, 3, 4]);
        let [_, second, ..] = <[Receipt; 4]>::try_from(receipts).unwrap();
        assert_eq!(second.await, Delivery::Confirmed);
    }

    #[test]
    fn suspects_are_sent_one_by_one() {
        let mut ledger = Ledger::default();
        for _ in 0..3 {
            drop(accept(&mut ledger));
        }
        send_all(&mut ledger);
        ledger.suspect_all_sent();
        ledger.replay();
        drop(accept(&mut ledger));
        for number in 0..3 {
            assert_eq!(send_all(&mut ledger), [number]);
            assert!(ledger.is_alone(number));
            ledger.settle(number, Delivery::Refused("too large".to_owned()));
        }
        drop(accept(&mut ledger));
        assert_eq!(send_all(&mut ledger), [3, 4]);
        assert!(!ledger.is_alone(3));
        ledger.settle(4, Delivery::Confirmed);
        assert!(ledger.is_alone(3), "none but it is under way");
    }
}
