//! The producer of librdkafka: made from the settings, fed with events, and what it reports.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rdkafka::ClientContext;
use rdkafka::config::{ClientConfig, RDKafkaLogLevel};
use rdkafka::error::KafkaError;
use rdkafka::producer::{
    BaseRecord, DeliveryResult, Partitioner as RdPartitioner, Producer as _, ProducerContext, PurgeConfig,
    ThreadedProducer,
};
use rdkafka::types::RDKafkaErrorCode;
use tokio::sync::mpsc::UnboundedSender;

use super::record;
use super::watch::Watch;
use crate::config::settings::{KafkaSettings, Partitioner};
use crate::event::Event;
use crate::source::Secret;

/// What librdkafka reports.
#[derive(Debug)]
pub(super) enum Report {
    /// The fate of the record with this number.
    Delivered(u64, Result<(), RDKafkaErrorCode>),
    /// This producer is of no use any more.
    Fatal,
}

/// A producer and where its records go.
pub(super) struct Client {
    producer: ThreadedProducer<Context, Turns>,
}

impl Client {
    /// Makes a producer. Reads certificates, but waits for no broker.
    pub(super) fn new(
        settings: &KafkaSettings,
        reports: UnboundedSender<Report>,
        watch: Watch,
    ) -> Result<Self, KafkaError> {
        let mut config = config(&settings.producer);
        // What a broker did to us is told on this level.
        config.set_log_level(RDKafkaLogLevel::Info);
        let turns = (settings.partitioner == Partitioner::RoundRobin).then(Turns::default);
        if turns.is_some() {
            // Else librdkafka keeps records without a key to itself.
            config.set("sticky.partitioning.linger.ms", "0");
        }
        let producer = config.create_with_context(Context { reports, watch, turns })?;
        Ok(Self { producer })
    }

    /// Hands over an event; its report will have this number.
    pub(super) fn send(
        &self,
        settings: &KafkaSettings,
        number: u64,
        event: &Event,
    ) -> Result<(), RDKafkaErrorCode> {
        let key = record::key(event, settings.key_encoding);
        let value = record::value(event, settings.value_encoding);
        let mut record = BaseRecord::<[u8], [u8], _>::with_opaque_to(&settings.topic, Box::new(number));
        record = record.headers(record::headers(event));
        if let Some(key) = key.as_deref() {
            record = record.key(key);
        }
        if let Some(value) = value.as_deref() {
            record = record.payload(value);
        }
        let sent = self.producer.send(record);
        sent.map_err(|(error, _)| error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail))
    }

    /// Gives up all that is still to go out: it is reported as purged, or not at all.
    pub(super) fn forget_all(&self) {
        self.producer.purge(PurgeConfig::default().queue().inflight());
    }

    /// Waits until a broker answers, or so long.
    pub(super) fn probe(&self, topic: &str, patience: Duration) -> Result<(), KafkaError> {
        self.producer.client().fetch_metadata(Some(topic), patience).map(|_| ())
    }
}

/// Properties as librdkafka's own configuration.
pub(super) fn config(properties: &[(String, Secret)]) -> ClientConfig {
    let mut config = ClientConfig::new();
    for (name, value) in properties {
        config.set(name, value.reveal());
    }
    config
}

struct Context {
    reports: UnboundedSender<Report>,
    watch: Watch,
    turns: Option<Turns>,
}

impl Context {
    fn report(&self, report: Report) {
        // Nobody listens any more once the producer is being given up.
        drop(self.reports.send(report));
    }
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, text: &str) {
        self.watch.log(level, facility, text);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        match error.rdkafka_error_code() {
            Some(RDKafkaErrorCode::Fatal) => self.report(Report::Fatal),
            Some(code) => self.watch.fault(code, reason),
            None => {}
        }
    }
}

impl ProducerContext<Turns> for Context {
    type DeliveryOpaque = Box<u64>;

    fn delivery(&self, result: &DeliveryResult<'_>, number: Box<u64>) {
        let outcome = match result {
            Ok(_) => Ok(()),
            Err((error, _)) => Err(error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail)),
        };
        self.report(Report::Delivered(*number, outcome));
    }

    fn get_custom_partitioner(&self) -> Option<&Turns> {
        self.turns.as_ref()
    }
}

/// Java's `RoundRobinPartitioner`: one partition after the other, leaving out those without a leader.
#[derive(Default)]
struct Turns(AtomicU32);

impl RdPartitioner for Turns {
    fn partition(&self, _: &str, _: Option<&[u8]>, count: i32, available: impl Fn(i32) -> bool) -> i32 {
        let turn = self.0.fetch_add(1, Ordering::Relaxed);
        let in_turn = |step: i32| {
            let partitions = i64::from(count.max(1));
            i32::try_from((i64::from(turn) + i64::from(step)) % partitions).unwrap_or(0)
        };
        (0..count).map(in_turn).find(|partition| available(*partition)).unwrap_or_else(|| in_turn(0))
    }
}
