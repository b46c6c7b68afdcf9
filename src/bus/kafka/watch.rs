//! How the cluster is doing, as far as librdkafka's callbacks tell.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use rdkafka::config::RDKafkaLogLevel;
use rdkafka::types::RDKafkaErrorCode;

use super::certificate;
use crate::bus::BusState;
use crate::bus::status::Status;
use crate::config::settings::KafkaSettings;

/// Turns librdkafka's callbacks into the bus's state and into log lines.
#[derive(Clone)]
pub(super) struct Watch {
    bus: Arc<str>,
    settings: Arc<KafkaSettings>,
    status: Arc<Status>,
    memory: Arc<Mutex<Memory>>,
}

#[derive(Default)]
struct Memory {
    /// The last fault of a single broker, which says more than "all brokers are down".
    last: Option<Fault>,
    /// Whether a broker ever answered.
    answered: bool,
}

/// A fault of one broker.
struct Fault {
    /// librdkafka's words.
    raw: String,
    /// Ours; none while they are being looked for.
    said: Option<String>,
}

impl Watch {
    /// Watches for this bus.
    pub(super) fn new(bus: Arc<str>, settings: Arc<KafkaSettings>, status: Arc<Status>) -> Self {
        Self { bus, settings, status, memory: Arc::default() }
    }

    /// A fault that librdkafka reports: of one broker, or that there is none left.
    pub(super) fn fault(&self, code: RDKafkaErrorCode, text: &str) {
        if code != RDKafkaErrorCode::AllBrokersDown {
            self.fault_of_a_broker(text);
            return;
        }
        let said = match &self.memory().last {
            Some(fault) => fault.said.clone(),
            None => Some(text.to_owned()),
        };
        if let Some(said) = said {
            self.status.failed(said);
        }
    }

    /// A fault of one broker, which only matters while there is no other.
    fn fault_of_a_broker(&self, text: &str) {
        let raw = without_circumstances(text);
        let mut memory = self.memory();
        let said = match &memory.last {
            Some(fault) if fault.raw == raw => fault.said.clone(),
            _ => {
                let said =
                    (!certificate::is_at_fault(raw)).then(|| explained(raw, memory.answered, &self.settings));
                if said.is_none() {
                    self.look_into(raw.to_owned());
                }
                memory.last = Some(Fault { raw: raw.to_owned(), said: said.clone() });
                said
            }
        };
        drop(memory);
        self.say_unless_connected(said);
    }

    fn say_unless_connected(&self, said: Option<String>) {
        if let (Some(said), BusState::Connecting(_)) = (said, self.status.get()) {
            self.status.failed(said);
        }
    }

    /// Finds out, on a thread of its own, what librdkafka doesn't tell of a certificate.
    fn look_into(&self, raw: String) {
        let watch = self.clone();
        let looking = thread::Builder::new().name("busboot-kafka-tls".to_owned()).spawn(move || {
            let said = certificate::fault(&raw, &watch.settings).unwrap_or_else(|| raw.clone());
            if let Some(fault) = watch.memory().last.as_mut().filter(|fault| fault.raw == raw) {
                fault.said = Some(said.clone());
            }
            watch.say_unless_connected(Some(said));
        });
        if let Err(error) = looking {
            tracing::warn!(bus = %self.bus, "no thread to look into a broker's certificate: {error}");
        }
    }

    /// A broker answered.
    pub(super) fn connected(&self) {
        self.memory().answered = true;
        if self.status.get() != BusState::Connected {
            self.status.connected("the Kafka cluster");
        }
    }

    /// A line of librdkafka's log. Some faults are told nowhere else.
    pub(super) fn log(&self, level: RDKafkaLogLevel, facility: &str, text: &str) {
        if facility == "FAIL" {
            self.fault_of_a_broker(text);
        }
        tracing::debug!(bus = %self.bus, ?level, "librdkafka {facility}: {text}");
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// librdkafka's words with what they may mean; `answered`: whether a broker ever did.
pub(super) fn explained(raw: &str, answered: bool, settings: &KafkaSettings) -> String {
    let plain =
        settings.property("security.protocol").is_none_or(|it| it.reveal().eq_ignore_ascii_case("PLAINTEXT"));
    // A broker hangs up on whoever doesn't begin with the TLS or the login that it wants.
    if plain && !answered && raw.contains("Disconnected") {
        format!("{raw}; it may expect TLS or a login, which security.protocol asks for")
    } else if !raw.contains("alert bad certificate") && !raw.contains("certificate required") {
        raw.to_owned()
    } else if settings.property("ssl.certificate.pem").is_none() {
        format!("{raw}; the broker wants a client certificate, which ssl.keystore.location gives")
    } else {
        format!("{raw}; the broker doesn't take the client certificate")
    }
}

/// librdkafka's text without its thread in front and the times and counts behind, which change with each attempt.
pub(super) fn without_circumstances(text: &str) -> &str {
    let text =
        text.strip_prefix("[thrd:").and_then(|rest| rest.split_once("]: ")).map_or(text, |(_, rest)| rest);
    text.rsplit_once(" (after ").map_or(text, |(fault, _)| fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fault_of_a_broker_says_more_than_that_all_are_down() {
        let status = Arc::new(Status::new("kafka".into()));
        let watch =
            Watch::new("kafka".into(), crate::bus::kafka::tests::settings("h:1").into(), status.clone());
        watch.connected();
        watch.log(RDKafkaLogLevel::Info, "FAIL", "[thrd:h:1/1]: h:1/1: Disconnected (after 9ms in state UP)");
        assert_eq!(status.get(), BusState::Connected, "another broker may be there");
        watch.fault(RDKafkaErrorCode::AllBrokersDown, "1/1 brokers are down");
        assert_eq!(status.get(), BusState::Connecting(Some("h:1/1: Disconnected".to_owned())));
        watch.connected();
        assert_eq!(status.get(), BusState::Connected);
    }
}
