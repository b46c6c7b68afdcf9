//! The one thread of this process that writes to the database.
//!
//! In: drafts to accept and outcomes to record, over a bounded channel. Out: an answer to each when it is on disk. What
//! is waiting is committed together, so that one fsync serves up to [`GROUP`] publishers. What fails changes nothing
//! and is answered at once: nothing is tried again here.

use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot, watch};

use super::age::AgeClock;
use super::error::{JournalError, PublishError};
use super::ledger::{self, Fate};
use super::retention::{self, Retention};
use super::row::Draft;
use crate::source::Clock;

/// The most commands that one transaction takes in.
const GROUP: usize = 1000;

/// What the writer is asked for.
pub(super) enum Command {
    /// To accept an event; the answer is its place.
    Accept {
        /// The event.
        draft: Draft,
        /// Who is told.
        answer: oneshot::Sender<Result<i64, PublishError>>,
        /// The event's share of the memory for what is waiting.
        room: OwnedSemaphorePermit,
    },
    /// To record what became of events on a bus.
    Record {
        /// What.
        record: Record,
        /// Who is told up to which event all is settled on disk; a record that failed comes back.
        answer: oneshot::Sender<Result<i64, (Record, PublishError)>>,
    },
    /// To remove a little of what isn't kept any more; the answer is whether there is more.
    Tidy(oneshot::Sender<bool>),
}

/// What became of events on a bus.
#[derive(Debug)]
pub(super) struct Record {
    /// The bus's key.
    pub(super) bus: i64,
    /// Every event up to this one is settled.
    pub(super) done: i64,
    /// The outcomes.
    pub(super) fates: Vec<(i64, Fate)>,
}

/// The writer's state.
pub(super) struct Writer {
    /// Its own connection.
    pub(super) connection: Connection,
    /// What it is asked for; the end of it is the writer's.
    pub(super) commands: mpsc::Receiver<Command>,
    /// Tells what was accepted last.
    pub(super) last: watch::Sender<i64>,
    /// The most that the database may hold, in bytes.
    pub(super) max_size: u64,
    /// What is kept.
    pub(super) retention: Retention,
    /// The time.
    pub(super) clock: Arc<dyn Clock>,
    /// The time for what isn't kept any more.
    pub(super) ages: AgeClock,
}

type Acceptance = (Draft, oneshot::Sender<Result<i64, PublishError>>, OwnedSemaphorePermit);
type Recording = (Record, oneshot::Sender<Result<i64, (Record, PublishError)>>);

/// The places of events that were accepted, and up to where each record's bus is done.
type Committed = (Vec<i64>, Vec<i64>);

/// Commands that are carried out together.
#[derive(Default)]
struct Group {
    accepts: Vec<Acceptance>,
    records: Vec<Recording>,
    tidying: Vec<oneshot::Sender<bool>>,
}

impl Writer {
    /// Works until nobody can ask any more.
    pub(super) fn run(mut self) {
        while let Some(first) = self.commands.blocking_recv() {
            let mut group = Group::default();
            group.take(first);
            for _ in 1..GROUP {
                match self.commands.try_recv() {
                    Ok(next) => group.take(next),
                    Err(_) => break,
                }
            }
            self.carry_out(group);
        }
    }

