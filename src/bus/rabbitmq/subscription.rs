//! Subscriptions: each has a queue of its own, which the broker names and deletes with the connection.
//!
//! In: topics and callbacks. Out: calls for what arrives. What is subscribed outlives connections: on each new one the
//! queues are made anew, empty; what was published meanwhile doesn't reach a subscriber.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::StreamExt;
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicQosOptions, QueueBindOptions, QueueDeclareOptions,
};
use lapin::types::{FieldTable, ShortString};
use lapin::{Channel, Connection, Consumer};
use tokio::sync::{oneshot, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::sleep;

use super::connect::{short_string, within};
use super::failure::Failure;
use super::handle::Shared;
use crate::bus::backoff::pause;
use crate::bus::subscribers::call;
use crate::bus::{Arrival, Subscriber, SubscriptionId};
use crate::event::EventTopic;

/// The most messages on their way to a subscriber: what is beyond waits at the broker instead of in our memory.
const PREFETCH: u16 = 1000;

/// Tells a subscriber whether its queue is bound; the text says why not.
type Bound = oneshot::Sender<Result<(), String>>;

struct Subscription {
    topic: EventTopic,
    subscriber: Subscriber,
    /// Until it was bound for the first time.
    bound: Mutex<Option<Bound>>,
}

impl Subscription {
    /// Says so to whoever waits for it; false if nobody does.
    fn report(&self, outcome: Result<(), String>) -> bool {
        let waiting = self.bound.lock().unwrap_or_else(PoisonError::into_inner).take();
        waiting.is_some_and(|bound| bound.send(outcome).is_ok())
    }
}

type Subscriptions = BTreeMap<SubscriptionId, Arc<Subscription>>;

/// Who is subscribed, whether there is a connection or not.
pub(super) struct Registry(watch::Sender<(u64, Subscriptions)>);

impl Default for Registry {
    fn default() -> Self {
        Self(watch::Sender::new((0, Subscriptions::new())))
    }
}

impl Registry {
    /// Takes in a subscriber, for as long as the attempt isn't given up.
    pub(super) fn add(&self, topic: EventTopic, subscriber: Subscriber) -> Attempt<'_> {
        let (bound, outcome) = oneshot::channel();
        let subscription = Arc::new(Subscription { topic, subscriber, bound: Mutex::new(Some(bound)) });
        let mut id = SubscriptionId(0);
        self.0.send_modify(|(last, all)| {
            *last += 1;
            id = SubscriptionId(*last);
            all.insert(id, subscription);
        });
        Attempt { registry: self, id, outcome, kept: false }
    }

    /// Lets a subscriber go; false if there is none of this id.
    pub(super) fn remove(&self, id: SubscriptionId) -> bool {
        self.0.send_if_modified(|(_, all)| all.remove(&id).is_some())
    }

    /// Lets all of them go.
    pub(super) fn close(&self) {
        self.0.send_modify(|(_, all)| all.clear());
    }
}

/// A subscription that isn't bound yet. Dropping it ends the subscription.
pub(super) struct Attempt<'a> {
    registry: &'a Registry,
    id: SubscriptionId,
    /// Whether its queue could be bound, or why not; closed when the bus ends before.
    pub(super) outcome: oneshot::Receiver<Result<(), String>>,
    kept: bool,
}

impl Attempt<'_> {
    /// Keeps the subscription.
    pub(super) fn keep(mut self) -> SubscriptionId {
        self.kept = true;
        self.id
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if !self.kept {
            self.registry.remove(self.id);
        }
    }
}

/// The consumers on one connection; dropping them ends them.
pub(super) struct Consumers {
    shared: Arc<Shared>,
    wanted: watch::Receiver<(u64, Subscriptions)>,
    running: BTreeMap<SubscriptionId, AbortHandle>,
    tasks: JoinSet<()>,
}

