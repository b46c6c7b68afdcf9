//! What the broker gets, and what becomes of it.

use std::time::Duration;

use busboot::bus::{BusState, Delivery, EventBus, RabbitMqBus};
use busboot::config::settings::RabbitMqSettings;
use busboot::event::Event;
use futures_util::FutureExt;
use lapin::types::FieldTable;

use super::queue::{Queue, bodies_of};
use super::{assert_all_confirmed, bodies, connected, deliveries, event, publish, settings};
use crate::support::RabbitMqNode;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_what_cloudstack_sends_plus_the_message_id() {
    let node = RabbitMqNode::shared();
    let queue = Queue::bound(node, "as-cloudstack").await;
    let bus = RabbitMqBus::start("bus", settings(node, "as-cloudstack"));
    let event = Event {
        event_uuid: Some("0190b0c4-0000-7000-8000-000000000001".to_owned()),
        event_category: Some("ActionEvent".to_owned()),
        resource_type: Some("com.cloud.vm.VirtualMachine".to_owned()),
        description: Some("{\"status\": \"Größe ✓\"}".to_owned()),
        ..Event::new("VM.START")
    };
    assert_eq!(deliveries(vec![bus.enqueue(event.into()).await]).await, [Delivery::Confirmed]);
    let message = queue.get().await.unwrap();
    assert_eq!(message.key, "management-server.ActionEvent.VM-START.com-cloud-vm-VirtualMachine.*");
    assert_eq!(message.body, "{\"status\": \"Größe ✓\"}");
    let properties = message.properties;
    assert_eq!(properties.content_type().as_ref().unwrap().as_str(), "text/plain");
    assert_eq!((*properties.delivery_mode(), *properties.priority()), (Some(2), Some(0)));
    let id = properties.message_id().as_ref().unwrap();
    assert_eq!(id.as_str(), "0190b0c4-0000-7000-8000-000000000001");
    assert!(properties.headers().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_each_resource_arrive_in_order_while_others_overtake_them() {
    let node = RabbitMqNode::shared();
    let queue = Queue::bound(node, "in-order").await;
    let bus = RabbitMqBus::start("bus", settings(node, "in-order"));
    let receipts = publish(&bus, &["a", "b", "c"], 900).await;
    assert_all_confirmed(&deliveries(receipts).await);
    let messages = queue.drain().await;
    assert_eq!(messages.len(), 900);
    for (at, resource) in ["a", "b", "c"].into_iter().enumerate() {
        let expected: Vec<_> = bodies(900).into_iter().skip(at).step_by(3).collect();
        assert_eq!(bodies_of(&messages, resource), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_queue_takes_is_told_from_what_one_took() {
    let node = RabbitMqNode::shared();
    let queue = Queue::with(node, "routed", "*.*.*.taken.*", FieldTable::default()).await;
    let bus = RabbitMqBus::start("bus", settings(node, "routed"));
    connected(&bus).await;
    // Without a resource all of them are under way at once, so that returns and confirms mix.
    let mut receipts = Vec::new();
    for n in 0..4000 {
        let resource_type = if n % 2 == 0 { "taken" } else { "lost" };
        let mut event = Event { resource_type: Some(resource_type.to_owned()), ..Event::new("A") };
        event.ensure_uuid();
        receipts.push(bus.enqueue(event.into()).await);
    }
    let deliveries = deliveries(receipts).await;
    for (n, delivery) in deliveries.iter().enumerate() {
        let expected = if n % 2 == 0 { Delivery::Confirmed } else { Delivery::Unroutable };
        assert_eq!(*delivery, expected, "event {n}");
    }
    assert_eq!(queue.drain().await.len(), 2000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_message_is_sent_again_and_nothing_of_its_resource_overtakes_it() {
    let node = RabbitMqNode::shared();
    let queue = Queue::rejecting_beyond(node, "rejecting", 2).await;
    let bus = RabbitMqBus::start("bus", settings(node, "rejecting"));
    let receipts = publish(&bus, &["a", "b"], 40).await;
    let messages = queue.take(40).await;
    assert_all_confirmed(&deliveries(receipts).await);
    assert!(queue.get().await.is_none());
    for (at, resource) in ["a", "b"].into_iter().enumerate() {
        let expected: Vec<_> = bodies(40).into_iter().skip(at).step_by(2).collect();
        assert_eq!(bodies_of(&messages, resource), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_bus_makes_the_publisher_wait() {
    let node = RabbitMqNode::shared();
    let queue = Queue::rejecting_beyond(node, "full", 1).await;
    let bus = RabbitMqBus::start("bus", RabbitMqSettings { in_flight: 3, ..settings(node, "full") });
    let mut receipts = vec![bus.enqueue(event("first", 0)).await];
    assert_all_confirmed(&deliveries(std::mem::take(&mut receipts)).await);
    for n in 1..4 {
        receipts.push(bus.enqueue(event("a", n)).await);
    }
    let mut fourth = bus.enqueue(event("b", 4));
    assert!((&mut fourth).now_or_never().is_none(), "three are in hand");
    assert_eq!(queue.take(1).await[0].body, "0");
    receipts.push(super::within("room", fourth).await);
    queue.take(4).await;
    assert_all_confirmed(&deliveries(receipts).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_waits_for_what_is_under_way() {
    let node = RabbitMqNode::shared();
    let queue = Queue::bound(node, "drained").await;
    let bus = RabbitMqBus::start("bus", settings(node, "drained"));
    let receipts = publish(&bus, &["a"], 300).await;
    bus.stop(Duration::from_secs(60)).await;
    assert_eq!(bus.state(), BusState::Stopped);
    assert_all_confirmed(&deliveries(receipts).await);
    assert_eq!(queue.drain().await.len(), 300);
    let late = bus.enqueue(event("a", 300)).await;
    assert_eq!(late.await, Delivery::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_confirmed_when_the_time_for_draining_is_over_is_pending() {
    let node = RabbitMqNode::shared();
    let _queue = Queue::rejecting_beyond(node, "not-drained", 1).await;
    let bus = RabbitMqBus::start("bus", settings(node, "not-drained"));
    let receipts = publish(&bus, &["a"], 3).await;
    bus.stop(Duration::from_millis(500)).await;
    let deliveries = deliveries(receipts).await;
    assert_eq!(deliveries[1..], [Delivery::Pending, Delivery::Pending]);
}
