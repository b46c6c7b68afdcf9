//! `busboot listen` beside `busboot run` on the same root.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::BUS;
use super::program::{Run, complaint, finish};
use super::samples::{amqp_sample, events, kafka_sample, message};
use crate::support::{KafkaBroker, PATIENCE, RabbitMqNode, Tied, wait_until};

#[test]
fn rabbitmq_listeners_get_what_their_topics_ask_for_and_end_when_they_have_enough() {
    let (root, _queue) = amqp_sample("amqp", RabbitMqNode::shared(), "listen-count");
    listeners_get_what_they_ask_for(&root, routing_key);
}

#[test]
fn kafka_listeners_get_what_their_topics_ask_for_and_end_when_they_have_enough() {
    let root = kafka_sample(KafkaBroker::shared(), "listen-count");
    listeners_get_what_they_ask_for(&root, record_key);
}

#[test]
fn sigterm_ends_a_rabbitmq_listener_in_order() {
    let (root, _queue) = amqp_sample("amqp", RabbitMqNode::shared(), "listen-sigterm");
    sigterm_ends_a_listener(&root, routing_key);
}

#[test]
fn sigterm_ends_a_kafka_listener_in_order() {
    let root = kafka_sample(KafkaBroker::shared(), "listen-sigterm");
    sigterm_ends_a_listener(&root, record_key);
}

fn listeners_get_what_they_ask_for(root: &TempDir, key: fn(&Value) -> Value) {
    let events = events(50);
    let (earlier, meanwhile) = events.split_at(10);
    let usage: Vec<Value> =
        meanwhile.iter().filter(|event| event["eventCategory"] == "UsageEvent").cloned().collect();
    publish(root, earlier);
    let all_listener = Listener::start(root, &["--count", "40"]);
    let usage_listener = Listener::start(root, &["*.UsageEvent.#", "--count", "8"]);

    publish(root, meanwhile);

    assert_eq!(all_listener.end(), arrivals(meanwhile, key));
    assert_eq!(usage_listener.end(), arrivals(&usage, key));
}

fn sigterm_ends_a_listener(root: &TempDir, key: fn(&Value) -> Value) {
    let events = events(20);
    let (earlier, meanwhile) = events.split_at(10);
    publish(root, earlier);
    let listener = Listener::start(root, &[]);

    publish(root, meanwhile);
    wait_until("all arrivals", || listener.printed().matches('\n').count() >= meanwhile.len());
    listener.program.signal("TERM");

    assert_eq!(listener.end(), arrivals(meanwhile, key));
}

fn publish(root: &TempDir, events: &[Value]) {
    let output = finish(Run::start(root).feed(events));
    assert!(output.status.success(), "{}", complaint(&output));
}

/// The lines that these events should give, sorted: Kafka keeps no order among resources.
fn arrivals(events: &[Value], key: fn(&Value) -> Value) -> Vec<String> {
    let arrival = |event: &Value| {
        let (uuid, body) = (&event["eventUuid"], &event["description"]);
        json!({ "bus": BUS, "key": key(event), "eventUuid": uuid, "description": body }).to_string()
    };
    let mut lines: Vec<String> = events.iter().map(arrival).collect();
    lines.sort();
    lines
}

fn routing_key(event: &Value) -> Value {
    message(event)["key"].clone()
}

/// The resource's UUID; empty when there is none.
fn record_key(event: &Value) -> Value {
    json!(event["resourceUUID"].as_str().unwrap_or_default())
}

/// A running `busboot listen`.
struct Listener {
    program: Tied,
    stdout: PathBuf,
    _directory: TempDir,
}

impl Listener {
    /// Starts it and waits until it misses nothing.
    fn start(root: &TempDir, arguments: &[&str]) -> Self {
        let directory = TempDir::with_prefix("busboot-listen-").unwrap();
        let [stdout, notify] = ["stdout", "notify"].map(|name| directory.path().join(name));
        let socket = UnixDatagram::bind(&notify).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut command = Tied::command(env!("CARGO_BIN_EXE_busboot"));
        command
            .env_clear()
            .env("NOTIFY_SOCKET", &notify)
            .env("RUST_LOG", "warn")
            .stdout(fs::File::create(&stdout).unwrap());
        command.arg("listen").args(arguments).arg("--root").arg(root.path());
        let program = Tied::spawn(command);
        let mut told = [0; 64];
        let length = socket.recv(&mut told).unwrap();
        assert_eq!(&told[..length], b"READY=1\n");
        Self { program, stdout, _directory: directory }
    }

    fn printed(&self) -> String {
        fs::read_to_string(&self.stdout).unwrap()
    }

    /// Waits for its end in success and gives the lines that it printed, sorted.
    fn end(mut self) -> Vec<String> {
        assert!(self.program.wait().success());
        let mut lines: Vec<String> = self.printed().lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }
}
