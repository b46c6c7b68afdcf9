//! TLS and SASL: who is let in, who is not, and what the fault is called.

use std::path::Path;
use std::process::Command;

use busboot::bus::{BusState, EventBus, KafkaBus};
use busboot::config::settings::{KafkaSettings, TlsSettings};

use super::{confirmed, publish, resources, settings, settings_with, state_is};
use crate::support::{KafkaBroker, Pki};

/// The password of all stores here.
const PASSWORD: &str = "changeit";

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

fn keytool(arguments: &[&str]) {
    let output = Command::new("keytool").args(arguments).args(["-noprompt"]).output().unwrap();
    assert!(output.status.success(), "keytool: {}", String::from_utf8_lossy(&output.stdout));
}

/// A trust store with the authority and a key store with the client's key, made by `keytool` as JKS or PKCS12.
fn stores(directory: &Path, kind: &str) -> (String, String) {
    let path = |name: &str| directory.join(format!("{name}-{kind}")).display().to_string();
    let (trust, key, source) = (path("trust"), path("key"), path("source"));
    let Pki { authority, client, .. } = Pki::shared();
    let certificate = authority.certificate_pem.display().to_string();
    let store = ["-storetype", kind, "-storepass", PASSWORD];
    keytool(
        &[&["-importcert", "-alias", "ca", "-file", &certificate, "-keystore", &trust], &store[..]].concat(),
    );
    let mut builder = openssl::pkcs12::Pkcs12::builder();
    let identity =
        builder.name("client").pkey(&client.key).cert(&client.certificate).build2(PASSWORD).unwrap();
    std::fs::write(&source, identity.to_der().unwrap()).unwrap();
    let from =
        ["-importkeystore", "-srckeystore", &source, "-srcstoretype", "PKCS12", "-srcstorepass", PASSWORD];
    let to = ["-destkeystore", &key, "-deststoretype", kind, "-deststorepass", PASSWORD];
    keytool(&[&from[..], &to[..]].concat());
    (trust, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_of_keytool_let_the_bus_in_where_a_certificate_is_wanted() {
    let broker = KafkaBroker::start_with("ssl.client.auth=required\n");
    let servers = servers("localhost", broker.ssl_port);
    let directory = tempfile::tempdir().unwrap();
    for kind in ["JKS", "PKCS12"] {
        let (trust, key) = stores(directory.path(), kind);
        let trust =
            [format!("ssl.truststore.location={trust}"), format!("ssl.truststore.password={PASSWORD}")];
        let key = [format!("ssl.keystore.location={key}"), format!("ssl.keystore.password={PASSWORD}")];
        let mut lines = vec![&*servers, "topic=stores", "security.protocol=SSL", &trust[0], &trust[1]];
        let fault = fault(settings(&lines)).await;
        assert!(fault.contains("wants a client certificate"), "{fault}");
        lines.extend(key.iter().map(String::as_str));
        assert_let_in(settings(&lines)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_text_to_a_tls_port_is_told_apart() {
    let servers = servers("127.0.0.1", KafkaBroker::shared().ssl_port);
    let fault = fault(settings(&[&servers, "topic=tls"])).await;
    assert!(fault.contains("security.protocol"), "{fault}");
}
