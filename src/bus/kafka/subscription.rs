//! Subscriptions: a consumer each, without a group, from the end of the topic on.
//!
//! A consumer reads all partitions and commits nothing, so it disturbs no other consumer. It starts at the offsets that
//! the brokers give as the ends at that moment. Partitions that are added later are read from their beginning, and so
//! is a topic that doesn't exist yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer as _, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::certificate;
use super::client::config;
use super::failure::describe;
use super::record;
use crate::bus::subscribers::call;
use crate::bus::{SubscribeError, Subscriber, SubscriptionId};
use crate::config::settings::KafkaSettings;
use crate::event::EventTopic;

/// How long subscribing may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long one question to the brokers may take.
const QUESTION: Duration = Duration::from_secs(2);
/// How long to wait for a record before looking around.
const POLL: Duration = Duration::from_millis(200);
/// How often to look for new partitions of a topic.
const LOOK: Duration = Duration::from_secs(30);
/// How often to look for a topic that doesn't exist yet.
const LOOK_FOR_TOPIC: Duration = Duration::from_secs(1);

/// Who is subscribed.
#[derive(Default)]
pub(super) struct Registry {
    last: AtomicU64,
    running: Mutex<BTreeMap<SubscriptionId, Ending>>,
}

/// Ends a consumer's thread when it is dropped.
struct Ending(Arc<AtomicBool>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Registry {
    /// Subscribes; returns when whatever is published from now on will arrive.
    pub(super) async fn add(
        &self,
        bus: &Arc<str>,
        settings: &Arc<KafkaSettings>,
        topic: EventTopic,
        subscriber: Subscriber,
    ) -> Result<SubscriptionId, SubscribeError> {
        let ended = Arc::new(AtomicBool::new(false));
        let ending = Ending(ended.clone());
        let (ready, assigned) = oneshot::channel();
        let reader = Reader { bus: bus.clone(), settings: settings.clone(), topic, subscriber, ended };
        thread::Builder::new()
            .name("busboot-kafka".to_owned())
            .spawn(move || reader.run(ready))
            .map_err(|error| SubscribeError(format!("no thread for a consumer: {error}")))?;
        match assigned.await {
            Ok(Ok(())) => {}
            Ok(Err(reason)) => return Err(SubscribeError(reason)),
            Err(_) => return Err(SubscribeError::stopped(bus)),
        }
        let id = SubscriptionId(self.last.fetch_add(1, Ordering::Relaxed) + 1);
        self.running().insert(id, ending);
        Ok(id)
    }

    /// Ends a subscription; false if there is none of this id.
    pub(super) fn remove(&self, id: SubscriptionId) -> bool {
        self.running().remove(&id).is_some()
    }

    /// Ends all.
    pub(super) fn close(&self) {
        self.running().clear();
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<SubscriptionId, Ending>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a consumer's thread works with.
struct Reader {
    bus: Arc<str>,
    settings: Arc<KafkaSettings>,
    topic: EventTopic,
    subscriber: Subscriber,
    ended: Arc<AtomicBool>,
}

impl Reader {
    fn run(self, ready: oneshot::Sender<Result<(), String>>) {
        let faults = Faults::default();
        let started = self.consumer(faults.clone()).and_then(|consumer| {
            let known = self.start(&consumer)?;
            Ok((consumer, known))
        });
        match started {
            Ok((consumer, known)) => {
                if ready.send(Ok(())).is_ok() {
                    self.read(&consumer, known);
                }
            }
            Err(error) => {
                let reason = faults.last().map_or_else(|| self.describe(&error), |text| self.explained(text));
                // Nobody waits for the answer any more: then nobody needs the reason.
                drop(ready.send(Err(reason)));
            }
        }
    }

    fn consumer(&self, faults: Faults) -> KafkaResult<BaseConsumer<Faults>> {
        let mut config = config(&self.settings.consumer);
        // librdkafka wants a group even from those who join none.
        config.set("group.id", format!("busboot-{}", Uuid::new_v4()));
        config.set("enable.auto.commit", "false");
        config.set("enable.auto.offset.store", "false");
        config.set("auto.offset.reset", "latest");
        config.create_with_context(faults)
    }

    /// Assigns the ends of all partitions, which it returns.
    fn start(&self, consumer: &BaseConsumer<Faults>) -> KafkaResult<BTreeSet<i32>> {
        let partitions = self.patiently(|| self.partitions(consumer))?;
        let mut list = TopicPartitionList::new();
        for &partition in &partitions {
            let (_, end) =
                self.patiently(|| consumer.fetch_watermarks(&self.settings.topic, partition, QUESTION))?;
            list.add_partition_offset(&self.settings.topic, partition, Offset::Offset(end))?;
        }
        consumer.assign(&list)?;
        Ok(partitions)
    }

    /// Asks again while there is time.
    fn patiently<T>(&self, question: impl Fn() -> KafkaResult<T>) -> KafkaResult<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = question();
            if answer.is_ok() || Instant::now() > deadline || self.has_ended() {
                return answer;
            }
        }
    }

    /// The topic's partitions; none while it doesn't exist.
    fn partitions(&self, consumer: &BaseConsumer<Faults>) -> KafkaResult<BTreeSet<i32>> {
        let metadata = consumer.fetch_metadata(Some(&self.settings.topic), QUESTION)?;
        let topic = metadata.topics().iter().find(|topic| topic.name() == self.settings.topic);
        Ok(topic.map(|topic| topic.partitions().iter().map(|it| it.id()).collect()).unwrap_or_default())
    }

    fn read(&self, consumer: &BaseConsumer<Faults>, mut known: BTreeSet<i32>) {
        let mut looked = Instant::now();
        while !self.has_ended() {
            match consumer.poll(POLL) {
                Some(Ok(_)) if self.has_ended() => {}
                Some(Ok(message)) => {
                    if let Some(arrival) = record::arrival(&message, &self.bus, &self.topic) {
                        call(&self.subscriber, arrival);
                    }
                }
                Some(Err(error)) => tracing::debug!(bus = %self.bus, "a consumer: {}", self.describe(&error)),
                None => {}
            }
            let pause = if known.is_empty() { LOOK_FOR_TOPIC } else { LOOK };
            if looked.elapsed() > pause {
                if let Err(error) = self.take_new_partitions(consumer, &mut known) {
                    tracing::debug!(bus = %self.bus, "looking for new partitions: {}", self.describe(&error));
                }
                looked = Instant::now();
            }
        }
    }

    fn take_new_partitions(
        &self,
        consumer: &BaseConsumer<Faults>,
        known: &mut BTreeSet<i32>,
    ) -> KafkaResult<()> {
        let new: BTreeSet<i32> = self.partitions(consumer)?.difference(known).copied().collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut list = TopicPartitionList::new();
        for &partition in &new {
            list.add_partition_offset(&self.settings.topic, partition, Offset::Beginning)?;
        }
        consumer.incremental_assign(&list)?;
        known.extend(new);
        Ok(())
    }

    fn explained(&self, text: String) -> String {
        let fault = certificate::is_at_fault(&text).then(|| certificate::fault(&text, &self.settings));
        fault.flatten().unwrap_or(text)
    }

    fn describe(&self, error: &KafkaError) -> String {
        describe(error, &self.settings.topic)
    }

    fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

/// Keeps the last fault that librdkafka reported, for the message when subscribing fails.
#[derive(Clone, Default)]
struct Faults(Arc<Mutex<Option<String>>>);

impl Faults {
    fn last(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ClientContext for Faults {
    fn log(&self, _: RDKafkaLogLevel, facility: &str, text: &str) {
        tracing::trace!("librdkafka {facility}: {text}");
    }

    fn error(&self, error: KafkaError, reason: &str) {
        let all_down = error.rdkafka_error_code() == Some(rdkafka::types::RDKafkaErrorCode::AllBrokersDown);
        if !all_down {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason.to_owned());
        }
    }
}

impl ConsumerContext for Faults {}
