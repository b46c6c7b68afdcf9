//! How the cluster is doing, as far as librdkafka's callbacks tell.

use std::sync::{Arc, Mutex, PoisonError};

use rdkafka::config::RDKafkaLogLevel;
use rdkafka::types::RDKafkaErrorCode;

use super::failure::explain;
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

    /// A fault: of one broker, which only matters while there is no other, or of all.
    pub(super) fn fault(&self, code: RDKafkaErrorCode, text: &str) {
        let text = explain(text);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if code == RDKafkaErrorCode::AllBrokersDown {
            self.status.failed(last.clone().unwrap_or(text));
        } else {
            if matches!(self.status.get(), BusState::Connecting(_)) {
                self.status.failed(text.clone());
            }
            *last = Some(text);
        }
    }

    /// A broker answered.
    pub(super) fn connected(&self) {
        if self.status.get() != BusState::Connected {
            self.status.connected("the Kafka cluster");
        }
    }

    /// A line of librdkafka's log.
    pub(super) fn log(&self, level: RDKafkaLogLevel, facility: &str, text: &str) {
        let bus = &self.bus;
        match level {
            RDKafkaLogLevel::Emerg
            | RDKafkaLogLevel::Alert
            | RDKafkaLogLevel::Critical
            | RDKafkaLogLevel::Error
            | RDKafkaLogLevel::Warning => tracing::debug!(%bus, "librdkafka {facility}: {text}"),
            RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info | RDKafkaLogLevel::Debug => {
                tracing::trace!(%bus, "librdkafka {facility}: {text}");
            }
        }
    }
}
