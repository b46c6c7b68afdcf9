//! Several buses in one root: each event goes to each of them.

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use super::confirmed;
use super::program::{Run, complaint, finish, report};
use super::samples::{Queue, XML, by_resource, events, guide, message, record, records};
use crate::support::{KafkaBroker, RabbitMqNode};

const EVENTS: usize = 1_000;

#[test]
fn a_hybrid_bus_delivers_every_event_once_to_rabbitmq_inside_and_to_kafka_outside() {
    let (node, broker) = (RabbitMqNode::shared(), KafkaBroker::shared());
    let queue = Queue::bound(node, "run-hybrid".to_owned());
    let root = root(&format!(
        r#"<bean id="both" class="com.bwsw.cloudstack.event.bus.HybridEventBus">
             <property name="name" value="both"/>
             <property name="internalEventBus">{}</property>
             <property name="externalEventBus">
               <bean class="org.apache.cloudstack.mom.kafka.KafkaEventBus"><property name="name" value="outside"/></bean>
             </property>
           </bean>"#,
        rabbitmq_bean("inside", node, &queue.name),
    ));
    let kafka = format!("bootstrap.servers={}\nacks=all\ntopic=hybrid\n", broker.bootstrap_servers());
    fs::write(root.path().join("kafka.producer.properties"), kafka).unwrap();
    let events = events(EVENTS);

    let output = finish(Run::start(&root).feed(&events));

    assert!(output.status.success(), "{}", complaint(&output));
    assert_eq!(report(&output)["buses"], json!({ "both": confirmed(EVENTS) }));
    assert_eq!(by_resource(queue.drain()), by_resource(events.iter().map(message)));
    assert_eq!(by_resource(records(broker, "hybrid")), by_resource(events.iter().map(record)));
}

#[test]
fn two_buses_of_one_class_deliver_every_event_each_to_its_exchange() {
    let node = RabbitMqNode::shared();
    let queues = ["run-one", "run-other"].map(|name| Queue::bound(node, name.to_owned()));
    let beans = queues.each_ref().map(|queue| rabbitmq_bean(&queue.name, node, &queue.name));
    let root = root(&beans.concat());
    let events = events(EVENTS);

    let output = finish(Run::start(&root).feed(&events));

    assert!(output.status.success(), "{}", complaint(&output));
    let buses = json!({ "run-one": confirmed(EVENTS), "run-other": confirmed(EVENTS) });
    assert_eq!(report(&output)["buses"], buses);
    for queue in queues {
        assert_eq!(by_resource(queue.drain()), by_resource(events.iter().map(message)));
    }
}

/// A root whose context file holds these beans.
fn root(beans: &str) -> TempDir {
    let root = guide("amqp");
    let file = root.path().join(XML);
    let text = fs::read_to_string(&file).unwrap();
    let head = text.split_once("<bean ").unwrap().0;
    fs::write(file, format!("{head}{beans}</beans>")).unwrap();
    root
}

fn rabbitmq_bean(id: &str, node: &RabbitMqNode, exchange: &str) -> String {
    let port = node.port.to_string();
    let properties = [
        ("name", id),
        ("server", "127.0.0.1"),
        ("port", &port),
        ("username", "guest"),
        ("password", "guest"),
        ("exchange", exchange),
    ];
    let properties = properties.map(|(name, value)| format!(r#"<property name="{name}" value="{value}"/>"#));
    let class = "org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus";
    format!(r#"<bean id="{id}" class="{class}">{}</bean>"#, properties.concat())
}
