//! Against librdkafka's own mock cluster: real sockets, and faults on demand.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::DefaultProducerContext;
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};
use tokio::time::timeout;

use super::KafkaBus;
use crate::bus::{Arrival, BusState, Delivery, EventBus, Receipt};
use crate::config::settings::{KafkaSettings, Partitioner, TextEncoding};
use crate::event::{Event, EventTopic};
use crate::source::Secret;

const TOPIC: &str = "cs";
const PATIENCE: Duration = Duration::from_secs(30);

type Cluster = MockCluster<'static, DefaultProducerContext>;

fn cluster(partitions: i32) -> Cluster {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, partitions, 1).unwrap();
    cluster
}

pub(super) fn settings(servers: &str) -> KafkaSettings {
    let shared =
        [("bootstrap.servers", servers), ("reconnect.backoff.ms", "50"), ("reconnect.backoff.max.ms", "200")];
    let own = [
        ("acks", "all"),
        ("enable.idempotence", "true"),
        ("message.timeout.ms", "0"),
        ("partitioner", "murmur2_random"),
        ("linger.ms", "0"),
    ];
    let secret = |(name, value): &(&str, &str)| ((*name).to_owned(), Secret::new(*value));
    KafkaSettings {
        topic: TOPIC.to_owned(),
        keys: Vec::new(),
        producer: shared.iter().chain(&own).map(secret).collect(),
        consumer: shared.iter().map(secret).collect(),
        key_encoding: TextEncoding::Utf8,
        value_encoding: TextEncoding::Utf8,
        partitioner: Partitioner::Library,
        in_flight: 10_000,
    }
}

fn event(number: usize) -> Arc<Event> {
    let mut event = Event::new("VM.START");
    event.event_category = Some("ActionEvent".to_owned());
    event.resource_uuid = Some(format!("resource-{}", number % 10));
    event.description = Some(format!("{{\"number\":{number}}}"));
    event.ensure_uuid();
    Arc::new(event)
}

async fn publish(bus: &KafkaBus, numbers: std::ops::Range<usize>) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for number in numbers {
        receipts.push(bus.enqueue(event(number)).await);
    }
    receipts
}

async fn outcomes(receipts: Vec<Receipt>) -> Vec<Delivery> {
    timeout(PATIENCE, join_all(receipts)).await.expect("an answer to each event")
}

/// Subscribes, and gives what has arrived so far.
async fn collect(bus: &KafkaBus, topic: &str) -> Arc<Mutex<Vec<Arrival>>> {
    let arrivals = Arc::new(Mutex::new(Vec::new()));
    let sink = arrivals.clone();
    let topic = EventTopic::parse(topic).unwrap();
    bus.subscribe(topic, Arc::new(move |arrival| sink.lock().unwrap().push(arrival))).await.unwrap();
    arrivals
}

async fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let poll = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, poll).await.unwrap_or_else(|_| panic!("waited in vain for {what}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_arrives_once_and_in_the_order_of_its_resource() {
    let cluster = cluster(4);
    let bus = KafkaBus::start("kafka", settings(&cluster.bootstrap_servers()));
    let arrivals = collect(&bus, "#").await;
    let receipts = publish(&bus, 0..1000).await;
    assert!(outcomes(receipts).await.iter().all(|delivery| *delivery == Delivery::Confirmed));
    assert_eq!(bus.state(), BusState::Connected);
    wait_until("all events", || arrivals.lock().unwrap().len() >= 1000).await;
    let arrivals = std::mem::take(&mut *arrivals.lock().unwrap());
    assert_eq!(arrivals.len(), 1000);
    assert!(arrivals.iter().all(|arrival| arrival.uuid.is_some()));
    for resource in 0..10 {
        let key = format!("resource-{resource}");
        let bodies: Vec<&[u8]> = arrivals.iter().filter(|it| it.key == key).map(|it| &*it.body).collect();
        let expected: Vec<Vec<u8>> =
            (0..100).map(|turn| format!("{{\"number\":{}}}", turn * 10 + resource).into_bytes()).collect();
        assert_eq!(bodies, expected);
    }
    bus.stop(PATIENCE).await;
    assert_eq!(bus.state(), BusState::Stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_gets_only_what_its_topic_takes() {
    let cluster = cluster(2);
    let bus = KafkaBus::start("kafka", settings(&cluster.bootstrap_servers()));
    outcomes(publish(&bus, 0..5).await).await;
    let arrivals = collect(&bus, "management-server.ActionEvent.VM-START.*.resource-3").await;
    outcomes(publish(&bus, 10..30).await).await;
    wait_until("two events", || arrivals.lock().unwrap().len() >= 2).await;
    let bodies: Vec<String> =
        arrivals.lock().unwrap().iter().map(|it| String::from_utf8(it.body.clone()).unwrap()).collect();
    assert_eq!(bodies, [r#"{"number":13}"#, r#"{"number":23}"#], "none from before the subscription");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_is_away_costs_no_event() {
    let cluster = cluster(2);
    let bus = KafkaBus::start("kafka", settings(&cluster.bootstrap_servers()));
    outcomes(publish(&bus, 0..10).await).await;
    cluster.broker_down(1).unwrap();
    let receipts = publish(&bus, 10..200).await;
    wait_until("the fault", || matches!(bus.state(), BusState::Connecting(Some(_)))).await;
    cluster.broker_up(1).unwrap();
    assert!(outcomes(receipts).await.iter().all(|delivery| *delivery == Delivery::Confirmed));
    wait_until("the connection", || bus.state() == BusState::Connected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refused_event_takes_no_other_with_it() {
    let cluster = cluster(1);
    let bus = KafkaBus::start("kafka", settings(&cluster.bootstrap_servers()));
    // The batch as a whole, then the first of its events alone.
    let too_large = RDKafkaRespErr::RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    cluster.request_errors(RDKafkaApiKey::Produce, &[too_large, too_large]);
    let outcomes = outcomes(publish(&bus, 0..50).await).await;
    let refused: Vec<usize> = (0..50).filter(|at| matches!(outcomes[*at], Delivery::Refused(_))).collect();
    assert_eq!(refused, [0], "{outcomes:?}");
    assert!(outcomes[1..].iter().all(|delivery| *delivery == Delivery::Confirmed));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_no_broker_would_take_is_refused_at_once() {
    let cluster = cluster(1);
    let mut settings = settings(&cluster.bootstrap_servers());
    settings.producer.push(("message.max.bytes".to_owned(), Secret::new("1000")));
    let bus = KafkaBus::start("kafka", settings);
    let mut large = Event::new("VM.START");
    large.description = Some("x".repeat(2000));
    let mut receipts = vec![bus.enqueue(Arc::new(large)).await];
    receipts.extend(publish(&bus, 0..1).await);
    let outcomes = outcomes(receipts).await;
    assert!(
        matches!(&outcomes[0], Delivery::Refused(reason) if reason.contains("too large")),
        "{outcomes:?}"
    );
    assert_eq!(outcomes[1], Delivery::Confirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_takes_nothing_blocks_the_bus_and_loses_nothing() {
    let cluster = cluster(1);
    let bus = KafkaBus::start("kafka", settings(&cluster.bootstrap_servers()));
    let denied = RDKafkaRespErr::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
    cluster.request_errors(RDKafkaApiKey::Produce, &[denied]);
    let receipts = publish(&bus, 0..5).await;
    assert!(outcomes(receipts).await.iter().all(|delivery| *delivery == Delivery::Confirmed));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_broker_the_bus_starts_fills_up_and_stops_in_time() {
    let mut settings = settings("127.0.0.1:1");
    settings.in_flight = 3;
    let bus = KafkaBus::start("kafka", settings);
    let receipts = publish(&bus, 0..3).await;
    assert!(bus.enqueue(event(3)).now_or_never().is_none(), "a fourth event waits");
    wait_until("the fault", || matches!(bus.state(), BusState::Connecting(Some(_)))).await;
    bus.stop(Duration::from_millis(300)).await;
    assert_eq!(outcomes(receipts).await, vec![Delivery::Pending; 3]);
    assert_eq!(bus.enqueue(event(4)).await.await, Delivery::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn records_take_turns_where_that_is_asked_for() {
    let cluster = cluster(3);
    let mut settings = settings(&cluster.bootstrap_servers());
    settings.partitioner = Partitioner::RoundRobin;
    let bus = KafkaBus::start("kafka", settings);
    let arrivals = collect(&bus, "#").await;
    for _ in 0..30 {
        outcomes(vec![bus.enqueue(event(0)).await]).await;
    }
    wait_until("all events", || arrivals.lock().unwrap().len() == 30).await;
}
