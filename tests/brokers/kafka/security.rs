//! TLS and SASL: who is let in, who is not, and what the fault is called.

use busboot::bus::{BusState, EventBus, KafkaBus};
use busboot::config::settings::{KafkaSettings, TlsSettings};

use super::{confirmed, publish, resources, settings, settings_with, state_is};
use crate::support::{KafkaBroker, Pki};

async fn assert_let_in(settings: KafkaSettings) {
    let bus = KafkaBus::start("kafka", settings);
    confirmed(publish(&bus, &resources(1), 0..3).await).await;
    assert_eq!(bus.state(), BusState::Connected);
}

/// The fault that the bus gives as its state.
async fn fault(settings: KafkaSettings) -> String {
    let bus = KafkaBus::start("kafka", settings);
    let state = state_is(&bus, "the fault", |state| matches!(state, BusState::Connecting(Some(_)))).await;
    let BusState::Connecting(Some(reason)) = state else { unreachable!() };
    reason
}

fn servers(host: &str, port: u16) -> String {
    format!("bootstrap.servers={host}:{port}")
}

fn authority() -> String {
    format!("ssl.truststore.location={}", Pki::shared().authority.certificate_pem.display())
}

fn login(module: &str, password: &str) -> String {
    let user = KafkaBroker::USER;
    format!(
        "sasl.jaas.config=org.apache.kafka.common.security.{module} required username=\"{user}\" password=\"{password}\";"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_authority_is_trusted_when_the_trust_store_holds_it() {
    let servers = servers("localhost", KafkaBroker::shared().ssl_port);
    let lines = [&servers, "topic=tls", "security.protocol=SSL", "ssl.truststore.type=PEM", &authority()];
    assert_let_in(settings(&lines)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_authority_is_refused_by_name() {
    let servers = servers("localhost", KafkaBroker::shared().ssl_port);
    let lines = [servers.as_str(), "topic=tls", "security.protocol=SSL"];
    let fault = fault(settings(&lines)).await;
    assert!(fault.contains("isn't trusted") && fault.contains("issuer CN=authority"), "{fault}");
    assert!(fault.contains("tls.ca.file"), "the way on: {fault}");
    let insecure = TlsSettings { insecure: true, ..TlsSettings::default() };
    assert_let_in(settings_with(&lines, &insecure)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_host_name_is_refused_by_name() {
    let other = Pki::shared().server_for("other.example");
    let keys = tempfile::NamedTempFile::new().unwrap();
    let parts = [&other.key_pem, &other.certificate_pem].map(|file| std::fs::read_to_string(file).unwrap());
    std::fs::write(keys.path(), parts.concat()).unwrap();
    let broker = KafkaBroker::start_with(&format!("ssl.keystore.location={}\n", keys.path().display()));
    for host in ["localhost", "127.0.0.1"] {
        let servers = servers(host, broker.ssl_port);
        let lines = [&servers, "topic=tls", "security.protocol=SSL", "ssl.truststore.type=PEM", &authority()];
        let fault = fault(settings(&lines)).await;
        assert!(fault.contains(&format!("is for other.example, not for {host:?}")), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mechanism_logs_in_and_a_wrong_password_is_refused_by_name() {
    let broker = KafkaBroker::shared();
    let servers = servers("127.0.0.1", broker.sasl_ssl_port);
    for (mechanism, module) in [
        ("PLAIN", "plain.PlainLoginModule"),
        ("SCRAM-SHA-256", "scram.ScramLoginModule"),
        ("SCRAM-SHA-512", "scram.ScramLoginModule"),
    ] {
        let lines = |password| {
            let mechanism = format!("sasl.mechanism={mechanism}");
            let lines = [
                &servers,
                "topic=sasl",
                "security.protocol=SASL_SSL",
                "ssl.truststore.type=PEM",
                &authority(),
                &mechanism,
                &login(module, password),
            ];
            settings(&lines)
        };
        assert_let_in(lines(KafkaBroker::PASSWORD)).await;
        let fault = fault(lines("wrong-password")).await;
        assert!(fault.contains("Authentication failed") && !fault.contains("wrong-password"), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_text_to_a_tls_port_is_told_apart() {
    let servers = servers("127.0.0.1", KafkaBroker::shared().ssl_port);
    let fault = fault(settings(&[&servers, "topic=tls"])).await;
    assert!(fault.contains("security.protocol"), "{fault}");
}
