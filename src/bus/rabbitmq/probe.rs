//! What a RabbitMQ broker says to the bus's login, virtual host and exchange, with nothing published and nothing made.
//!
//! An exchange that exists is declared once more as the bus does it: that changes nothing, and is refused if it is of
//! another kind. One that doesn't exist is left to the bus.

use std::time::Duration;

use futures_util::future::join_all;
use lapin::options::ExchangeDeclareOptions;
use lapin::types::FieldTable;
use lapin::{Connection, ExchangeKind};

use super::connect::{Opened, open, short_string, within};
use super::failure::Failure;
use crate::bus::probe::network::Network;
use crate::bus::probe::{Attempt, Outcome, Steps};
use crate::config::settings::{Address, RabbitMqSettings};
use crate::diagnostic::shell_word;

/// Tries all brokers at the same time.
pub(in crate::bus) async fn probe(bus: &str, settings: &RabbitMqSettings, limit: Duration) -> Vec<Attempt> {
    join_all(settings.addresses.iter().map(|address| one(bus, settings, address, limit))).await
}

async fn one(bus: &str, settings: &RabbitMqSettings, address: &Address, limit: Duration) -> Attempt {
    let mut steps = Steps::begin();
    let tls = settings.tls.as_ref();
    let network = Network { address, tls, any_host: false, properties: ["server", "useSsl"], limit };
    if network.reach(&mut steps).await
        && let Some(opened) = log_in(&mut steps, bus, settings, address).await
    {
        exchange(&mut steps, &opened.connection, settings, limit).await;
        opened.close(limit).await;
    }
    steps.of(bus, address.to_string())
}

/// Login and virtual host, which are one hand-shake.
async fn log_in(
    steps: &mut Steps,
    bus: &str,
    settings: &RabbitMqSettings,
    address: &Address,
) -> Option<Opened> {
    let (user, host) = (&settings.username, &settings.virtual_host);
    let failure = match open(bus, settings, address).await {
        Ok(opened) => {
            steps.passed("login", format!("as {user}"));
            steps.untimed("virtual-host", Outcome::Passed, host.as_str(), None);
            return Some(opened);
        }
        Err(failure) => failure,
    };
    match failure {
        Failure::NoVirtualHost { .. } | Failure::VirtualHostDenied { .. } => {
            steps.passed("login", format!("as {user}"));
            steps.untimed("virtual-host", Outcome::Failed, failure.to_string(), None);
        }
        failure => steps.failed("login", failure.to_string(), None),
    }
    None
}

async fn exchange(steps: &mut Steps, connection: &Connection, settings: &RabbitMqSettings, limit: Duration) {
    let name = &settings.exchange;
    match declare(connection, settings, true, limit).await {
        Err(Failure::ExchangeGone { .. }) => {
            let message =
                format!("{name} doesn't exist yet, so no queue is bound: what the bus publishes is lost");
            let help =
                "the bus declares it when it starts, if the account may configure it; then bind a queue";
            return steps.warned("exchange", message, help);
        }
        Err(failure) => return steps.failed("exchange", failure.to_string(), None),
        Ok(()) => {}
    }
    if let Err(failure) = declare(connection, settings, false, limit).await {
        return steps.failed("exchange", failure.to_string(), None);
    }
    steps.passed("exchange", format!("{name}, topic, durable"));
    let bindings = format!(
        "on the broker: rabbitmqctl -p {} list_bindings source_name routing_key destination_name | grep {}",
        shell_word(&settings.virtual_host),
        shell_word(name)
    );
    let message = "AMQP doesn't tell whether a queue is bound; an event that no queue takes is lost";
    steps.untimed("queue", Outcome::Unknown, message, Some(bindings));
}

/// Asks for the exchange, or declares it as the bus does.
async fn declare(
    connection: &Connection,
    settings: &RabbitMqSettings,
    passive: bool,
    limit: Duration,
) -> Result<(), Failure> {
    let name = short_string("the property `exchange`", &settings.exchange)?;
    let options = ExchangeDeclareOptions { durable: true, passive, ..ExchangeDeclareOptions::default() };
    let declared = async {
        // One of its own each time: an answer that says no closes it.
        let channel = connection.create_channel().await?;
        channel.exchange_declare(name, ExchangeKind::Topic, options, FieldTable::default()).await
    };
    within(limit, "the exchange", declared).await?.map_err(|error| Failure::of_connection(&error, settings))
}
