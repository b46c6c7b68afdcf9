//! Tries a broker in steps, as far as that is possible without publishing anything or making anything.
//!
//! In: the settings of a bus. Out: an [`Attempt`] for each broker, each of its steps with an outcome, a time and, where it
//! failed, what to do about it. TLS is verified as the bus does. A step that fails is the last one of its broker.

pub(super) mod network;

use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde::Serialize;

use super::{kafka, rabbitmq};
use crate::config::settings::{BusConfig, BusSettings};

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is as the bus needs it.
    Passed,
    /// The bus can work, but somebody should look at it.
    Warning,
    /// The bus can't work.
    Failed,
    /// It can't be found out without publishing.
    Unknown,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// `name`, `tcp`, `tls`, `login`, `virtual-host`, `exchange`, `queue`; `cluster`, `topic`, `authorisation`.
    pub name: &'static str,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took; none for what isn't asked separately.
    pub took: Option<Duration>,
    /// What was seen, and why it failed. Never a secret.
    pub message: String,
    /// What to type.
    pub help: Option<String>,
}

/// The steps that were gone with one broker, up to the first that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The bus's bean id.
    pub bus: String,
    /// `host:port`, or `the cluster`.
    pub broker: String,
    /// In the order in which they were gone.
    pub steps: Vec<Step>,
}

/// Tries every broker of a bus; nothing for a bus in memory. `limit` is the time for each step.
///
/// # Panics
/// Outside of a tokio runtime.
pub fn probe(config: &BusConfig, limit: Duration) -> BoxFuture<'_, Vec<Attempt>> {
    async move {
        match &config.settings {
            BusSettings::RabbitMq(settings) => rabbitmq::probe(&config.id, settings, limit).await,
            BusSettings::Kafka(settings) => kafka::probe(&config.id, settings, limit).await,
            BusSettings::InMemory { .. } => Vec::new(),
            BusSettings::Hybrid { internal, external } => {
                let (mut first, second) = futures_util::join!(probe(internal, limit), probe(external, limit));
                first.extend(second);
                first
            }
        }
    }
    .boxed()
}

/// Notes steps, each with the time since the one before.
pub(super) struct Steps {
    steps: Vec<Step>,
    since: Instant,
}

impl Steps {
    /// The first step begins now.
    pub(super) fn begin() -> Self {
        Self { steps: Vec::new(), since: Instant::now() }
    }

    /// All that was noted.
    pub(super) fn of(self, bus: &str, broker: impl Into<String>) -> Attempt {
        Attempt { bus: bus.to_owned(), broker: broker.into(), steps: self.steps }
    }

    pub(super) fn passed(&mut self, name: &'static str, message: impl Into<String>) {
        self.timed(name, Outcome::Passed, message.into(), None);
    }

    pub(super) fn warned(&mut self, name: &'static str, message: impl Into<String>, help: impl Into<String>) {
        self.timed(name, Outcome::Warning, message.into(), Some(help.into()));
    }

    pub(super) fn failed(&mut self, name: &'static str, message: impl Into<String>, help: Option<String>) {
        self.timed(name, Outcome::Failed, message.into(), help);
    }

    /// What wasn't asked, and so took no time.
    pub(super) fn untimed(
        &mut self,
        name: &'static str,
        outcome: Outcome,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.steps.push(Step { name, outcome, took: None, message: message.into(), help });
    }

    fn timed(&mut self, name: &'static str, outcome: Outcome, message: String, help: Option<String>) {
        let took = Some(self.since.elapsed());
        self.steps.push(Step { name, outcome, took, message, help });
        self.since = Instant::now();
    }
}
