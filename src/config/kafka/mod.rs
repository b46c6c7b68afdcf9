//! `kafka.producer.properties`, written for Java's producer, in librdkafka's terms.
//!
//! In: the entries of the file, the host for the files that it names, TLS settings of our own. Out:
//! [`KafkaSettings`]. Knows nothing of events and opens no connection. Rules from CloudStack's `KafkaEventBus` and
//! from kafka-clients 3.9.1: every key of its producer is passed, renamed, translated, ignored with a warning or
//! refused (`table`), and what the file leaves unset has Java's default, not librdkafka's. A server's own client is older
//! and asks for fewer confirmations (`shipped`).
//!
//! Two deliberate differences: the bus never gives an event up, so `retries` and `delivery.timeout.ms` are checked and
//! then have no effect, and it keeps the order of a resource's events, so there is one request under way where
//! idempotence can't be had.

mod batching;
mod bootstrap;
mod ciphers;
mod classes;
mod codec;
mod draft;
mod effective;
mod identity;
mod jaas;
mod java;
mod java_stores;
mod partitioner;
mod pem_key;
mod providers;
mod reliability;
mod row;
mod sasl;
mod serializers;
mod shipped;
pub mod stores;
mod table;
mod timing;
mod tls;
mod topic;
mod transfer;
mod trust;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostics, Severity};
use crate::source::{Host, Secret};
use crate::spring::properties::Properties;

use super::settings::{KafkaSettings, TlsSettings};
use draft::Draft;
use row::Row;

/// The name of the file, looked up in the root, in the working directory and in `conf/`.
pub const FILE_NAME: &str = "kafka.producer.properties";

/// Prefix of keys that go to librdkafka as they are: our own extension, which Java's client warns about and ignores.
pub const NATIVE_PREFIX: &str = "rdkafka.";

/// A key of the Java producer and what becomes of it, for the documentation.
#[derive(Clone, Debug)]
pub struct KeyDoc {
    /// The key.
    pub key: &'static str,
    /// What holds where the file says nothing; `None` is null.
    pub default: Option<&'static str>,
    /// What a server's client has otherwise: another default, or no such key.
    pub on_server: Option<String>,
    /// What becomes of it, in a few words.
    pub treatment: String,
}

/// Every key that is known, those of kafka-clients 3.9 first.
#[must_use]
pub fn keys() -> Vec<KeyDoc> {
    let on_server = |row: &Row| match shipped::other_default(row.key) {
        Some(default) => Some(format!("`{default}`")),
        None => (!shipped::knows(row)).then(|| "no such key".to_owned()),
    };
    table::rows()
        .map(|row| KeyDoc {
            key: row.key,
            default: row.default,
            on_server: on_server(row),
            treatment: row.treatment.describe(row.key),
        })
        .collect()
}

/// The password in a text of `sasl.jaas.config`, if it can be read and has one.
#[must_use]
pub fn jaas_password(text: &str) -> Option<Secret> {
    jaas::parse(text).ok()?.options.remove("password")
}

/// Makes the settings of a Kafka bus; `None` when there is an error, which has been reported then.
///
/// Errors come in the order in which the server's own client stops at them.
pub fn settings(
    file: &Properties,
    host: &Host,
    tls: &TlsSettings,
    in_flight: usize,
    diagnostics: &mut Diagnostics,
) -> Option<KafkaSettings> {
    let errors = diagnostics.count(Severity::Error);
    let given = providers::resolve(file, host, diagnostics);
    let mut draft = Draft::new(file, given, host, tls, diagnostics);
    for row in table::DEFINED {
        draft.check(row);
    }
    sasl::require_mechanism(&mut draft);
    reliability::translate(&mut draft);
    let partitioner = partitioner::translate(&mut draft);
    let (key_encoding, value_encoding) = serializers::translate(&mut draft);
    transfer::interceptors(&mut draft);
    codec::translate(&mut draft);
    timing::translate(&mut draft);
    batching::translate(&mut draft);
    bootstrap::translate(&mut draft);
    sasl::translate(&mut draft);
    tls::translate(&mut draft);
    let topic = topic::translate(&mut draft);
    transfer::rows(&mut draft);
    transfer::native(&mut draft);
    transfer::unknown(&mut draft);
    let keys = effective::keys(&draft, &topic);
    let (producer, consumer) = draft.into_properties();
    if diagnostics.count(Severity::Error) > errors {
        return None;
    }
    Some(KafkaSettings {
        topic,
        keys,
        producer,
        consumer,
        key_encoding,
        value_encoding,
        partitioner,
        in_flight,
    })
}
