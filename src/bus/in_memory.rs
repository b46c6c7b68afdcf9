//! The in-memory bus: calls its subscribers, in the publisher's task, and keeps nothing.
//!
//! In: events. Out: calls of the subscribers whose topic matches. Rules from CloudStack's `InMemoryEventBus`.
//!
//! An event that nobody asked for is [`Delivery::Confirmed`]: nothing outside the process could have taken it, so
//! there is nothing to replay it to, and CloudStack drops it without a word as well.

use std::collections::VecDeque;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::subscribers::{Subscribers, call};
use super::{Arrival, BusState, Delivery, EventBus, Receipt, SubscribeError, Subscriber, SubscriptionId};
use crate::event::{Event, EventTopic};

/// A bus within this process.
pub struct InMemoryBus {
    id: Arc<str>,
    inner: Mutex<Inner>,
}

struct Inner {
    subscribers: Subscribers,
    /// What was taken last, at most `remembered` events.
    received: VecDeque<Arc<Event>>,
    remembered: usize,
    stopped: bool,
}

impl InMemoryBus {
    /// A bus that remembers nothing.
    #[must_use]
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self::recording(id, 0)
    }

    /// A bus that remembers the last `limit` events that it took, for [`received`](EventBus::received).
    #[must_use]
    pub fn recording(id: impl Into<Arc<str>>, limit: usize) -> Self {
        let inner = Inner {
            subscribers: Subscribers::default(),
            received: VecDeque::new(),
            remembered: limit,
            stopped: false,
        };
        Self { id: id.into(), inner: Mutex::new(inner) }
    }

    async fn hand_over(&self, event: Arc<Event>) -> Receipt {
        Receipt::ready(self.deliver(&event))
    }

    fn deliver(&self, event: &Arc<Event>) -> Delivery {
        let subscribers = {
            let mut inner = self.inner();
            if inner.stopped {
                return Delivery::Pending;
            }
            inner.remember(event);
            inner.subscribers.matching(event)
        };
        // Not under the lock: a subscriber may publish or unsubscribe.
        for subscriber in subscribers {
            call(&subscriber, self.arrival(event));
        }
        Delivery::Confirmed
    }

    fn arrival(&self, event: &Event) -> Arrival {
        Arrival {
            bus: self.id.clone(),
            key: event.routing_key(),
            body: event.body().as_bytes().to_vec(),
            uuid: event.event_uuid.clone(),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn remember(&mut self, event: &Arc<Event>) {
        if self.remembered == 0 {
            return;
        }
        if self.received.len() == self.remembered {
            self.received.pop_front();
        }
        self.received.push_back(event.clone());
    }
}

impl EventBus for InMemoryBus {
    fn id(&self) -> &str {
        &self.id
    }

    fn enqueue(&self, event: Arc<Event>) -> BoxFuture<'_, Receipt> {
        self.hand_over(event).boxed()
    }

    fn received(&self) -> Vec<Arc<Event>> {
        self.inner().received.iter().cloned().collect()
    }

    fn subscribe(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> BoxFuture<'_, Result<SubscriptionId, SubscribeError>> {
        let mut inner = self.inner();
        let outcome = if inner.stopped {
            Err(SubscribeError::stopped(&self.id))
        } else {
            Ok(inner.subscribers.add(topic, subscriber))
        };
        ready(outcome).boxed()
    }

    fn unsubscribe(&self, id: SubscriptionId) -> BoxFuture<'_, bool> {
        ready(self.inner().subscribers.remove(id)).boxed()
    }

    fn state(&self) -> BusState {
        if self.inner().stopped { BusState::Stopped } else { BusState::Connected }
    }

    fn stop(&self, _drain: Duration) -> BoxFuture<'_, ()> {
        let mut inner = self.inner();
        inner.stopped = true;
        inner.subscribers.clear();
        ready(()).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(event_type: &str) -> Arc<Event> {
        Arc::new(Event { description: Some("{}".to_owned()), ..Event::new(event_type) })
    }

    fn noting(keys: &Arc<Mutex<Vec<String>>>) -> Subscriber {
        let keys = keys.clone();
        Arc::new(move |arrival| keys.lock().unwrap().push(arrival.key))
    }

    fn topic(event_type: &str) -> EventTopic {
        EventTopic { event_type: Some(event_type.to_owned()), ..EventTopic::any() }
    }

    #[tokio::test]
    async fn calls_those_whose_topic_matches() {
        let bus = InMemoryBus::new("memory");
        let (starts, all) = (Arc::default(), Arc::default());
        bus.subscribe(topic("VM-START"), noting(&starts)).await.unwrap();
        bus.subscribe(EventTopic::any(), noting(&all)).await.unwrap();
        assert_eq!(bus.enqueue(event("VM.START")).await.await, Delivery::Confirmed);
        assert_eq!(bus.enqueue(event("VM.STOP")).await.await, Delivery::Confirmed);
        assert_eq!(*starts.lock().unwrap(), ["management-server.*.VM-START.*.*"]);
        assert_eq!(all.lock().unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_panicking_subscriber_holds_nobody_up() {
        let bus = InMemoryBus::new("memory");
        let keys = Arc::default();
        bus.subscribe(EventTopic::any(), Arc::new(|_| panic!("on purpose"))).await.unwrap();
        bus.subscribe(EventTopic::any(), noting(&keys)).await.unwrap();
        for _ in 0..2 {
            assert_eq!(bus.enqueue(event("VM.START")).await.await, Delivery::Confirmed);
        }
        assert_eq!(keys.lock().unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_subscriber_may_unsubscribe_while_it_is_called() {
        let bus = Arc::new(InMemoryBus::new("memory"));
        let (weak, calls) = (Arc::downgrade(&bus), Arc::new(Mutex::new(0)));
        let counter = calls.clone();
        let subscriber: Subscriber = Arc::new(move |_| {
            *counter.lock().unwrap() += 1;
            let bus = weak.upgrade().unwrap();
            assert_eq!(bus.unsubscribe(SubscriptionId(1)).now_or_never(), Some(true));
        });
        assert_eq!(bus.subscribe(EventTopic::any(), subscriber).await, Ok(SubscriptionId(1)));
        bus.enqueue(event("VM.START")).await.await;
        bus.enqueue(event("VM.START")).await.await;
        assert_eq!(*calls.lock().unwrap(), 1);
        assert!(!bus.unsubscribe(SubscriptionId(1)).await);
    }

    #[tokio::test]
    async fn remembers_only_when_asked_and_only_so_much() {
        let bus = InMemoryBus::recording("memory", 2);
        for event_type in ["A", "B", "C"] {
            bus.enqueue(event(event_type)).await.await;
        }
        let types: Vec<_> = bus.received().iter().map(|event| event.event_type.clone()).collect();
        assert_eq!(types, ["B", "C"]);
        let forgetful = InMemoryBus::new("memory");
        forgetful.enqueue(event("A")).await.await;
        assert!(forgetful.received().is_empty());
    }

    #[tokio::test]
    async fn stopped_takes_nothing_more() {
        let bus = InMemoryBus::recording("memory", 9);
        bus.stop(Duration::ZERO).await;
        assert_eq!(bus.state(), BusState::Stopped);
        assert_eq!(bus.enqueue(event("A")).await.await, Delivery::Pending);
        assert!(bus.received().is_empty());
        let error = bus.subscribe(EventTopic::any(), Arc::new(|_| {})).await.unwrap_err();
        assert_eq!(error.to_string(), "the bus \"memory\" has been stopped");
    }
}
