//! What a subscriber gets.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use busboot::bus::{Arrival, EventBus, KafkaBus};
use busboot::event::EventTopic;

use super::{PATIENCE, confirmed, publish, resources, settings};
use crate::support::KafkaBroker;

async fn subscribe(bus: &KafkaBus, topic: &str) -> (busboot::bus::SubscriptionId, Receiver<Arrival>) {
    let (sender, arrivals) = channel();
    let sender = Mutex::new(sender);
    let subscriber = move |arrival| drop(sender.lock().unwrap().send(arrival));
    let id = bus.subscribe(EventTopic::parse(topic).unwrap(), Arc::new(subscriber)).await.unwrap();
    (id, arrivals)
}

fn bodies(arrivals: &Receiver<Arrival>, count: usize) -> Vec<String> {
    let next = || String::from_utf8(arrivals.recv_timeout(PATIENCE).unwrap().body).unwrap();
    (0..count).map(|_| next()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_gets_what_is_published_from_then_on_and_matches() {
    let servers = KafkaBroker::shared().bootstrap_servers();
    let bus =
        KafkaBus::start("kafka", settings(&[&format!("bootstrap.servers={servers}"), "topic=subscribed"]));
    let resources = resources(2);
    confirmed(publish(&bus, &resources, 0..4).await).await;
    let (id, arrivals) = subscribe(&bus, &format!("*.ActionEvent.VM-START.*.{}", resources[1])).await;
    confirmed(publish(&bus, &resources, 4..10).await).await;
    assert_eq!(bodies(&arrivals, 3), ["5", "7", "9"]);
    assert!(bus.unsubscribe(id).await);
    assert!(!bus.unsubscribe(id).await);
    confirmed(publish(&bus, &resources, 10..20).await).await;
    assert_eq!(arrivals.recv_timeout(Duration::from_secs(5)).unwrap_err(), RecvTimeoutError::Disconnected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_may_come_after_its_subscriber() {
    let servers = KafkaBroker::shared().bootstrap_servers();
    let lines = [&format!("bootstrap.servers={servers}"), "topic=comes-later"];
    let listening = KafkaBus::start("listening", settings(&lines));
    let (_, arrivals) = subscribe(&listening, "#").await;
    let bus = KafkaBus::start("kafka", settings(&lines));
    confirmed(publish(&bus, &resources(1), 0..3).await).await;
    assert_eq!(bodies(&arrivals, 3), ["0", "1", "2"]);
}
