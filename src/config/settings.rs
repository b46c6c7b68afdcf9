//! The checked settings of each bus class, ready for `bus`.

use std::fmt;
use std::time::Duration;

use crate::source::{Origin, Secret, Text};

/// One configured bus.
#[derive(Clone, Debug)]
pub struct BusConfig {
    /// The bean's id.
    pub id: String,
    /// The property `name`.
    pub name: Option<String>,
    /// What the class needs.
    pub settings: BusSettings,
}

/// Settings by bus class.
#[derive(Clone, Debug)]
pub enum BusSettings {
    /// `org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus`.
    RabbitMq(RabbitMqSettings),
    /// `org.apache.cloudstack.mom.kafka.KafkaEventBus`.
    Kafka(KafkaSettings),
    /// `org.apache.cloudstack.mom.inmemory.InMemoryEventBus`.
    InMemory {
        /// How many of its last events it keeps, for whoever tests with it.
        keep: usize,
    },
    /// `com.bwsw.cloudstack.event.bus.HybridEventBus`: subscribers get the internal bus, events go to both.
    Hybrid {
        /// `internalEventBus`.
        internal: Box<BusConfig>,
        /// `externalEventBus`.
        external: Box<BusConfig>,
    },
}

/// A broker's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Host name or IP address, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
}

/// `host:port`, an IPv6 address in brackets.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

/// Settings of a RabbitMQ bus.
#[derive(Clone, Debug)]
pub struct RabbitMqSettings {
    /// Brokers, tried in turn; the first is the one that the XML names.
    pub addresses: Vec<Address>,
    /// Account.
    pub username: String,
    /// Its password.
    pub password: Secret,
    /// Virtual host, `/` by default.
    pub virtual_host: String,
    /// Topic exchange, declared durable.
    pub exchange: String,
    /// TLS, if `useSsl`.
    pub tls: Option<TlsSettings>,
    /// The longest pause between two attempts to connect (`retryInterval`).
    pub longest_pause: Duration,
    /// Time for each step of connecting.
    pub connect_timeout: Duration,
    /// The most events in hand: queued or sent and not yet confirmed.
    pub in_flight: usize,
}

/// How a TLS connection is made.
#[derive(Clone, Debug, Default)]
pub struct TlsSettings {
    /// CA certificates to trust instead of the system's, as PEM.
    pub ca_pem: Option<Vec<u8>>,
    /// Client certificate chain and private key, as PEM.
    pub identity: Option<(Vec<u8>, Secret)>,
    /// Takes any certificate: only by an explicit setting.
    pub insecure: bool,
    /// The lowest protocol version, as Java names it (`secureProtocol`).
    pub protocol: Option<String>,
}

/// Settings of a Kafka bus, already in librdkafka's terms.
#[derive(Clone, Debug)]
pub struct KafkaSettings {
    /// Topic, `cloudstack` by default.
    pub topic: String,
    /// Java's keys as the file gives them, and defaults in which busboot and a server differ, sorted.
    pub keys: Vec<ProducerKey>,
    /// librdkafka properties for the producer.
    pub producer: Vec<(String, Secret)>,
    /// librdkafka properties for a consumer of the same cluster.
    pub consumer: Vec<(String, Secret)>,
    /// How record keys are encoded.
    pub key_encoding: TextEncoding,
    /// How record values are encoded.
    pub value_encoding: TextEncoding,
    /// Who picks the partition.
    pub partitioner: Partitioner,
    /// The most events in hand.
    pub in_flight: usize,
}

/// A key of Kafka's producer as the bus has it in the end.
#[derive(Clone, Debug)]
pub struct ProducerKey {
    /// Java's name.
    pub key: String,
    /// Its value, a secret where the key is one of a secret.
    pub value: Text,
    /// Where it was written; nowhere for a default.
    pub origin: Origin,
    /// What becomes of the value where it isn't taken as it stands, or whose default it is.
    pub remark: Option<String>,
}

impl BusSettings {
    /// The settings of the Kafka bus that this is, or that a hybrid bus publishes to.
    #[must_use]
    pub fn kafka(&self) -> Option<&KafkaSettings> {
        match self {
            Self::Kafka(settings) => Some(settings),
            Self::Hybrid { internal, external } => {
                external.settings.kafka().or_else(|| internal.settings.kafka())
            }
            Self::RabbitMq(_) | Self::InMemory { .. } => None,
        }
    }
}

impl KafkaSettings {
    /// A librdkafka property of the producer.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Secret> {
        self.producer.iter().find(|(property, _)| property == name).map(|(_, value)| value)
    }
}

/// Encodings that Java's `StringSerializer` is configured with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TextEncoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// ISO-8859-1; what it lacks becomes `?`.
    Latin1,
    /// US-ASCII; what it lacks becomes `?`.
    Ascii,
    /// UTF-16 big-endian with a byte order mark, as Java's `UTF-16` encodes.
    Utf16,
}

/// Who picks the partition of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Partitioner {
    /// librdkafka, set to hash keys as the Java client does.
    #[default]
    Library,
    /// We, one partition after the other.
    RoundRobin,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_addresses_are_shown_in_brackets() {
        let address = |host: &str| Address { host: host.to_owned(), port: 5672 };
        assert_eq!(address("::1").to_string(), "[::1]:5672");
        assert_eq!(address("rabbit").to_string(), "rabbit:5672");
    }
}
