//! The journal as a publisher holds it: accepts events, and tells those who deliver what there is.

use std::collections::BTreeSet;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use futures_util::FutureExt as _;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};

use super::age::AgeClock;
use super::delivery::Reader;
use super::error::{JournalError, PublishError};
use super::ledger::{self, BusRow, Start};
use super::lock::Lock;
use super::retention::Retention;
use super::row::Draft;
use super::store::{Store, make_directory};
use super::writer::{Command, Record, Writer};
use crate::event::Event;
use crate::source::Clock;

/// The most commands that wait for the writer.
const WAITING: usize = 4096;

/// The most memory for events that wait for the writer, in KiB.
const ROOM: u32 = 64 << 10;

/// How a journal is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The most that the database may hold, in bytes; nothing more is accepted above it.
    pub max_size: u64,
    /// What is kept of what every bus has got.
    pub retention: Retention,
    /// What others are told of who has it open.
    pub holder: String,
}

/// An open journal. While it lives, no other process delivers from it.
pub struct Journal {
    store: Store,
    commands: mpsc::Sender<Command>,
    room: Arc<Semaphore>,
    last: watch::Receiver<i64>,
    clock: Arc<dyn Clock>,
    ages: AgeClock,
    writer: Mutex<Option<JoinHandle<()>>>,
    _lock: Lock,
}

/// An event on its way to the disk: resolves to its place when it is there.
pub struct Acceptance(oneshot::Receiver<Result<i64, PublishError>>);

impl Journal {
    /// Opens the journal in `dir`, made if there is none, for these buses: the name of each, and where it begins if the
    /// journal doesn't know it yet.
    ///
    /// # Errors
    /// When the directory can't be written, holds something else, or another process delivers from it.
    pub fn open(
        dir: &Path,
        buses: &[(&str, Start)],
        options: &Options,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, JournalError> {
        make_directory(dir)?;
        let lock = Lock::take(dir, &options.holder, clock.now())?;
        let store = Store::made(dir, &lock)?;
        let mut connection = store.writer()?;
        let change = connection.transaction()?;
        ledger::check_places(&change)?;
        ledger::set_buses(&change, buses)?;
        let accepted = ledger::last(&change)?;
        for bus in ledger::buses(&change)?.iter().filter(|bus| !bus.active) {
            // Only to say so: what can't be counted holds up nothing.
            let pending = ledger::pending(&change, bus).unwrap_or_default();
            if pending > 0 {
                tracing::warn!(
                    bus = %bus.name,
                    "{pending} events wait for this bus, which isn't configured any more: name it so again, or give \
                     them up with `busboot events drop-bus {}`",
                    bus.name
                );
            }
        }
        change.commit()?;
        let (commands, receiver) = mpsc::channel(WAITING);
        let (sender, last) = watch::channel(accepted);
        let ages = AgeClock::new(clock.clone());
        let writer = Writer {
            connection,
            commands: receiver,
            last: sender,
            max_size: options.max_size,
            retention: options.retention.clone(),
            ages: ages.clone(),
            clock: clock.clone(),
        };
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(|| writer.run());
        let thread = thread.map_err(JournalError::io(dir, "cannot get a thread"))?;
        let (room, writer) = (Arc::new(Semaphore::new(ROOM as usize)), Mutex::new(Some(thread)));
        Ok(Self { store, commands, room, last, clock, ages, writer, _lock: lock })
    }

    /// Where it is.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The time by which what it keeps is old.
    #[must_use]
    pub const fn ages(&self) -> &AgeClock {
        &self.ages
    }

    /// Accepts an event: on return it is on disk. Gives its place in the order of acceptance.
    ///
    /// # Errors
    /// When the disk is full, the size limit is reached, or the disk fails; nothing was accepted then.
    pub async fn publish(&self, event: Event) -> Result<i64, PublishError> {
        self.submit(event).await?.await
    }

    /// Hands an event to the writer, behind all that were handed over before, without waiting for the disk.
    ///
    /// # Errors
    /// When the journal is closed.
    pub async fn submit(&self, event: Event) -> Result<Acceptance, PublishError> {
        let draft = Draft::new(event, self.clock.now());
        let share = u32::try_from(draft.size() >> 10).unwrap_or(ROOM).saturating_add(1).min(ROOM);
        let room = self.room.clone().acquire_many_owned(share).await.map_err(|_| PublishError::Closed)?;
        let (answer, acceptance) = oneshot::channel();
        self.send(Command::Accept { draft, answer, room }).await?;
        Ok(Acceptance(acceptance))
    }

    /// Follows what was accepted last.
    pub(super) fn follow(&self) -> watch::Receiver<i64> {
        self.last.clone()
    }

    /// What was accepted last.
    #[must_use]
    pub fn last(&self) -> i64 {
        *self.last.borrow()
    }

    /// Records what became of events, and gives the one up to which all is settled on disk; gives them back with the reason
    /// where that failed.
    pub(super) async fn record(&self, record: Record) -> Result<i64, (Option<Record>, PublishError)> {
        let (answer, answered) = oneshot::channel();
        let sent = self.commands.send(Command::Record { record, answer }).await;
        if sent.is_err() {
            return Err((None, PublishError::Closed));
        }
        match answered.await {
            Ok(outcome) => outcome.map_err(|(record, error)| (Some(record), error)),
            Err(_) => Err((None, PublishError::Closed)),
        }
    }

    /// Removes a little of what isn't kept any more; true when there is more.
    pub(super) async fn tidy(&self) -> bool {
        let (answer, answered) = oneshot::channel();
        self.send(Command::Tidy(answer)).await.is_ok() && answered.await.unwrap_or(false)
    }

    /// The buses with what they have and haven't got.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn buses(&self) -> Result<Vec<(BusRow, i64)>, JournalError> {
        let reader = self.store.reader()?;
        let with_pending = |bus: BusRow| ledger::pending(&reader, &bus).map(|pending| (bus, pending));
        ledger::buses(&reader)?.into_iter().map(with_pending).collect()
    }

    /// The oldest few events that a bus has still to get, with their places.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn oldest(&self, bus: &BusRow) -> Result<Vec<(i64, Arc<Event>)>, JournalError> {
        let reader = Reader::open(&self.store, bus.id)?;
        let again = reader.again(&BTreeSet::new())?.items;
        let ahead = reader.ahead(bus.done, self.last())?.items;
        Ok(again.into_iter().chain(ahead).map(|item| (item.seq, item.event)).collect())
    }

    async fn send(&self, command: Command) -> Result<(), PublishError> {
        self.commands.send(command).await.map_err(|_| PublishError::Closed)
    }
}

impl Drop for Journal {
    /// Waits for what was handed to the writer, so that the lock goes last.
    fn drop(&mut self) {
        let (closed, _) = mpsc::channel(1);
        self.commands = closed;
        let thread = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        // A writer that has panicked has said so itself.
        drop(thread.map(JoinHandle::join));
    }
}

impl Future for Acceptance {
    type Output = Result<i64, PublishError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll_unpin(context).map(|answer| answer.unwrap_or(Err(PublishError::Closed)))
    }
}

#[cfg(test)]
mod tests;
