//! `busboot run`, from the files that the guides print to real brokers, end to end. The receivers are Java clients, or
//! `busboot listen`.

mod certificate;
mod connect;
mod journal;
mod listening;
mod program;
mod samples;
mod several;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{KafkaBroker, RabbitMqNode, free_ports};
use program::{Run, complaint, finish, report};
use samples::{XML, adapt, amqp_sample, by_resource, events, guide, kafka_sample, message, record, records};

const EVENTS: usize = 10_000;
const BUS: &str = "eventNotificationBus";

#[test]
fn the_amqp_sample_delivers_every_event_once_and_to_the_byte_in_order_for_each_resource() {
    let node = RabbitMqNode::shared();
    let (root, queue) = amqp_sample("amqp", node, "plain");
    let events = events(EVENTS);

    let output = finish(Run::start(&root).feed(&events));

    assert_eq!(
        report(&output),
        json!({ "accepted": EVENTS, "rejected_lines": 0, "buses": { BUS: confirmed(EVENTS) } })
    );
    assert!(output.status.success());
    assert_eq!(by_resource(queue.drain()), by_resource(events.iter().map(message)));
}

#[test]
fn the_encrypted_sample_logs_in_with_what_it_decrypted() {
    let node = RabbitMqNode::shared();
    for sample in ["amqp-encrypted", "amqp-encrypted-corrected"] {
        let (root, queue) = amqp_sample(sample, node, sample);
        let events = events(10);

        let run = Run::start_with(&root, |command| command.env("APP_ENCRYPTION_PASSWORD", "password"));
        let output = finish(run.feed(&events));

        assert!(output.status.success(), "{}", complaint(&output));
        assert_eq!(by_resource(queue.drain()), by_resource(events.iter().map(message)));
    }
}

#[test]
fn the_kafka_sample_delivers_every_event_once_and_in_order_for_each_resource() {
    let broker = KafkaBroker::shared();
    let root = kafka_sample(broker, "cs");
    let events = events(EVENTS);

    let output = finish(Run::start(&root).feed(&events));

    assert!(output.status.success(), "{}", complaint(&output));
    assert_eq!(report(&output)["buses"], json!({ BUS: confirmed(EVENTS) }));
    assert_eq!(by_resource(records(broker, "cs")), by_resource(events.iter().map(record)));
}

#[test]
fn no_event_is_lost_when_the_broker_stops_and_starts_in_the_middle() {
    let mut node = RabbitMqNode::start();
    let (root, queue) = amqp_sample("amqp", &node, "restart");
    let events = events(EVENTS);
    let (first, rest) = events.split_at(EVENTS / 4);

    let run = Run::start(&root).feed(first);
    node.wait_for_messages(&queue.name, first.len() / 2);
    node.stop();
    let run = run.feed(rest);
    node.start_again();
    let output = finish(run);

    assert!(output.status.success(), "{}", complaint(&output));
    assert_eq!(report(&output)["buses"], json!({ BUS: confirmed(EVENTS) }));
    // What was under way when the broker stopped may arrive twice, with the same message id.
    let arrived: BTreeSet<String> = queue.drain().iter().map(Value::to_string).collect();
    let expected: BTreeSet<String> = events.iter().map(|event| message(event).to_string()).collect();
    assert_eq!(arrived, expected);
}

#[test]
fn sigterm_delivers_what_was_taken_and_ends() {
    let node = RabbitMqNode::shared();
    let (root, queue) = amqp_sample("amqp", node, "sigterm");
    let events = events(1_000);

    let run = Run::start(&root).feed(&events);
    node.wait_for_messages(&queue.name, 1);
    run.terminate();
    let output = finish(run);

    assert!(output.status.success(), "{}", complaint(&output));
    let report = report(&output);
    let accepted = usize::try_from(report["accepted"].as_u64().unwrap()).unwrap();
    assert_eq!(report["buses"], json!({ BUS: confirmed(accepted) }));
    assert_eq!(by_resource(queue.drain()), by_resource(events[..accepted].iter().map(message)));
}

#[test]
fn what_is_not_confirmed_is_named_and_ends_in_failure() {
    let root = guide("amqp");
    let [nobody] = free_ports();
    adapt(&root, XML, "5672", &nobody.to_string());
    let events = events(3);

    let run = Run::start_with(&root, |command| command.args(["--drain-timeout", "1s"])).feed(&events);
    let output = finish(run);

    assert_eq!(output.status.code(), Some(1));
    let pending = json!({ "confirmed": 0, "unroutable": 0, "refused": 0, "pending": 3 });
    assert_eq!(report(&output)["buses"], json!({ BUS: pending }));
    for event in &events {
        assert!(complaint(&output).contains(event["eventUuid"].as_str().unwrap()), "{}", complaint(&output));
    }
}

#[test]
fn what_no_queue_takes_is_named_and_ends_in_failure() {
    let node = RabbitMqNode::shared();
    let root = guide("amqp");
    adapt(&root, XML, "5672", &node.port.to_string());
    adapt(&root, XML, "cloudstack-events", "run-without-a-queue");

    let output = finish(Run::start(&root).feed(&events(1)));

    assert_eq!(output.status.code(), Some(1));
    let unroutable = json!({ "confirmed": 0, "unroutable": 1, "refused": 0, "pending": 0 });
    assert_eq!(report(&output)["buses"], json!({ BUS: unroutable }));
    assert!(complaint(&output).contains("no queue"), "{}", complaint(&output));
}

fn confirmed(count: usize) -> Value {
    json!({ "confirmed": count, "unroutable": 0, "refused": 0, "pending": 0 })
}
