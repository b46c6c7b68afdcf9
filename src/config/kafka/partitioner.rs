//! Who picks the partition: partitioner.class, partitioner.ignore.keys.

use crate::config::settings::Partitioner;

use super::draft::Draft;
use super::row::Scope::Producer;

const PACKAGE: &str = "org.apache.kafka.clients.producer.";

/// Sets librdkafka's partitioner: murmur2_random picks what Java picks for a key and spreads records without one.
pub(super) fn translate(draft: &mut Draft<'_>) -> Partitioner {
    let class = draft.given("partitioner.class").map(str::to_owned);
    let known = class.as_deref().map(|class| class.strip_prefix(PACKAGE).unwrap_or(class));
    match known {
        None if draft.flag("partitioner.ignore.keys") => library(draft, "random"),
        None | Some("internals.DefaultPartitioner") => library(draft, "murmur2_random"),
        Some("UniformStickyPartitioner") => {
            let found = draft
                .warning("kafka-order", "partitioner.class", "events of one resource go to any partition")
                .note("their order is kept within a partition only")
                .help("remove the line of partitioner.class");
            draft.report(found);
            library(draft, "random")
        }
        Some("RoundRobinPartitioner") => {
            let found = draft
                .warning(
                    "kafka-order",
                    "partitioner.class",
                    "events of one resource go to all partitions in turn",
                )
                .note("their order is kept within a partition only")
                .help("remove the line of partitioner.class");
            draft.report(found);
            Partitioner::RoundRobin
        }
        // The table knows no other.
        Some(_) => Partitioner::Library,
    }
}

fn library(draft: &mut Draft<'_>, name: &str) -> Partitioner {
    draft.set(Producer, "partitioner", name);
    Partitioner::Library
}
