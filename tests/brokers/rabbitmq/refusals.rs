//! Events that no attempt would mend.

use std::sync::Arc;

use busboot::bus::{Delivery, EventBus, RabbitMqBus};
use busboot::config::settings::RabbitMqSettings;
use busboot::event::Event;
use busboot::source::Secret;

use super::queue::Queue;
use super::{deliveries, event, settings};
use crate::support::RabbitMqNode;

#[tokio::test(flavor = "multi_thread")]
async fn a_body_beyond_the_brokers_limit_is_refused_and_holds_nobody_up() {
    let node = RabbitMqNode::start_with("max_message_size = 1000");
    let queue = Queue::bound(&node, "limited").await;
    let bus = RabbitMqBus::start("bus", settings(&node, "limited"));
    let large = Event { description: Some("x".repeat(1001)), ..Event::clone(&event("a", 1)) };
    let receipts = vec![
        bus.enqueue(event("a", 0)).await,
        bus.enqueue(Arc::new(large)).await,
        bus.enqueue(event("a", 2)).await,
        bus.enqueue(event("b", 3)).await,
    ];
    let refused = "the description has 1001 bytes; the broker takes at most 1000 (its max_message_size)";
    assert_eq!(
        deliveries(receipts).await,
        [
            Delivery::Confirmed,
            Delivery::Refused(refused.to_owned()),
            Delivery::Confirmed,
            Delivery::Confirmed
        ]
    );
    assert!(queue.drain().await.len() >= 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_routing_key_that_the_user_may_not_use_is_refused_and_holds_nobody_up() {
    let node = RabbitMqNode::shared();
    let _queue = Queue::bound(node, "guarded").await;
    node.rabbitmqctl(&["add_user", "limited", "password-of-limited"]);
    node.rabbitmqctl(&["set_permissions", "limited", ".*", ".*", ".*"]);
    node.rabbitmqctl(&["set_topic_permissions", "limited", "guarded", "allowed$", ".*"]);
    let settings = RabbitMqSettings {
        username: "limited".to_owned(),
        password: Secret::new("password-of-limited"),
        ..settings(node, "guarded")
    };
    let bus = RabbitMqBus::start("bus", settings);
    let receipts = vec![bus.enqueue(event("forbidden", 0)).await, bus.enqueue(event("allowed", 1)).await];
    let deliveries = deliveries(receipts).await;
    let Delivery::Refused(reason) = &deliveries[0] else { panic!("{deliveries:?}") };
    let expected = "user \"limited\" may not publish with this routing key: `rabbitmqctl set_topic_permissions` allows it \
                    (ACCESS_REFUSED - access to topic 'management-server.ActionEvent.VM-START.VirtualMachine.forbidden' ";
    assert!(reason.starts_with(expected), "{reason}");
    assert_eq!(deliveries[1], Delivery::Confirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_amqp_cannot_carry_is_refused_at_the_door() {
    let bus = RabbitMqBus::start("bus", settings(RabbitMqNode::shared(), "any"));
    let receipt = bus.enqueue(event(&"x".repeat(256), 0)).await;
    let Delivery::Refused(reason) = receipt.await else { panic!("not refused") };
    assert_eq!(reason, "the routing key has 310 bytes; AMQP carries at most 255");
}
