//! The topic, CloudStack's own key in the file.
//!
//! CloudStack takes `topic` out of the file before it makes the producer and doesn't trim it. Kafka's rule for names is
//! that of `org.apache.kafka.common.internals.Topic`.

use super::draft::Draft;

/// The longest name that Kafka takes, in characters.
const LONGEST: usize = 249;

/// The topic's name, `cloudstack` by default.
pub(super) fn translate(draft: &mut Draft<'_>) -> String {
    let topic = draft.text("topic").unwrap_or("cloudstack").to_owned();
    if !is_legal(&topic) {
        let trimmed = topic.trim();
        let help = if is_legal(trimmed) {
            format!("remove the blanks around it: `topic={trimmed}`")
        } else {
            format!("name a topic of at most {LONGEST} letters, digits, `.`, `_` and `-`")
        };
        let found = draft
            .error("kafka-value", "topic", "no Kafka topic can have this name")
            .spring(format!("Invalid topics: [{topic}]"))
            .note("the server starts, but its producer fails every event with this text, which nobody sees")
            .help(help);
        draft.report(found);
    }
    topic
}

/// Whether a topic may have this name.
fn is_legal(name: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !matches!(name, "" | "." | "..") && name.len() <= LONGEST && name.bytes().all(legal)
}
