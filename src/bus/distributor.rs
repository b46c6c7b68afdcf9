//! Several buses as one: each event goes to all of them.
//!
//! In: events. Out: one receipt a bus. Made once; a bus is neither added nor taken away afterwards. What a bus has in
//! hand is bounded, so without a journal between publisher and buses one that is full makes the publisher wait; the
//! others have the event by then.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;

use super::{BusState, EventBus, Receipt, SubscribeError, Subscriber, SubscriptionId};
use crate::event::{Event, EventTopic};

/// Hands each event to every bus.
pub struct Distributor {
    buses: Vec<Box<dyn EventBus>>,
    subscriptions: Mutex<Subscriptions>,
}

/// Two buses have the same id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("two buses have the id {0:?}")]
pub struct DuplicateBus(pub String);

/// A subscription of ours and the subscriptions that it is made of: the bus by its place, and its own id there.
#[derive(Default)]
struct Subscriptions {
    last: u64,
    parts: BTreeMap<SubscriptionId, Vec<(usize, SubscriptionId)>>,
}

impl Distributor {
    /// A distributor over these buses, in this order.
    ///
    /// # Errors
    /// When two of them have the same id.
    pub fn new(buses: Vec<Box<dyn EventBus>>) -> Result<Self, DuplicateBus> {
        let mut ids = BTreeSet::new();
        if let Some(twice) = buses.iter().find(|bus| !ids.insert(bus.id())) {
            return Err(DuplicateBus(twice.id().to_owned()));
        }
        Ok(Self { buses, subscriptions: Mutex::default() })
    }

    /// The buses, in their order.
    #[must_use]
    pub fn buses(&self) -> &[Box<dyn EventBus>] {
        &self.buses
    }

    /// The bus of this id.
    #[must_use]
    pub fn bus(&self, id: &str) -> Option<&dyn EventBus> {
        self.buses.iter().find(|bus| bus.id() == id).map(Box::as_ref)
    }

    /// Hands an event to every bus at once; one receipt a bus, in the order of the buses. Waits until the fullest of
    /// them has room for it.
    pub async fn publish(&self, event: Arc<Event>) -> Vec<Receipt> {
        join_all(self.buses.iter().map(|bus| bus.enqueue(event.clone()))).await
    }

    /// How each bus is doing, in their order.
    #[must_use]
    pub fn states(&self) -> Vec<(&str, BusState)> {
        self.buses.iter().map(|bus| (bus.id(), bus.state())).collect()
    }

    /// Subscribes on every bus.
    ///
    /// # Errors
    /// When a bus can't: it and the reason. The subscription is then made on none.
    pub async fn subscribe(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> Result<SubscriptionId, SubscribeError> {
        let all = self.buses.iter().enumerate();
        self.subscribe_each(all, topic, subscriber).await
    }

    /// Subscribes on one bus.
    ///
    /// # Errors
    /// When there is no bus of this id, or it can't.
    pub async fn subscribe_on(
        &self,
        bus: &str,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> Result<SubscriptionId, SubscribeError> {
        let mut named = self.buses.iter().enumerate().filter(|(_, it)| it.id() == bus).peekable();
        if named.peek().is_none() {
            let known: Vec<_> = self.buses.iter().map(|bus| bus.id()).collect();
            return Err(SubscribeError(format!("there is no bus {bus:?}, but: {}", known.join(", "))));
        }
        self.subscribe_each(named, topic, subscriber).await
    }

    /// Ends a subscription; false if there is none of this id.
    pub async fn unsubscribe(&self, id: SubscriptionId) -> bool {
        let Some(parts) = self.subscriptions().parts.remove(&id) else { return false };
        self.unsubscribe_parts(parts).await;
        true
    }

    /// Stops all buses at once, each draining for at most `drain`.
    pub async fn stop(&self, drain: Duration) {
        join_all(self.buses.iter().map(|bus| bus.stop(drain))).await;
    }

    async fn subscribe_each<'a>(
        &'a self,
        buses: impl Iterator<Item = (usize, &'a Box<dyn EventBus>)>,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> Result<SubscriptionId, SubscribeError> {
        let attempts = buses.map(|(at, bus)| {
            let subscribing = bus.subscribe(topic.clone(), subscriber.clone());
            async move { (at, bus.id(), subscribing.await) }
        });
        let (mut parts, mut faults) = (Vec::new(), Vec::new());
        for (at, id, outcome) in join_all(attempts).await {
            match outcome {
                Ok(part) => parts.push((at, part)),
                Err(fault) => faults.push(format!("{id}: {fault}")),
            }
        }
        if !faults.is_empty() {
            self.unsubscribe_parts(parts).await;
            return Err(SubscribeError(faults.join("; ")));
        }
        let mut subscriptions = self.subscriptions();
        subscriptions.last += 1;
        let id = SubscriptionId(subscriptions.last);
        subscriptions.parts.insert(id, parts);
        Ok(id)
    }

    async fn unsubscribe_parts(&self, parts: Vec<(usize, SubscriptionId)>) {
        let ending = parts.into_iter().filter_map(|(at, part)| Some(self.buses.get(at)?.unsubscribe(part)));
        join_all(ending).await;
    }

    fn subscriptions(&self) -> MutexGuard<'_, Subscriptions> {
        self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
