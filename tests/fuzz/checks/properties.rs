//! Any bytes as a properties file, and as its XML form. What was read is written and read again: the same entries.

use busboot::diagnostic::Diagnostics;
use busboot::source::Sources;
use busboot::spring::properties::{self, Properties};

const ENCODINGS: [Option<&str>; 4] = [None, Some("UTF-8"), Some("UTF-16"), Some("windows-1252")];

pub(crate) fn check(bytes: &[u8]) {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let encoding = ENCODINGS[usize::from(first) % ENCODINGS.len()];
    if first >= 0xF0 {
        let read = properties::parse_xml(bytes, "a.xml", &mut sources, &mut diagnostics);
        assert_eq!(read.is_none(), diagnostics.first_error().is_some());
        return;
    }
    let read = properties::parse(bytes, encoding, "a.properties", &mut sources, &mut diagnostics);
    assert_eq!(read.is_none(), diagnostics.first_error().is_some());
    if let Some(read) = read {
        spans_hold(&read, &sources);
        comes_back(&read);
    }
}

/// A key without escapes and continuation lines is what its span covers.
fn spans_hold(read: &Properties, sources: &Sources) {
    for entry in &read.entries {
        let written = sources.slice(entry.key_span);
        assert!(written.contains('\\') || written == entry.key, "{written:?} is not {:?}", entry.key);
    }
}

fn comes_back(read: &Properties) {
    let line = |entry: &properties::Entry| {
        format!("{}={}\n", properties::escape_key(&entry.key), properties::escape_value(&entry.value))
    };
    let written: String = read.entries.iter().map(line).collect();
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let again = properties::parse(written.as_bytes(), None, "b.properties", &mut sources, &mut diagnostics);
    let texts = |properties: &Properties| -> Vec<(String, String)> {
        properties.entries.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect()
    };
    assert_eq!(again.as_ref().map(texts), Some(texts(read)), "{written:?}");
}
