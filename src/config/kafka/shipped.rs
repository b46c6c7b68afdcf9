//! What the client that servers bring has otherwise than the one whose keys and defaults the table has.
//!
//! CloudStack 4.18 to 4.22 and Mold bring kafka-clients 2.7.0 (`cs.kafka-clients.version` in their pom.xml). The lists are
//! the difference between what `ProducerConfig.configDef()` of 2.7.0 and of 3.9.1 hold.

use super::row::Row;

/// The client's name and version.
pub(super) const CLIENT: &str = "kafka-clients 2.7.0";

/// Other defaults.
const DEFAULTS: [(&str, &str); 3] =
    [("acks", "1"), ("enable.idempotence", "false"), ("socket.connection.setup.timeout.max.ms", "127000")];

/// Keys that it doesn't know: it passes over them with a warning in the log.
const NEWER: [&str; 25] = [
    "auto.include.jmx.reporter",
    "compression.gzip.level",
    "compression.lz4.level",
    "compression.zstd.level",
    "enable.metrics.push",
    "metadata.recovery.strategy",
    "partitioner.adaptive.partitioning.enable",
    "partitioner.availability.timeout.ms",
    "partitioner.ignore.keys",
    "retry.backoff.max.ms",
    "sasl.login.connect.timeout.ms",
    "sasl.login.read.timeout.ms",
    "sasl.login.retry.backoff.max.ms",
    "sasl.login.retry.backoff.ms",
    "sasl.oauthbearer.clock.skew.seconds",
    "sasl.oauthbearer.expected.audience",
    "sasl.oauthbearer.expected.issuer",
    "sasl.oauthbearer.header.urlencode",
    "sasl.oauthbearer.jwks.endpoint.refresh.ms",
    "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
    "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms",
    "sasl.oauthbearer.jwks.endpoint.url",
    "sasl.oauthbearer.scope.claim.name",
    "sasl.oauthbearer.sub.claim.name",
    "sasl.oauthbearer.token.endpoint.url",
];

/// Whether the client knows a key.
pub(super) fn knows(row: &Row) -> bool {
    !NEWER.contains(&row.key)
}

/// What the client takes where the file says nothing, if that isn't what the table says.
pub(super) fn other_default(key: &str) -> Option<&'static str> {
    DEFAULTS.iter().find(|(known, _)| *known == key).map(|(_, default)| *default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::kafka::table;

    #[test]
    fn every_name_is_one_of_the_table() {
        let names = NEWER.iter().chain(DEFAULTS.iter().map(|(key, _)| key));
        for name in names {
            assert!(table::DEFINED.iter().any(|row| row.key == *name), "{name}");
        }
    }
}
