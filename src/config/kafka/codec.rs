//! The level of compression; the codec itself has the same name on both sides.

use super::draft::Draft;
use super::row::Scope::Producer;
use super::transfer::ranged;

/// Sets compression.level from the key of the chosen codec.
pub(super) fn translate(draft: &mut Draft<'_>) {
    let codec = draft.text("compression.type").unwrap_or("none").to_owned();
    for (name, key) in [
        ("gzip", "compression.gzip.level"),
        ("lz4", "compression.lz4.level"),
        ("zstd", "compression.zstd.level"),
    ] {
        if !draft.is_given(key) {
            continue;
        }
        if name == codec {
            let most = if name == "gzip" { 9 } else { 12 };
            ranged(draft, key, Producer, "compression.level", (-1, most));
        } else {
            let found =
                draft.warning("kafka-ignored", key, format!("{key} is ignored: compression.type is {codec}"));
            draft.report(found);
        }
    }
}
