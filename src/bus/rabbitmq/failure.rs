//! What went wrong between us and a broker, in words that an administrator can act on.
//!
//! In: lapin's errors and the broker's own texts. Out: one message for each kind of fault; never a password. Rules from
//! RabbitMQ's reply codes and texts.

use std::io;
use std::time::Duration;

use lapin::protocol::{AMQPError, AMQPErrorKind, AMQPHardError, AMQPSoftError};
use lapin::{Error, ErrorKind};

use super::connect::TlsFault;
use super::publication::{Publication, too_large};
use crate::config::settings::RabbitMqSettings;

/// Why there is no connection, or why it ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The host name has no address.
    #[error("the name {host:?} can't be resolved: {reason}")]
    Unresolved {
        /// The name.
        host: String,
        /// What the resolver says.
        reason: io::Error,
    },
    /// No TCP connection.
    #[error("no connection: {0}")]
    Unreachable(io::Error),
    /// A step took too long.
    #[error("no answer within {} s, while waiting for {step}", .after.as_secs_f32())]
    TimedOut {
        /// What was waited for.
        step: &'static str,
        /// How long.
        after: Duration,
    },
    /// No TLS session.
    #[error("TLS: {0}")]
    Tls(#[from] TlsFault),
    /// Wrong user or password.
    #[error(
        "the broker refuses the login of user {username:?}: the user doesn't exist there, the password is wrong, or \
         it may log in from the broker's own machine only, as guest does ({text})"
    )]
    Login {
        /// The account.
        username: String,
        /// The broker's words.
        text: String,
    },
    /// No such virtual host.
    #[error(
        "the virtual host {name:?} doesn't exist on the broker; `rabbitmqctl add_vhost` makes it, or the property \
         `virtualHost` names another ({text})"
    )]
    NoVirtualHost {
        /// The virtual host.
        name: String,
        /// The broker's words.
        text: String,
    },
    /// The user may not use the virtual host.
    #[error(
        "user {username:?} may not use the virtual host {name:?}: `rabbitmqctl set_permissions` allows it ({text})"
    )]
    VirtualHostDenied {
        /// The account.
        username: String,
        /// The virtual host.
        name: String,
        /// The broker's words.
        text: String,
    },
    /// The exchange exists with other properties.
    #[error(
        "the exchange {exchange:?} exists on the broker, but not as a durable topic exchange; delete it there, or \
         name another with the property `exchange` ({text})"
    )]
    OtherExchange {
        /// The exchange.
        exchange: String,
        /// The broker's words.
        text: String,
    },
    /// The exchange was deleted while we were connected.
    #[error("the exchange {exchange:?} is gone; it is declared anew ({text})")]
    ExchangeGone {
        /// The exchange.
        exchange: String,
        /// The broker's words.
        text: String,
    },
    /// The user lacks a permission on a routing key.
    #[error(
        "user {username:?} may not publish with this routing key: `rabbitmqctl set_topic_permissions` allows it ({text})"
    )]
    KeyDenied {
        /// The account.
        username: String,
        /// The broker's words.
        text: String,
    },
    /// The user lacks a permission.
    #[error("user {username:?} lacks a permission: `rabbitmqctl set_permissions` gives it ({text})")]
    Denied {
        /// The account.
        username: String,
        /// The broker's words.
        text: String,
    },
    /// A message was larger than the broker takes.
    #[error("a message is larger than the broker's max_message_size of {limit} bytes ({text})")]
    TooLarge {
        /// The most bytes of a body.
        limit: usize,
        /// The broker's words.
        text: String,
    },
    /// The broker said something else.
    #[error("the broker closed the connection: {0}")]
    Closed(String),
    /// The other side hung up in the hand-shake.
    #[error("the other side hung up before AMQP began: {hint}, or the port is no RabbitMQ broker's ({text})")]
    NoHandshake {
        /// The likely reason.
        hint: &'static str,
        /// lapin's words.
        text: String,
    },
    /// The connection broke.
    #[error("the connection is lost: {0}")]
    Lost(String),
    /// A setting can't be sent to any broker.
    #[error("{what} has {bytes} bytes; AMQP carries at most 255")]
    Unsendable {
        /// What.
        what: &'static str,
        /// Its length.
        bytes: usize,
    },
}

