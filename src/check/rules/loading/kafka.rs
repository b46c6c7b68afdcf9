//! What is wrong with `kafka.producer.properties`.

use super::{Docs, Rule, error, warning};

/// Sorted by name.
pub(super) const RULES: &[Rule] = &[
    warning(
        "kafka-acks",
        Docs {
            what: "Nobody confirms events: acks=0.",
            why: "The broker answers nothing, so an event that it didn't take is gone unseen.",
            example: "acks=0",
            fix: "Write acks=all. Without the line a server's kafka-clients 2.7 takes 1: the leader alone confirms.",
        },
    ),
    warning(
        "kafka-changed",
        Docs {
            what: "A value has no counterpart and is brought to the nearest one.",
            why: "busboot's client takes other ranges than Java's, or keeps the order of events where the file \
                  would give it up.",
            example: "max.in.flight.requests.per.connection=100",
            fix: "Write the value that is named, so that both do the same.",
        },
    ),
    warning(
        "kafka-file-elsewhere",
        Docs {
            what: "kafka.producer.properties isn't in the root.",
            why: "A server looks on its class path (the root) first, then in its own working directory, which \
                  is another one.",
            example: "./conf/kafka.producer.properties",
            fix: "Move the file into the root.",
        },
    ),
    warning(
        "kafka-ignored",
        Docs {
            what: "A key has no counterpart and is ignored by busboot.",
            why: "It means something only to Java's client.",
            example: "metric.reporters=org.apache.kafka.common.metrics.JmxReporter",
            fix: "Leave it for the server, or remove the line.",
        },
    ),
    warning(
        "kafka-insecure",
        Docs {
            what: "The host name of the broker's certificate isn't checked.",
            why: "An empty ssl.endpoint.identification.algorithm lets anyone with a certificate of the same CA answer.",
            example: "ssl.endpoint.identification.algorithm=",
            fix: "Remove the line.",
        },
    ),
    error(
        "kafka-missing",
        Docs {
            what: "There is no kafka.producer.properties.",
            why: "The bus says `Could not read kafka properties` and is not made.",
            example: "a bean of KafkaEventBus without the file",
            fix: "Create the file in the root with the line bootstrap.servers=<host>:9092.",
        },
    ),
    warning(
        "kafka-no-host",
        Docs {
            what: "bootstrap.servers names no host.",
            why: "Java's client takes that for this machine.",
            example: "bootstrap.servers=:9092",
            fix: "Write the broker's name.",
        },
    ),
    warning(
        "kafka-order",
        Docs {
            what: "The partitioner doesn't keep a resource's events in order.",
            why: "Records with the same key go to different partitions.",
            example: "partitioner.class=org.apache.kafka.clients.producer.RoundRobinPartitioner",
            fix: "Remove the line.",
        },
    ),
    error(
        "kafka-provider",
        Docs {
            what: "A config provider can't be used.",
            why: "The value that it would bring in is missing.",
            example: "config.providers=file\n\
                      config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\n\
                      client.id=${file:/missing.properties:id}",
            fix: "Use the providers file, env or directory, or write the value.",
        },
    ),
    error(
        "kafka-refused",
        Docs {
            what: "A setting would change what is sent or who may send, and can't be done.",
            why: "busboot rather stops than sends something else than the server would.",
            example: "interceptor.classes=com.example.Interceptor",
            fix: "Remove the line.",
        },
    ),
    error(
        "kafka-store",
        Docs {
            what: "A key store or trust store can't be read.",
            why: "The server's client fails when it is made.",
            example: "ssl.truststore.location=/missing.jks",
            fix: "Correct path, type or password of the store.",
        },
    ),
    warning(
        "kafka-unknown",
        Docs {
            what: "A key isn't one of a Kafka producer.",
            why: "Java's client ignores it with a warning in the log. It may be misspelt, or one that only old \
                  or consumer clients have.",
            example: "bootstrap.server=mq:9092",
            fix: "Correct the key or remove the line.",
        },
    ),
    error(
        "kafka-value",
        Docs {
            what: "A value isn't one that the key can have, or it contradicts another one.",
            why: "Java's client refuses it and the bus is not made.",
            example: "acks=2",
            fix: "Write one of the values that the server's text names.",
        },
    ),
];
