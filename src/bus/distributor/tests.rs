use std::future::{pending, ready};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::*;
use crate::bus::{Delivery, InMemoryBus};

fn memory(id: &str) -> Box<dyn EventBus> {
    Box::new(InMemoryBus::new(id))
}

fn event() -> Arc<Event> {
    Arc::new(Event::new("VM.START"))
}

/// A subscriber that notes which bus an event came by.
fn noting() -> (Subscriber, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::<Mutex<Vec<String>>>::default();
    let notes = heard.clone();
    (Arc::new(move |arrival| notes.lock().unwrap().push(arrival.bus.to_string())), heard)
}

#[test]
fn two_buses_of_one_id_are_refused() {
    let error = Distributor::new(vec![memory("a"), memory("b"), memory("a")]).err();
    assert_eq!(error, Some(DuplicateBus("a".to_owned())));
}

#[tokio::test]
async fn each_bus_has_its_own_receipt_in_order() {
    let distributor = Distributor::new(vec![memory("a"), memory("b")]).unwrap();
    distributor.bus("b").unwrap().stop(Duration::ZERO).await;
    let receipts = distributor.publish(event()).await;
    assert_eq!(join_all(receipts).await, [Delivery::Confirmed, Delivery::Pending]);
    assert_eq!(distributor.states(), [("a", BusState::Connected), ("b", BusState::Stopped)]);
}

#[tokio::test]
async fn a_subscription_covers_all_buses_until_it_ends() {
    let distributor = Distributor::new(vec![memory("a"), memory("b")]).unwrap();
    let (subscriber, heard) = noting();
    let id = distributor.subscribe(EventTopic::any(), subscriber).await.unwrap();
    distributor.publish(event()).await;
    assert_eq!(*heard.lock().unwrap(), ["a", "b"]);
    assert!(distributor.unsubscribe(id).await);
    assert!(!distributor.unsubscribe(id).await);
    distributor.publish(event()).await;
    assert_eq!(heard.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_subscription_may_be_for_one_bus() {
    let distributor = Distributor::new(vec![memory("a"), memory("b")]).unwrap();
    let (subscriber, heard) = noting();
    distributor.subscribe_on("b", EventTopic::any(), subscriber.clone()).await.unwrap();
    distributor.publish(event()).await;
    assert_eq!(*heard.lock().unwrap(), ["b"]);
    let error = distributor.subscribe_on("c", EventTopic::any(), subscriber).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no bus \"c\", but: a, b");
}

#[tokio::test]
async fn a_subscription_that_one_bus_refuses_is_made_on_none() {
    let distributor = Distributor::new(vec![memory("a"), memory("b")]).unwrap();
    distributor.bus("b").unwrap().stop(Duration::ZERO).await;
    let (subscriber, heard) = noting();
    let error = distributor.subscribe(EventTopic::any(), subscriber).await.unwrap_err();
    assert_eq!(error.to_string(), "b: the bus \"b\" has been stopped");
    distributor.publish(event()).await;
    assert!(heard.lock().unwrap().is_empty());
}

#[tokio::test]
async fn stopping_stops_every_bus() {
    let distributor = Distributor::new(vec![memory("a"), memory("b")]).unwrap();
    distributor.stop(Duration::ZERO).await;
    assert!(distributor.states().iter().all(|(_, state)| *state == BusState::Stopped));
}

/// A bus that never has room.
struct Full;

impl EventBus for Full {
    fn id(&self) -> &str {
        "full"
    }

    fn enqueue(&self, _: Arc<Event>) -> BoxFuture<'_, Receipt> {
        pending().boxed()
    }

    fn subscribe(
        &self,
        _: EventTopic,
        _: Subscriber,
    ) -> BoxFuture<'_, Result<SubscriptionId, SubscribeError>> {
        pending().boxed()
    }

    fn unsubscribe(&self, _: SubscriptionId) -> BoxFuture<'_, bool> {
        pending().boxed()
    }

    fn state(&self) -> BusState {
        BusState::Connecting(None)
    }

    fn stop(&self, _: Duration) -> BoxFuture<'_, ()> {
        ready(()).boxed()
    }
}

#[tokio::test]
async fn a_full_bus_keeps_no_event_from_the_others() {
    let distributor = Distributor::new(vec![Box::new(Full), memory("free")]).unwrap();
    let (subscriber, heard) = noting();
    distributor.subscribe_on("free", EventTopic::any(), subscriber).await.unwrap();
    assert!(distributor.publish(event()).now_or_never().is_none());
    assert_eq!(*heard.lock().unwrap(), ["free"]);
}
