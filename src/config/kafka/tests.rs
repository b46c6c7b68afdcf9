//! `fixtures/kafka`: a folder a case. `in/` holds the file and what it names as `@in@/name`; `in/environment` holds
//! variables; `@stores@` stands for `fixtures/stores`. Beside it stand what comes out: `settings.txt`, `diagnostics.txt`, and in `java.txt` what Java's own
//! producer says, `ok` or the message of its innermost exception. With BUSBOOT_REWRITE set, all but the last are
//! written anew; the last is held against the real one by `tests/agreement`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rdkafka::ClientConfig;

use super::*;
use crate::config::settings::{KafkaSettings, TlsSettings};
use crate::source::{Memory, Secret, Sources};
use crate::spring::properties;

/// Where the case's files lie for it, and the stores.
const IN: &str = "/case";
const STORES: &str = "/stores";
/// The case whose settings are shown in full; all others show how they differ from it.
const DEFAULTS: &str = "defaults";

struct Case {
    folder: PathBuf,
    settings: Option<KafkaSettings>,
    found: Diagnostics,
    sources: Sources,
}

impl Case {
    fn read(folder: &Path) -> Self {
        let files = with_files(Memory::new(), &folder.join("in"), IN);
        let mut host = Host::new(with_files(files, &fixtures().join("stores"), STORES));
        for line in std::fs::read_to_string(folder.join("in/environment")).unwrap_or_default().lines() {
            let (name, value) = line.split_once('=').unwrap();
            host = host.with_variable(name, value);
        }
        let text = located(&std::fs::read_to_string(folder.join("in").join(FILE_NAME)).unwrap());
        let (settings, found, sources) = settings_of(&text, &host, &TlsSettings::default());
        Self { folder: folder.to_owned(), settings, found, sources }
    }

    fn all() -> Vec<Self> {
        let mut folders: Vec<PathBuf> =
            std::fs::read_dir(cases()).unwrap().map(|entry| entry.unwrap().path()).collect();
        folders.sort();
        folders.iter().map(|folder| Self::read(folder)).collect()
    }

    fn named(name: &str) -> Self {
        Self::read(&cases().join(name))
    }

