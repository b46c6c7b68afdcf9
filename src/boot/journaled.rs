//! Running buses behind a journal: what is published is on disk first, and goes to each bus from there.
//!
//! In: a report that may be booted. Out: [`Journaled`]. A configuration that is broken or that another process delivers
//! for leaves the journal as it is.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::config::Configuration;
use crate::diagnostic::Diagnostic;
use crate::event::Event;
use crate::journal::{
    Acceptance, BusRow, Deliveries, Journal, JournalError, Observer, Options, PublishError, Retention, Start,
};

use super::purging::Purging;
use super::{Boot, BootError, Report, Running};

/// Running buses behind a journal.
pub struct Journaled {
    running: Running,
    journal: Arc<Journal>,
    deliveries: Deliveries,
    purging: Purging,
}

/// A bus, how many events it hasn't got, and the oldest few of them with their places.
pub type Left = (BusRow, i64, Vec<(i64, Arc<Event>)>);

impl Boot {
    /// Makes the buses of what [`prepare`](Self::prepare) has read, behind the journal that it names. `observer` is told
    /// what becomes of each event, whenever it was accepted.
    ///
    /// # Errors
    /// When the report has an error or the journal can't be opened; nothing is started then.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn start_journaled(&self, mut report: Report, observer: &Observer) -> Result<Journaled, BootError> {
        let Some(configuration) = report.bootable() else {
            return Err(BootError { report: Box::new(report) });
        };
        let journal = match self.open(configuration) {
            Ok(journal) => Arc::new(journal),
            Err(error) => {
                report.diagnostics.push(fault(&error));
                return Err(BootError { report: Box::new(report) });
            }
        };
        let purge_settings = configuration.journal.purging;
        let running = self.start_configured(report)?;
        match Deliveries::start(journal.clone(), &running.distributor, observer) {
            Ok(deliveries) => {
                let purging = Purging::start(&journal, purge_settings);
                Ok(Journaled { running, journal, deliveries, purging })
            }
            Err(error) => {
                let Running { mut report, .. } = running;
                report.diagnostics.push(fault(&error));
                Err(BootError { report: Box::new(report) })
            }
        }
    }

    fn open(&self, configuration: &Configuration) -> Result<Journal, JournalError> {
        let settings = &configuration.journal;
        let dir = settings.dir.as_ref().ok_or(JournalError::NoDirectory)?;
        let start = |bus: &String| {
            if settings.from_beginning.contains(bus) { Start::Beginning } else { Start::End }
        };
        let buses: Vec<(&str, Start)> =
            configuration.buses.iter().map(|bus| (bus.id.as_str(), start(&bus.id))).collect();
        let options = Options {
            max_size: settings.max_size,
            retention: Retention::new(settings.keep_age, settings.keep_size, settings.keep_unroutable),
            holder: format!("busboot run with the root {}", configuration.root.display()),
        };
        Journal::open(dir, &buses, &options, self.host.clock.clone())
    }
}

fn fault(error: &JournalError) -> Diagnostic {
    Diagnostic::error("journal", error.to_string())
}

impl Journaled {
    /// Accepts an event: on return it is on disk, whatever the brokers do. Gives its place in the order of acceptance.
    ///
    /// # Errors
    /// When a bus could never send it on, or the journal can't take it; nothing was accepted then.
    pub async fn publish(&self, event: Event) -> Result<i64, PublishError> {
        self.submit(event).await?.await
    }

    /// Hands an event to the journal without waiting for the disk; the order of the calls is kept.
    ///
    /// # Errors
    /// When a bus could never send it on, or the journal is closed.
    pub async fn submit(&self, mut event: Event) -> Result<Acceptance, PublishError> {
        event.ensure_uuid();
        for bus in self.running.buses() {
            if let Some(reason) = bus.refuses(&event) {
                return Err(PublishError::Refused { bus: bus.id().to_owned(), reason });
            }
        }
        self.journal.submit(event).await
    }

    /// The buses, subscriptions, files and findings. What is published on it directly isn't kept.
    #[must_use]
    pub const fn running(&self) -> &Running {
        &self.running
    }

    /// Where the journal is.
    #[must_use]
    pub fn directory(&self) -> PathBuf {
        self.journal.store().dir().to_owned()
    }

    /// Waits until every bus has got all that was accepted before.
    pub async fn settled(&self) {
        self.deliveries.settled().await;
    }

    /// Hands nothing more over, stops the buses, each after at most `drain`, and records what became of what was under
    /// way. What has no answer by then ([`Delivery::Pending`](crate::bus::Delivery::Pending)) stays in the journal. Gives what each bus has and hasn't
    /// got.
    ///
    /// # Errors
    /// When the journal can't be read.
    pub async fn stop(self, drain: Duration) -> Result<Vec<Left>, JournalError> {
        let Self { running, journal, deliveries, purging } = self;
        drop(purging);
        deliveries.stop(&running.distributor, drain).await;
        let left = |(bus, pending)| journal.oldest(&bus).map(|oldest| (bus, pending, oldest));
        journal.buses()?.into_iter().map(left).collect()
    }
}

impl fmt::Debug for Journaled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journaled").field("directory", &self.directory()).finish_non_exhaustive()
    }
}
