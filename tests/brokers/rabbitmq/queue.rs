//! A queue on an exchange, and what it got.

use lapin::options::{
    BasicAckOptions, BasicGetOptions, ExchangeDeclareOptions, ExchangeDeleteOptions, QueueBindOptions,
    QueueDeclareOptions,
};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{Channel, Connection, ConnectionProperties, ExchangeKind};

use super::{PATIENCE, RabbitMqNode};

/// A message as it came.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) key: String,
    pub(crate) body: String,
    pub(crate) properties: lapin::BasicProperties,
}

/// A durable queue named like the exchange that it is bound to.
pub(crate) struct Queue {
    _connection: Connection,
    channel: Channel,
    name: String,
}

/// A channel on the node.
pub(crate) async fn channel(node: &RabbitMqNode) -> (Connection, Channel) {
    let uri = format!("amqp://guest:guest@127.0.0.1:{}/%2f", node.port);
    let connection = Connection::connect(&uri, ConnectionProperties::default()).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    (connection, channel)
}

/// Declares an exchange of any type.
pub(crate) async fn declare_exchange(channel: &Channel, name: &str, kind: ExchangeKind) {
    let durable = ExchangeDeclareOptions { durable: true, ..ExchangeDeclareOptions::default() };
    channel.exchange_declare(name.into(), kind, durable, FieldTable::default()).await.unwrap();
}

impl Queue {
    /// A queue bound to all keys of a topic exchange, which it declares.
    pub(crate) async fn bound(node: &RabbitMqNode, exchange: &str) -> Self {
        Self::with(node, exchange, "#", FieldTable::default()).await
    }

    /// A queue that holds a few messages and rejects the rest.
    pub(crate) async fn rejecting_beyond(node: &RabbitMqNode, exchange: &str, length: i32) -> Self {
        let mut arguments = FieldTable::default();
        arguments.insert("x-max-length".into(), AMQPValue::LongInt(length));
        arguments.insert("x-overflow".into(), AMQPValue::LongString("reject-publish".into()));
        Self::with(node, exchange, "#", arguments).await
    }

    /// A queue with arguments, bound with a key.
    pub(crate) async fn with(node: &RabbitMqNode, exchange: &str, key: &str, arguments: FieldTable) -> Self {
        let (connection, channel) = channel(node).await;
        declare_exchange(&channel, exchange, ExchangeKind::Topic).await;
        let durable = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
        channel.queue_declare(exchange.into(), durable, arguments).await.unwrap();
        let binding = QueueBindOptions::default();
        channel
            .queue_bind(exchange.into(), exchange.into(), key.into(), binding, FieldTable::default())
            .await
            .unwrap();
        Self { _connection: connection, channel, name: exchange.to_owned() }
    }

    /// The same queue over a new connection, after the node was away.
    pub(crate) async fn again(node: &RabbitMqNode, name: &str) -> Self {
        let (connection, channel) = channel(node).await;
        Self { _connection: connection, channel, name: name.to_owned() }
    }

    /// Takes the next message, if there is one.
    pub(crate) async fn get(&self) -> Option<Message> {
        let got =
            self.channel.basic_get(self.name.as_str().into(), BasicGetOptions::default()).await.unwrap()?;
        got.ack(BasicAckOptions::default()).await.unwrap();
        Some(Message {
            key: got.delivery.routing_key.to_string(),
            body: String::from_utf8(got.delivery.data.clone()).unwrap(),
            properties: got.delivery.properties.clone(),
        })
    }

    /// Takes all that is there.
    pub(crate) async fn drain(&self) -> Vec<Message> {
        let mut messages = Vec::new();
        while let Some(message) = self.get().await {
            messages.push(message);
        }
        messages
    }

    /// Takes as many as are wanted, waiting for them.
    pub(crate) async fn take(&self, count: usize) -> Vec<Message> {
        let mut messages = Vec::new();
        let deadline = std::time::Instant::now() + PATIENCE;
        while messages.len() < count {
            match self.get().await {
                Some(message) => messages.push(message),
                None => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
            }
            assert!(std::time::Instant::now() < deadline, "{} of {count} messages came", messages.len());
        }
        messages
    }

    /// Deletes the exchange.
    pub(crate) async fn delete_exchange(&self) {
        let options = ExchangeDeleteOptions::default();
        self.channel.exchange_delete(self.name.as_str().into(), options).await.unwrap();
    }
}

/// The bodies of messages that came by a resource's key, in order, a repeat of the message before left out.
pub(crate) fn bodies_of(messages: &[Message], resource: &str) -> Vec<String> {
    let mut bodies: Vec<_> = messages
        .iter()
        .filter(|message| message.key.ends_with(resource))
        .map(|message| message.body.clone())
        .collect();
    bodies.dedup();
    bodies
}
