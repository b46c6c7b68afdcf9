//! What the event log knows of an event beyond what its publisher said, read from the description where it is one of
//! CloudStack's.
//!
//! - occurred: `eventDateTime`, as in `2024-12-17 17:11:29 +0530`; else when it was accepted.
//! - level: ERROR for an asynchronous job whose `status` is `FAILED` and for an action whose `description` begins with
//!   `Error while ` (CloudStack's `ActionEventInterceptor` writes those with that level); WARN for an alert; else INFO.
//! - state: an action's `status` where it is Created, Scheduled, Started or Completed.
//! - account: `account`.

use jiff::Timestamp;
use jiff::fmt::strtime;
use serde::Deserialize;

use crate::event::Event;

/// How bad an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `INFO`.
    Info,
    /// `WARN`.
    Warn,
    /// `ERROR`.
    Error,
}

impl Level {
    /// CloudStack's name of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
        }
    }

    /// The level of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Info, Self::Warn, Self::Error].into_iter().find(|level| level.name() == name)
    }

    /// As it is stored.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Info => 0,
            Self::Warn => 1,
            Self::Error => 2,
        }
    }

    /// From how it is stored.
    #[must_use]
    pub fn numbered(number: i64) -> Option<Self> {
        [Self::Info, Self::Warn, Self::Error].into_iter().find(|level| level.number() == number)
    }
}

/// What was read from an event's description.
#[derive(Debug)]
pub(super) struct Derived {
    /// When it happened, in ms since 1970.
    pub(super) occurred: Option<i64>,
    /// How bad it is.
    pub(super) level: Level,
    /// The state of the job that it reports on.
    pub(super) state: Option<String>,
    /// The account that it names.
    pub(super) account: Option<String>,
}

/// The members of CloudStack's descriptions that say something; any other kind of value counts as none.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Described {
    #[serde(rename = "eventDateTime", deserialize_with = "text")]
    date: Option<String>,
    #[serde(deserialize_with = "text")]
    status: Option<String>,
    #[serde(deserialize_with = "text")]
    description: Option<String>,
    #[serde(deserialize_with = "text")]
    account: Option<String>,
}

fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Reads the description.
pub(super) fn derive(event: &Event) -> Derived {
    let described: Described = serde_json::from_str(event.body()).unwrap_or_default();
    let category = event.event_category.as_deref().unwrap_or_default();
    let (is_action, is_job) = (category == "ActionEvent", category == "AsyncJobEvent");
    let failed_action =
        is_action && described.description.as_deref().is_some_and(|text| text.starts_with("Error while "));
    let failed_job = is_job && described.status.as_deref() == Some("FAILED");
    let level = match () {
        () if failed_action || failed_job => Level::Error,
        () if category == "AlertEvent" => Level::Warn,
        () => Level::Info,
    };
    let is_state =
        |status: &String| matches!(status.as_str(), "Created" | "Scheduled" | "Started" | "Completed");
    Derived {
        occurred: described.date.as_deref().and_then(date),
        level,
        state: described.status.filter(|status| is_action && is_state(status)),
        account: described.account,
    }
}

fn date(text: &str) -> Option<i64> {
    let timestamp = strtime::parse("%Y-%m-%d %H:%M:%S %z", text).ok()?.to_timestamp();
    timestamp.ok().map(Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(category: &str, description: &str) -> Derived {
        let event = Event {
            event_category: Some(category.to_owned()),
            description: Some(description.to_owned()),
            ..Event::new("VM.START")
        };
        derive(&event)
    }

    #[test]
    fn an_action_says_when_it_was_and_whose() {
        let action = derived(
            "ActionEvent",
            r#"{"eventDateTime":"2024-12-17 17:11:29 +0530","account":"a-1","status":"Scheduled"}"#,
        );
        assert_eq!(action.occurred, Some(1_734_435_689_000));
        assert_eq!((action.account.as_deref(), action.state.as_deref()), (Some("a-1"), Some("Scheduled")));
        assert_eq!(action.level, Level::Info);
    }

    #[test]
    fn levels_are_those_that_cloudstack_would_give() {
        for (category, description, level) in [
            ("ActionEvent", r#"{"description":"Error while starting VM"}"#, Level::Error),
            ("ActionEvent", r#"{"description":"starting VM","status":"Completed"}"#, Level::Info),
            ("AsyncJobEvent", r#"{"status":"FAILED"}"#, Level::Error),
            ("AsyncJobEvent", r#"{"status":"SUCCEEDED"}"#, Level::Info),
            ("AlertEvent", r#"{"subject":"host down"}"#, Level::Warn),
            ("UsageEvent", "{}", Level::Info),
        ] {
            assert_eq!(derived(category, description).level, level, "{category} {description}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_known() {
        for text in ["", "no JSON", "[]", r#"{"eventDateTime":"yesterday","account":{},"status":7}"#] {
            let it = derived("ActionEvent", text);
            assert!(it.occurred.is_none() && it.state.is_none() && it.account.is_none(), "{text}");
        }
    }
}
