//! The events in hand, and which of them may be sent now.
//!
//! In: events in the order of acceptance, and what became of each. Out: the next one to send. Order is kept for each
//! resource: only the oldest of its events is sent, the others wait until that one is settled, so that none can
//! overtake it by being sent again. Events without a resource wait for nobody. Knows no broker and no clock.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::publication::Publication;
use crate::bus::backoff::pause;
use crate::bus::{Answer, Delivery};

/// The place of an event in the order of acceptance.
pub(super) type Sequence = u64;

/// An event on its way, with what has to be told and given back when it is settled.
pub(super) struct Entry {
    /// What is sent.
    pub(super) publication: Arc<Publication>,
    /// Who is told.
    pub(super) answer: Answer,
    /// Its share of the bus's room; given back on drop.
    pub(super) _room: Option<OwnedSemaphorePermit>,
}

struct Held {
    entry: Entry,
    rejections: u32,
    /// When its last rest ends, over or not.
    rests_until: Option<Instant>,
}

/// All events in hand.
#[derive(Default)]
pub(super) struct Window {
    next: Sequence,
    held: BTreeMap<Sequence, Held>,
    ready: BTreeSet<Sequence>,
    /// Rejected ones by the moment at which they're ready again.
    resting: BTreeSet<(Instant, Sequence)>,
    /// The events of each resource, oldest first. Only the first of each is ready, resting or under way.
    lanes: HashMap<Arc<str>, VecDeque<Sequence>>,
}

impl Window {
    /// Takes in an event, behind all others.
    pub(super) fn accept(&mut self, entry: Entry) {
        let sequence = self.next;
        self.next += 1;
        let first = match &entry.publication.resource {
            None => true,
            Some(resource) => {
                let lane = self.lanes.entry(resource.clone()).or_default();
                lane.push_back(sequence);
                lane.len() == 1
            }
        };
        self.held.insert(sequence, Held { entry, rejections: 0, rests_until: None });
        if first {
            self.ready.insert(sequence);
        }
    }

    /// Whether nothing is in hand.
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// The oldest event that may be sent at the moment `now`. It counts as under way from then on.
    pub(super) fn next_to_send(&mut self, now: Instant) -> Option<(Sequence, Arc<Publication>)> {
        while let Some(&(at, sequence)) = self.resting.first()
            && at <= now
        {
            self.resting.pop_first();
            self.ready.insert(sequence);
        }
        let sequence = self.ready.pop_first()?;
        let publication = self.held.get(&sequence)?.entry.publication.clone();
        Some((sequence, publication))
    }

    /// An event in hand.
    pub(super) fn publication(&self, sequence: Sequence) -> Option<&Publication> {
        self.held.get(&sequence).map(|held| &*held.entry.publication)
    }

    /// When the first of the rejected ones is ready again.
    pub(super) fn next_wake(&self) -> Option<Instant> {
        self.resting.first().map(|&(at, _)| at)
    }

    /// Settles an event: answers it, and lets the next one of its resource go.
    pub(super) fn settle(&mut self, sequence: Sequence, delivery: Delivery) {
        let Some(held) = self.held.remove(&sequence) else { return };
        self.ready.remove(&sequence);
        if let Some(until) = held.rests_until {
            self.resting.remove(&(until, sequence));
        }
        if let Some(resource) = &held.entry.publication.resource {
            self.leave_lane(resource, sequence);
        }
        held.entry.answer.give(delivery);
    }

    /// The broker didn't take an event for now: it is ready again after a pause, which grows up to `longest`.
    pub(super) fn rest(&mut self, sequence: Sequence, now: Instant, longest: Duration) {
        if let Some(held) = self.held.get_mut(&sequence) {
            let until = now + pause(held.rejections, longest);
            self.resting.insert((until, sequence));
            held.rests_until = Some(until);
            held.rejections = held.rejections.saturating_add(1);
        }
    }

    /// The connection is gone: all that was under way or resting is ready again, in the order of acceptance.
    pub(super) fn replay(&mut self) {
        self.resting.clear();
        let lanes = &self.lanes;
        let first = |sequence: &Sequence, held: &Held| match &held.entry.publication.resource {
            None => true,
            Some(resource) => lanes.get(resource).and_then(VecDeque::front) == Some(sequence),
        };
        self.ready = self.held.iter().filter(|(at, held)| first(at, held)).map(|(&at, _)| at).collect();
    }

    /// Settles those that can't succeed by trying again, by the reason that `why` gives for each; false if there is
    /// none.
    pub(super) fn refuse(&mut self, why: impl Fn(&Publication) -> Option<String>) -> bool {
        let refused: Vec<_> = self
            .held
            .iter()
            .filter_map(|(&sequence, held)| Some((sequence, why(&held.entry.publication)?)))
            .collect();
        let any = !refused.is_empty();
        for (sequence, reason) in refused {
            self.settle(sequence, Delivery::Refused(reason));
        }
        any
    }

    fn leave_lane(&mut self, resource: &Arc<str>, sequence: Sequence) {
        let Some(lane) = self.lanes.get_mut(resource) else { return };
        if lane.front() != Some(&sequence) {
            lane.retain(|&waiting| waiting != sequence);
            return;
        }
        lane.pop_front();
        match lane.front() {
            Some(&next) => drop(self.ready.insert(next)),
            None => drop(self.lanes.remove(resource)),
        }
    }
}

#[cfg(test)]
mod tests;
