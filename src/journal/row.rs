//! An event as a row, and back.
//!
//! What was accepted comes back to the byte. Each row carries a CRC-32 of all that is never changed afterwards, so that
//! a row that the disk has altered is told from one that was accepted.

use std::sync::Arc;

use crc32fast::Hasher;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::derive::{Level, derive};
use crate::event::Event;

/// The columns of `event` in the order that [`Stored::of_row`] reads them; the table must be called `event`.
pub(super) const COLUMNS: &str = "event.seq, event.accepted, event.occurred, event.uuid, event.event_id, event.category, \
     event.type, event.source, event.resource_type, event.resource_uuid, event.account_id, event.account_uuid, \
     event.domain_id, event.account, event.level, event.level_given, event.state, event.state_given, event.start_id, \
     event.description, event.checksum, event.archived, event.deleted";

/// An event that is about to be accepted, with what the event log knows of it.
#[derive(Clone, Debug)]
pub struct Draft {
    event: Arc<Event>,
    accepted: i64,
    occurred: i64,
    account: Option<String>,
    level: i64,
    state: Option<String>,
    checksum: u32,
}

/// An accepted event.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// Its place in the order of acceptance.
    pub(super) seq: i64,
    /// When it was accepted, in ms since 1970.
    pub(super) accepted: i64,
    /// When it happened, in ms since 1970.
    pub(super) occurred: i64,
    /// The account that the description names.
    pub(super) account: Option<String>,
    /// How bad it is; the event itself has it only if its publisher gave it.
    pub(super) level: Level,
    /// The state of its job; the event itself has it only if its publisher gave it.
    pub(super) state: Option<String>,
    /// Whether it is archived.
    pub(super) archived: bool,
    /// Whether it is deleted from the log, but not yet delivered everywhere.
    pub(super) deleted: bool,
    /// The event as it was accepted.
    pub(super) event: Arc<Event>,
}

/// Why a row isn't what was accepted.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowError {
    /// SQLite couldn't give it.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The checksum is another one.
    #[error("it is not as it was accepted: its checksum differs")]
    Checksum,
}

impl Draft {
    /// Makes an event ready to be accepted at this moment; gives it a UUID if it has none.
    #[must_use]
    pub fn new(mut event: Event, now: Timestamp) -> Self {
        event.ensure_uuid();
        let derived = derive(&event);
        let accepted = now.as_millisecond();
        let given = event.level.as_deref().and_then(Level::named);
        let mut draft = Self {
            accepted,
            occurred: derived.occurred.unwrap_or(accepted),
            account: derived.account,
            level: given.unwrap_or(derived.level).number(),
            state: event.state.clone().or(derived.state),
            checksum: 0,
            event: Arc::new(event),
        };
        draft.checksum = checksum(&draft);
        draft
    }

    /// The event.
    #[must_use]
    pub const fn event(&self) -> &Arc<Event> {
        &self.event
    }

    /// About so many bytes it takes, in memory or on disk.
    pub(super) fn size(&self) -> usize {
        const REST: usize = 512;
        REST + self.event.body().len() + self.event.event_type.len()
    }

    /// Writes it behind all others; gives its place.
    ///
    /// # Errors
    /// SQLite's own.
    pub fn insert(&self, connection: &Connection) -> rusqlite::Result<i64> {
        self.write(connection, None, false, false)
    }

    fn write(
        &self,
        connection: &Connection,
        seq: Option<i64>,
        archived: bool,
        deleted: bool,
    ) -> rusqlite::Result<i64> {
        const INSERT: &str = "INSERT INTO event (accepted, occurred, uuid, event_id, category, type, source, \
             resource_type, resource_uuid, account_id, account_uuid, domain_id, account, level, level_given, state, \
             state_given, start_id, description, checksum, seq, archived, deleted) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)";
        let event = &self.event;
        connection.prepare_cached(INSERT)?.insert(params![
            self.accepted,
            self.occurred,
            event.event_uuid,
            event.event_id,
            event.event_category,
            event.event_type,
            event.event_source,
            event.resource_type,
            event.resource_uuid,
            event.resource_account_id,
            event.resource_account_uuid,
            event.resource_domain_id,
            self.account,
            self.level,
            event.level.is_some(),
            self.state,
            event.state.is_some(),
            event.start_id,
            event.description,
            self.checksum,
            seq,
            archived,
            deleted,
        ])
    }
}

