//! How the cluster is doing, as far as librdkafka's callbacks tell.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rdkafka::config::RDKafkaLogLevel;
use rdkafka::types::RDKafkaErrorCode;

use crate::bus::BusState;
use crate::bus::status::Status;

/// Turns librdkafka's callbacks into the bus's state and into log lines.
#[derive(Clone)]
pub(super) struct Watch {
    bus: Arc<str>,
    status: Arc<Status>,
    /// The last fault of a single broker, which says more than "all brokers are down".
    last: Arc<Mutex<Option<String>>>,
}

impl Watch {
    /// Watches for this bus.
    pub(super) fn new(bus: Arc<str>, status: Arc<Status>) -> Self {
        Self { bus, status, last: Arc::default() }
    }

    /// A fault that librdkafka reports: of one broker, or that there is none left.
    pub(super) fn fault(&self, code: RDKafkaErrorCode, text: &str) {
        if code == RDKafkaErrorCode::AllBrokersDown {
            let last = self.last().clone();
            self.status.failed(last.unwrap_or_else(|| text.to_owned()));
        } else {
            self.fault_of_a_broker(text);
        }
    }

    /// A fault of one broker, which only matters while there is no other.
    fn fault_of_a_broker(&self, text: &str) {
        let text = without_circumstances(text).to_owned();
        if matches!(self.status.get(), BusState::Connecting(_)) {
            self.status.failed(text.clone());
        }
        *self.last() = Some(text);
    }

    /// A broker answered.
    pub(super) fn connected(&self) {
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

    fn last(&self) -> MutexGuard<'_, Option<String>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// librdkafka's text without its thread in front and the times and counts behind, which change with each attempt.
fn without_circumstances(text: &str) -> &str {
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
        let watch = Watch::new("kafka".into(), status.clone());
        watch.connected();
        watch.log(RDKafkaLogLevel::Info, "FAIL", "[thrd:h:1/1]: h:1/1: Disconnected (after 9ms in state UP)");
        assert_eq!(status.get(), BusState::Connected, "another broker may be there");
        watch.fault(RDKafkaErrorCode::AllBrokersDown, "1/1 brokers are down");
        assert_eq!(status.get(), BusState::Connecting(Some("h:1/1: Disconnected".to_owned())));
        watch.connected();
        assert_eq!(status.get(), BusState::Connected);
    }
}
