//! Buses: what an event is handed to, and what comes back.
//!
//! Only this folder opens a connection. Each bus lives on its own: its trouble never touches another's.

mod backoff;
mod distributor;
mod hybrid;
mod in_memory;
mod kafka;
pub mod probe;
mod rabbitmq;
mod receipt;
mod start;
mod status;
mod stopping;
mod subscribers;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

pub use distributor::{Distributor, DuplicateBus};
pub use hybrid::HybridBus;
pub use in_memory::InMemoryBus;
pub use kafka::{EVENT_UUID, KafkaBus, ROUTING_KEY};
pub use rabbitmq::RabbitMqBus;
pub use receipt::{Answer, Delivery, Receipt};
pub use start::start;

use crate::event::{Event, EventTopic};

/// How a bus is doing; for people and for metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BusState {
    /// Trying to connect; the last failure, if there was one.
    Connecting(Option<String>),
    /// Ready.
    Connected,
    /// Connected, but the broker takes nothing at present; its reason.
    Blocked(String),
    /// Stopped for good.
    Stopped,
}

impl BusState {
    /// Why it takes nothing at present, where that is known.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        match self {
            Self::Connecting(reason) => reason.as_deref(),
            Self::Blocked(reason) => Some(reason),
            Self::Connected | Self::Stopped => None,
        }
    }
}

/// Why a subscription couldn't be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SubscribeError(pub String);

impl SubscribeError {
    /// The bus has been stopped.
    pub(crate) fn stopped(bus: &str) -> Self {
        Self(format!("the bus {bus:?} has been stopped"))
    }
}

/// What arrives at a subscriber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Bean id of the bus that it came by.
    pub bus: Arc<str>,
    /// Routing key (RabbitMQ, in-memory) or record key (Kafka).
    pub key: String,
    /// Body, as it came.
    pub body: Vec<u8>,
    /// UUID of the event, where the message carries one.
    pub uuid: Option<String>,
}

/// Called for each event that arrives. Must not block.
pub type Subscriber = Arc<dyn Fn(Arrival) + Send + Sync>;

/// Names a subscription of one bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubscriptionId(pub u64);

/// A bus. Made once, never reconfigured.
pub trait EventBus: Send + Sync {
    /// The bean's id.
    fn id(&self) -> &str;

    /// Hands over an event, in the order of the calls. Waits while the bus has as much in hand as it may hold;
    /// never fails because a broker is away.
    fn enqueue(&self, event: Arc<Event>) -> BoxFuture<'_, Receipt>;

    /// Why no broker of this bus could ever take the event, where that is known without asking one.
    fn refuses(&self, event: &Event) -> Option<String> {
        let _ = event;
        None
    }

    /// Calls `subscriber` for each event that matches `topic` from now on.
    fn subscribe(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> BoxFuture<'_, Result<SubscriptionId, SubscribeError>>;

    /// Ends a subscription; false if there is none of this id.
    fn unsubscribe(&self, id: SubscriptionId) -> BoxFuture<'_, bool>;

    /// The last events that it took, oldest first, if it is a bus that keeps any.
    fn received(&self) -> Vec<Arc<Event>> {
        Vec::new()
    }

    /// How it is doing.
    fn state(&self) -> BusState;

    /// Takes nothing more, waits at most `drain` for what is under way, and closes. What had no answer by then
    /// resolves as [`Delivery::Pending`].
    fn stop(&self, drain: Duration) -> BoxFuture<'_, ()>;
}
