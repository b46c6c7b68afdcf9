//! Times: requests, back-off, metadata, and the buffers of sockets.

use super::draft::Draft;
use super::row::Scope::{Both, Producer};
use super::transfer::ranged;

/// The longest age of metadata that librdkafka takes, in ms.
const OLDEST: i64 = 3_600_000;

/// Sets the times that have other names or other ranges in librdkafka.
pub(super) fn translate(draft: &mut Draft<'_>) {
    check_delivery(draft);
    ranged(draft, "request.timeout.ms", Producer, "request.timeout.ms", (1, 900_000));
    // Java's time-out is the client's own; librdkafka's of the same name is what the broker may take.
    let socket = draft.number("request.timeout.ms").clamp(10, 300_000);
    draft.set(Both, "socket.timeout.ms", socket.to_string());
    back_off(draft, "reconnect.backoff", 0, OLDEST);
    back_off(draft, "retry.backoff", 1, 300_000);
    metadata(draft);
    buffer(draft, "send.buffer.bytes", "socket.send.buffer.bytes");
    buffer(draft, "receive.buffer.bytes", "socket.receive.buffer.bytes");
    let client = draft.text("client.id").filter(|id| !id.is_empty()).unwrap_or("busboot").to_owned();
    draft.set(Both, "client.id", client);
}

/// Java's check; the time itself has no effect here, because no event is ever given up.
fn check_delivery(draft: &mut Draft<'_>) {
    let key = "delivery.timeout.ms";
    let linger = draft.number("linger.ms").min(i32::MAX.into());
    let least = (linger + draft.number("request.timeout.ms")).min(i32::MAX.into());
    if draft.is_given(key) && draft.number(key) < least {
        let found = draft
            .error(
                "kafka-value",
                key,
                format!("{key} is shorter than linger.ms and request.timeout.ms together"),
            )
            .spring("delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms")
            .help(format!("write `{key}={least}` or more"));
        draft.report(found);
    }
}

/// The two ends of a back-off, of which the first is never above the last. Who sets only `reconnect.backoff.ms` gets
/// that pause always (`postProcessReconnectBackoffConfigs`).
fn back_off(draft: &mut Draft<'_>, stem: &str, least: i64, most: i64) {
    let (first, last) = (format!("{stem}.ms"), format!("{stem}.max.ms"));
    let constant = stem == "reconnect.backoff" && draft.is_given(&first) && !draft.is_given(&last);
    ranged(draft, &first, Both, &first, (least, most));
    ranged(draft, &last, Both, &last, (least, most));
    let start = draft.number(&first).clamp(least, most);
    let end = draft.number(&last).clamp(least, most);
    if constant {
        draft.set(Both, &last, start.to_string());
    } else if start > end {
        draft.set(Both, &first, end.to_string());
    }
}

/// Java refreshes at this age. librdkafka has two times: when to refresh, and when to forget.
fn metadata(draft: &mut Draft<'_>) {
    let key = "metadata.max.age.ms";
    ranged(draft, key, Both, "topic.metadata.refresh.interval.ms", (1, OLDEST));
    let age = draft.number(key).clamp(1, OLDEST);
    draft.set(Both, key, (age * 3).to_string());
}

/// -1 leaves the size to the system, which is 0 in librdkafka.
fn buffer(draft: &mut Draft<'_>, key: &str, to: &str) {
    let bytes = draft.number(key).clamp(0, 100_000_000);
    draft.set(Both, to, bytes.to_string());
}
