//! Every key of the Java producer (kafka-clients 0.8 to 4.x) and what becomes of it.
//!
//! The rows up to `metadata.recovery.strategy` stand in the order in which kafka-clients 3.9.1 defines its keys: the
//! first faulty value that Java stops at is the first that we report. Types, defaults and validators are those of
//! `ProducerConfig`, librdkafka's names and ranges those of its `CONFIGURATION.md` (2.12).

use super::classes::{PARTITIONERS, SERIALIZERS};
use super::java::JavaType::{
    Boolean, Class, Double, GzipLevel, List, NonEmpty, OneOf, OneOfIgnoringCase, Password, Raw, Text,
};
use super::java::{ANY_INT, ANY_LONG, JavaType, int, int_between, long, short_between};
use super::row::Scope::{Both, Producer};
use super::row::Treatment::{Ignored, Pass, Refused, Theme};
use super::row::{Row, Scope, Treatment};

const JMX: &str = "there is no JMX here; the metrics of busboot take its place";
const JVM: &str = "it chooses a part of the Java virtual machine, and TLS is OpenSSL's here";
const ADAPTIVE: &str = "librdkafka spreads records without a key over the partitions in its own way";
const TRANSACTIONS: &str = "the bus never starts a transaction";
const REFRESH: &str = "there is no login to refresh with the mechanisms that can be used here";
const KERBEROS: &str = "it only matters with GSSAPI (Kerberos), which this build doesn't speak";
const OAUTH_DETAIL: &str = "it only matters with OAUTHBEARER, which this build doesn't speak";
const OAUTH: &str = "this build doesn't speak OAUTHBEARER";
const NEWER: &str = "it has no counterpart in librdkafka";

const fn row(key: &'static str, java: JavaType, default: Option<&'static str>, treatment: Treatment) -> Row {
    Row { key, java, default, treatment }
}

const fn pass(scope: Scope, to: &'static str) -> Treatment {
    Pass { scope, to, range: None }
}

const fn ranged(scope: Scope, to: &'static str, least: i64, most: i64) -> Treatment {
    Pass { scope, to, range: Some((least, most)) }
}

