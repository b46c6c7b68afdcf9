//! An event, its routing key and its topic: the wire, to the byte.
//!
//! Rules from CloudStack's `Event`, `EventTopic` and the buses' `makeRoutingKey`/`makeBindingKey`.

mod ndjson;
mod topic;

pub use ndjson::LineError;
pub use topic::{EventTopic, TopicError};

use serde::Serialize;
use uuid::Uuid;

/// An event as CloudStack's `org.apache.cloudstack.framework.events.Event` has it, plus what the event log keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Database id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<i64>,
    /// UUID; goes with every message so that a receiver can drop a repeat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_uuid: Option<String>,
    /// `ActionEvent`, `AlertEvent`, `UsageEvent`, `ResourceStateEvent`, `AsyncJobEvent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_category: Option<String>,
    /// The type, such as `VM.START`.
    pub event_type: String,
    /// The source; CloudStack's is `management-server`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_source: Option<String>,
    /// The resource's type, such as `VirtualMachine`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// The resource's UUID; key of the Kafka record, and what order is kept for.
    #[serde(rename = "resourceUUID", skip_serializing_if = "Option::is_none")]
    pub resource_uuid: Option<String>,
    /// The message's body: an opaque text that is never re-serialised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Database id of the resource's account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_account_id: Option<i64>,
    /// UUID of the resource's account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_account_uuid: Option<String>,
    /// Database id of the resource's domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_domain_id: Option<i64>,
    /// Level for the event log: `INFO`, `WARN`, `ERROR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// State for the event log: `Created`, `Scheduled`, `Started`, `Completed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Id of the event that started the job which this one belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_id: Option<i64>,
}

/// What CloudStack names itself in routing keys.
pub const DEFAULT_SOURCE: &str = "management-server";

impl Event {
    /// An event of this type from the default source.
    #[must_use]
    pub fn new(event_type: impl Into<String>) -> Self {
        Self {
            event_type: event_type.into(),
            event_source: Some(DEFAULT_SOURCE.to_owned()),
            ..Self::default()
        }
    }

    /// The message's body.
    #[must_use]
    pub fn body(&self) -> &str {
        self.description.as_deref().unwrap_or("")
    }

    /// The UUID that goes on the message, made (version 7) if the event has none or an empty one.
    pub fn ensure_uuid(&mut self) -> &str {
        self.event_uuid.take_if(|uuid| uuid.is_empty());
        self.event_uuid.get_or_insert_with(|| Uuid::now_v7().to_string())
    }

    /// `source.category.type.resourceType.resourceUUID`; in each part null or empty is `*` and `.` is `-`.
    #[must_use]
    pub fn routing_key(&self) -> String {
        let parts = [
            self.event_source.as_deref(),
            self.event_category.as_deref(),
            Some(self.event_type.as_str()),
            self.resource_type.as_deref(),
            self.resource_uuid.as_deref(),
        ];
        parts.map(topic::key_part).join(".")
    }
}

#[cfg(test)]
mod tests;
