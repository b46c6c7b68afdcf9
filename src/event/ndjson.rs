//! Events as lines of JSON.
//!
//! In: one line. Out: an [`Event`], or a message that names the key at fault. A description that is an object is sent
//! as compact JSON: blanks outside of strings go, everything else stays to the byte.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Event;

/// Why a line is no event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not a JSON object.
    #[error("not a JSON object: {0}")]
    Json(String),
    /// A key that events don't have.
    #[error("unknown key {0:?}; an event has {keys}", keys = KEYS.join(", "))]
    UnknownKey(String),
    /// The same key twice.
    #[error("the key {0:?} stands twice")]
    RepeatedKey(String),
    /// A value of the wrong kind.
    #[error("{key:?} is not {wanted}")]
    Value {
        /// The key.
        key: String,
        /// What it takes.
        wanted: &'static str,
    },
    /// No `eventType`.
    #[error("\"eventType\" is missing")]
    NoType,
}

/// How many characters of an unknown key are shown.
const LONGEST_SHOWN: usize = 100;

const KEYS: [&str; 14] = [
    "eventId",
    "eventUuid",
    "eventCategory",
    "eventType",
    "eventSource",
    "resourceType",
    "resourceUUID",
    "description",
    "resourceAccountId",
    "resourceAccountUuid",
    "resourceDomainId",
    "level",
    "state",
    "startId",
];

const LEVELS: [&str; 3] = ["INFO", "WARN", "ERROR"];
const STATES: [&str; 4] = ["Created", "Scheduled", "Started", "Completed"];

impl Event {
    /// Reads one line.
    ///
    /// # Errors
    /// When it isn't a JSON object with the keys of an event; the message names the key and never shows its value.
    pub fn from_json_line(line: &str) -> Result<Self, LineError> {
        if line.trim_start().starts_with('"') {
            // serde's own message would show it.
            return Err(LineError::Json("it is a string".to_owned()));
        }
        let members: Members<'_> =
            serde_json::from_str(line).map_err(|error| LineError::Json(error.to_string()))?;
        let mut event = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (key, value) in members.0 {
            if seen.contains(&key) {
                return Err(LineError::RepeatedKey(key));
            }
            event.set(&key, value.get())?;
            seen.push(key);
        }
        if event.event_type.is_empty() { Err(LineError::NoType) } else { Ok(event) }
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), LineError> {
        match key {
            "eventId" => self.event_id = number(key, value)?,
            "eventUuid" => self.event_uuid = string(key, value)?,
            "eventCategory" => self.event_category = string(key, value)?,
            "eventType" => self.event_type = string(key, value)?.unwrap_or_default(),
            "eventSource" => self.event_source = string(key, value)?,
            "resourceType" => self.resource_type = string(key, value)?,
            "resourceUUID" => self.resource_uuid = string(key, value)?,
            "description" => self.description = description(key, value)?,
            "resourceAccountId" => self.resource_account_id = number(key, value)?,
            "resourceAccountUuid" => self.resource_account_uuid = string(key, value)?,
            "resourceDomainId" => self.resource_domain_id = number(key, value)?,
            "level" => self.level = one_of(key, value, &LEVELS, "INFO, WARN or ERROR")?,
            "state" => self.state = one_of(key, value, &STATES, "Created, Scheduled, Started or Completed")?,
            "startId" => self.start_id = number(key, value)?,
            _ => return Err(LineError::UnknownKey(key.chars().take(LONGEST_SHOWN).collect())),
        }
        Ok(())
    }
}

/// The members of an object in their order, repeated ones repeated, values as written.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

fn string(key: &str, value: &str) -> Result<Option<String>, LineError> {
    serde_json::from_str(value).map_err(|_| LineError::Value { key: key.to_owned(), wanted: "a string" })
}

fn number(key: &str, value: &str) -> Result<Option<i64>, LineError> {
    serde_json::from_str(value)
        .map_err(|_| LineError::Value { key: key.to_owned(), wanted: "a whole number" })
}

fn one_of(
    key: &str,
    value: &str,
    allowed: &[&str],
    wanted: &'static str,
) -> Result<Option<String>, LineError> {
    let text = string(key, value)?;
    match &text {
        Some(text) if !allowed.contains(&text.as_str()) => {
            Err(LineError::Value { key: key.to_owned(), wanted })
        }
        _ => Ok(text),
    }
}

fn description(key: &str, value: &str) -> Result<Option<String>, LineError> {
    if value.starts_with('{') {
        return Ok(Some(compact(value)));
    }
    string(key, value).map_err(|_| LineError::Value { key: key.to_owned(), wanted: "a string or an object" })
}

/// Removes the blanks between the tokens of a JSON text.
fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for character in json.chars() {
        if in_string {
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
        } else if character.is_ascii_whitespace() {
            continue;
        } else {
            in_string = character == '"';
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_every_key() {
        let line = r#"{"eventId":1,"eventUuid":"u","eventCategory":"ActionEvent","eventType":"VM.START",
            "eventSource":"management-server","resourceType":"VirtualMachine","resourceUUID":"r","description":"d",
            "resourceAccountId":2,"resourceAccountUuid":"a","resourceDomainId":3,"level":"INFO","state":"Started",
            "startId":4}"#;
        let event = Event::from_json_line(line).unwrap();
        assert_eq!(event.routing_key(), "management-server.ActionEvent.VM-START.VirtualMachine.r");
        assert_eq!((event.event_id, event.start_id, event.body()), (Some(1), Some(4), "d"));
    }

    #[test]
    fn an_object_is_sent_as_compact_json_with_its_texts_untouched() {
        let line =
            r#"{"eventType":"T","description":{ "b" : 1.50, "a": "x \" { y" , "n":1e3, "u":"\u00e9" }}"#;
        let event = Event::from_json_line(line).unwrap();
        assert_eq!(event.body(), r#"{"b":1.50,"a":"x \" { y","n":1e3,"u":"\u00e9"}"#);
    }

    #[test]
    fn faults_name_the_key_and_never_show_the_value() {
        let fault = |line| Event::from_json_line(line).unwrap_err().to_string();
        assert_eq!(fault(r#"{"eventType":"T","eventId":"s3cret"}"#), "\"eventId\" is not a whole number");
        assert_eq!(fault(r#"{"eventType":"T","level":"LOUD"}"#), "\"level\" is not INFO, WARN or ERROR");
        assert_eq!(fault(r#"{"eventType":"T","eventType":"U"}"#), "the key \"eventType\" stands twice");
        assert_eq!(fault(r#"{"eventCategory":"x"}"#), "\"eventType\" is missing");
        assert!(
            fault(r#"{"eventType":"T","evntUuid":"u"}"#)
                .starts_with("unknown key \"evntUuid\"; an event has")
        );
        assert!(fault("[]").starts_with("not a JSON object: invalid type: sequence, expected an object"));
        assert_eq!(fault("\"s3cret\""), "not a JSON object: it is a string");
        assert!(fault("{").starts_with("not a JSON object: EOF"));
    }

    proptest::proptest! {
        #[test]
        fn what_is_sent_means_what_was_given(text: String, number: i32) {
            let object = serde_json::json!({"text": text, "list": [number, null, true], "inner": {"k": text}});
            let line = format!("{{\"eventType\":\"T\",\"description\":{object:#}}}");
            let event = Event::from_json_line(&line).unwrap();
            proptest::prop_assert_eq!(event.body(), object.to_string());
        }
    }
}
