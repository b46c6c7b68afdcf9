//! From a root directory to a running distributor, once.
//!
//! In: a root, a host, busboot's own settings. Out: [`Running`] buses. There is no way to reconfigure them: a change
//! on disk changes nothing, and [`Running::watch`] only says that there was one.

mod journaled;
mod purging;
mod reading;
mod watch;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::bus::{self, Distributor, EventBus, Receipt, SubscribeError, Subscriber, SubscriptionId};
use crate::config::{self, Configuration, ModuleChoice, Request};
use crate::diagnostic::render::{self, Style};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::event::{Event, EventTopic};
use crate::source::{Files, Host, Sources};
use crate::spring::context::Secrets;
pub use journaled::{Journaled, Left};
use reading::{Noting, Reading};

/// What is to be booted.
#[derive(Clone, Debug)]
pub struct Boot {
    root: PathBuf,
    host: Host,
    module: ModuleChoice,
    as_spring: bool,
    settings: Vec<(String, String)>,
}

/// What the files say, with every finding and the texts that they point into.
#[derive(Debug)]
pub struct Report {
    /// The configuration, if one could be made; it counts only without an error among the findings.
    pub configuration: Option<Configuration>,
    /// The files that were read.
    pub sources: Sources,
    /// What was found.
    pub diagnostics: Diagnostics,
    reading: Reading,
}

/// Why nothing was booted: the findings, rendered.
#[derive(Debug)]
pub struct BootError {
    /// All that is known.
    pub report: Box<Report>,
}

/// Running buses.
pub struct Running {
    distributor: Arc<Distributor>,
    report: Report,
    files: Arc<dyn Files>,
    since: Timestamp,
}

impl Boot {
    /// Boots the root as this process sees it.
    pub fn new(root: impl AsRef<Path>) -> Self {
        Self {
            root: root.as_ref().to_owned(),
            host: Host::of_this_process(),
            module: ModuleChoice::Auto,
            as_spring: false,
            settings: Vec::new(),
        }
    }

    /// Files, environment, system properties and clock to be used instead of this process's.
    #[must_use]
    pub fn host(self, host: Host) -> Self {
        Self { host, ..self }
    }

    /// Which module's files are used.
    #[must_use]
    pub fn module(self, module: ModuleChoice) -> Self {
        Self { module, ..self }
    }

    /// Reads exactly as Spring does, without kindness to the guides' readers.
    #[must_use]
    pub fn as_spring(self, as_spring: bool) -> Self {
        Self { as_spring, ..self }
    }

    /// busboot's own settings as pairs of key and value; they beat the environment and the file.
    #[must_use]
    pub fn settings(self, settings: Vec<(String, String)>) -> Self {
        Self { settings, ..self }
    }

    /// Lets findings show secrets in clear text.
    #[must_use]
    pub fn reveal(mut self, reveal: bool) -> Self {
        self.host.reveal = reveal;
        self
    }

    /// One more of busboot's own settings.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((key.into(), value.into()));
        self
    }

    /// Reads and checks everything, and opens no connection. Read as Spring does, it ends where Spring does: the
    /// server's own checks of its buses come later.
    #[must_use]
    pub fn configure(&self) -> Report {
        self.read(!self.as_spring)
    }

    /// The same with the checks of the buses in any case: what [`start_from`](Self::start_configured) needs.
    #[must_use]
    pub fn prepare(&self) -> Report {
        self.read(true)
    }

    fn read(&self, with_buses: bool) -> Report {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let noting = Arc::new(Noting::new(self.host.files.clone()));
        let host = Host { files: noting.clone(), ..self.host.clone() };
        let request = Request {
            root: &self.root,
            host: &host,
            module: self.module,
            as_spring: self.as_spring,
            secrets: Secrets::Needed,
            with_buses,
            flags: &self.settings,
        };
        let configuration = config::load(&request, &mut sources, &mut diagnostics);
        Report { configuration, sources, diagnostics, reading: noting.reading() }
    }

    /// Reads, checks and makes the buses. Returns at once: a broker that is away is tried again and again.
    ///
    /// # Errors
    /// When the files have an error; nothing is started then.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn start(&self) -> Result<Running, BootError> {
        self.start_configured(self.prepare())
    }

    /// Makes the buses of what [`prepare`](Self::prepare) has read, for whoever looks at it before.
    ///
    /// # Errors
    /// When the report has an error; nothing is started then.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn start_configured(&self, mut report: Report) -> Result<Running, BootError> {
        let Some(configuration) = report.bootable() else {
            return Err(BootError { report: Box::new(report) });
        };
        let buses = configuration.buses.iter().map(bus::start).collect();
        // Bean names are unique, so this finds no two buses of one id.
        match Distributor::new(buses) {
            Ok(distributor) => {
                let distributor = Arc::new(distributor);
                let (files, since) = (self.host.files.clone(), self.host.clock.now());
                Ok(Running { distributor, report, files, since })
            }
            Err(error) => {
                report.diagnostics.push(Diagnostic::error("duplicate-bus", error.to_string()));
                Err(BootError { report: Box::new(report) })
            }
        }
    }
}

impl Report {
    /// The configuration, unless something is wrong with it.
    #[must_use]
    pub fn bootable(&self) -> Option<&Configuration> {
        self.configuration.as_ref().filter(|_| self.diagnostics.first_error().is_none())
    }
}

impl Running {
    /// Hands an event to every bus, in the order of the calls; gives it a UUID (version 7) if it has none.
    /// Waits while a bus has as much in hand as it may hold.
    pub async fn publish(&self, mut event: Event) -> Vec<(&str, Receipt)> {
        event.ensure_uuid();
        let receipts = self.distributor.publish(Arc::new(event)).await;
        self.buses().iter().map(|bus| bus.id()).zip(receipts).collect()
    }

    /// Calls `subscriber` for every event that arrives on any bus and matches `topic`.
    ///
    /// # Errors
    /// When a bus can't subscribe; then none does.
    pub async fn subscribe(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> Result<SubscriptionId, SubscribeError> {
        self.distributor.subscribe(topic, subscriber).await
    }

    /// Ends a subscription.
    pub async fn unsubscribe(&self, subscription: SubscriptionId) -> bool {
        self.distributor.unsubscribe(subscription).await
    }

    /// The buses.
    #[must_use]
    pub fn buses(&self) -> &[Box<dyn EventBus>] {
        self.distributor.buses()
    }

    /// The last events that an in-memory bus took, oldest first: as many as the setting `in.memory.keep` says.
    #[must_use]
    pub fn received(&self, bus: &str) -> Vec<Arc<Event>> {
        self.distributor.bus(bus).map(EventBus::received).unwrap_or_default()
    }

    /// What was read, and the findings that didn't hinder the boot.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// When the configuration was read.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        self.since
    }

    /// Stops all buses at the same time, each after at most `drain`; what has no answer by then is
    /// [`Delivery::Pending`](crate::bus::Delivery::Pending).
    pub async fn stop(&self, drain: Duration) {
        self.distributor.stop(drain).await;
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("since", &self.since).finish_non_exhaustive()
    }
}

impl fmt::Display for BootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        for (at, error) in errors.enumerate() {
            let separator = if at == 0 { "" } else { "\n\n" };
            write!(f, "{separator}{}", render::text(error, &self.report.sources, Style::Plain))?;
        }
        Ok(())
    }
}

impl std::error::Error for BootError {}
