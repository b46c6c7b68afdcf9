//! The journal as the event log sees it: any number of readers, and short transactions beside whoever delivers.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::JournalError;
use super::store::Store;

/// The most rows that one transaction should change, so that it never holds up publishing.
pub const BATCH: usize = 1000;

/// A journal that is read and changed, not delivered from. Needs no lock: other processes may have it open too.
#[derive(Debug)]
pub struct Log {
    store: Store,
    writer: Connection,
}

impl Log {
    /// Opens the journal in a directory.
    ///
    /// # Errors
    /// When there is none, or it can't be opened.
    pub fn open(dir: &Path) -> Result<Self, JournalError> {
        let store = Store::existing(dir)?;
        let writer = store.writer()?;
        Ok(Self { store, writer })
    }

    /// Where it is.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
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
        let transaction = self.writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcome = change(&transaction)?;
        transaction.commit()?;
        Ok(outcome)
    }
}
