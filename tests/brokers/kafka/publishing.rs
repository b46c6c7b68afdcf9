//! What arrives on a broker, read by Java's own client.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::Stdio;

use busboot::bus::{Delivery, EVENT_UUID, EventBus, KafkaBus, ROUTING_KEY};
use busboot::event::Event;

use super::{PATIENCE, confirmed, event, publish, records, resources, settings};
use crate::java;
use crate::support::KafkaBroker;

/// The partition that Java's producer picks for each key.
fn partitions_of_java(servers: &str, topic: &str, keys: &[String]) -> BTreeMap<String, i32> {
    let mut oracle = java::oracle("KafkaPartitions");
    let mut oracle =
        oracle.args([servers, topic]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    oracle.stdin.take().unwrap().write_all(keys.join("\n").as_bytes()).unwrap();
    let output = oracle.wait_with_output().unwrap();
    assert!(output.status.success());
    let partitions = String::from_utf8(output.stdout).unwrap();
    let partitions = partitions.lines().map(|line| line.parse().unwrap());
    keys.iter().cloned().zip(partitions).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_events_arrive_once_where_java_would_have_put_them() {
    const COUNT: usize = 10_000;
    let servers = KafkaBroker::shared().bootstrap_servers();
    let resources = resources(500);
    let bus =
        KafkaBus::start("kafka", settings(&[&format!("bootstrap.servers={servers}"), "topic=ten-thousand"]));
    confirmed(publish(&bus, &resources, 0..COUNT).await).await;
    bus.stop(PATIENCE).await;

    let expected = partitions_of_java(&servers, "ten-thousand-of-java", &resources);
    assert_eq!(expected.values().collect::<BTreeSet<_>>().len(), 3, "the keys are spread");
    let records = records(&servers, "ten-thousand");
    assert_eq!(records.len(), COUNT);
    let mut last = BTreeMap::new();
    let mut uuids = BTreeSet::new();
    for record in records {
        let key = record.key.unwrap();
        let number: usize = record.value.unwrap().parse().unwrap();
        assert_eq!(key, resources[number % resources.len()]);
        assert_eq!(record.partition, expected[&key], "partition of {key}");
        assert!(last.insert(key.clone(), number).is_none_or(|before| before < number), "order of {key}");
        assert!(uuids.insert(record.headers[EVENT_UUID].clone()), "one UUID an event");
        let routing_key = format!("management-server.ActionEvent.VM-START.VirtualMachine.{key}");
        assert_eq!(record.headers[ROUTING_KEY], routing_key);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_to_the_byte_what_cloudstack_sends() {
    let servers = KafkaBroker::shared().bootstrap_servers();
    let bus = KafkaBus::start("kafka", settings(&[&format!("bootstrap.servers={servers}"), "topic=bytes"]));
    let description = "{\"status\":\"Completed\",\"description\":\"\u{ac00}\u{1f600} \\u0041\"}\n";
    let full = Event { description: Some(description.to_owned()), ..(*event(Some("a.b"), 0)).clone() };
    let bare = Event { description: None, resource_uuid: None, ..full.clone() };
    for event in [&full, &bare] {
        confirmed(vec![bus.enqueue(event.clone().into()).await]).await;
    }
    let records = records(&servers, "bytes");
    let find = |key: Option<&str>| records.iter().find(|record| record.key.as_deref() == key).unwrap();
    assert_eq!(find(Some("a.b")).value.as_deref(), Some(description));
    assert_eq!(find(None).value, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_codec_arrives() {
    let servers = KafkaBroker::shared().bootstrap_servers();
    for codec in ["none", "gzip", "snappy", "lz4", "zstd"] {
        let topic = format!("codec-{codec}");
        let lines = [
            &format!("bootstrap.servers={servers}"),
            &format!("topic={topic}"),
            &format!("compression.type={codec}"),
        ];
        let bus = KafkaBus::start("kafka", settings(&lines.map(String::as_str)));
        confirmed(publish(&bus, &resources(5), 0..100).await).await;
        assert_eq!(records(&servers, &topic).len(), 100, "{codec}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_topic_finds_too_large_is_refused_and_takes_nothing_with_it() {
    let broker = KafkaBroker::start_with("message.max.bytes=2000\n");
    let servers = broker.bootstrap_servers();
    let bus = KafkaBus::start("kafka", settings(&[&format!("bootstrap.servers={servers}"), "topic=small"]));
    let resources = resources(1);
    let mut receipts = publish(&bus, &resources, 0..20).await;
    let large = Event { description: Some("x".repeat(5000)), ..(*event(Some(&resources[0]), 0)).clone() };
    let large = bus.enqueue(large.into()).await;
    receipts.extend(publish(&bus, &resources, 20..40).await);
    assert!(matches!(large.await, Delivery::Refused(_)));
    confirmed(receipts).await;
    let values: Vec<usize> =
        records(&servers, "small").into_iter().map(|record| record.value.unwrap().parse().unwrap()).collect();
    assert_eq!(values.into_iter().collect::<BTreeSet<_>>(), (0..40).collect());
}
