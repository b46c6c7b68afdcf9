//! The bus as others hold it; the work is the supervisor's.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{Instant, timeout};

use super::publication::{Publication, refusal};
use super::subscription::Registry;
use super::supervisor::{self, Supervisor};
use super::window::Entry;
use crate::bus::status::Status;
use crate::bus::stopping::Stopping;
use crate::bus::{BusState, Delivery, EventBus, Receipt, SubscribeError, Subscriber, SubscriptionId};
use crate::config::settings::RabbitMqSettings;
use crate::event::{Event, EventTopic};

/// What the bus and its supervisor share.
pub(super) struct Shared {
    /// The bean's id.
    pub(super) id: Arc<str>,
    /// As configured.
    pub(super) settings: RabbitMqSettings,
    /// How it is doing.
    pub(super) status: Status,
    /// The request to stop.
    pub(super) stopping: Stopping,
    /// Who is subscribed.
    pub(super) subscriptions: Registry,
}

/// A bus on a RabbitMQ broker.
pub struct RabbitMqBus {
    shared: Arc<Shared>,
    room: Arc<Semaphore>,
    entries: mpsc::UnboundedSender<Entry>,
    /// Closed by the supervisor's end.
    running: watch::Receiver<()>,
}

impl RabbitMqBus {
    /// Starts connecting and returns at once. Must be called within a Tokio runtime.
    #[must_use]
    pub fn start(id: impl Into<Arc<str>>, settings: RabbitMqSettings) -> Self {
        let id = id.into();
        let room = Arc::new(Semaphore::new(settings.in_flight.clamp(1, Semaphore::MAX_PERMITS)));
        let shared = Arc::new(Shared {
            status: Status::new(id.clone()),
            stopping: Stopping::new(),
            subscriptions: Registry::default(),
            id,
            settings,
        });
        // Unbounded, but each entry holds a share of the room.
        let (entries, intake) = mpsc::unbounded_channel();
        let (alive, running) = watch::channel(());
        tokio::spawn(supervisor::run(Supervisor::new(shared.clone(), intake), alive));
        Self { shared, room, entries, running }
    }

    async fn accept(&self, event: Arc<Event>) -> Receipt {
        let publication = match Publication::of(event) {
            Ok(publication) => Arc::new(publication),
            Err(reason) => return Receipt::ready(Delivery::Refused(reason)),
        };
        let Ok(room) = self.room.clone().acquire_owned().await else {
            return Receipt::ready(Delivery::Pending);
        };
        let (answer, receipt) = Receipt::pair();
        // Without a supervisor the entry is dropped, which answers it as pending.
        drop(self.entries.send(Entry { publication, answer, _room: Some(room) }));
        receipt
    }

    async fn subscribe_within(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> Result<SubscriptionId, SubscribeError> {
        if self.shared.stopping.is_requested() {
            return Err(SubscribeError::stopped(&self.shared.id));
        }
        let limit = self.shared.settings.connect_timeout;
        let mut attempt = self.shared.subscriptions.add(topic, subscriber);
        match timeout(limit, &mut attempt.outcome).await {
            Ok(Ok(Ok(()))) => Ok(attempt.keep()),
            Ok(Ok(Err(fault))) => Err(SubscribeError(fault)),
            Ok(Err(_)) => Err(SubscribeError::stopped(&self.shared.id)),
            Err(_) => Err(SubscribeError(self.why_not_bound(limit))),
        }
    }

    fn why_not_bound(&self, limit: Duration) -> String {
        let seconds = limit.as_secs_f32();
        match self.shared.status.get() {
            BusState::Connecting(Some(reason)) => format!("not subscribed within {seconds} s: {reason}"),
            _ => format!("not subscribed within {seconds} s"),
        }
    }
}

impl EventBus for RabbitMqBus {
    fn id(&self) -> &str {
        &self.shared.id
    }

    fn enqueue(&self, event: Arc<Event>) -> BoxFuture<'_, Receipt> {
        self.accept(event).boxed()
    }

    fn refuses(&self, event: &Event) -> Option<String> {
        refusal(event)
    }

    fn subscribe(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> BoxFuture<'_, Result<SubscriptionId, SubscribeError>> {
        self.subscribe_within(topic, subscriber).boxed()
    }

    fn unsubscribe(&self, id: SubscriptionId) -> BoxFuture<'_, bool> {
        std::future::ready(self.shared.subscriptions.remove(id)).boxed()
    }

    fn state(&self) -> BusState {
        self.shared.status.get()
    }

    fn stop(&self, drain: Duration) -> BoxFuture<'_, ()> {
        self.room.close();
        self.shared.stopping.request(Instant::now() + drain);
        let mut running = self.running.clone();
        async move { drop(running.changed().await) }.boxed()
    }
}

impl Drop for RabbitMqBus {
    fn drop(&mut self) {
        self.shared.stopping.request(Instant::now());
    }
}
