//! One event of the log.

use jiff::Timestamp;
use rusqlite::Row;
use serde::{Serialize, Serializer};

use crate::journal::Level;

/// An event as the log shows it: what was accepted, with the keys of an event line, and what the log adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The journal's own number: the order of acceptance, never used twice.
    #[serde(rename = "id")]
    pub seq: i64,
    /// When it was accepted, by busboot's clock.
    pub accepted: Timestamp,
    /// When it happened, by its description; else when it was accepted.
    pub occurred: Timestamp,
    /// Its UUID, made where it came without one.
    pub event_uuid: String,
    /// CloudStack's database id.
    pub event_id: Option<i64>,
    /// Such as `ActionEvent`.
    pub event_category: Option<String>,
    /// Such as `VM.START`.
    pub event_type: String,
    /// Such as `management-server`.
    pub event_source: Option<String>,
    /// Such as `VirtualMachine`.
    pub resource_type: Option<String>,
    /// The resource's UUID.
    #[serde(rename = "resourceUUID")]
    pub resource_uuid: Option<String>,
    /// Database id of the resource's account.
    pub resource_account_id: Option<i64>,
    /// UUID of the resource's account.
    pub resource_account_uuid: Option<String>,
    /// Database id of the resource's domain.
    pub resource_domain_id: Option<i64>,
    /// The account that the description names.
    pub account: Option<String>,
    /// Its level, given or derived.
    #[serde(serialize_with = "level_name")]
    pub level: Level,
    /// `Created`, `Scheduled`, `Started`, `Completed`.
    pub state: Option<String>,
    /// CloudStack's id of the event that the job began with.
    pub start_id: Option<i64>,
    /// The message's body, as it was accepted.
    pub description: Option<String>,
    /// Whether it is archived.
    pub archived: bool,
}

/// What [`Entry::read`] needs, in its order.
pub(super) const COLUMNS: &str = "event.seq, event.accepted, event.occurred, event.uuid, event.event_id, \
    event.category, event.type, event.source, event.resource_type, event.resource_uuid, event.account_id, \
    event.account_uuid, event.domain_id, event.account, event.level, event.state, event.start_id, \
    event.description, event.archived";

impl Entry {
    /// Reads a row of [`COLUMNS`].
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            accepted: timestamp(row.get(1)?),
            occurred: timestamp(row.get(2)?),
            event_uuid: row.get(3)?,
            event_id: row.get(4)?,
            event_category: row.get(5)?,
            event_type: row.get(6)?,
            event_source: row.get(7)?,
            resource_type: row.get(8)?,
            resource_uuid: row.get(9)?,
            resource_account_id: row.get(10)?,
            resource_account_uuid: row.get(11)?,
            resource_domain_id: row.get(12)?,
            account: row.get(13)?,
            level: Level::numbered(row.get(14)?).unwrap_or(Level::Error),
            state: row.get(15)?,
            start_id: row.get(16)?,
            description: row.get(17)?,
            archived: row.get(18)?,
        })
    }
}

/// Milliseconds since 1970; what no calendar has is as far as one goes.
pub(super) fn timestamp(milliseconds: i64) -> Timestamp {
    let limit = if milliseconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(milliseconds).unwrap_or(limit)
}

fn level_name<S: Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.name())
}
