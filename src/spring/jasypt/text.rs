//! Bytes to text as Java's `new String(bytes, UTF_8)` does it.

use crate::source::Secret;
use crate::spring::charset::push_utf_8;

/// The text; each malformed sequence becomes one U+FFFD.
pub(super) fn from_utf8(bytes: &[u8]) -> Secret {
    // Never reallocated, as that would leave a copy behind: a replacement has three bytes.
    let mut text = String::with_capacity(bytes.len() * char::REPLACEMENT_CHARACTER.len_utf8());
    push_utf_8(&mut text, bytes);
    Secret::new(text)
}
