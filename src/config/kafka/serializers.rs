//! How keys and values become bytes: key.serializer, value.serializer and the encodings that `StringSerializer` reads.

use crate::config::settings::TextEncoding;
use crate::spring::charset::Charset;

use super::draft::Draft;

/// The encodings of keys and of values.
pub(super) fn translate(draft: &mut Draft<'_>) -> (TextEncoding, TextEncoding) {
    check_class(draft, "key.serializer");
    check_class(draft, "value.serializer");
    (encoding(draft, "key.serializer.encoding"), encoding(draft, "value.serializer.encoding"))
}

/// The server starts with a serializer of something else than texts, and fails every event.
fn check_class(draft: &mut Draft<'_>, key: &str) {
    let simple = draft.given(key).and_then(|class| class.rsplit('.').next());
    let Some(simple) = simple.filter(|simple| *simple != "StringSerializer") else { return };
    let found = draft
        .warning("kafka-changed", key, format!("the {key} can't be {simple}: a text is sent as a text"))
        .note("the server starts with it, but its producer fails every event, which nobody sees")
        .help(format!("remove the line of {key}"));
    draft.report(found);
}

/// Nobody trims the name, and `Charset.forName` takes it in any case and by any alias.
fn encoding(draft: &mut Draft<'_>, own: &str) -> TextEncoding {
    let key = if draft.is_given(own) { own } else { "serializer.encoding" };
    let Some(name) = draft.given(key) else { return TextEncoding::default() };
    let charset = Charset::of_java(name);
    match charset {
        Some(Charset::Utf8) => return TextEncoding::Utf8,
        Some(Charset::Latin1) => return TextEncoding::Latin1,
        Some(Charset::Ascii) => return TextEncoding::Ascii,
        Some(Charset::Utf16) => return TextEncoding::Utf16,
        Some(Charset::Utf16Be | Charset::Utf16Le | Charset::Table(_)) | None => {}
    }
    let mut found = draft
        .error("kafka-value", key, format!("{key} names an encoding that can't be used here"))
        .help("use UTF-8, ISO-8859-1, US-ASCII or UTF-16");
    if charset.is_none() {
        found = found.spring(name);
    }
    draft.report(found);
    TextEncoding::default()
}
