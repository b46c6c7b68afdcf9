//! Delivery: one task for each bus, on its own, from the journal to the bus and what became of it back.
//!
//! In: a journal and buses. Out: every event to every bus in order, and its outcome in the journal. An event leaves the
//! backlog when its outcome is recorded, which happens in batches of at most [`FLUSH`]; a crash repeats what was answered
//! since the last one.

mod reading;
mod task;
mod window;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::error::JournalError;
use super::handle::Journal;
use super::ledger;
use crate::bus::{Delivery, Distributor};
use crate::event::Event;
pub(super) use reading::Reader;
use task::Task;

/// How often outcomes are recorded.
const FLUSH: Duration = Duration::from_millis(100);

/// How often old events are looked for.
const TIDY: Duration = Duration::from_secs(10);

/// The pause between two steps of removing old events, in which publishers go on.
const BREATH: Duration = Duration::from_millis(20);

/// What became of an event on a bus.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'a> {
    /// The bus.
    pub bus: &'a str,
    /// The event's place.
    pub seq: i64,
    /// The event.
    pub event: &'a Event,
    /// What became of it.
    pub delivery: &'a Delivery,
}

/// Called for each outcome, before it is recorded. Must not block.
pub type Observer = Arc<dyn Fn(Outcome<'_>) + Send + Sync>;

/// The running delivery of a journal to its buses.
pub struct Deliveries {
    journal: Arc<Journal>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    /// For each bus: the event up to which all is settled and recorded, while nothing is under way.
    idle: Vec<watch::Receiver<Option<i64>>>,
    tidying: JoinHandle<()>,
}

impl Deliveries {
    /// Starts delivering to all buses of a distributor; the journal was opened for these.
    ///
    /// # Errors
    /// When the journal can't be read.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn start(
        journal: Arc<Journal>,
        buses: &Arc<Distributor>,
        observer: &Observer,
    ) -> Result<Self, JournalError> {
        let reader = journal.store().reader()?;
        let (stop, stopping) = watch::channel(false);
        let (mut tasks, mut idle) = (Vec::new(), Vec::new());
        for (at, bus) in buses.buses().iter().enumerate() {
            let Some(row) = ledger::bus(&reader, bus.id())? else { continue };
            let (sender, receiver) = watch::channel(None);
            let task = Task::new(journal.clone(), buses.clone(), at, &row, observer.clone(), sender)?;
            tasks.push(tokio::spawn(task.run(stopping.clone())));
            idle.push(receiver);
        }
        let tidying = tokio::spawn(tidy(journal.clone()));
        Ok(Self { journal, stop, tasks, idle, tidying })
    }

    /// Waits until every bus has got all that was accepted before.
    pub async fn settled(&self) {
        let last = self.journal.last();
        for mut idle in self.idle.iter().cloned() {
            // A task that has ended gets nowhere any more.
            drop(idle.wait_for(|at| at.is_some_and(|at| at >= last)).await);
        }
    }

    /// Hands nothing more over, stops the buses, each after at most `drain`, and records what became of what was under
    /// way. What had no answer by then stays in the journal.
    pub async fn stop(mut self, buses: &Distributor, drain: Duration) {
        self.stop.send_replace(true);
        buses.stop(drain).await;
        for task in std::mem::take(&mut self.tasks) {
            if let Err(error) = task.await {
                tracing::error!("a delivery has failed: {error}");
            }
        }
        self.tidying.abort();
        // It holds the journal until it has ended.
        drop((&mut self.tidying).await);
    }
}

impl Drop for Deliveries {
    fn drop(&mut self) {
        self.tidying.abort();
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

async fn tidy(journal: Arc<Journal>) {
    loop {
        while journal.tidy().await {
            tokio::time::sleep(BREATH).await;
        }
        tokio::time::sleep(TIDY).await;
    }
}

#[cfg(test)]
mod tests;