impl Stored {
    /// Reads a row of [`COLUMNS`], wherever in a statement they begin.
    ///
    /// # Errors
    /// When a value isn't what its column holds, or the checksum says that it isn't what was accepted.
    pub(super) fn of_row(row: &Row<'_>, from: usize) -> Result<Self, RowError> {
        let number = |at: usize| row.get::<_, i64>(from + at);
        let text = |at: usize| row.get::<_, Option<String>>(from + at);
        let (seq, level_given, state_given) = (number(0)?, number(15)? != 0, number(17)? != 0);
        let (level, state) = (Level::numbered(number(14)?), text(16)?);
        let event = Event {
            event_uuid: text(3)?,
            event_id: row.get(from + 4)?,
            event_category: text(5)?,
            event_type: row.get(from + 6)?,
            event_source: text(7)?,
            resource_type: text(8)?,
            resource_uuid: text(9)?,
            resource_account_id: row.get(from + 10)?,
            resource_account_uuid: text(11)?,
            resource_domain_id: row.get(from + 12)?,
            level: level.filter(|_| level_given).map(|level| level.name().to_owned()),
            state: state.clone().filter(|_| state_given),
            start_id: row.get(from + 18)?,
            description: text(19)?,
        };
        let draft = Draft {
            event: Arc::new(event),
            accepted: number(1)?,
            occurred: number(2)?,
            account: text(13)?,
            level: number(14)?,
            state,
            checksum: 0,
        };
        let level = level.filter(|_| number(20).is_ok_and(|stored| stored == i64::from(checksum(&draft))));
        let level = level.ok_or(RowError::Checksum)?;
        let Draft { event, accepted, occurred, account, state, .. } = draft;
        let (archived, deleted) = (number(21)? != 0, number(22)? != 0);
        Ok(Self { seq, accepted, occurred, account, level, state, archived, deleted, event })
    }

    /// Writes it into another journal, at the same place.
    pub(super) fn restore(&self, connection: &Connection) -> rusqlite::Result<()> {
        let Self { seq, accepted, occurred, account, level, state, archived, deleted, event } = self.clone();
        let level = level.number();
        let mut draft = Draft { event, accepted, occurred, account, level, state, checksum: 0 };
        draft.checksum = checksum(&draft);
        draft.write(connection, Some(seq), archived, deleted).map(drop)
    }
}

/// CRC-32 of every value with its kind and length in front, so that no two rows look alike to it.
fn checksum(draft: &Draft) -> u32 {
    let mut sum = Sum(Hasher::new());
    let event = &draft.event;
    for number in [Some(draft.accepted), Some(draft.occurred), Some(draft.level)] {
        sum.number(number);
    }
    for number in [event.event_id, event.resource_account_id, event.resource_domain_id, event.start_id] {
        sum.number(number);
    }
    for text in [
        &event.event_uuid,
        &event.event_category,
        &Some(event.event_type.clone()),
        &event.event_source,
        &event.resource_type,
        &event.resource_uuid,
        &event.resource_account_uuid,
        &draft.account,
        &event.level,
        &draft.state,
        &event.state,
        &event.description,
    ] {
        sum.text(text.as_deref());
    }
    sum.0.finalize()
}

struct Sum(Hasher);

impl Sum {
    fn number(&mut self, number: Option<i64>) {
        self.0.update(&[u8::from(number.is_some())]);
        self.0.update(&number.unwrap_or_default().to_le_bytes());
    }

    fn text(&mut self, text: Option<&str>) {
        self.0.update(&[u8::from(text.is_some())]);
        let text = text.unwrap_or_default().as_bytes();
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text);
    }
}

#[cfg(test)]
mod tests;
