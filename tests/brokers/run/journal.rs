//! `busboot run` behind its journal: what it accepted reaches the brokers whatever happens to either.

use std::collections::HashSet;
use std::fs;

use busboot::journal::{Log, buses, send_again};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::program::{Run, complaint, finish, report};
use super::samples::{
    KAFKA, Queue, XML, adapt, amqp_sample, by_resource, events, guide, message, oracle, record, records,
};
use super::{BUS, confirmed};
use crate::support::{KafkaBroker, RabbitMqNode, free_ports, wait_until};

const EVENTS: usize = 5_000;

#[test]
fn killed_at_any_moment_it_loses_nothing_on_either_broker_and_keeps_the_order() {
    let (node, broker) = (RabbitMqNode::shared(), KafkaBroker::shared());
    let (root, queue) = both(node, broker, "journal-kill");
    let events = events(EVENTS);

    // Each life takes a part of the input, and is killed while it still delivers.
    let mut left = &events[..];
    for _ in 0..3 {
        let (part, rest) = left.split_at(EVENTS / 4);
        let run = Run::start(&root).feed(part);
        wait_until("everything is on disk", || accepted(&root) == EVENTS - rest.len());
        run.kill();
        left = rest;
    }
    let output = finish(Run::start(&root).feed(left));

    assert!(output.status.success(), "{}", complaint(&output));
    let report = report(&output);
    assert_eq!(report["accepted"], left.len());
    for bus in ["rabbitmq", "kafka"] {
        assert_eq!(report["buses"][bus]["pending"], 0, "{report}");
    }
    let counted = counts(&root);
    assert!(counted.iter().all(|(_, confirmed)| *confirmed == EVENTS as i64), "{counted:?}");
    assert_eq!(by_resource(without_repeats(queue.drain())), by_resource(events.iter().map(message)));
    assert_eq!(
        by_resource(without_repeats(records(broker, &queue.name))),
        by_resource(events.iter().map(record))
    );
}

#[test]
fn what_was_accepted_while_every_broker_was_away_goes_out_at_the_next_start_without_input() {
    let (node, broker) = (RabbitMqNode::shared(), KafkaBroker::shared());
    let (root, queue) = both(node, broker, "journal-away");
    let [nobody] = free_ports();
    let sound = [XML, KAFKA].map(|file| fs::read_to_string(root.path().join(file)).unwrap());
    adapt(&root, XML, &node.port.to_string(), &nobody.to_string());
    adapt(&root, KAFKA, &broker.bootstrap_servers(), &format!("127.0.0.1:{nobody}"));
    let events = events(EVENTS);

    let output =
        finish(Run::start_with(&root, |command| command.args(["--drain-timeout", "1s"])).feed(&events));
    assert_eq!(report(&output)["accepted"], EVENTS);
    for bus in ["rabbitmq", "kafka"] {
        assert_eq!(report(&output)["buses"][bus]["pending"], EVENTS);
    }

    for (file, text) in [XML, KAFKA].iter().zip(sound) {
        fs::write(root.path().join(file), text).unwrap();
    }
    let output = finish(Run::start(&root));
    assert!(output.status.success(), "{}", complaint(&output));
    let both = json!({ "rabbitmq": confirmed(EVENTS), "kafka": confirmed(EVENTS) });
    assert_eq!(report(&output), json!({ "accepted": 0, "rejected_lines": 0, "buses": both }));
    assert_eq!(by_resource(queue.drain()), by_resource(events.iter().map(message)));
    assert_eq!(by_resource(records(broker, &queue.name)), by_resource(events.iter().map(record)));
}

#[test]
fn what_no_queue_took_can_be_sent_again_when_there_is_one() {
    let node = RabbitMqNode::shared();
    let root = guide("amqp");
    let name = "run-journal-unroutable".to_owned();
    adapt(&root, XML, "5672", &node.port.to_string());
    adapt(&root, XML, "cloudstack-events", &name);
    let events = events(10);
    let output = finish(Run::start(&root).feed(&events));
    assert_eq!(report(&output)["buses"][BUS]["unroutable"], 10);

    let queue = Queue::bound(node, name);
    let mut log = Log::open(&root.path().join("journal")).unwrap();
    let bus = buses(&log.reader().unwrap()).unwrap().remove(0);
    let all: Vec<i64> = (1..=10).collect();
    assert_eq!(log.write(|change| send_again(change, &bus, &all, jiff::Timestamp::now())).unwrap(), 10);

    let output = finish(Run::start(&root));
    assert!(output.status.success(), "{}", complaint(&output));
    assert_eq!(report(&output)["buses"], json!({ BUS: confirmed(10) }));
    assert_eq!(by_resource(queue.drain()), by_resource(events.iter().map(message)));
}

#[test]
fn a_full_queue_holds_up_only_what_goes_to_it() {
    let node = RabbitMqNode::shared();
    let (root, queue) = amqp_sample("amqp", node, "journal-full");
    let port = node.port.to_string();
    // Takes one message of the virtual machines and refuses the others.
    oracle(
        "AmqpReader",
        &[&port, "declare-full", &queue.name, "run-journal-full-one", "*.*.*.VirtualMachine.#"],
    );
    let events = events(EVENTS);
    let run = Run::start_with(&root, |command| command.args(["--drain-timeout", "3s"])).feed(&events);
    let output = finish(run);
    let counts = &report(&output)["buses"][BUS];
    assert!(counts["pending"].as_u64().unwrap() > 0, "{counts}");
    // Those of a resource may have to wait for one that the full queue refuses.
    let others = events.iter().filter(|event| event["resourceUUID"].is_null()).count() as u64;
    assert!(counts["confirmed"].as_u64().unwrap() >= others, "{counts}");
}

/// A root with a RabbitMQ and a Kafka bus that have an exchange, a queue and a topic of this name.
fn both(node: &RabbitMqNode, broker: &KafkaBroker, name: &str) -> (TempDir, Queue) {
    let (root, queue) = amqp_sample("amqp", node, name);
    let file = root.path().join(XML);
    let text = fs::read_to_string(&file).unwrap().replace("\"eventNotificationBus\"", "\"rabbitmq\"");
    let kafka = r#"<bean id="kafka" class="org.apache.cloudstack.mom.kafka.KafkaEventBus">
        <property name="name" value="kafka"/></bean></beans>"#;
    fs::write(file, text.replace("</beans>", kafka)).unwrap();
    let settings =
        format!("bootstrap.servers={}\nacks=all\ntopic={}\n", broker.bootstrap_servers(), queue.name);
    fs::write(root.path().join(KAFKA), settings).unwrap();
    (root, queue)
}

fn accepted(root: &TempDir) -> usize {
    let Ok(log) = Log::open(&root.path().join("journal")) else { return 0 };
    usize::try_from(busboot::journal::last(&log.reader().unwrap()).unwrap()).unwrap()
}

fn counts(root: &TempDir) -> Vec<(String, i64)> {
    let log = Log::open(&root.path().join("journal")).unwrap();
    let buses = buses(&log.reader().unwrap()).unwrap();
    buses.into_iter().map(|bus| (bus.name, bus.confirmed)).collect()
}

/// The first arrival of each message.
fn without_repeats(arrivals: Vec<Value>) -> Vec<Value> {
    let mut seen = HashSet::new();
    arrivals.into_iter().filter(|arrival| seen.insert(arrival.to_string())).collect()
}