    fn carry_out(&mut self, group: Group) {
        let Group { mut accepts, records, tidying } = group;
        let over = self.over_limit(&accepts).and_then(|_| {
            self.make_room(&accepts);
            self.over_limit(&accepts)
        });
        if let Some((from, error)) = over {
            refuse(accepts.split_off(from), &error);
        }
        match self.commit(&accepts, &records) {
            Ok((seqs, done)) => {
                // Before the answers: whoever has one and asks for what was accepted last must find his own.
                if let Some(last) = seqs.last() {
                    self.last.send_replace(*last);
                }
                answer(accepts, &seqs);
                recorded(records, done);
            }
            Err(error) => {
                let error = PublishError::of(&error);
                // What a full disk can't take of new events must not keep from it what became of old ones.
                let alone =
                    if accepts.is_empty() { Err(error.clone()) } else { self.commit_records(&records) };
                refuse(accepts, &error);
                match alone {
                    Ok(done) => recorded(records, done),
                    Err(error) => {
                        records
                            .into_iter()
                            .for_each(|(record, sender)| tell(sender, Err((record, error.clone()))));
                    }
                }
            }
        }
        for sender in tidying {
            let more = retention::tidy(&mut self.connection, &mut self.retention, self.ages.now());
            let more = more.inspect_err(|error| tracing::warn!("old events were not removed: {error}"));
            tell(sender, more.unwrap_or(false));
        }
    }

    fn commit(&mut self, accepts: &[Acceptance], records: &[Recording]) -> Result<Committed, JournalError> {
        if accepts.is_empty() && records.is_empty() {
            return Ok(Committed::default());
        }
        let now = self.clock.now();
        let transaction = self.connection.transaction()?;
        let inserts = accepts.iter().map(|(draft, ..)| draft.insert(&transaction));
        let seqs = inserts.collect::<rusqlite::Result<Vec<i64>>>()?;
        let record = |(Record { bus, done, fates }, _): &Recording| {
            ledger::record(&transaction, *bus, *done, fates, now)
        };
        let done = records.iter().map(record).collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok((seqs, done))
    }

    fn commit_records(&mut self, records: &[Recording]) -> Result<Vec<i64>, PublishError> {
        self.commit(&[], records).map(|(_, done)| done).map_err(|error| PublishError::of(&error))
    }

    /// What every bus has got must not keep new events out until it is next tidied up.
    fn make_room(&mut self, accepts: &[Acceptance]) {
        let wanted: u64 = accepts.iter().map(|(draft, ..)| draft.size() as u64).sum();
        let limit = self.max_size.saturating_sub(wanted);
        if let Err(error) = retention::make_room(&mut self.connection, &mut self.retention, limit) {
            tracing::warn!("old events were not removed for new ones: {error}");
        }
    }

    /// The first of the events for which there is no room any more, and what its publisher is told.
    fn over_limit(&self, accepts: &[Acceptance]) -> Option<(usize, PublishError)> {
        if accepts.is_empty() {
            return None;
        }
        let used = match retention::used(&self.connection) {
            Ok(used) => used,
            Err(error) => return Some((0, PublishError::of(&error))),
        };
        let mut left = self.max_size.saturating_sub(used);
        let from = accepts.iter().position(|(draft, ..)| {
            let size = draft.size() as u64;
            let over = size > left;
            left = left.saturating_sub(size);
            over
        })?;
        let limit = self.max_size;
        Some((from, PublishError::Full(format!("it holds {used} bytes, and journal.max.size is {limit}"))))
    }
}

impl Group {
    fn take(&mut self, command: Command) {
        match command {
            Command::Accept { draft, answer, room } => self.accepts.push((draft, answer, room)),
            Command::Record { record, answer } => self.records.push((record, answer)),
            Command::Tidy(answer) => self.tidying.push(answer),
        }
    }
}

fn answer(accepts: Vec<Acceptance>, seqs: &[i64]) {
    for ((_, sender, _), seq) in accepts.into_iter().zip(seqs) {
        tell(sender, Ok(*seq));
    }
}

fn recorded(records: Vec<Recording>, done: Vec<i64>) {
    for ((_, sender), done) in records.into_iter().zip(done) {
        tell(sender, Ok(done));
    }
}

fn refuse(accepts: Vec<Acceptance>, error: &PublishError) {
    for (_, sender, _) in accepts {
        tell(sender, Err(error.clone()));
    }
}

/// Nobody may wait for the answer any more: that is their choice.
fn tell<T>(sender: oneshot::Sender<T>, answer: T) {
    drop(sender.send(answer));
}
