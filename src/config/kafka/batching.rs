//! How much is collected before it is sent: batch.size, buffer.memory.

use super::draft::Draft;
use super::row::Scope::Producer;

/// Sets batch.size or batch.num.messages, and the size of librdkafka's queue.
pub(super) fn translate(draft: &mut Draft<'_>) {
    match draft.number("batch.size") {
        // Java: no batching. Out of librdkafka's range, which has a number of messages instead.
        0 => draft.set(Producer, "batch.num.messages", "1"),
        size => draft.set(Producer, "batch.size", size.to_string()),
    }
    let kilobytes =
        draft.number("buffer.memory").unsigned_abs().div_ceil(1024).clamp(1, i32::MAX.unsigned_abs().into());
    draft.set(Producer, "queue.buffering.max.kbytes", kilobytes.to_string());
    // As in Java only the bytes count.
    draft.set(Producer, "queue.buffering.max.messages", "0");
}
