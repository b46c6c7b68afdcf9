//! Bytes to text as Java's `new String(bytes, UTF_8)` does it.

use crate::source::Secret;

/// The text; each malformed sequence becomes one U+FFFD. Java and Rust count them alike but for surrogates, whose
/// bytes are one sequence in Java and two or three in Rust.
pub(super) fn from_utf8(bytes: &[u8]) -> Secret {
    // Never reallocated, as that would leave a copy behind: a replacement has three bytes.
    let mut text = String::with_capacity(bytes.len() * char::REPLACEMENT_CHARACTER.len_utf8());
    let mut rest = bytes;
    while let Some(chunk) = rest.utf8_chunks().next() {
        text.push_str(chunk.valid());
        let malformed = rest.get(chunk.valid().len()..).unwrap_or_default();
        let length = match malformed {
            [] => break,
            [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..] => 3,
            [0xED, 0xA0..=0xBF, ..] => 2,
            _ => chunk.invalid().len(),
        };
        text.push(char::REPLACEMENT_CHARACTER);
        rest = malformed.get(length..).unwrap_or_default();
    }
    Secret::new(text)
}
