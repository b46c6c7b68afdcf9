//! Whom the bus trusts, and what it says of others.

use busboot::bus::RabbitMqBus;
use busboot::config::settings::{Address, RabbitMqSettings, TlsSettings};
use busboot::source::Secret;
use openssl::hash::MessageDigest;

use super::queue::Queue;
use super::{address, assert_all_confirmed, deliveries, publish, settings, trouble};
use crate::support::{Pki, RabbitMqNode};

fn trusting_the_authority() -> TlsSettings {
    let pem = std::fs::read(&Pki::shared().authority.certificate_pem).unwrap();
    TlsSettings { ca_pem: Some(pem), ..TlsSettings::default() }
}

/// Settings for the TLS listener.
fn secured(node: &RabbitMqNode, exchange: &str, tls: TlsSettings) -> RabbitMqSettings {
    RabbitMqSettings { addresses: vec![address(node.tls_port)], tls: Some(tls), ..settings(node, exchange) }
}

async fn works(node: &RabbitMqNode, settings: RabbitMqSettings) {
    let queue = Queue::bound(node, &settings.exchange).await;
    let bus = RabbitMqBus::start("bus", settings);
    assert_all_confirmed(&deliveries(publish(&bus, &["a"], 10).await).await);
    assert_eq!(queue.drain().await.len(), 10);
}

async fn fault(settings: RabbitMqSettings) -> String {
    let bus = RabbitMqBus::start("bus", settings);
    trouble(&bus).await.split_once(": ").unwrap().1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_authority_is_trusted_by_name_and_by_address() {
    let node = RabbitMqNode::shared();
    works(node, secured(node, "tls-address", trusting_the_authority())).await;
    let localhost = Address { host: "localhost".to_owned(), port: node.tls_port };
    let by_name = secured(node, "tls-name", trusting_the_authority());
    works(node, RabbitMqSettings { addresses: vec![localhost], ..by_name }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_authority_is_refused_with_the_certificate_and_the_ways_on() {
    let node = RabbitMqNode::shared();
    let digest = Pki::shared().server.certificate.digest(MessageDigest::sha256()).unwrap();
    let fingerprint: Vec<_> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    let expected = format!(
        "TLS: the broker's certificate isn't trusted (self-signed certificate in certificate chain): subject CN=localhost, \
         issuer CN=authority, SHA-256 {}. If that is your broker's, name the certificate of the CA that signed it (or \
         this one itself, if it is self-signed) with the setting `tls.ca.file`; `tls.insecure=true` accepts any \
         certificate, and so any broker that pretends to be yours",
        fingerprint.join(":")
    );
    assert_eq!(fault(secured(node, "any", TlsSettings::default())).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_name_is_refused_with_the_names_in_the_certificate() {
    let node = RabbitMqNode::shared();
    // Leads to 127.0.0.1, but by a name that isn't in the certificate.
    let elsewhere = Address { host: "127.1".to_owned(), port: node.tls_port };
    let settings = secured(node, "any", trusting_the_authority());
    assert_eq!(
        fault(RabbitMqSettings { addresses: vec![elsewhere], ..settings }).await,
        "TLS: the broker's certificate is for localhost, 127.0.0.1, not for \"127.1\"; name the broker as its \
         certificate does, or give it a certificate with this name"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn any_certificate_is_accepted_only_when_a_setting_says_insecure() {
    let node = RabbitMqNode::shared();
    let insecure = TlsSettings { insecure: true, ..TlsSettings::default() };
    works(node, secured(node, "tls-insecure", insecure)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_certificate_is_presented() {
    let node = RabbitMqNode::start_with("ssl_options.fail_if_no_peer_cert = true");
    let without = fault(secured(&node, "any", trusting_the_authority())).await;
    let expected = "the other side hung up before AMQP began: it may want a client certificate, or ";
    assert!(without.starts_with(expected), "{without}");
    let client = &Pki::shared().client;
    let chain = std::fs::read(&client.certificate_pem).unwrap();
    let key = Secret::new(std::fs::read_to_string(&client.key_pem).unwrap());
    let tls = TlsSettings { identity: Some((chain, key)), ..trusting_the_authority() };
    works(&node, secured(&node, "tls-client", tls)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lowest_protocol_is_kept_to() {
    let node = RabbitMqNode::start_with("ssl_options.versions.1 = tlsv1.2");
    let newest = TlsSettings { protocol: Some("TLSv1.3".to_owned()), ..trusting_the_authority() };
    assert_eq!(
        fault(secured(&node, "any", newest)).await,
        "TLS: the broker speaks no TLS from TLSv1.3 (the property `secureProtocol`) on (tlsv1 alert protocol version)"
    );
    let usual = TlsSettings { protocol: Some("TLSv1.2".to_owned()), ..trusting_the_authority() };
    works(&node, secured(&node, "tls-12", usual)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_without_tls_and_a_tls_port_without_tls_are_told() {
    let node = RabbitMqNode::shared();
    let plain_port = RabbitMqSettings {
        addresses: vec![address(node.port)],
        ..secured(node, "any", trusting_the_authority())
    };
    assert_eq!(
        fault(plain_port).await,
        "TLS: the port doesn't speak TLS: a broker's TLS port is 5671 by default, and `useSsl` is for that one (wrong \
         version number)"
    );
    let tls_port = RabbitMqSettings { addresses: vec![address(node.tls_port)], ..settings(node, "any") };
    let reason = fault(tls_port).await;
    let expected = "the other side hung up before AMQP began: it may want TLS (`useSsl`), or ";
    assert!(reason.starts_with(expected), "{reason}");
}
