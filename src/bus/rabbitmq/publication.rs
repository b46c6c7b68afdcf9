//! An event as it goes to the broker: routing key, properties and body, to the byte as CloudStack sends them.
//!
//! In: events. Out: what `basic.publish` takes, or why AMQP can't carry the event. Rules from CloudStack's
//! `RabbitMQEventBus.publish`; the message-id is ours, so that a receiver can drop a repeat.

use std::sync::Arc;

use lapin::BasicProperties;
use lapin::types::ShortString;
use uuid::Uuid;

use crate::event::Event;

/// The most bytes of a routing key or message-id: AMQP counts them in one byte.
const SHORT_STRING: usize = 255;

/// The most bytes of a body that any RabbitMQ can be configured to take.
const LARGEST_BODY: usize = 512 * 1024 * 1024;

/// A message, ready to be sent as often as it takes.
pub(super) struct Publication {
    event: Arc<Event>,
    /// Which message it is.
    pub(super) label: Label,
    /// The resource that order is kept for.
    pub(super) resource: Option<Arc<str>>,
}

/// By what a message that the broker sends back is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Label {
    /// The event's UUID.
    pub(super) message_id: ShortString,
    /// The routing key.
    pub(super) routing_key: ShortString,
}

impl Publication {
    /// The message of an event.
    ///
    /// # Errors
    /// The reason why no broker can ever take it.
    pub(super) fn of(event: Arc<Event>) -> Result<Self, String> {
        if let Some(reason) = refusal(&event) {
            return Err(reason);
        }
        let uuid = event.event_uuid.clone().filter(|uuid| !uuid.is_empty());
        let uuid = uuid.unwrap_or_else(|| Uuid::now_v7().to_string());
        let label = Label {
            message_id: ShortString::from(uuid),
            routing_key: ShortString::from(event.routing_key()),
        };
        let resource = event.resource_uuid.as_deref().filter(|uuid| !uuid.is_empty()).map(Arc::from);
        Ok(Self { event, label, resource })
    }

    /// The body: the description as it is.
    pub(super) fn body(&self) -> &[u8] {
        self.event.body().as_bytes()
    }

    /// Content type, persistent delivery, priority and message-id.
    pub(super) fn properties(&self) -> BasicProperties {
        BasicProperties::default()
            .with_content_type(ShortString::from("text/plain"))
            .with_delivery_mode(2)
            .with_priority(0)
            .with_message_id(self.label.message_id.clone())
    }
}

/// Why a body of so many bytes is refused where `limit` is the most.
pub(super) fn too_large(bytes: usize, limit: usize) -> String {
    format!("the description has {bytes} bytes; the broker takes at most {limit} (its max_message_size)")
}

/// Why no broker can ever take an event.
pub(super) fn refusal(event: &Event) -> Option<String> {
    let uuid = event.event_uuid.as_deref().map_or(0, str::len);
    let short = [("eventUuid", uuid), ("routing key", event.routing_key().len())];
    if let Some((what, bytes)) = short.into_iter().find(|(_, bytes)| *bytes > SHORT_STRING) {
        return Some(format!("the {what} has {bytes} bytes; AMQP carries at most {SHORT_STRING}"));
    }
    let bytes = event.body().len();
    (bytes > LARGEST_BODY).then(|| too_large(bytes, LARGEST_BODY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_the_properties_that_cloudstack_gives_it_and_the_uuid() {
        let event = Event {
            event_uuid: Some("u-1".to_owned()),
            description: Some("{\"a\":\"ü\"}".to_owned()),
            ..Event::new("VM.START")
        };
        let publication = Publication::of(Arc::new(event)).ok().unwrap();
        assert_eq!(publication.body(), "{\"a\":\"ü\"}".as_bytes());
        assert_eq!(publication.label.routing_key.as_str(), "management-server.*.VM-START.*.*");
        let properties = publication.properties();
        assert_eq!(properties.content_type().as_ref().unwrap().as_str(), "text/plain");
        assert_eq!(*properties.delivery_mode(), Some(2));
        assert_eq!(*properties.priority(), Some(0));
        assert_eq!(properties.message_id().as_ref().unwrap().as_str(), "u-1");
    }

    #[test]
    fn a_message_has_an_id_even_if_the_event_has_none() {
        for event_uuid in [None, Some(String::new())] {
            let event = Event { event_uuid, ..Event::new("VM.START") };
            let publication = Publication::of(Arc::new(event)).ok().unwrap();
            assert_eq!(publication.label.message_id.as_str().len(), 36);
        }
    }

    #[test]
    fn what_amqp_cannot_carry_is_refused_with_the_reason() {
        let refusal = |event| Publication::of(Arc::new(event)).err().unwrap();
        let long = "x".repeat(300);
        assert_eq!(
            refusal(Event::new(long.as_str())),
            "the routing key has 324 bytes; AMQP carries at most 255"
        );
        let event = Event { event_uuid: Some(long), ..Event::new("VM.START") };
        assert_eq!(refusal(event), "the eventUuid has 300 bytes; AMQP carries at most 255");
    }

    #[test]
    fn an_empty_resource_is_none() {
        let event = Event { resource_uuid: Some(String::new()), ..Event::new("VM.START") };
        assert!(Publication::of(Arc::new(event)).ok().unwrap().resource.is_none());
    }
}
