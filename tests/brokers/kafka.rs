//! The Kafka bus on real brokers, by the library's public face.

mod publishing;
mod recovery;
mod security;
mod subscriptions;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use busboot::bus::{BusState, Delivery, EventBus, KafkaBus, Receipt};
use busboot::config::kafka;
use busboot::config::settings::{KafkaSettings, TlsSettings};
use busboot::diagnostic::Diagnostics;
use busboot::event::Event;
use busboot::source::{Disk, Host, Sources};
use busboot::spring::properties;
use futures_util::future::join_all;

use crate::java;

/// How long anything may take on a busy machine before a test gives up.
const PATIENCE: Duration = Duration::from_secs(90);

/// The settings that a `kafka.producer.properties` of these lines gives.
fn settings(lines: &[&str]) -> KafkaSettings {
    settings_with(lines, &TlsSettings::default())
}

fn settings_with(lines: &[&str], tls: &TlsSettings) -> KafkaSettings {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let bytes = lines.join("\n").into_bytes();
    let file = properties::parse(&bytes, None, kafka::FILE_NAME, &mut sources, &mut found);
    let settings = kafka::settings(&file.unwrap(), &Host::new(Disk), tls, 2000, &mut found);
    settings.unwrap_or_else(|| panic!("{found:?}"))
}

/// The `n`-th event of a resource; the number is its body.
fn event(resource: Option<&str>, n: usize) -> Arc<Event> {
    let mut event = Event {
        event_category: Some("ActionEvent".to_owned()),
        resource_type: Some("VirtualMachine".to_owned()),
        resource_uuid: resource.map(str::to_owned),
        description: Some(n.to_string()),
        ..Event::new("VM.START")
    };
    event.ensure_uuid();
    Arc::new(event)
}

/// Hands over the events of these numbers, the resources in turn.
async fn publish(bus: &KafkaBus, resources: &[String], numbers: std::ops::Range<usize>) -> Vec<Receipt> {
    let mut receipts = Vec::with_capacity(numbers.len());
    for n in numbers {
        receipts.push(bus.enqueue(event(Some(&resources[n % resources.len()]), n)).await);
    }
    receipts
}

fn resources(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("172dd6f8-7d36-44ef-9a03-{n:012x}")).collect()
}

/// Waits until all are confirmed.
async fn confirmed(receipts: Vec<Receipt>) {
    let count = receipts.len();
    let outcomes = tokio::time::timeout(PATIENCE, join_all(receipts)).await.expect("an answer to each event");
    let confirmed = outcomes.iter().filter(|delivery| **delivery == Delivery::Confirmed).count();
    assert_eq!(confirmed, count, "confirmed of all");
}

async fn state_is(bus: &KafkaBus, what: &str, holds: impl Fn(&BusState) -> bool) -> BusState {
    let poll = async {
        loop {
            let state = bus.state();
            if holds(&state) {
                return state;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, poll).await;
    waited.unwrap_or_else(|_| panic!("waited in vain for {what}, and it is {:?}", bus.state()))
}

/// A record as Java's consumer reads it.
#[derive(Debug, serde::Deserialize)]
struct Record {
    partition: i32,
    key: Option<String>,
    value: Option<String>,
    headers: BTreeMap<String, String>,
}

/// All records of a topic, partition by partition in order.
fn records(servers: &str, topic: &str) -> Vec<Record> {
    let output = java::oracle("KafkaReader").args([servers, topic]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
