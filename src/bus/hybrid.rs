//! A pair of buses as one: subscribers get the internal bus, events go to both.
//!
//! In: two buses, each with its own trouble. Out: one bus. Rules from the third party's
//! `com.bwsw.cloudstack.event.bus.HybridEventBus`, whose publishers don't wait for either.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join};

use super::{BusState, Delivery, EventBus, Receipt, SubscribeError, Subscriber, SubscriptionId};
use crate::event::{Event, EventTopic};

/// An internal and an external bus under one id.
pub struct HybridBus {
    id: Arc<str>,
    internal: Box<dyn EventBus>,
    external: Box<dyn EventBus>,
}

impl HybridBus {
    /// Pairs two buses.
    #[must_use]
    pub fn new(id: impl Into<Arc<str>>, internal: Box<dyn EventBus>, external: Box<dyn EventBus>) -> Self {
        Self { id: id.into(), internal, external }
    }

    async fn hand_over(&self, event: Arc<Event>) -> Receipt {
        let both = join(self.internal.enqueue(event.clone()), self.external.enqueue(event));
        let (internal, external) = both.await;
        Receipt::combined(join(internal, external).map(|(internal, external)| worse(external, internal)))
    }
}

/// What became of an event on the pair: the one of the two that asks for most. A pending half makes the pair pending,
/// as the event has to be tried again; then a refusal, then a message that no queue took.
fn worse(one: Delivery, other: Delivery) -> Delivery {
    let weight = |delivery: &Delivery| match delivery {
        Delivery::Confirmed => 0,
        Delivery::Unroutable => 1,
        Delivery::Refused(_) => 2,
        Delivery::Pending => 3,
    };
    if weight(&other) > weight(&one) { other } else { one }
}

/// How the pair is doing: as the one of the two that is worse off.
fn worse_state(one: BusState, other: BusState) -> BusState {
    let weight = |state: &BusState| match state {
        BusState::Connected => 0,
        BusState::Blocked(_) => 1,
        BusState::Connecting(None) => 2,
        BusState::Connecting(Some(_)) => 3,
        BusState::Stopped => 4,
    };
    if weight(&other) > weight(&one) { other } else { one }
}

impl EventBus for HybridBus {
    fn id(&self) -> &str {
        &self.id
    }

    fn enqueue(&self, event: Arc<Event>) -> BoxFuture<'_, Receipt> {
        self.hand_over(event).boxed()
    }

    fn refuses(&self, event: &Event) -> Option<String> {
        self.internal.refuses(event).or_else(|| self.external.refuses(event))
    }

    fn subscribe(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> BoxFuture<'_, Result<SubscriptionId, SubscribeError>> {
        let id = self.id.clone();
        let renamed: Subscriber = Arc::new(move |mut arrival| {
            arrival.bus = id.clone();
            subscriber(arrival);
        });
        self.internal.subscribe(topic, renamed)
    }

    fn unsubscribe(&self, id: SubscriptionId) -> BoxFuture<'_, bool> {
        self.internal.unsubscribe(id)
    }

    /// Those of the internal bus, which is the one that subscribers hear.
    fn received(&self) -> Vec<Arc<Event>> {
        self.internal.received()
    }

    fn state(&self) -> BusState {
        worse_state(self.external.state(), self.internal.state())
    }

    fn stop(&self, drain: Duration) -> BoxFuture<'_, ()> {
        join(self.internal.stop(drain), self.external.stop(drain)).map(|_| ()).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::InMemoryBus;

    #[test]
    fn the_half_that_asks_for_most_speaks_for_the_pair() {
        let refused = || Delivery::Refused("no".to_owned());
        let ascending = [Delivery::Confirmed, Delivery::Unroutable, refused(), Delivery::Pending];
        for (at, mild) in ascending.iter().enumerate() {
            for grave in &ascending[at..] {
                assert_eq!(worse(mild.clone(), grave.clone()), *grave);
                assert_eq!(worse(grave.clone(), mild.clone()), *grave);
            }
        }
    }

    #[tokio::test]
    async fn events_go_to_both_and_subscribers_hear_the_internal_one_under_the_pairs_id() {
        let arrivals = Arc::new(std::sync::Mutex::new(Vec::new()));
        let external = InMemoryBus::new("external");
        let (heard_outside, heard) = (arrivals.clone(), arrivals.clone());
        let outside: Subscriber = Arc::new(move |it| heard_outside.lock().unwrap().push(it.bus.to_string()));
        external.subscribe(EventTopic::any(), outside).await.unwrap();

        let pair =
            HybridBus::new("pair", Box::new(InMemoryBus::recording("internal", 1)), Box::new(external));
        let subscriber: Subscriber = Arc::new(move |it| heard.lock().unwrap().push(it.bus.to_string()));
        let id = pair.subscribe(EventTopic::any(), subscriber).await.unwrap();
        assert_eq!(pair.enqueue(Arc::new(Event::new("VM.START"))).await.await, Delivery::Confirmed);
        assert_eq!(*arrivals.lock().unwrap(), ["pair", "external"]);
        assert_eq!(pair.received()[0].event_type, "VM.START");
        assert!(pair.unsubscribe(id).await);
    }

    #[tokio::test]
    async fn a_stopped_half_leaves_the_pair_pending() {
        let external = InMemoryBus::new("external");
        external.stop(Duration::ZERO).await;
        let pair = HybridBus::new("pair", Box::new(InMemoryBus::new("internal")), Box::new(external));
        assert_eq!(pair.state(), BusState::Stopped);
        assert_eq!(pair.enqueue(Arc::new(Event::new("VM.START"))).await.await, Delivery::Pending);
    }
}
