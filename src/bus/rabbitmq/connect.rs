//! From an address list to a channel that is ready to publish on.
//!
//! In: settings. Out: a [`Link`]: connection, channel in confirm mode, exchange declared; or why not, for each address.
//! Every step has its own time-out. Opens sockets; publishes nothing.

mod handshake;
mod tcp;
mod tls;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use lapin::options::{ConfirmSelectOptions, ExchangeDeclareOptions};
use lapin::types::{FieldTable, ShortString};
use lapin::{Channel, Connection, Event, ExchangeKind};
use tokio::time::timeout;

use self::tcp::Socket;
use super::failure::Failure;
pub(super) use crate::bus::tls::TlsFault;
use crate::config::settings::{Address, RabbitMqSettings};

/// The brokers, and which of them is next.
pub(super) struct Addresses {
    all: Vec<Address>,
    next: usize,
}

impl Addresses {
    /// Starts with the first.
    pub(super) fn new(all: Vec<Address>) -> Self {
        Self { all, next: 0 }
    }

    /// The next one; after the last comes the first.
    fn take(&mut self) -> Option<Address> {
        let address = self.all.get(self.next).cloned();
        self.next = (self.next + 1) % self.all.len().max(1);
        address
    }
}

/// A connection that can be published on.
pub(super) struct Link {
    /// Where to.
    pub(super) address: String,
    /// For further channels.
    pub(super) connection: Arc<Connection>,
    /// In confirm mode.
    pub(super) channel: Channel,
    /// The exchange, declared.
    pub(super) exchange: ShortString,
    /// What the broker says about the connection.
    pub(super) events: BoxStream<'static, Event>,
    /// Last, so that lapin's thread ends with the link in any case.
    _socket: Socket,
}

/// A connection that is logged in, and nothing else yet.
pub(super) struct Opened {
    /// For channels.
    pub(super) connection: Connection,
    /// Last, as in a [`Link`].
    socket: Socket,
}

/// Tries each address once, beginning behind the one that was tried last.
///
/// # Errors
/// Why each of them failed.
pub(super) async fn connect(
    bus: &str,
    settings: &RabbitMqSettings,
    addresses: &mut Addresses,
) -> Result<Link, String> {
    let mut failures = Vec::new();
    for _ in 0..addresses.all.len() {
        let Some(address) = addresses.take() else { break };
        match connect_to(bus, settings, &address).await {
            Ok(link) => return Ok(link),
            Err(failure) => failures.push(format!("{address}: {failure}")),
        }
    }
    if failures.is_empty() {
        failures.push("no broker's address is configured".to_owned());
    }
    // The round may have begun anywhere; the message doesn't change with that.
    failures.sort();
    Err(failures.join("; "))
}

async fn connect_to(bus: &str, settings: &RabbitMqSettings, address: &Address) -> Result<Link, Failure> {
    let limit = settings.connect_timeout;
    let Opened { connection, socket } = open(bus, settings, address).await?;
    let events = connection.events_listener().boxed();
    let exchange = short_string("the property `exchange`", &settings.exchange)?;
    let channel = within(limit, "a channel", ready_channel(&connection, &exchange))
        .await?
        .map_err(|error| Failure::of_connection(&error, settings))?;
    let connection = Arc::new(connection);
    Ok(Link { address: address.to_string(), connection, channel, exchange, events, _socket: socket })
}

/// TCP, TLS, login and virtual host.
///
/// # Errors
/// The first step that failed.
pub(super) async fn open(
    bus: &str,
    settings: &RabbitMqSettings,
    address: &Address,
) -> Result<Opened, Failure> {
    let limit = settings.connect_timeout;
    let (stream, socket) = tcp::connect(address, limit).await?;
    let stream = match &settings.tls {
        Some(tls) => within(limit, "the TLS hand-shake", tls::secure(stream, tls, &address.host)).await??,
        None => stream,
    };
    // Dropping the socket on a time-out ends lapin's thread, which would wait for ever otherwise.
    let connecting = handshake::open(stream, bus, settings);
    let connection = within(limit, "the AMQP hand-shake", connecting).await??;
    Ok(Opened { connection, socket })
}

async fn ready_channel(connection: &Connection, exchange: &ShortString) -> lapin::Result<Channel> {
    let channel = connection.create_channel().await?;
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let durable = ExchangeDeclareOptions { durable: true, ..ExchangeDeclareOptions::default() };
    channel.exchange_declare(exchange.clone(), ExchangeKind::Topic, durable, FieldTable::default()).await?;
    Ok(channel)
}

impl Opened {
    /// Says good-bye to the broker, for at most `limit`.
    pub(super) async fn close(self, limit: Duration) {
        if let Ok(Err(error)) = timeout(limit, self.connection.close(200, ShortString::from("OK"))).await {
            tracing::debug!("a connection didn't close cleanly: {error}");
        }
        drop(self.socket);
    }
}

impl Link {
    /// Says good-bye to the broker, for at most `limit`.
    pub(super) async fn close(self, limit: Duration) {
        let goodbye = async {
            self.channel.close(200, ShortString::from("OK")).await?;
            self.connection.close(200, ShortString::from("OK")).await
        };
        if let Ok(Err(error)) = timeout(limit, goodbye).await {
            tracing::debug!("the connection to {} didn't close cleanly: {error}", self.address);
        }
    }
}

/// Waits for a step, but no longer than `limit`.
pub(super) async fn within<T>(
    limit: Duration,
    step: &'static str,
    work: impl Future<Output = T>,
) -> Result<T, Failure> {
    timeout(limit, work).await.map_err(|_| Failure::TimedOut { step, after: limit })
}

/// A text as AMQP carries names.
pub(super) fn short_string(what: &'static str, text: &str) -> Result<ShortString, Failure> {
    ShortString::try_new(text).map_err(|_| Failure::Unsendable { what, bytes: text.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(host: &str) -> Address {
        Address { host: host.to_owned(), port: 5672 }
    }

    #[test]
    fn addresses_are_taken_in_turn() {
        let mut addresses = Addresses::new(vec![address("a"), address("b")]);
        let taken: Vec<_> = (0..3).map(|_| addresses.take().unwrap().host).collect();
        assert_eq!(taken, ["a", "b", "a"]);
        assert_eq!(Addresses::new(Vec::new()).take(), None);
    }
}
