//! The subscribers of a bus that calls them itself, by the number that each was given.
//!
//! In: topics and callbacks. Out: calls. Knows no broker.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Arrival, Subscriber, SubscriptionId};
use crate::event::{Event, EventTopic};

/// Who is subscribed to what.
#[derive(Default)]
pub(super) struct Subscribers {
    last: u64,
    all: BTreeMap<SubscriptionId, (EventTopic, Subscriber)>,
}

impl Subscribers {
    /// Takes in a subscriber.
    pub(super) fn add(&mut self, topic: EventTopic, subscriber: Subscriber) -> SubscriptionId {
        self.last += 1;
        let id = SubscriptionId(self.last);
        self.all.insert(id, (topic, subscriber));
        id
    }

    /// Lets a subscriber go; false if there is none of this id.
    pub(super) fn remove(&mut self, id: SubscriptionId) -> bool {
        self.all.remove(&id).is_some()
    }

    /// Lets all of them go.
    pub(super) fn clear(&mut self) {
        self.all.clear();
    }

    /// Those whose topic takes the event, in the order in which they subscribed.
    pub(super) fn matching(&self, event: &Event) -> Vec<Subscriber> {
        let matching = self.all.values().filter(|(topic, _)| topic.matches(event));
        matching.map(|(_, subscriber)| subscriber.clone()).collect()
    }
}

/// Calls a subscriber. One that panics is logged and harms nobody else.
pub(super) fn call(subscriber: &Subscriber, arrival: Arrival) {
    let bus = arrival.bus.clone();
    if catch_unwind(AssertUnwindSafe(|| subscriber(arrival))).is_err() {
        tracing::error!(%bus, "a subscriber panicked; the event is lost for it alone");
    }
}