/// The keys that kafka-clients 3.9.1 defines, in its order.
pub(super) const DEFINED: &[Row] = &[
    row("bootstrap.servers", List, Some(""), Theme),
    row(
        "client.dns.lookup",
        OneOf(&["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"]),
        Some("use_all_dns_ips"),
        pass(Both, "client.dns.lookup"),
    ),
    row("buffer.memory", long(0), Some("33554432"), Theme),
    row("retries", int(0), Some("2147483647"), Theme),
    row("acks", OneOf(&["all", "-1", "0", "1"]), Some("all"), Theme),
    row(
        "compression.type",
        OneOf(&["none", "gzip", "snappy", "lz4", "zstd"]),
        Some("none"),
        pass(Producer, "compression.type"),
    ),
    row("compression.gzip.level", GzipLevel, Some("-1"), Theme),
    row("compression.lz4.level", int_between(1, 17), Some("9"), Theme),
    row("compression.zstd.level", int_between(-131_072, 22), Some("3"), Theme),
    row("batch.size", int(0), Some("16384"), Theme),
    row("partitioner.adaptive.partitioning.enable", Boolean, Some("true"), Ignored(ADAPTIVE)),
    row("partitioner.availability.timeout.ms", long(0), Some("0"), Ignored(ADAPTIVE)),
    row("partitioner.ignore.keys", Boolean, Some("false"), Theme),
    row("linger.ms", long(0), Some("0"), ranged(Producer, "linger.ms", 0, 900_000)),
    row("delivery.timeout.ms", int(0), Some("120000"), Theme),
    row("client.id", Text, Some(""), Theme),
    row("send.buffer.bytes", int(-1), Some("131072"), Theme),
    row("receive.buffer.bytes", int(-1), Some("32768"), Theme),
    row(
        "max.request.size",
        int(0),
        Some("1048576"),
        ranged(Producer, "message.max.bytes", 1000, 1_000_000_000),
    ),
    row("reconnect.backoff.ms", long(0), Some("50"), Theme),
    row("reconnect.backoff.max.ms", long(0), Some("1000"), Theme),
    row("retry.backoff.ms", long(0), Some("100"), Theme),
    row("retry.backoff.max.ms", long(0), Some("1000"), Theme),
    row("enable.metrics.push", Boolean, Some("true"), pass(Both, "enable.metrics.push")),
    row(
        "max.block.ms",
        long(0),
        Some("60000"),
        Ignored("an event waits for room as long as it takes, and no thread of a server with it"),
    ),
    row("request.timeout.ms", int(0), Some("30000"), Theme),
    row("metadata.max.age.ms", long(0), Some("300000"), Theme),
    row(
        "metadata.max.idle.ms",
        long(5000),
        Some("300000"),
        Ignored("only one topic is written to, so none is forgotten"),
    ),
    row("metrics.sample.window.ms", long(0), Some("30000"), Ignored(JMX)),
    row("metrics.num.samples", int(1), Some("2"), Ignored(JMX)),
    row("metrics.recording.level", OneOf(&["INFO", "DEBUG", "TRACE"]), Some("INFO"), Ignored(JMX)),
    row("metric.reporters", List, Some(""), Ignored(JMX)),
    row("auto.include.jmx.reporter", Boolean, Some("true"), Ignored(JMX)),
    row("max.in.flight.requests.per.connection", int(1), Some("5"), Theme),
    row("key.serializer", Class(SERIALIZERS), None, Theme),
    row("value.serializer", Class(SERIALIZERS), None, Theme),
    row(
        "socket.connection.setup.timeout.ms",
        ANY_LONG,
        Some("10000"),
        ranged(Both, "socket.connection.setup.timeout.ms", 1000, i32::MAX as i64),
    ),
    row(
        "socket.connection.setup.timeout.max.ms",
        ANY_LONG,
        Some("30000"),
        Ignored("librdkafka gives every attempt the time of socket.connection.setup.timeout.ms"),
    ),
    row(
        "connections.max.idle.ms",
        ANY_LONG,
        Some("540000"),
        ranged(Both, "connections.max.idle.ms", 0, i32::MAX as i64),
    ),
    row("partitioner.class", Class(PARTITIONERS), None, Theme),
    row("interceptor.classes", List, Some(""), Theme),
    row(
        "security.protocol",
        OneOfIgnoringCase(&["SASL_SSL", "PLAINTEXT", "SSL", "SASL_PLAINTEXT"]),
        Some("PLAINTEXT"),
        pass(Both, "security.protocol"),
    ),
    row("security.providers", Text, None, Ignored(JVM)),
    row("ssl.protocol", Text, Some("TLSv1.3"), Theme),
    row("ssl.provider", Text, None, Ignored(JVM)),
    row("ssl.cipher.suites", List, None, Theme),
    row("ssl.enabled.protocols", List, Some("TLSv1.2,TLSv1.3"), Theme),
    row("ssl.keystore.type", Text, Some("JKS"), Theme),
    row("ssl.keystore.location", Text, None, Theme),
    row("ssl.keystore.password", Password, None, Theme),
    row("ssl.key.password", Password, None, Theme),
    row("ssl.keystore.key", Password, None, Theme),
    row("ssl.keystore.certificate.chain", Password, None, Theme),
    row("ssl.truststore.certificates", Password, None, Theme),
    row("ssl.truststore.type", Text, Some("JKS"), Theme),
    row("ssl.truststore.location", Text, None, Theme),
    row("ssl.truststore.password", Password, None, Theme),
    row("ssl.keymanager.algorithm", Text, Some("SunX509"), Ignored(JVM)),
    row("ssl.trustmanager.algorithm", Text, Some("PKIX"), Ignored(JVM)),
    row("ssl.endpoint.identification.algorithm", Text, Some("https"), Theme),
    row("ssl.secure.random.implementation", Text, None, Ignored(JVM)),
    row("ssl.engine.factory.class", Class(&[]), None, Theme),
    row("sasl.kerberos.service.name", Text, None, Ignored(KERBEROS)),
    row("sasl.kerberos.kinit.cmd", Text, Some("/usr/bin/kinit"), Ignored(KERBEROS)),
    row("sasl.kerberos.ticket.renew.window.factor", Double(None), Some("0.8"), Ignored(KERBEROS)),
    row("sasl.kerberos.ticket.renew.jitter", Double(None), Some("0.05"), Ignored(KERBEROS)),
    row("sasl.kerberos.min.time.before.relogin", ANY_LONG, Some("60000"), Ignored(KERBEROS)),
    row("sasl.login.refresh.window.factor", Double(Some((0.5, 1.0))), Some("0.8"), Ignored(REFRESH)),
    row("sasl.login.refresh.window.jitter", Double(Some((0.0, 0.25))), Some("0.05"), Ignored(REFRESH)),
    row("sasl.login.refresh.min.period.seconds", short_between(0, 900), Some("60"), Ignored(REFRESH)),
    row("sasl.login.refresh.buffer.seconds", short_between(0, 3600), Some("300"), Ignored(REFRESH)),
    row("sasl.mechanism", Text, Some("GSSAPI"), Theme),
    row("sasl.jaas.config", Password, None, Theme),
    row("sasl.client.callback.handler.class", Class(&[]), None, Theme),
    row("sasl.login.callback.handler.class", Class(&[]), None, Theme),
    row("sasl.login.class", Class(&[]), None, Theme),
    row("sasl.login.connect.timeout.ms", ANY_INT, None, Ignored(REFRESH)),
    row("sasl.login.read.timeout.ms", ANY_INT, None, Ignored(REFRESH)),
    row("sasl.login.retry.backoff.max.ms", ANY_LONG, Some("10000"), Ignored(REFRESH)),
    row("sasl.login.retry.backoff.ms", ANY_LONG, Some("100"), Ignored(REFRESH)),
    row("sasl.oauthbearer.scope.claim.name", Text, Some("scope"), Ignored(OAUTH_DETAIL)),
    row("sasl.oauthbearer.sub.claim.name", Text, Some("sub"), Ignored(OAUTH_DETAIL)),
    row("sasl.oauthbearer.token.endpoint.url", Text, None, Refused(OAUTH)),
    row("sasl.oauthbearer.jwks.endpoint.url", Text, None, Ignored(OAUTH_DETAIL)),
    row("sasl.oauthbearer.jwks.endpoint.refresh.ms", ANY_LONG, Some("3600000"), Ignored(OAUTH_DETAIL)),
    row(
        "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
        ANY_LONG,
        Some("10000"),
        Ignored(OAUTH_DETAIL),
    ),
    row("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", ANY_LONG, Some("100"), Ignored(OAUTH_DETAIL)),
    row("sasl.oauthbearer.clock.skew.seconds", ANY_INT, Some("30"), Ignored(OAUTH_DETAIL)),
    row("sasl.oauthbearer.expected.audience", List, None, Ignored(OAUTH_DETAIL)),
    row("sasl.oauthbearer.expected.issuer", Text, None, Ignored(OAUTH_DETAIL)),
    row("sasl.oauthbearer.header.urlencode", Boolean, Some("false"), Ignored(OAUTH_DETAIL)),
    row("enable.idempotence", Boolean, Some("true"), Theme),
    row("transaction.timeout.ms", ANY_INT, Some("60000"), Ignored(TRANSACTIONS)),
    row(
        "transactional.id",
        NonEmpty,
        None,
        Refused("the server's producer would fail every event, as it never starts a transaction"),
    ),
    row("metadata.recovery.strategy", OneOfIgnoringCase(&["REBOOTSTRAP", "NONE"]), Some("none"), Theme),
];

