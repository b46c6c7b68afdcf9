//! What a Kafka cluster says to the bus's login, topic and account, with nothing published and nothing made.
//!
//! Whether the account may write shows only when it writes: librdkafka's bindings don't give the operations that
//! brokers list. What can be known before is told: that it may not even see the topic, that the cluster asks nobody, or
//! that it may not use idempotence.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rdkafka::ClientContext;
use rdkafka::admin::{AdminClient, AdminOptions, ConfigResource, ResourceSpecifier};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::{ClientConfig, RDKafkaLogLevel};
use rdkafka::error::KafkaError;
use rdkafka::producer::{DeliveryResult, Producer as _, ProducerContext, ThreadedProducer};
use rdkafka::types::RDKafkaErrorCode;
use tokio::task::spawn_blocking;

use super::certificate;
use super::client::config;
use super::failure::{describe, reason};
use super::watch::{explained, without_circumstances};
use crate::bus::probe::network::Network;
use crate::bus::probe::{Attempt, Outcome, Steps};
use crate::config::settings::{Address, KafkaSettings};
use crate::diagnostic::shell_word;
use crate::source::Secret;

/// How long one question may take; it is asked again while there is time.
const QUESTION: Duration = Duration::from_millis(500);

/// Tries each bootstrap server, then the cluster that they belong to.
pub(in crate::bus) async fn probe(bus: &str, settings: &KafkaSettings, limit: Duration) -> Vec<Attempt> {
    let servers = servers(settings);
    let tried = join_all(servers.iter().map(|address| server(bus, settings, address, limit))).await;
    let reached = tried.iter().any(|(_, reached)| *reached);
    let mut attempts: Vec<Attempt> = tried.into_iter().map(|(attempt, _)| attempt).collect();
    if reached {
        attempts.push(cluster(bus, settings, limit).await);
    }
    attempts
}

async fn server(bus: &str, settings: &KafkaSettings, address: &Address, limit: Duration) -> (Attempt, bool) {
    let mut steps = Steps::begin();
    let protocol = property(settings, "security.protocol").unwrap_or_default().to_ascii_uppercase();
    let tls = protocol.ends_with("SSL").then(|| certificate::tls_settings(settings));
    let any_host = property(settings, "ssl.endpoint.identification.algorithm") == Some("none");
    let properties = ["bootstrap.servers", "security.protocol"];
    let network = Network { address, tls: tls.as_ref(), any_host, properties, limit };
    let reached = network.reach(&mut steps).await;
    (steps.of(bus, address.to_string()), reached)
}

async fn cluster(bus: &str, settings: &KafkaSettings, limit: Duration) -> Attempt {
    let mut steps = Steps::begin();
    if let Some((client, seen)) = metadata(&mut steps, settings, limit).await {
        let broker = configuration(settings, seen.broker, limit).await;
        if topic(&mut steps, settings, &seen, broker.as_ref()) {
            authorisation(&mut steps, settings, &client, broker.as_ref()).await;
        }
        // Ending it may wait for its threads.
        spawn_blocking(move || drop(client));
    }
    steps.of(bus, "the cluster")
}

/// It publishes nothing; only a producer learns whether idempotence is allowed.
type Client = Arc<ThreadedProducer<Heard>>;

/// What the brokers tell of themselves and of the topic.
struct Seen {
    brokers: usize,
    /// One of them.
    broker: i32,
    /// The number of the topic's partitions.
    topic: Result<usize, RDKafkaErrorCode>,
}

/// Login, if there is one, and the list of brokers.
async fn metadata(steps: &mut Steps, settings: &KafkaSettings, limit: Duration) -> Option<(Client, Seen)> {
    let heard = Heard::default();
    let client: Client = match quiet(settings).create_with_context(heard.clone()) {
        Ok(client) => Arc::new(client),
        Err(error) => {
            steps.failed("cluster", describe(&error, &settings.topic), None);
            return None;
        }
    };
    let (asked, of, listening) = (client.clone(), settings.clone(), heard.clone());
    // What is wrong with a certificate is found out by a connection of its own, which blocks too.
    let asking = move || {
        ask(&asked, &of.topic, &listening, limit).map_err(|error| {
            listening.last().map_or_else(|| describe(&error, &of.topic), |raw| told(&raw, &of))
        })
    };
    let answer = spawn_blocking(asking).await;
    let logs_in = property(settings, "security.protocol")
        .is_some_and(|protocol| protocol.to_ascii_uppercase().starts_with("SASL"));
    match answer {
        Ok(Ok(seen)) => {
            if logs_in {
                let mechanism = property(settings, "sasl.mechanism").unwrap_or("SASL");
                steps.untimed("login", Outcome::Passed, mechanism, None);
            }
            let count =
                if seen.brokers == 1 { "1 broker".to_owned() } else { format!("{} brokers", seen.brokers) };
            steps.passed("cluster", count);
            Some((client, seen))
        }
        Ok(Err(message)) => {
            if logs_in && heard.is_refused() {
                let help = "check the account in sasl.jaas.config, and that sasl.mechanism is one that this listener has";
                steps.failed("login", message, Some(help.to_owned()));
            } else {
                steps.failed("cluster", message, None);
            }
            None
        }
        Err(error) => {
            steps.failed("cluster", format!("asking broke off: {error}"), None);
            None
        }
    }
}

/// As the bus is configured, but asking for a topic makes none.
fn quiet(settings: &KafkaSettings) -> ClientConfig {
    let mut config = config(&settings.producer);
    config.set("allow.auto.create.topics", "false").set_log_level(RDKafkaLogLevel::Info);
    config
}