impl Consumers {
    /// None runs yet.
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        let mut wanted = shared.subscriptions.0.subscribe();
        wanted.mark_changed();
        Self { shared: shared.clone(), wanted, running: BTreeMap::new(), tasks: JoinSet::new() }
    }

    /// Waits until the subscriptions change, then starts and ends consumers so that each has its own.
    pub(super) async fn keep(&mut self, connection: &Arc<Connection>) {
        if self.wanted.changed().await.is_err() {
            // The registry lives as long as the bus.
            return std::future::pending().await;
        }
        let wanted = self.wanted.borrow_and_update().1.clone();
        self.running.retain(|id, task| {
            let keep = wanted.contains_key(id);
            if !keep {
                task.abort();
            }
            keep
        });
        for (id, subscription) in wanted {
            let Self { shared, running, tasks, .. } = self;
            running.entry(id).or_insert_with(|| {
                tasks.spawn(keep_consuming(shared.clone(), connection.clone(), subscription))
            });
        }
        while self.tasks.try_join_next().is_some() {}
    }
}

/// Consumes for a subscription as long as the connection lasts. Gives up when the first attempt fails: whoever
/// subscribed hears why.
async fn keep_consuming(shared: Arc<Shared>, connection: Arc<Connection>, subscription: Arc<Subscription>) {
    let mut failures = 0;
    loop {
        let reason = match consume(&shared, &connection, &subscription).await {
            Ok(()) => "the broker has ended it".to_owned(),
            Err(failure) => failure.to_string(),
        };
        if !connection.status().connected() || subscription.report(Err(reason.clone())) {
            return;
        }
        let topic = subscription.topic.binding_key();
        tracing::warn!(bus = %shared.id, "the subscription of {topic} is interrupted: {reason}");
        sleep(pause(failures, shared.settings.longest_pause)).await;
        failures = failures.saturating_add(1);
    }
}

/// Makes the queue and calls the subscriber for what arrives there.
async fn consume(
    shared: &Shared,
    connection: &Connection,
    subscription: &Subscription,
) -> Result<(), Failure> {
    let exchange = short_string("the property `exchange`", &shared.settings.exchange)?;
    let key = short_string("the topic", &subscription.topic.binding_key())?;
    let subscribing = subscribed(connection, exchange, key);
    let (_channel, mut consumer) = within(shared.settings.connect_timeout, "the subscription", subscribing)
        .await?
        .map_err(|error| Failure::of_connection(&error, &shared.settings))?;
    subscription.report(Ok(()));
    while let Some(delivery) = consumer.next().await {
        let delivery = delivery.map_err(|error| Failure::of_connection(&error, &shared.settings))?;
        let arrival = Arrival {
            bus: shared.id.clone(),
            key: delivery.routing_key.to_string(),
            uuid: delivery.properties.message_id().as_ref().map(ToString::to_string),
            body: delivery.data,
        };
        call(&subscription.subscriber, arrival);
        let acknowledged = delivery.acker.ack(BasicAckOptions::default()).await;
        acknowledged.map_err(|error| Failure::of_connection(&error, &shared.settings))?;
    }
    Ok(())
}

/// A consumer of a new queue on a channel of its own, which lasts as long as the channel is held.
async fn subscribed(
    connection: &Connection,
    exchange: ShortString,
    key: ShortString,
) -> lapin::Result<(Channel, Consumer)> {
    let channel = connection.create_channel().await?;
    let ours = QueueDeclareOptions { exclusive: true, auto_delete: true, ..QueueDeclareOptions::default() };
    let queue = channel.queue_declare(ShortString::default(), ours, FieldTable::default()).await?;
    let name = queue.name().clone();
    channel
        .queue_bind(name.clone(), exchange, key, QueueBindOptions::default(), FieldTable::default())
        .await?;
    channel.basic_qos(PREFETCH, BasicQosOptions::default()).await?;
    let options = BasicConsumeOptions::default();
    let consumer =
        channel.basic_consume(name, ShortString::default(), options, FieldTable::default()).await?;
    Ok((channel, consumer))
}
