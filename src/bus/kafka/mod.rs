//! The Kafka bus: one producer, kept, and delivery reports with many records in flight.
//!
//! In: settings in librdkafka's terms, and events. Out: records on one topic, and what the cluster made of each. An
//! event is answered by its own delivery report alone. librdkafka repeats what fails for a while by itself; whatever
//! ends a producer, all that has no report is handed to the next one, in its order. Nothing that a broker does or
//! doesn't do makes starting fail.
//!
//! A record is what CloudStack's `KafkaEventBus` sends: the key is the resource's UUID, null where the event has none,
//! and the value is the description. Two headers come on top ([`EVENT_UUID`], [`ROUTING_KEY`]); consumers that don't
//! know them aren't disturbed.

mod certificate;
mod client;
mod failure;
mod handle;
mod ledger;
mod probe;
mod record;
mod session;
mod setback;
mod subscription;
mod supervisor;
mod watch;

#[cfg(test)]
mod tests;

pub use handle::KafkaBus;
pub(super) use probe::probe;
pub use record::{EVENT_UUID, ROUTING_KEY};