/// What stands in front of a routing key that the broker denies.
const TOPIC: &str = "access to topic '";

impl Failure {
    /// Why a message can't succeed by trying again after this failure, if it is the message's.
    pub(super) fn refuses(&self, message: &Publication) -> Option<String> {
        match self {
            Self::TooLarge { limit, .. } => {
                let bytes = message.body().len();
                (bytes > *limit).then(|| too_large(bytes, *limit))
            }
            Self::KeyDenied { text, .. } => {
                denies(text, message.label.routing_key.as_str()).then(|| self.to_string())
            }
            _ => None,
        }
    }

    /// What an error means that came while the connection was being made.
    pub(super) fn of_handshake(error: &Error, settings: &RabbitMqSettings) -> Self {
        match error.kind() {
            ErrorKind::ProtocolError(error) => Self::of_reply(error, settings),
            ErrorKind::IOError(error) => Self::no_handshake(error.to_string(), settings),
            _ => Self::no_handshake(error.to_string(), settings),
        }
    }

    fn no_handshake(text: String, settings: &RabbitMqSettings) -> Self {
        let hint = match &settings.tls {
            None => "it may want TLS (`useSsl`)",
            Some(tls) if tls.identity.is_none() => "it may want a client certificate",
            Some(_) => "it may not take the client certificate",
        };
        Self::NoHandshake { hint, text }
    }

    /// What an error means that ended a connection.
    pub(super) fn of_connection(error: &Error, settings: &RabbitMqSettings) -> Self {
        match error.kind() {
            ErrorKind::ProtocolError(error) => Self::of_reply(error, settings),
            ErrorKind::IOError(error) => Self::Lost(error.to_string()),
            _ => Self::Lost(error.to_string()),
        }
    }

    fn of_reply(error: &AMQPError, settings: &RabbitMqSettings) -> Self {
        let text = error.get_message().to_string();
        let username = settings.username.clone();
        let exchange = settings.exchange.clone();
        let name = settings.virtual_host.clone();
        match error.kind() {
            AMQPErrorKind::Soft(AMQPSoftError::ACCESSREFUSED) if text.contains("Login was refused") => {
                Self::Login { username, text }
            }
            AMQPErrorKind::Soft(AMQPSoftError::ACCESSREFUSED) if text.contains(TOPIC) => {
                Self::KeyDenied { username, text }
            }
            AMQPErrorKind::Soft(AMQPSoftError::ACCESSREFUSED) => Self::Denied { username, text },
            AMQPErrorKind::Soft(AMQPSoftError::NOTFOUND) if text.contains("no exchange") => {
                Self::ExchangeGone { exchange, text }
            }
            AMQPErrorKind::Soft(AMQPSoftError::PRECONDITIONFAILED) => match size_limit(&text) {
                Some(limit) => Self::TooLarge { limit, text },
                None if text.contains("for exchange") => Self::OtherExchange { exchange, text },
                None => Self::Closed(text),
            },
            AMQPErrorKind::Hard(AMQPHardError::NOTALLOWED) if text.contains("not found") => {
                Self::NoVirtualHost { name, text }
            }
            // With more behind it, it is about a limit.
            AMQPErrorKind::Hard(AMQPHardError::NOTALLOWED)
                if text.ends_with(&format!("refused for user '{username}'")) =>
            {
                Self::VirtualHostDenied { username, name, text }
            }
            _ => Self::Closed(text),
        }
    }
}

/// `message size 9 is larger than configured max size 8`: the 8.
fn size_limit(text: &str) -> Option<usize> {
    let (_, limit) = text.split_once("is larger than configured max size ")?;
    limit.split(|it: char| !it.is_ascii_digit()).next()?.parse().ok()
}

/// Whether the broker's reply denies this routing key. It cuts a long reply short, with three dots.
fn denies(text: &str, key: &str) -> bool {
    let Some((_, rest)) = text.split_once(TOPIC) else { return false };
    let whole = rest.strip_prefix(key).is_some_and(|rest| rest.starts_with('\''));
    whole || rest.strip_suffix("...").is_some_and(|start| key.starts_with(start))
}

#[cfg(test)]
mod tests;
