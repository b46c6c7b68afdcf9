//! An event as a Kafka record, and a record as what a subscriber asked for.

use std::borrow::Cow;
use std::sync::Arc;

use rdkafka::message::{BorrowedMessage, Header, Headers as _, Message as _, OwnedHeaders};
use serde_json::Value;

use crate::bus::Arrival;
use crate::config::settings::{KafkaSettings, TextEncoding};
use crate::event::{Event, EventTopic};

/// The header with the event's UUID, by which a receiver can drop a repeat.
pub const EVENT_UUID: &str = "busboot-event-uuid";

/// The header with the routing key that RabbitMQ would get, `source.category.type.resourceType.resourceUUID`.
pub const ROUTING_KEY: &str = "busboot-routing-key";

/// The record's key.
pub(super) fn key(event: &Event, encoding: TextEncoding) -> Option<Cow<'_, [u8]>> {
    event.resource_uuid.as_deref().map(|text| encode(text, encoding))
}

/// The record's value.
pub(super) fn value(event: &Event, encoding: TextEncoding) -> Option<Cow<'_, [u8]>> {
    event.description.as_deref().map(|text| encode(text, encoding))
}

/// The record's headers.
pub(super) fn headers(event: &Event) -> OwnedHeaders {
    let routing_key = event.routing_key();
    let headers = OwnedHeaders::new().insert(Header { key: ROUTING_KEY, value: Some(&routing_key) });
    match &event.event_uuid {
        Some(uuid) => headers.insert(Header { key: EVENT_UUID, value: Some(uuid) }),
        None => headers,
    }
}

/// Why the producer would never take an event: its record is larger than `max.request.size` allows.
pub(super) fn refusal(event: &Event, settings: &KafkaSettings) -> Option<String> {
    let limit: usize = settings.property("message.max.bytes")?.reveal().parse().ok()?;
    let length = |encoded: Option<Cow<'_, [u8]>>| encoded.map_or(0, |bytes| bytes.len());
    let key = length(key(event, settings.key_encoding));
    let bytes = key + length(value(event, settings.value_encoding)) + event.routing_key().len();
    (bytes > limit)
        .then(|| format!("the record has {bytes} bytes; the producer's max.request.size is {limit}"))
}

/// A text as Java's `String.getBytes` encodes it.
fn encode(text: &str, encoding: TextEncoding) -> Cow<'_, [u8]> {
    match encoding {
        TextEncoding::Utf8 => Cow::Borrowed(text.as_bytes()),
        TextEncoding::Latin1 => single_bytes(text, 0xff),
        TextEncoding::Ascii => single_bytes(text, 0x7f),
        TextEncoding::Utf16 if text.is_empty() => Cow::Borrowed(&[]),
        TextEncoding::Utf16 => {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
        }
    }
}

/// One byte a character; what lies above `last` becomes `?`.
fn single_bytes(text: &str, last: u8) -> Cow<'_, [u8]> {
    let byte = |character: char| u8::try_from(character).ok().filter(|byte| *byte <= last);
    text.chars().map(|character| byte(character).unwrap_or(b'?')).collect()
}

/// What a subscriber gets of a record, if its topic takes it.
///
/// A record of ours is judged by its routing key. One that a CloudStack server sent has none: its key is the resource's
/// UUID, and type and resource type are read from the description where they stand there. What can't be known counts
/// as open, so such a record is rather handed over than withheld.
pub(super) fn arrival(message: &BorrowedMessage<'_>, bus: &Arc<str>, topic: &EventTopic) -> Option<Arrival> {
    let key = message.key().map(|key| String::from_utf8_lossy(key).into_owned());
    let body = message.payload().unwrap_or_default();
    let event = match header(message, ROUTING_KEY) {
        Some(routing_key) => from_routing_key(&routing_key),
        None => from_description(key.clone(), body),
    };
    topic.matches(&event).then(|| Arrival {
        bus: bus.clone(),
        key: key.unwrap_or_default(),
        body: body.to_vec(),
        uuid: header(message, EVENT_UUID),
    })
}

