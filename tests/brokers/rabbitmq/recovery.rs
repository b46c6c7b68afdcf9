//! Brokers that go and come back, block, and lose their exchange.

use std::time::Duration;

use busboot::bus::{BusState, Delivery, EventBus, RabbitMqBus};
use busboot::config::settings::RabbitMqSettings;

use super::queue::{Queue, bodies_of};
use super::{
    address, assert_all_confirmed, bodies, connected, deliveries, event, publish, settings, state, trouble,
};
use crate::support::{RabbitMqNode, free_ports};

const RESOURCES: [&str; 5] = ["a", "b", "c", "d", "e"];

/// Publishes while the node is away for a time, and holds the bus to every event, in order.
async fn lives_through(exchange: &str, mut node: RabbitMqNode, end: fn(&mut RabbitMqNode)) {
    let queue = Queue::bound(&node, exchange).await;
    // A node that is killed has forgotten the binding, unless its table is on disk by then.
    node.rabbitmqctl(&["eval", "mnesia:sync_log()."]);
    let bus = RabbitMqBus::start("bus", RabbitMqSettings { in_flight: 5000, ..settings(&node, exchange) });
    connected(&bus).await;
    let mut receipts = publish(&bus, &RESOURCES, 1500).await;
    drop(queue);
    end(&mut node);
    trouble(&bus).await;
    for n in 1500..3000 {
        receipts.push(bus.enqueue(event(RESOURCES[n % 5], n)).await);
    }
    node.start_again();
    assert_all_confirmed(&deliveries(receipts).await);
    assert_eq!(bus.state(), BusState::Connected);
    let messages = Queue::again(&node, exchange).await.drain().await;
    for (at, resource) in RESOURCES.into_iter().enumerate() {
        let expected: Vec<_> = bodies(3000).into_iter().skip(at).step_by(5).collect();
        assert_eq!(bodies_of(&messages, resource), expected, "resource {resource}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_a_node_is_stopped_and_started() {
    lives_through("stopped", RabbitMqNode::start(), RabbitMqNode::stop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_a_node_is_killed_and_started() {
    lives_through("killed", RabbitMqNode::start(), RabbitMqNode::kill).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bus_may_start_before_its_broker() {
    let mut node = RabbitMqNode::start();
    let queue = Queue::bound(&node, "late").await;
    drop(queue);
    node.stop();
    let bus = RabbitMqBus::start("bus", settings(&node, "late"));
    let receipts = publish(&bus, &["a"], 10).await;
    let reason = trouble(&bus).await;
    let expected = format!("127.0.0.1:{}: no connection: Connection refused (os error 111)", node.port);
    assert_eq!(reason, expected);
    node.start_again();
    assert_all_confirmed(&deliveries(receipts).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_connection_is_fed_nothing_until_it_is_unblocked() {
    let node = RabbitMqNode::start();
    let queue = Queue::bound(&node, "blocked").await;
    let bus = RabbitMqBus::start("bus", settings(&node, "blocked"));
    connected(&bus).await;
    node.block();
    // The broker says so to those who publish.
    let mut receipts = publish(&bus, &RESOURCES, 10).await;
    let blocked = state(&bus, "the alarm", |state| matches!(state, BusState::Blocked(_))).await;
    assert_eq!(blocked, BusState::Blocked("low on memory".to_owned()));
    receipts.extend(publish(&bus, &RESOURCES, 500).await);
    node.unblock();
    assert_all_confirmed(&deliveries(receipts).await);
    assert_eq!(bus.state(), BusState::Connected);
    assert_eq!(queue.drain().await.len(), 510);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_bus_stops_when_the_time_for_draining_is_over() {
    let node = RabbitMqNode::start();
    let _queue = Queue::bound(&node, "blocked-stop").await;
    let bus = RabbitMqBus::start("bus", settings(&node, "blocked-stop"));
    connected(&bus).await;
    node.block();
    let receipts = publish(&bus, &RESOURCES, 100).await;
    state(&bus, "the alarm", |state| matches!(state, BusState::Blocked(_))).await;
    super::within("the stop", bus.stop(Duration::from_millis(300))).await;
    assert_eq!(bus.state(), BusState::Stopped);
    assert!(deliveries(receipts).await.contains(&Delivery::Pending));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_was_deleted_is_declared_anew() {
    let node = RabbitMqNode::shared();
    let queue = Queue::bound(node, "deleted").await;
    let bus = RabbitMqBus::start("bus", settings(node, "deleted"));
    assert_all_confirmed(&deliveries(publish(&bus, &["a"], 1).await).await);
    queue.delete_exchange().await;
    // The binding went with the exchange.
    let deliveries = deliveries(publish(&bus, &["a"], 1).await).await;
    assert_eq!(deliveries, [Delivery::Unroutable]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_address_is_used_while_the_first_is_away() {
    let node = RabbitMqNode::shared();
    let _queue = Queue::bound(node, "second").await;
    let [nobody] = free_ports();
    let settings =
        RabbitMqSettings { addresses: vec![address(nobody), address(node.port)], ..settings(node, "second") };
    let bus = RabbitMqBus::start("bus", settings);
    assert_all_confirmed(&deliveries(publish(&bus, &["a"], 10).await).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_falls_silent_counts_as_lost() {
    let node = RabbitMqNode::start();
    let queue = Queue::bound(&node, "silent").await;
    let bus = RabbitMqBus::start("bus", settings(&node, "silent"));
    connected(&bus).await;
    drop(queue);
    node.pause();
    let receipts = publish(&bus, &["a"], 3).await;
    let reason = trouble(&bus).await;
    assert!(reason.contains("the connection is lost: no heartbeat"), "{reason}");
    node.resume();
    assert_all_confirmed(&deliveries(receipts).await);
}