    fn name(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    /// Compares with a file beside `in`, or writes it.
    fn expect(&self, file: &str, actual: &str) {
        let path = self.folder.join(file);
        if std::env::var_os("BUSBOOT_REWRITE").is_some() {
            std::fs::write(&path, actual).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(actual, expected, "{}", path.display());
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn cases() -> PathBuf {
    fixtures().join("kafka")
}

fn with_files(mut files: Memory, from: &Path, to: &str) -> Memory {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        files = files.with(format!("{to}/{name}"), std::fs::read(entry.path()).unwrap());
    }
    files
}

fn located(text: &str) -> String {
    text.replace("@in@", IN).replace("@stores@", STORES)
}

fn settings_of(text: &str, host: &Host, tls: &TlsSettings) -> (Option<KafkaSettings>, Diagnostics, Sources) {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let file = properties::parse(text.as_bytes(), None, FILE_NAME, &mut sources, &mut found);
    let settings = settings(&file.unwrap(), host, tls, 1000, &mut found);
    (settings, found, sources)
}

/// All settings, a line each.
fn lines(settings: &KafkaSettings) -> BTreeSet<String> {
    let KafkaSettings { topic, key_encoding, value_encoding, partitioner, .. } = settings;
    let mut lines = BTreeSet::from([
        format!("topic {topic}"),
        format!("keys in {key_encoding:?}"),
        format!("values in {value_encoding:?}"),
        format!("partitions by {partitioner:?}"),
    ]);
    let property = |client: &str, (name, value): &(String, Secret)| {
        let value = value.reveal().lines().next().unwrap_or_default();
        format!("{client} {name}={value}")
    };
    lines.extend(settings.producer.iter().map(|it| property("producer", it)));
    lines.extend(settings.consumer.iter().map(|it| property("consumer", it)));
    lines
}

/// The settings in full, or with `+` and `-` how they differ from the defaults.
fn describe_settings(case: &Case, defaults: &BTreeSet<String>) -> String {
    let Some(settings) = &case.settings else { return "none\n".to_owned() };
    let lines = lines(settings);
    let mut out = String::new();
    if case.name() == DEFAULTS {
        lines.iter().for_each(|line| writeln!(out, "{line}").unwrap());
    } else {
        defaults.difference(&lines).for_each(|line| writeln!(out, "- {line}").unwrap());
        lines.difference(defaults).for_each(|line| writeln!(out, "+ {line}").unwrap());
    }
    out
}

fn describe_findings(case: &Case) -> String {
    let mut out = String::new();
    for found in case.found.iter() {
        let start = found.span().and_then(|span| case.sources.start(span));
        let place = start.map_or_else(|| "-".to_owned(), |at| format!("{}:{}", at.line, at.column));
        let severity = format!("{:?}", found.severity).to_lowercase();
        writeln!(out, "{severity}[{}] {place} {}", found.code, found.message).unwrap();
        for label in found.labels.iter().skip(1) {
            writeln!(out, "  {}: {}", case.sources.slice(label.span), label.text).unwrap();
        }
        found.spring.iter().for_each(|text| writeln!(out, "  spring: {text}").unwrap());
        found.notes.iter().for_each(|note| writeln!(out, "  note: {note}").unwrap());
        found.fix.iter().for_each(|fix| writeln!(out, "  help: {}", fix.message).unwrap());
    }
    out
}

#[test]
fn every_case_gives_what_stands_beside_it() {
    let defaults = lines(&Case::named(DEFAULTS).settings.unwrap());
    for case in Case::all() {
        case.expect("settings.txt", &describe_settings(&case, &defaults));
        case.expect("diagnostics.txt", &describe_findings(&case));
    }
}

#[test]
fn the_first_error_is_the_one_that_java_stops_at() {
    for case in Case::all() {
        let java = std::fs::read_to_string(case.folder.join("java.txt")).unwrap();
        let java = located(java.trim_end_matches('\n'));
        if java != "ok" {
            let spring = case.found.first_error().and_then(|found| found.spring.clone());
            assert_eq!(spring.as_deref(), Some(java.as_str()), "{}", case.name());
        }
    }
}

#[test]
fn every_key_of_the_table_has_a_case() {
    let mut given = BTreeSet::new();
    for case in Case::all() {
        given.extend(case.sources.iter().flat_map(|(_, file)| {
            let keys = file.text().lines().filter_map(|line| line.split_once('='));
            keys.map(|(key, _)| key.trim().to_owned()).collect::<Vec<_>>()
        }));
    }
    let missing: Vec<&str> = table::rows().map(|row| row.key).filter(|key| !given.contains(*key)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn a_key_has_one_row() {
    let keys: BTreeSet<&str> = table::rows().map(|row| row.key).collect();
    assert_eq!(keys.len(), table::rows().count());
}

#[test]
fn librdkafka_takes_every_property() {
    for case in Case::all() {
        let Some(settings) = &case.settings else { continue };
        for properties in [&settings.producer, &settings.consumer] {
            let mut config = ClientConfig::new();
            for (name, value) in properties {
                config.set(name, value.reveal());
            }
            let error = config.create_native_config().err();
            assert!(error.is_none(), "{}: {error:?}", case.name());
        }
    }
}

#[test]
fn no_secret_is_in_any_finding() {
    for case in Case::all() {
        let findings = describe_findings(&case) + &format!("{:?}", case.settings);
        assert!(!findings.contains("hunter2"), "{}: {findings}", case.name());
    }
}

#[test]
fn settings_of_our_own_go_before_the_files() {
    let tls = TlsSettings {
        ca_pem: Some(b"our CA".to_vec()),
        identity: Some((b"our chain".to_vec(), Secret::new("our key"))),
        insecure: true,
        protocol: None,
    };
    let text = "bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.truststore.location=/nowhere\n\
        ssl.keystore.location=/nowhere\nssl.keystore.password=x\n";
    let (settings, found, _) = settings_of(text, &Host::new(Memory::new()), &tls);
    let lines = lines(&settings.unwrap_or_else(|| panic!("{found:?}")));
    for line in [
        "ssl.ca.pem=our CA",
        "ssl.certificate.pem=our chain",
        "ssl.key.pem=our key",
        "enable.ssl.certificate.verification=false",
    ] {
        for client in ["producer", "consumer"] {
            assert!(lines.contains(&format!("{client} {line}")), "{line}: {lines:?}");
        }
    }
}
