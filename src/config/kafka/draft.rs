//! The settings while they are being made: what the file gives, what librdkafka is to get.
//!
//! In: entries of the file, variables resolved. Out: values by Java key with Java's defaults, and a list of librdkafka
//! properties for each client. Knows no key beside those it is asked for.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::config::settings::TlsSettings;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{Host, Secret, Span};
use crate::spring::properties::Properties as File;

use super::java::{self, JavaType};
use super::row::{Row, Scope};
use super::{shipped, table};

/// librdkafka's properties in the order in which they were set.
type Properties = Vec<(String, Secret)>;

/// A value as the file gives it.
#[derive(Clone)]
pub(super) struct Given {
    /// The text, untrimmed, variables of config providers resolved.
    pub(super) text: Secret,
    /// Where the key stands.
    pub(super) key_span: Span,
    /// Where the value stands.
    pub(super) span: Span,
    /// Whether the text must not be shown.
    pub(super) secret: bool,
}

/// What the themes read from and write to.
pub(super) struct Draft<'a> {
    /// Files and environment.
    pub(super) host: &'a Host,
    /// TLS settings of our own; they take precedence over the file's.
    pub(super) tls: &'a TlsSettings,
    /// The beginning of the file.
    start: Span,
    given: BTreeMap<String, Given>,
    diagnostics: &'a mut Diagnostics,
    properties: IndexMap<String, (Scope, Secret)>,
}

impl<'a> Draft<'a> {
    /// A draft of these entries.
    pub(super) fn new(
        file: &File,
        given: BTreeMap<String, Given>,
        host: &'a Host,
        tls: &'a TlsSettings,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let start = Span::new(file.file, 0, 0);
        Self { host, tls, start, given, diagnostics, properties: IndexMap::new() }
    }

    /// The entries of the file by key.
    pub(super) fn entries(&self) -> &BTreeMap<String, Given> {
        &self.given
    }

    /// Leaves an entry out of account, as if the file didn't have it.
    pub(super) fn forget(&mut self, key: &str) {
        self.given.remove(key);
    }

    /// Whether the file has this key.
    pub(super) fn is_given(&self, key: &str) -> bool {
        self.given.contains_key(key)
    }

    /// The value that the file gives, trimmed where Java trims it.
    pub(super) fn given(&self, key: &str) -> Option<&str> {
        let text = self.given.get(key)?.text.reveal();
        let trims = table::find(key).is_none_or(|row| row.java.trims());
        Some(if trims { java::trim(text) } else { text })
    }

    /// The value that the file gives or Java's default.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.given(key).or_else(|| table::find(key).and_then(|row| row.default))
    }

    /// The number that the file gives or Java's default; 0 for a key that has neither.
    pub(super) fn number(&self, key: &str) -> i64 {
        self.text(key).and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// The truth value that the file gives or Java's default.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.text(key).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// Gives a librdkafka property; a later value replaces an earlier one.
    pub(super) fn set(&mut self, scope: Scope, name: &str, value: impl Into<String>) {
        self.properties.insert(name.to_owned(), (scope, Secret::new(value.into())));
    }

    /// The value of a librdkafka property that was given.
    pub(super) fn property(&self, name: &str) -> Option<&str> {
        self.properties.get(name).map(|(_, value)| value.reveal())
    }

    /// The properties for the producer and for the consumer.
    pub(super) fn into_properties(self) -> (Properties, Properties) {
        let consumer = self.properties.iter().filter(|(_, (scope, _))| *scope == Scope::Both);
        let consumer = consumer.map(|(name, (_, value))| (name.clone(), value.clone())).collect();
        let producer = self.properties.into_iter().map(|(name, (_, value))| (name, value)).collect();
        (producer, consumer)
    }

    /// Reports a finding.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// An error about the value of a key.
    pub(super) fn error(&self, code: &'static str, key: &str, message: impl Into<String>) -> Diagnostic {
        self.about(Severity::Error, code, key, message.into())
    }

    /// A warning about the value of a key.
    pub(super) fn warning(&self, code: &'static str, key: &str, message: impl Into<String>) -> Diagnostic {
        self.about(Severity::Warning, code, key, message.into())
    }

    fn about(&self, severity: Severity, code: &'static str, key: &str, message: String) -> Diagnostic {
        let found = Diagnostic::new(severity, code, message);
        match self.given.get(key) {
            Some(given) => found.at(given.span, ""),
            None => found.at(self.start, format!("there is no {key} in this file")),
        }
    }

    /// The text for messages: masked when it is secret.
    pub(super) fn shown(&self, key: &str) -> &str {
        match self.given.get(key) {
            Some(given) if given.secret => "[hidden]",
            _ => self.text(key).unwrap_or(""),
        }
    }

    /// Reports and forgets the value of a key if Java's `ConfigDef` doesn't take it.
    pub(super) fn check(&mut self, row: &Row) {
        let Some(given) = self.given.get(row.key) else { return };
        let Err(rejection) = row.java.check(given.text.reveal()) else { return };
        let (key, text) = (row.key, rejection.text(row.key, given.secret));
        let found = if matches!(row.java, JavaType::Class(_)) {
            self.error("kafka-refused", key, format!("{key} names Java code that can't run here"))
                .note("the server says so when its class path lacks the class, and runs it when it has it")
                .help(format!("remove the line of {key}"))
        } else {
            let message = format!("{key} can't be {:?}: it takes {}", self.shown(key), row.java.expected());
            let found = self.error("kafka-value", key, message).note(if shipped::knows(row) {
                "the server doesn't start its Kafka bus with it".to_owned()
            } else {
                format!("a newer client says so; a server's {} passes over {key}", shipped::CLIENT)
            });
            match (row.default, shipped::other_default(key)) {
                (Some(default), Some(other)) => found.help(format!(
                    "remove the line; without it {key} is {other:?} on a server and {default:?} here"
                )),
                (Some(default), None) => {
                    found.help(format!("remove the line; without it {key} is {default:?}"))
                }
                (None, _) => found,
            }
        };
        self.report(found.spring(text));
        self.forget(key);
    }
}