/// Keys that 3.9.1 doesn't define: CloudStack's own, those that serializers and providers read, 4.x newcomers and the
/// producer of 0.8. Java ignores what it doesn't know, so none of them is checked before use.
pub(super) const OTHERS: &[Row] = &[
    row("topic", Raw, Some("cloudstack"), Theme),
    row("key.serializer.encoding", Raw, None, Theme),
    row("value.serializer.encoding", Raw, None, Theme),
    row("serializer.encoding", Raw, None, Theme),
    row("config.providers", Raw, None, Theme),
    row("client.rack", Raw, None, pass(Both, "client.rack")),
    row("partitioner.rack.aware", Raw, None, Ignored(ADAPTIVE)),
    row(
        "metadata.recovery.rebootstrap.trigger.ms",
        Raw,
        None,
        ranged(Both, "metadata.recovery.rebootstrap.trigger.ms", 0, i32::MAX as i64),
    ),
    row("metadata.cluster.check.enable", Raw, None, Ignored(NEWER)),
    row("bootstrap.resolve.timeout.ms", Raw, None, Ignored(NEWER)),
    row("buffer.memory.allocation.strategy", Raw, None, Ignored(NEWER)),
    row("transaction.two.phase.commit.enable", Raw, None, Ignored(TRANSACTIONS)),
    row("sasl.oauthbearer.scope", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.client.credentials.client.id", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.client.credentials.client.secret", Password, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.algorithm", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.claim.aud", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.claim.exp.seconds", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.claim.iss", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.claim.jti.include", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.claim.nbf.seconds", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.claim.sub", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.file", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.private.key.file", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.private.key.passphrase", Password, None, Refused(OAUTH)),
    row("sasl.oauthbearer.assertion.template.file", Raw, None, Refused(OAUTH)),
    row("sasl.oauthbearer.jwt.retriever.class", Raw, None, Ignored(OAUTH_DETAIL)),
    row("sasl.oauthbearer.jwt.validator.class", Raw, None, Ignored(OAUTH_DETAIL)),
    row("producer.type", Raw, None, Ignored("since 0.9 every producer works in the background")),
    row("metadata.broker.list", Raw, None, Ignored("since 0.9 the brokers are read from bootstrap.servers")),
    row("request.required.acks", Raw, None, Ignored("since 0.9 it is called acks")),
    row("batch.num.messages", Raw, None, Ignored("since 0.9 batch.size bounds a batch, in bytes")),
    row("compressed.topics", Raw, None, Ignored("since 0.9 compression.type counts for every topic")),
    row(
        "queue.buffering.max.messages",
        Raw,
        None,
        Ignored("since 0.9 buffer.memory bounds what waits, in bytes"),
    ),
    row("queue.buffering.max.ms", Raw, None, Ignored("since 0.9 it is called linger.ms")),
    row("queue.enqueue.timeout.ms", Raw, None, Ignored("since 0.9 it is called max.block.ms")),
    row(
        "topic.metadata.refresh.interval.ms",
        Raw,
        None,
        Ignored("since 0.9 it is called metadata.max.age.ms"),
    ),
    row("block.on.buffer.full", Raw, None, Ignored("a hand-over always waits for room")),
    row("metadata.fetch.timeout.ms", Raw, None, Ignored("since 0.9 it is called max.block.ms")),
    row("timeout.ms", Raw, None, Ignored("since 0.9 it is called request.timeout.ms")),
    row("serializer.class", Raw, None, Ignored("since 0.9 it is called value.serializer")),
    row("key.serializer.class", Raw, None, Ignored("since 0.9 it is called key.serializer")),
    row("compression.codec", Raw, None, Ignored("since 0.9 it is called compression.type")),
    row("message.send.max.retries", Raw, None, Ignored("since 0.9 it is called retries")),
];

/// All rows.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    DEFINED.iter().chain(OTHERS)
}

/// The row of a key.
pub(super) fn find(key: &str) -> Option<&'static Row> {
    rows().find(|row| row.key == key)
}