fn ask(client: &Client, topic: &str, heard: &Heard, limit: Duration) -> Result<Seen, KafkaError> {
    let deadline = Instant::now() + limit;
    loop {
        match client.client().fetch_metadata(Some(topic), QUESTION.min(limit)) {
            Ok(metadata) => {
                let found = metadata.topics().iter().find(|found| found.name() == topic);
                let topic = match found.map(|found| (found.error(), found.partitions().len())) {
                    Some((None, partitions)) => Ok(partitions),
                    Some((Some(error), _)) => Err(error.into()),
                    None => Err(RDKafkaErrorCode::UnknownTopicOrPartition),
                };
                let broker = metadata.brokers().first().map_or(-1, |broker| broker.id());
                return Ok(Seen { brokers: metadata.brokers().len(), broker, topic });
            }
            Err(error) if Instant::now() >= deadline || heard.is_refused() => return Err(error),
            Err(_) => {}
        }
    }
}

/// librdkafka's words, or more than these where a certificate is at fault.
fn told(raw: &str, settings: &KafkaSettings) -> String {
    let fault = certificate::is_at_fault(raw).then(|| certificate::fault(raw, settings));
    fault.flatten().unwrap_or_else(|| explained(raw, false, settings))
}

/// A broker's configuration, which only some accounts may see.
async fn configuration(settings: &KafkaSettings, broker: i32, limit: Duration) -> Option<ConfigResource> {
    let client: AdminClient<DefaultClientContext> = quiet(settings).create().ok()?;
    let options = AdminOptions::new().request_timeout(Some(limit));
    let answers = client.describe_configs(&[ResourceSpecifier::Broker(broker)], &options).await;
    answers.ok()?.into_iter().next()?.ok()
}

fn entry<'a>(broker: Option<&'a ConfigResource>, name: &str) -> Option<&'a str> {
    broker?.get(name)?.value.as_deref()
}

/// Whether there is more to ask.
fn topic(steps: &mut Steps, settings: &KafkaSettings, seen: &Seen, broker: Option<&ConfigResource>) -> bool {
    let name = &settings.topic;
    let code = match seen.topic {
        Ok(partitions) => {
            let partitions =
                if partitions == 1 { "1 partition".to_owned() } else { format!("{partitions} partitions") };
            steps.passed("topic", format!("{name}, {partitions}"));
            return true;
        }
        Err(code) => code,
    };
    let create = format!(
        "kafka-topics.sh --bootstrap-server {} --create --topic {}",
        property(settings, "bootstrap.servers").unwrap_or_default(),
        shell_word(name)
    );
    let unknown = code == RDKafkaErrorCode::UnknownTopic || code == RDKafkaErrorCode::UnknownTopicOrPartition;
    match entry(broker, "auto.create.topics.enable") {
        Some("true") if unknown => {
            let message =
                format!("the topic {name:?} doesn't exist yet; the brokers make it with the first event");
            steps.warned("topic", message, create);
            return true;
        }
        None if unknown => {
            let message = format!(
                "the topic {name:?} doesn't exist, and the account may not see whether brokers make it by themselves"
            );
            steps.failed("topic", message, Some(create));
        }
        _ => steps.failed("topic", reason(code, name), unknown.then_some(create)),
    }
    false
}

async fn authorisation(
    steps: &mut Steps,
    settings: &KafkaSettings,
    client: &Client,
    broker: Option<&ConfigResource>,
) {
    if entry(broker, "authorizer.class.name") == Some("") {
        return steps.passed("authorisation", "the brokers have no authorizer: every account may write");
    }
    if property(settings, "enable.idempotence") == Some("true") {
        // The answer comes unasked, soon after the first broker is there.
        tokio::time::sleep(QUESTION).await;
        if let Some((code, _)) = client.client().fatal_error() {
            return steps.failed("authorisation", reason(code, &settings.topic), None);
        }
    }
    let help = format!(
        "kafka-acls.sh --bootstrap-server {} --list --topic {}",
        property(settings, "bootstrap.servers").unwrap_or_default(),
        shell_word(&settings.topic)
    );
    let message = "the account may see the topic; whether it may write to it shows only when it writes";
    steps.untimed("authorisation", Outcome::Unknown, message, Some(help));
}

fn property<'a>(settings: &'a KafkaSettings, name: &str) -> Option<&'a str> {
    settings.property(name).map(Secret::reveal)
}

/// The addresses in bootstrap.servers, as it was checked when it was read.
fn servers(settings: &KafkaSettings) -> Vec<Address> {
    let text = property(settings, "bootstrap.servers").unwrap_or_default();
    let address = |server: &str| {
        let (host, port) = server.rsplit_once(':')?;
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        Some(Address { host: host.to_owned(), port: port.parse().ok()? })
    };
    text.split(',').filter_map(address).collect()
}

/// Keeps the last fault of a broker that librdkafka tells of.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Option<String>>>);

impl Heard {
    fn last(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hear(&self, text: &str) {
        let text = without_circumstances(text).to_owned();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }

    /// Whether a broker said no to the login: asking again gives the same.
    fn is_refused(&self) -> bool {
        self.last().is_some_and(|fault| fault.contains("SASL authentication error"))
    }
}

impl ClientContext for Heard {
    fn log(&self, _: RDKafkaLogLevel, facility: &str, text: &str) {
        if facility == "FAIL" {
            self.hear(text);
        }
    }

    fn error(&self, error: KafkaError, text: &str) {
        if error.rdkafka_error_code() != Some(RDKafkaErrorCode::AllBrokersDown) {
            self.hear(text);
        }
    }
}

impl ProducerContext for Heard {
    type DeliveryOpaque = ();

    fn delivery(&self, _: &DeliveryResult<'_>, (): ()) {}
}
