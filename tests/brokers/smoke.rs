//! The brokers themselves: that a test gets what it asks for.

use std::net::{Ipv4Addr, TcpStream};

use crate::support::{KafkaBroker, RabbitMqNode};

fn accepts(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[test]
fn a_rabbitmq_node_keeps_its_data_and_ports_over_a_kill() {
    let mut node = RabbitMqNode::start();
    node.rabbitmqctl(&["add_vhost", "kept"]);
    node.kill();
    assert!(!accepts(node.port));
    node.start_again();
    assert!(node.rabbitmqctl(&["list_vhosts"]).contains("kept"));
    assert!(accepts(node.tls_port));
}

#[test]
fn a_kafka_broker_keeps_its_ports_over_a_stop() {
    let mut broker = KafkaBroker::start();
    broker.stop();
    assert!(!accepts(broker.port));
    broker.start_again();
    for port in [broker.port, broker.ssl_port, broker.sasl_port, broker.sasl_ssl_port] {
        assert!(accepts(port));
    }
}
