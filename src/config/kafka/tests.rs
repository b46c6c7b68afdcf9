use super::*;
use crate::source::{Encoding, Memory, Span};
use crate::spring::properties::Entry;

/// The settings of a file and what was found, as text.
fn settings_of(text: &str) -> (Option<KafkaSettings>, Vec<String>) {
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
        &Host::new(Memory::new()),
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
