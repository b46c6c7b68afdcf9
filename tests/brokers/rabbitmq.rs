//! The RabbitMQ bus on real nodes, by the library's public face.

mod faults;
mod publishing;
mod queue;
mod recovery;
mod refusals;
mod subscriptions;
mod tls;

use std::sync::Arc;
use std::time::{Duration, Instant};

use busboot::bus::{BusState, Delivery, EventBus, RabbitMqBus, Receipt};
use busboot::config::settings::{Address, RabbitMqSettings};
use busboot::event::Event;
use busboot::source::Secret;
use futures_util::future::join_all;

use crate::support::RabbitMqNode;

/// How long anything may take on a busy machine before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Settings for the plain listener of a node.
fn settings(node: &RabbitMqNode, exchange: &str) -> RabbitMqSettings {
    RabbitMqSettings {
        addresses: vec![address(node.port)],
        username: "guest".to_owned(),
        password: Secret::new("guest"),
        virtual_host: "/".to_owned(),
        exchange: exchange.to_owned(),
        tls: None,
        longest_pause: Duration::from_millis(500),
        connect_timeout: Duration::from_secs(20),
        in_flight: 1000,
    }
}

fn address(port: u16) -> Address {
    Address { host: "127.0.0.1".to_owned(), port }
}

/// The `n`-th event of a resource; the number is its body.
fn event(resource: &str, n: usize) -> Arc<Event> {
    let mut event = Event {
        event_category: Some("ActionEvent".to_owned()),
        resource_type: Some("VirtualMachine".to_owned()),
        resource_uuid: Some(resource.to_owned()),
        description: Some(n.to_string()),
        ..Event::new("VM.START")
    };
    event.ensure_uuid();
    Arc::new(event)
}

/// The bodies that [`event`] gives to the first `count` events.
fn bodies(count: usize) -> Vec<String> {
    (0..count).map(|n| n.to_string()).collect()
}

/// Hands over `count` events, the resources in turn.
async fn publish(bus: &RabbitMqBus, resources: &[&str], count: usize) -> Vec<Receipt> {
    let mut receipts = Vec::with_capacity(count);
    for n in 0..count {
        receipts.push(bus.enqueue(event(resources[n % resources.len()], n)).await);
    }
    receipts
}

/// What became of all of them.
async fn deliveries(receipts: Vec<Receipt>) -> Vec<Delivery> {
    within("the deliveries", join_all(receipts)).await
}

/// Awaits something that has to come.
async fn within<T>(what: &str, coming: impl Future<Output = T>) -> T {
    let Ok(it) = tokio::time::timeout(PATIENCE, coming).await else {
        panic!("waited {PATIENCE:?} in vain for {what}")
    };
    it
}

/// Waits until the bus is in a state that is wanted, and gives it.
async fn state(bus: &RabbitMqBus, what: &str, wanted: impl Fn(&BusState) -> bool) -> BusState {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = bus.state();
        if wanted(&state) {
            return state;
        }
        assert!(Instant::now() < deadline, "waited {PATIENCE:?} in vain for {what}; it is {state:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn connected(bus: &RabbitMqBus) {
    state(bus, "a connection", |state| *state == BusState::Connected).await;
}

/// Why the bus can't connect.
async fn trouble(bus: &RabbitMqBus) -> String {
    let state = state(bus, "a failure", |state| matches!(state, BusState::Connecting(Some(_)))).await;
    let BusState::Connecting(Some(reason)) = state else { unreachable!() };
    reason
}

/// All delivered, or which were not.
fn assert_all_confirmed(deliveries: &[Delivery]) {
    let others: Vec<_> =
        deliveries.iter().enumerate().filter(|(_, it)| **it != Delivery::Confirmed).collect();
    assert!(others.is_empty(), "not confirmed: {others:?}");
}
