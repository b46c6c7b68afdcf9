//! The event log: what a journal holds, as CloudStack's event log shows it.
//!
//! In: a journal's directory, a [`Principal`], a [`Filter`]. Out: pages of events, jobs, counts; and changes (archive,
//! delete, purge, send again) in batches of at most [`BATCH`] events a transaction with a pause after each, so that
//! whoever publishes at the same time, in this process or another, never waits for long.
//!
//! Every query and every change sees only what the principal may see: an event outside its view does not exist for it.
//! An event that some bus has yet to get is never removed: deleting it hides it, and its row goes once every bus
//! has it or has given it up.

mod change;
mod clause;
mod cursor;
mod dead;
mod delivery;
mod entry;
mod filter;
mod jobs;
mod list;
mod plan;
mod principal;
mod purge;
mod remove;
mod replay;
mod stats;

#[cfg(test)]
mod tests;

pub use change::BATCH;
pub(super) use clause::array;
pub use cursor::{Cursor, CursorError, Order, Sort};
pub use dead::{DeadLetter, DeadQuery};
pub use delivery::{BusDelivery, Delivery};
pub use entry::Entry;
pub use filter::{Archived, EventRef, Filter, SelectionError};
pub use jobs::{Job, JobQuery, JobState};
pub use list::{Page, PageQuery};
pub use principal::{Account, Kind, Principal};
pub use purge::{Purge, PurgeTimes};
pub use remove::Removed;
pub use stats::{BusStats, Stats};

use std::path::Path;

use rusqlite::{Connection, Transaction};

use super::error::JournalError;
use super::lock::Place;
use super::store::Store;

/// A journal opened for queries and changes of its log. Needs no lock: other processes may have it open too, and one of
/// them deliver from it.
#[derive(Debug)]
pub struct Log {
    store: Store,
    connection: Connection,
    /// Behind the connection: its files stay where they are until it is closed.
    _place: Place,
}

/// Why a query or a change failed.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The journal's own fault.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// There is no such bus.
    #[error("the journal knows no bus {name:?}{}", names(.known))]
    NoBus {
        /// What was asked for.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// No events of these ids, or none that the principal may see; nothing was changed.
    #[error("no event {}", .0.join(", "))]
    NoEvent(Vec<String>),
    /// No dead letters of these ids, or none that the principal may see; nothing was changed.
    #[error("no dead letter of event {}", .0.join(", "))]
    NoDeadLetter(Vec<String>),
    /// What is to be changed isn't said.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// A cursor of another order.
    #[error(transparent)]
    Cursor(#[from] CursorError),
}

impl From<rusqlite::Error> for LogError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Journal(error.into())
    }
}

impl Log {
    /// Opens the log of the journal in a directory; other processes may have it open too.
    ///
    /// # Errors
    /// When there is none, or it can't be opened.
    pub fn open(dir: &Path) -> Result<Self, JournalError> {
        let place = Place::shared(dir)?;
        let store = Store::existing(dir)?;
        let connection = store.writer()?;
        Ok(Self { store, connection, _place: place })
    }

    /// One more connection, to read.
    ///
    /// # Errors
    /// When the file can't be opened.
    pub fn reader(&self) -> Result<Connection, JournalError> {
        self.store.reader()
    }

    /// Makes a change, all or nothing, durable on return. Change at most [`BATCH`] rows in one go and let others in
    /// between: publishing waits meanwhile.
    ///
    /// # Errors
    /// SQLite's own, and whatever `change` gives; nothing was changed then.
    pub fn write<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let transaction = self.begin()?;
        let outcome = change(&transaction)?;
        transaction.commit()?;
        Ok(outcome)
    }

    fn begin(&mut self) -> Result<Transaction<'_>, JournalError> {
        Ok(self.connection.transaction()?)
    }
}

/// What a query or a change gives.
pub type LogResult<T> = Result<T, LogError>;

fn names(names: &[String]) -> String {
    if names.is_empty() { "; it has none yet".to_owned() } else { format!("; it has {}", names.join(", ")) }
}

/// Told after each batch how many events are done so far.
pub type Progress<'a> = &'a mut dyn FnMut(u64);
