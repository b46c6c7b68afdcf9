//! What arrived at the brokers: consumers of our own, without busboot and without the proxies.

use futures_util::StreamExt as _;
use lapin::options::{BasicConsumeOptions, ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::FieldTable;
use lapin::{Channel, Connection, ConnectionProperties, ExchangeKind};
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::message::{Headers as _, Message as _};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use crate::events::{Number, description, number_of};
use crate::stage::NAME;
use crate::support::{KafkaBroker, PATIENCE, RabbitMqNode};

/// What one broker holds.
#[derive(Debug, Default)]
pub(crate) struct Arrivals {
    /// The events in the order in which they came; of Kafka, partition by partition.
    pub(crate) numbers: Vec<Number>,
    /// Messages that no event of ours looks like, as text.
    pub(crate) foreign: Vec<String>,
}

impl Arrivals {
    fn take(&mut self, uuid: Option<&str>, body: &[u8]) {
        match uuid.and_then(number_of) {
            Some(number) if description(number).as_bytes() == body => self.numbers.push(number),
            _ => self.foreign.push(format!("{uuid:?}: {}", String::from_utf8_lossy(body))),
        }
    }
}

/// A durable queue for everything.
pub(crate) async fn declare_queue(node: &RabbitMqNode) {
    let (_connection, channel) = channel(node).await;
    let exchange = ExchangeDeclareOptions { durable: true, ..ExchangeDeclareOptions::default() };
    channel
        .exchange_declare(NAME.into(), ExchangeKind::Topic, exchange, FieldTable::default())
        .await
        .unwrap();
    queue(&channel).await;
    let binding = QueueBindOptions::default();
    channel.queue_bind(NAME.into(), NAME.into(), "#".into(), binding, FieldTable::default()).await.unwrap();
}

/// All that waits in the queue.
pub(crate) async fn of_rabbitmq(node: &RabbitMqNode) -> Arrivals {
    let (_connection, channel) = channel(node).await;
    let waiting = queue(&channel).await;
    let options = BasicConsumeOptions { no_ack: true, ..BasicConsumeOptions::default() };
    let mut messages =
        channel.basic_consume(NAME.into(), "".into(), options, FieldTable::default()).await.unwrap();
    let mut arrivals = Arrivals::default();
    for _ in 0..waiting {
        let message = tokio::time::timeout(PATIENCE, messages.next()).await.expect("what waits in the queue");
        let message = message.unwrap().unwrap();
        let uuid = message.properties.message_id().as_ref().map(|id| id.as_str().to_owned());
        arrivals.take(uuid.as_deref(), &message.data);
    }
    arrivals
}

/// All that the topic holds.
pub(crate) fn of_kafka(broker: &KafkaBroker) -> Arrivals {
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", broker.bootstrap_servers())
        .set("group.id", "counting")
        .set("enable.auto.commit", "false")
        .create()
        .unwrap();
    let metadata = consumer.fetch_metadata(Some(NAME), PATIENCE).unwrap();
    let mut arrivals = Arrivals::default();
    for partition in metadata.topics()[0].partitions() {
        let (first, end) = consumer.fetch_watermarks(NAME, partition.id(), PATIENCE).unwrap();
        let mut assigned = TopicPartitionList::new();
        assigned.add_partition_offset(NAME, partition.id(), Offset::Beginning).unwrap();
        consumer.assign(&assigned).unwrap();
        for _ in first..end {
            let record = consumer.poll(PATIENCE).expect("what the partition holds").unwrap();
            let headers = record.headers();
            let header = headers.and_then(|all| all.iter().find(|it| it.key == busboot::bus::EVENT_UUID));
            let uuid = header.and_then(|header| std::str::from_utf8(header.value?).ok());
            arrivals.take(uuid, record.payload().unwrap_or_default());
        }
    }
    arrivals
}

/// The queue, made if it isn't there; how many messages wait in it.
async fn queue(channel: &Channel) -> u32 {
    let durable = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
    channel.queue_declare(NAME.into(), durable, FieldTable::default()).await.unwrap().message_count()
}

async fn channel(node: &RabbitMqNode) -> (Connection, Channel) {
    let uri = format!("amqp://guest:guest@127.0.0.1:{}/%2f", node.port);
    let connection = Connection::connect(&uri, ConnectionProperties::default()).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    (connection, channel)
}
