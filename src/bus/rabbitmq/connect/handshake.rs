//! The AMQP hand-shake over a stream of our own making.

use std::io;
use std::sync::{Mutex, PoisonError};

use lapin::runtime::default_runtime;
use lapin::uri::{AMQPAuthority, AMQPQueryString, AMQPScheme, AMQPUri, AMQPUserInfo};
use lapin::{Connection, ConnectionProperties};

use super::short_string;
use super::tcp::Stream;
use crate::bus::rabbitmq::failure::Failure;
use crate::config::settings::RabbitMqSettings;

/// Seconds after which a broker that says nothing counts as lost; we say something in half of that.
const HEARTBEAT: u16 = 10;

/// Logs in and opens the virtual host.
///
/// # Errors
/// The other side refuses, or speaks no AMQP.
pub(super) async fn open(
    stream: Stream,
    bus: &str,
    settings: &RabbitMqSettings,
) -> Result<Connection, Failure> {
    short_string("the property `virtualHost`", &settings.virtual_host)?;
    let name = format!("busboot {}: {bus}", env!("CARGO_PKG_VERSION"));
    let properties = ConnectionProperties::default()
        .with_connection_name(name.into())
        .with_client_property("product".into(), "busboot".into());
    let runtime = default_runtime().map_err(|error| Failure::of_handshake(&error, settings))?;
    let stream = Mutex::new(Some(stream));
    let hand_over = async move |_, _| {
        let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(stream.ok_or_else(|| io::Error::other("the connection was used up"))?)
    };
    Connection::connector(uri(settings), runtime, hand_over, properties)
        .await
        .map_err(|error| Failure::of_handshake(&error, settings))
}

/// Where lapin takes account and virtual host from. Never written as text: lapin's parser takes `[::1]` for
/// `localhost` and stumbles over a `/` in a password.
fn uri(settings: &RabbitMqSettings) -> AMQPUri {
    let userinfo =
        AMQPUserInfo { username: settings.username.clone(), password: settings.password.reveal().to_owned() };
    AMQPUri {
        scheme: AMQPScheme::AMQP,
        // The stream is connected already.
        authority: AMQPAuthority { userinfo, host: String::new(), port: 0 },
        vhost: settings.virtual_host.clone(),
        query: AMQPQueryString { heartbeat: Some(HEARTBEAT), ..AMQPQueryString::default() },
    }
}
