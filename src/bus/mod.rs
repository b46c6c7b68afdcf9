//! Buses: what an event is handed to, and what comes back.
//!
//! Only this folder opens a connection. Each bus lives on its own: its trouble never touches another's.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use crate::event::{Event, EventTopic};

/// What became of an event on one bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The broker has taken responsibility for it and at least one queue took it.
    Confirmed,
    /// The broker confirmed it, but no queue was bound for it.
    Unroutable,
    /// It can't succeed by trying again; the reason.
    Refused(String),
    /// The bus was stopped before an answer came.
    Pending,
}

/// The promise of a [`Delivery`]; resolves exactly once.
#[derive(Debug)]
pub struct Receipt(oneshot::Receiver<Delivery>);

/// The other half of a [`Receipt`]. Dropping it unanswered gives [`Delivery::Pending`].
#[derive(Debug)]
pub struct Answer(oneshot::Sender<Delivery>);

impl Receipt {
    /// A receipt and what answers it.
    #[must_use]
    pub fn pair() -> (Answer, Self) {
        let (sender, receiver) = oneshot::channel();
        (Answer(sender), Self(receiver))
    }

    /// A receipt that is answered already.
    #[must_use]
    pub fn ready(delivery: Delivery) -> Self {
        let (answer, receipt) = Self::pair();
        answer.give(delivery);
        receipt
    }
}

impl Answer {
    /// Answers the receipt.
    pub fn give(self, delivery: Delivery) {
        // Nobody waits for the answer any more: that is the publisher's choice.
        drop(self.0.send(delivery));
    }
}

impl Future for Receipt {
    type Output = Delivery;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Delivery> {
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or(Delivery::Pending))
    }
}

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

/// Why a subscription couldn't be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SubscribeError(pub String);

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

    /// Calls `subscriber` for each event that matches `topic` from now on.
    fn subscribe(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> BoxFuture<'_, Result<SubscriptionId, SubscribeError>>;

    /// Ends a subscription; false if there is none of this id.
    fn unsubscribe(&self, id: SubscriptionId) -> BoxFuture<'_, bool>;

    /// How it is doing.
    fn state(&self) -> BusState;

    /// Takes nothing more, waits at most `drain` for what is under way, and closes. What had no answer by then
    /// resolves as [`Delivery::Pending`].
    fn stop(&self, drain: Duration) -> BoxFuture<'_, ()>;
}
