//! What arrives at subscribers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use busboot::bus::{Arrival, EventBus, RabbitMqBus, Subscriber, SubscriptionId};
use busboot::config::settings::RabbitMqSettings;
use busboot::event::EventTopic;

use super::{address, connected, deliveries, event, publish, settings, trouble};
use crate::support::{RabbitMqNode, free_ports, wait_until};

/// A subscriber that keeps what it gets.
fn keeping() -> (Subscriber, Arc<Mutex<Vec<Arrival>>>) {
    let kept = Arc::<Mutex<Vec<Arrival>>>::default();
    let arrivals = kept.clone();
    (Arc::new(move |arrival| arrivals.lock().unwrap().push(arrival)), kept)
}

fn of_resource(resource: &str) -> EventTopic {
    EventTopic { resource_uuid: Some(resource.to_owned()), ..EventTopic::any() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_gets_what_its_topic_asks_for_until_it_unsubscribes() {
    let bus = RabbitMqBus::start("bus", settings(RabbitMqNode::shared(), "subscribed"));
    let (subscriber, arrivals) = keeping();
    let id = bus.subscribe(of_resource("a"), subscriber).await.unwrap();
    let (all, everything) = keeping();
    bus.subscribe(EventTopic::any(), all).await.unwrap();

    let first = event("a", 0);
    deliveries(vec![bus.enqueue(first.clone()).await, bus.enqueue(event("b", 1)).await]).await;
    wait_until("both arrivals", || everything.lock().unwrap().len() == 2);
    let expected = Arrival {
        bus: "bus".into(),
        key: "management-server.ActionEvent.VM-START.VirtualMachine.a".to_owned(),
        body: b"0".to_vec(),
        uuid: first.event_uuid.clone(),
    };
    assert_eq!(*arrivals.lock().unwrap(), [expected]);

    assert!(bus.unsubscribe(id).await);
    assert!(!bus.unsubscribe(id).await);
    assert!(!bus.unsubscribe(SubscriptionId(99)).await);
    deliveries(publish(&bus, &["a"], 1).await).await;
    wait_until("the third arrival", || everything.lock().unwrap().len() == 3);
    assert_eq!(arrivals.lock().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_that_panics_harms_nobody() {
    let bus = RabbitMqBus::start("bus", settings(RabbitMqNode::shared(), "panicking"));
    bus.subscribe(EventTopic::any(), Arc::new(|_| panic!("on purpose"))).await.unwrap();
    let (subscriber, arrivals) = keeping();
    bus.subscribe(EventTopic::any(), subscriber).await.unwrap();
    deliveries(publish(&bus, &["a"], 5).await).await;
    wait_until("five arrivals", || arrivals.lock().unwrap().len() == 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_gets_any_number_in_their_order() {
    const MANY: usize = 3000; // more than may be on their way at once
    let bus = RabbitMqBus::start("bus", settings(RabbitMqNode::shared(), "many"));
    let (subscriber, arrivals) = keeping();
    bus.subscribe(EventTopic::any(), subscriber).await.unwrap();
    deliveries(publish(&bus, &["a", "b", "c"], MANY).await).await;
    wait_until("all arrivals", || arrivals.lock().unwrap().len() == MANY);
    for resource in ["a", "b", "c"] {
        let kept = arrivals.lock().unwrap();
        let of_one = kept.iter().filter(|arrival| arrival.key.ends_with(resource));
        let numbers: Vec<usize> =
            of_one.map(|arrival| String::from_utf8_lossy(&arrival.body).parse().unwrap()).collect();
        assert!(numbers.is_sorted(), "{resource}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_outlives_the_connection() {
    let mut node = RabbitMqNode::start();
    let bus = RabbitMqBus::start("bus", settings(&node, "outliving"));
    let (subscriber, arrivals) = keeping();
    bus.subscribe(EventTopic::any(), subscriber).await.unwrap();
    node.kill();
    trouble(&bus).await;
    node.start_again();
    connected(&bus).await;
    wait_until("the queue", || node.rabbitmqctl(&["list_bindings", "destination_kind"]).contains("queue"));
    deliveries(publish(&bus, &["a"], 3).await).await;
    wait_until("three arrivals", || arrivals.lock().unwrap().len() == 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn subscribing_without_a_broker_fails_in_time_and_says_why() {
    let [nobody] = free_ports();
    let settings = RabbitMqSettings {
        addresses: vec![address(nobody)],
        connect_timeout: Duration::from_millis(500),
        ..settings(RabbitMqNode::shared(), "any")
    };
    let bus = RabbitMqBus::start("bus", settings);
    let (subscriber, _) = keeping();
    let error = bus.subscribe(EventTopic::any(), subscriber).await.unwrap_err();
    let expected = format!(
        "not subscribed within 0.5 s: 127.0.0.1:{nobody}: no connection: Connection refused (os error 111)"
    );
    assert_eq!(error.to_string(), expected);
    assert!(!bus.unsubscribe(SubscriptionId(1)).await);
}