fn header(message: &BorrowedMessage<'_>, name: &str) -> Option<String> {
    let headers = message.headers()?;
    let value = headers.iter().find(|header| header.key == name)?.value?;
    String::from_utf8(value.to_vec()).ok()
}

fn from_routing_key(routing_key: &str) -> Event {
    let mut parts = routing_key.split('.').map(|part| (part != "*").then(|| part.to_owned()));
    let mut next = || parts.next().flatten();
    Event {
        event_source: next(),
        event_category: next(),
        event_type: next().unwrap_or_default(),
        resource_type: next(),
        resource_uuid: next(),
        ..Event::default()
    }
}

/// The fields of CloudStack's descriptions: `event` (action, alert, usage) or `commandEventType` (jobs), `entity`,
/// `resource` or `instanceType`, and `entityuuid` where the record has no key.
fn from_description(key: Option<String>, body: &[u8]) -> Event {
    let description: Value = serde_json::from_slice(body).unwrap_or_default();
    let field = |names: &[&str]| {
        names.iter().find_map(|name| description.get(name)).and_then(Value::as_str).map(str::to_owned)
    };
    Event {
        event_type: field(&["event", "commandEventType"]).unwrap_or_default(),
        resource_type: field(&["entity", "resource", "instanceType"]),
        resource_uuid: key.or_else(|| field(&["entityuuid"])),
        ..Event::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str, encoding: TextEncoding) -> String {
        encode(text, encoding).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn texts_are_encoded_as_java_encodes_them() {
        for (encoding, text, expected) in [
            (TextEncoding::Utf8, "\u{20ac}", "e282ac"),
            (TextEncoding::Utf16, "", ""),
            (TextEncoding::Utf16, "\u{1f600}", "feffd83dde00"),
            (TextEncoding::Latin1, "a\u{80}\u{e4}", "6180e4"),
            (TextEncoding::Latin1, "\u{20ac}\u{1f600}", "3f3f"),
            (TextEncoding::Ascii, "a\u{80}", "613f"),
        ] {
            assert_eq!(hex(text, encoding), expected, "{text:?} in {encoding:?}");
        }
    }

    #[test]
    fn an_event_without_resource_has_no_key() {
        let event = Event::new("ALERT.COMPUTE.HOST");
        assert_eq!(key(&event, TextEncoding::Utf8), None);
        assert_eq!(value(&event, TextEncoding::Utf8), None);
    }

    #[test]
    fn records_of_cloudstack_are_judged_by_key_and_description() {
        let body = br#"{"event":"VM.START","entity":"VirtualMachine","status":"Completed"}"#;
        let event = from_description(Some("172d".to_owned()), body);
        for (topic, takes) in [
            ("*.*.VM-START.VirtualMachine.172d", true),
            ("management-server.ActionEvent.VM-START.*.*", true),
            ("*.*.VM-STOP.*.*", false),
            ("*.*.*.Volume.*", false),
            ("*.*.*.*.other", false),
        ] {
            assert_eq!(EventTopic::parse(topic).unwrap().matches(&event), takes, "{topic}");
        }
        let unreadable = from_description(None, b"no JSON");
        assert!(EventTopic::parse("*.*.VM-STOP.Volume.x").unwrap().matches(&unreadable));
    }

    #[test]
    fn records_of_ours_are_judged_by_their_routing_key() {
        let mut event = Event::new("VM.START");
        event.event_category = Some("UsageEvent".to_owned());
        let event = from_routing_key(&event.routing_key());
        assert!(EventTopic::parse("management-server.UsageEvent.VM-START.#").unwrap().matches(&event));
        assert!(!EventTopic::parse("*.ActionEvent.#").unwrap().matches(&event));
    }
}
