//! The bus as others hold it; the work is the supervisor's.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::Instant;

use super::ledger::Entry;
use super::record;
use super::subscription::Registry;
use super::supervisor::{self, Supervisor};
use super::watch::Watch;
use crate::bus::status::Status;
use crate::bus::stopping::Stopping;
use crate::bus::{BusState, Delivery, EventBus, Receipt, SubscribeError, Subscriber, SubscriptionId};
use crate::config::settings::KafkaSettings;
use crate::event::{Event, EventTopic};

/// What the bus and its supervisor share.
pub(super) struct Shared {
    /// The bean's id.
    pub(super) id: Arc<str>,
    /// As configured.
    pub(super) settings: Arc<KafkaSettings>,
    /// How it is doing.
    pub(super) status: Arc<Status>,
    /// Who tells how it is doing.
    pub(super) watch: Watch,
    /// The request to stop.
    pub(super) stopping: Stopping,
    /// Who is subscribed.
    pub(super) subscriptions: Registry,
}

/// A bus on a Kafka cluster.
pub struct KafkaBus {
    shared: Arc<Shared>,
    room: Arc<Semaphore>,
    entries: mpsc::UnboundedSender<Entry>,
    /// Closed by the supervisor's end.
    running: watch::Receiver<()>,
}

impl KafkaBus {
    /// Starts connecting and returns at once. Must be called within a Tokio runtime.
    #[must_use]
    pub fn start(id: impl Into<Arc<str>>, settings: KafkaSettings) -> Self {
        let id = id.into();
        let settings = Arc::new(settings);
        let room = Arc::new(Semaphore::new(settings.in_flight.clamp(1, Semaphore::MAX_PERMITS)));
        let status = Arc::new(Status::new(id.clone()));
        let shared = Arc::new(Shared {
            watch: Watch::new(id.clone(), settings.clone(), status.clone()),
            status,
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
        let Ok(room) = self.room.clone().acquire_owned().await else {
            return Receipt::ready(Delivery::Pending);
        };
        let (answer, receipt) = Receipt::pair();
        // Without a supervisor the entry is dropped, which answers it as pending.
        drop(self.entries.send(Entry { event, answer, _room: room }));
        receipt
    }

    async fn subscribe_from_now(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> Result<SubscriptionId, SubscribeError> {
        if self.shared.stopping.is_requested() {
            return Err(SubscribeError::stopped(&self.shared.id));
        }
        self.shared.subscriptions.add(&self.shared.id, &self.shared.settings, topic, subscriber).await
    }
}

impl EventBus for KafkaBus {
    fn id(&self) -> &str {
        &self.shared.id
    }

    fn enqueue(&self, event: Arc<Event>) -> BoxFuture<'_, Receipt> {
        self.accept(event).boxed()
    }

    fn refuses(&self, event: &Event) -> Option<String> {
        record::refusal(event, &self.shared.settings)
    }

    fn subscribe(
        &self,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> BoxFuture<'_, Result<SubscriptionId, SubscribeError>> {
        self.subscribe_from_now(topic, subscriber).boxed()
    }

    fn unsubscribe(&self, id: SubscriptionId) -> BoxFuture<'_, bool> {
        std::future::ready(self.shared.subscriptions.remove(id)).boxed()
    }

    fn state(&self) -> BusState {
        self.shared.status.get()
    }

    fn stop(&self, drain: Duration) -> BoxFuture<'_, ()> {
        self.room.close();
        self.shared.subscriptions.close();
        self.shared.stopping.request(Instant::now() + drain);
        let mut running = self.running.clone();
        async move { drop(running.changed().await) }.boxed()
    }
}

impl Drop for KafkaBus {
    fn drop(&mut self) {
        self.shared.subscriptions.close();
        self.shared.stopping.request(Instant::now());
    }
}
