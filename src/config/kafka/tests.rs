use super::*;
use crate::source::{Encoding, Memory, Span};
use crate::spring::properties::Entry;

/// The settings of a file and what was found, as text.
fn settings_of(text: &str) -> (Option<KafkaSettings>, Vec<String>) {
    settings_with(text, Memory::new())
}

/// The same, where these files are there to be named.
fn settings_with(text: &str, files: Memory) -> (Option<KafkaSettings>, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add(FILE_NAME, text, Encoding::default());
    let entries = text.lines().enumerate().map(|(at, line)| {
        let (key, value) = line.split_once('=').unwrap();
        let span = Span::new(file, 0, 0);
        Entry { key: key.to_owned(), value: value.to_owned(), key_span: span, value_span: span, line: at + 1 }
    });
    let properties = Properties { file, entries: entries.collect() };
    let mut diagnostics = Diagnostics::new();
    let settings = settings(
        Some(&properties),
        &Host::new(files),
        &TlsSettings::default(),
        1000,
        &mut sources,
        &mut diagnostics,
    );
    (settings, diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect())
}

fn get(settings: &KafkaSettings, name: &str) -> String {
    let found = settings.producer.iter().find(|(property, _)| property == name);
    found.map(|(_, value)| value.reveal().to_owned()).unwrap_or_default()
}

#[test]
fn the_guides_file_works_with_a_warning() {
    let (settings, found) = settings_of("bootstrap.servers=:9092\nacks=all\ntopic=cs\nretries=1");
    let settings = settings.unwrap();
    assert_eq!(settings.topic, "cs");
    assert_eq!(get(&settings, "bootstrap.servers"), "localhost:9092");
    assert_eq!(get(&settings, "enable.idempotence"), "true");
    assert_eq!(found, ["kafka-no-host :9092 names no host, which means this machine"]);
}

fn store(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/stores/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn stores_of_java_become_pem() {
    let files = Memory::new().with("/k.jks", store("key.jks")).with("/t.p12", store("trust.p12"));
    let text = "bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.keystore.location=/k.jks\n\
        ssl.keystore.password=changeit\nssl.key.password=k3y pass\nssl.truststore.location=/t.p12\n\
        ssl.truststore.password=changeit";
    let (settings, found) = settings_with(text, files);
    let settings = settings.unwrap_or_else(|| panic!("{found:?}"));
    assert!(get(&settings, "ssl.ca.pem").starts_with("-----BEGIN CERTIFICATE-----"));
    assert!(get(&settings, "ssl.certificate.pem").starts_with("-----BEGIN CERTIFICATE-----"));
    assert!(get(&settings, "ssl.key.pem").starts_with("-----BEGIN PRIVATE KEY-----"));
    assert_eq!(get(&settings, "ssl.key.password"), "", "the key is no longer encrypted");
}

#[test]
fn a_store_that_cannot_be_opened_is_an_error_that_says_why() {
    let files = Memory::new().with("/t.jks", store("trust.jks"));
    let text = "bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.truststore.location=/t.jks\n\
        ssl.truststore.password=wrong";
    let (settings, found) = settings_with(text, files);
    assert!(settings.is_none());
    let expected = "kafka-store /t.jks can't be used: the password of the store is wrong, or the store was changed \
        by somebody who doesn't know it";
    assert_eq!(found, [expected]);
}
