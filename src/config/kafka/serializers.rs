//! How keys and values become bytes: key.serializer, value.serializer and the encodings that `StringSerializer` reads.

use crate::config::settings::TextEncoding;

use super::draft::Draft;

const PACKAGE: &str = "org.apache.kafka.common.serialization.";

/// Serializers that take something else than a text: the bus hands them one, so the server fails every event.
const NOT_OF_TEXT: &[&str] = &[
    "ByteArraySerializer",
    "BytesSerializer",
    "ByteBufferSerializer",
    "BooleanSerializer",
    "DoubleSerializer",
    "FloatSerializer",
    "IntegerSerializer",
    "ListSerializer",
    "LongSerializer",
    "ShortSerializer",
    "UUIDSerializer",
    "VoidSerializer",
];

/// The encodings of keys and of values.
pub(super) fn translate(draft: &mut Draft<'_>) -> (TextEncoding, TextEncoding) {
    check_class(draft, "key.serializer");
    check_class(draft, "value.serializer");
    (encoding(draft, "key.serializer.encoding"), encoding(draft, "value.serializer.encoding"))
}

fn check_class(draft: &mut Draft<'_>, key: &str) {
    let Some(class) = draft.given(key).map(str::to_owned) else { return };
    let found = match class.strip_prefix(PACKAGE) {
        Some("StringSerializer") => return,
        Some(simple) if NOT_OF_TEXT.contains(&simple) => draft
            .warning("kafka-changed", key, format!("the {key} can't be {simple}: a text is sent as a text"))
            .note("the server starts with it, but its producer fails every event, which nobody sees")
            .help(format!("remove the line of {key}")),
        _ => draft
            .error("kafka-refused", key, format!("the {key} is Java code, which can't run here"))
            .spring(format!(
                "Invalid value {class} for configuration {key}: Class {class} could not be found."
            ))
            .note("that is what a server says whose class path lacks the class")
            .help(format!("remove the line of {key}; events are sent as texts then")),
    };
    draft.report(found);
}

fn encoding(draft: &mut Draft<'_>, own: &str) -> TextEncoding {
    let key = if draft.is_given(own) { own } else { "serializer.encoding" };
    let Some(name) = draft.given(key) else { return TextEncoding::default() };
    // `Charset.forName` takes any case and the aliases, but no blank.
    match name.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "unicode-1-1-utf-8" => TextEncoding::Utf8,
        "iso-8859-1" | "iso8859_1" | "iso8859-1" | "iso_8859-1" | "iso_8859_1" | "8859_1" | "latin1"
        | "l1" | "ibm819" | "ibm-819" | "819" | "cp819" | "csisolatin1" | "iso-ir-100"
        | "iso_8859-1:1987" => TextEncoding::Latin1,
        "us-ascii" | "ascii" | "ascii7" | "iso646-us" | "646" | "us" | "cp367" | "ibm367" | "iso-ir-6"
        | "ansi_x3.4-1968" | "ansi_x3.4-1986" | "iso_646.irv:1991" | "iso_646.irv:1983" | "csascii"
        | "default" => TextEncoding::Ascii,
        "utf-16" | "utf16" | "utf_16" | "unicode" | "unicodebig" => TextEncoding::Utf16,
        _ => {
            let found = draft
                .error("kafka-value", key, format!("{key} names an encoding that can't be used here"))
                .spring(format!("Unsupported encoding {name}"))
                .note("that is what a server says whose Java lacks the encoding; it doesn't trim the name")
                .help("use UTF-8, ISO-8859-1, US-ASCII or UTF-16");
            draft.report(found);
            TextEncoding::default()
        }
    }
}
