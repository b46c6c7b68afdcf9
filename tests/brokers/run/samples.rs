//! The guides' samples made to fit the brokers here, events to send, and what must come out.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::java;
use crate::support::{KafkaBroker, RabbitMqNode};

pub(super) const XML: &str = "META-INF/cloudstack/event/spring-event-bus-context.xml";
pub(super) const KAFKA: &str = "kafka.producer.properties";

/// A copy of a guide's sample as a root directory.
pub(super) fn guide(sample: &str) -> TempDir {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/guides").join(sample).join("in");
    let root = TempDir::with_prefix("busboot-root-").unwrap();
    assert!(Command::new("cp").arg("-r").arg(fixture.join(".")).arg(root.path()).status().unwrap().success());
    root
}

/// Puts what fits here in the place of what the guide prints.
pub(super) fn adapt(root: &TempDir, file: &str, printed: &str, here: &str) {
    let file = root.path().join(file);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains(printed), "{printed} in {}", file.display());
    std::fs::write(file, text.replace(printed, here)).unwrap();
}

/// A guide's sample with the port of this node and an exchange of its own, and a queue that takes everything.
pub(super) fn amqp_sample(sample: &str, node: &RabbitMqNode, test: &str) -> (TempDir, Queue) {
    let root = guide(sample);
    let name = format!("run-{test}");
    adapt(&root, XML, "5672", &node.port.to_string());
    adapt(&root, XML, "cloudstack-events", &name);
    (root, Queue::bound(node, name))
}

pub(super) struct Queue {
    pub(super) name: String,
    port: String,
}

impl Queue {
    /// A new one that takes everything from an exchange of the same name.
    pub(super) fn bound(node: &RabbitMqNode, name: String) -> Self {
        let port = node.port.to_string();
        oracle("AmqpReader", &[&port, "declare", &name, &name, "#"]);
        Self { name, port }
    }

    /// All that waits in it, in order.
    pub(super) fn drain(&self) -> Vec<Value> {
        oracle("AmqpReader", &[&self.port, "drain", &self.name])
    }
}

/// The guide's Kafka sample with this broker and a topic of its own.
pub(super) fn kafka_sample(broker: &KafkaBroker, topic: &str) -> TempDir {
    let root = guide("kafka");
    let servers = format!("bootstrap.servers={}", broker.bootstrap_servers());
    adapt(&root, KAFKA, "bootstrap.servers=:9092", &servers);
    adapt(&root, KAFKA, "topic=cs", &format!("topic={topic}"));
    root
}

/// All that a topic holds, each partition in order.
pub(super) fn records(broker: &KafkaBroker, topic: &str) -> Vec<Value> {
    let mut arrived = oracle("KafkaReader", &[&broker.bootstrap_servers(), topic]);
    for record in &mut arrived {
        record.as_object_mut().unwrap().shift_remove("partition");
    }
    arrived
}

/// Runs a Java client and gives the lines that it prints.
pub(super) fn oracle(class: &str, arguments: &[&str]) -> Vec<Value> {
    let output = java::oracle(class).args(arguments).output().unwrap();
    assert!(output.status.success(), "{class}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Events of every category; most belong to one of a hundred resources, some to none.
pub(super) fn events(count: usize) -> Vec<Value> {
    const KINDS: [(&str, &str, Option<&str>); 5] = [
        ("ActionEvent", "VM.START", Some("VirtualMachine")),
        ("AlertEvent", "ALERT.COMPUTE.HOST", None),
        ("UsageEvent", "VOLUME.CREATE", Some("com.cloud.storage.Volume")),
        ("ResourceStateEvent", "OperationSucceeded", Some("VirtualMachine")),
        ("AsyncJobEvent", "complete", Some("VirtualMachine")),
    ];
    (0..count)
        .map(|number| {
            let (category, event_type, resource) = KINDS[number % KINDS.len()];
            let description = json!({ "event": event_type, "number": number, "text": "가상 \"머신\"\n" }).to_string();
            let mut event = json!({
                "eventUuid": format!("018f3a5c-7d00-7a41-9c1e-{number:012x}"), "eventSource": "management-server",
                "eventCategory": category, "eventType": event_type, "description": description,
            });
            if let Some(resource) = resource {
                event["resourceType"] = json!(resource);
                event["resourceUUID"] = json!(format!("172dd6f8-7d36-44ef-9a03-{:012x}", number % 97));
            }
            event
        })
        .collect()
}

/// What a management server would have sent for an event, as the receiver prints it.
pub(super) fn message(event: &Value) -> Value {
    let part =
        |name: &str| event[name].as_str().map_or_else(|| "*".to_owned(), |text| text.replace('.', "-"));
    let parts = ["eventSource", "eventCategory", "eventType", "resourceType", "resourceUUID"].map(part);
    json!({
        "key": parts.join("."), "body": event["description"], "contentType": "text/plain",
        "deliveryMode": 2, "priority": 0, "messageId": event["eventUuid"],
    })
}

/// The record that a management server would have sent and the headers on top, as the receiver prints it.
pub(super) fn record(event: &Value) -> Value {
    let headers =
        json!({ "busboot-routing-key": message(event)["key"], "busboot-event-uuid": event["eventUuid"] });
    json!({ "key": event["resourceUUID"], "value": event["description"], "headers": headers })
}

/// What arrived or should arrive, by resource and in order; what belongs to no resource has no order.
pub(super) fn by_resource(arrivals: impl IntoIterator<Item = Value>) -> BTreeMap<String, Vec<String>> {
    let mut resources = BTreeMap::<String, Vec<String>>::new();
    for arrival in arrivals {
        let key = arrival["key"].as_str().unwrap_or("*");
        let resource = key.rsplit('.').next().unwrap_or(key).to_owned();
        resources.entry(resource).or_default().push(arrival.to_string());
    }
    if let Some(arrivals) = resources.get_mut("*") {
        arrivals.sort();
    }
    resources
}
