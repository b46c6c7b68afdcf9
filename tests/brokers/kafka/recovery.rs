//! Brokers that go away and come back.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use busboot::bus::{BusState, Delivery, EventBus, KafkaBus};

use super::{PATIENCE, Record, confirmed, publish, records, resources, settings, state_is};
use crate::support::KafkaBroker;

/// Nothing is missing, and within a resource the first of each number come in order.
fn assert_complete_and_in_order(records: &[Record], resources: &[String], count: usize) {
    let mut seen = BTreeSet::new();
    let mut last = vec![None; resources.len()];
    for record in records {
        let number: usize = record.value.as_deref().unwrap().parse().unwrap();
        if seen.insert(number) {
            let before = last[number % resources.len()].replace(number);
            assert!(before < Some(number), "{number} after {before:?}");
        }
    }
    assert_eq!(seen.len(), count, "no event is missing");
}

async fn survives(broker: &mut KafkaBroker, topic: &str, away: impl FnOnce(&mut KafkaBroker)) {
    const COUNT: usize = 1500;
    let servers = broker.bootstrap_servers();
    let resources = resources(20);
    // One retry and a short time for delivery: what a server would lose.
    let lines = [
        &format!("bootstrap.servers={servers}"),
        &format!("topic={topic}"),
        "retries=1",
        "request.timeout.ms=2000",
        "delivery.timeout.ms=3000",
    ];
    let bus = KafkaBus::start("kafka", settings(&lines));
    let mut receipts = publish(&bus, &resources, 0..500).await;
    away(broker);
    receipts.extend(publish(&bus, &resources, 500..1000).await);
    state_is(&bus, "the fault", |state| matches!(state, BusState::Connecting(Some(_)))).await;
    broker.start_again();
    receipts.extend(publish(&bus, &resources, 1000..COUNT).await);
    confirmed(receipts).await;
    state_is(&bus, "the connection", |state| *state == BusState::Connected).await;
    bus.stop(PATIENCE).await;
    let records = records(&servers, topic);
    assert_complete_and_in_order(&records, &resources, COUNT);
    assert_eq!(records.len(), COUNT, "idempotence leaves no repeat");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_stopped_and_started_costs_no_event() {
    let mut broker = KafkaBroker::start();
    survives(&mut broker, "stopped", KafkaBroker::stop).await;
    survives(&mut broker, "killed", KafkaBroker::kill).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bus_starts_before_its_broker() {
    let mut broker = KafkaBroker::start();
    broker.stop();
    let servers = broker.bootstrap_servers();
    let bus = KafkaBus::start("kafka", settings(&[&format!("bootstrap.servers={servers}"), "topic=early"]));
    let receipts = publish(&bus, &resources(3), 0..30).await;
    let state = state_is(&bus, "the fault", |state| matches!(state, BusState::Connecting(Some(_)))).await;
    let BusState::Connecting(Some(reason)) = state else { unreachable!() };
    assert!(reason.contains(&broker.port.to_string()), "{reason}");
    broker.start_again();
    confirmed(receipts).await;
    assert_eq!(records(&servers, "early").len(), 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_nobody_makes_blocks_the_bus_by_name() {
    let broker = KafkaBroker::start_with("auto.create.topics.enable=false\n");
    let servers = broker.bootstrap_servers();
    let lines = [
        &format!("bootstrap.servers={servers}"),
        "topic=nobody-makes-it",
        "rdkafka.topic.metadata.propagation.max.ms=500",
    ];
    let bus = KafkaBus::start("kafka", settings(&lines));
    let receipts = publish(&bus, &resources(1), 0..1).await;
    let state = state_is(&bus, "the reason", |state| matches!(state, BusState::Blocked(_))).await;
    let BusState::Blocked(reason) = state else { unreachable!() };
    assert!(reason.contains("nobody-makes-it"), "{reason}");
    drop(receipts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_broker_holds_up_no_stop_and_costs_no_event() {
    let broker = KafkaBroker::start();
    let servers = broker.bootstrap_servers();
    let lines = [&format!("bootstrap.servers={servers}"), "topic=frozen", "request.timeout.ms=2000"];
    let (patient, leaving) =
        (KafkaBus::start("patient", settings(&lines)), KafkaBus::start("leaving", settings(&lines)));
    let resources = resources(3);
    for bus in [&patient, &leaving] {
        confirmed(publish(bus, &resources, 0..3).await).await;
    }
    broker.pause();
    let later = publish(&patient, &resources, 3..300).await;
    let pending = publish(&leaving, &resources, 300..301).await;
    let start = Instant::now();
    leaving.stop(Duration::from_millis(200)).await;
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    for receipt in pending {
        assert_eq!(receipt.await, Delivery::Pending);
    }
    state_is(&patient, "the fault", |state| matches!(state, BusState::Connecting(Some(_)))).await;
    broker.resume();
    confirmed(later).await;
}
