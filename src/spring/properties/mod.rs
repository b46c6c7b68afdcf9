//! `java.util.Properties`, to the byte.
//!
//! In: the bytes of a properties file. Out: its entries in file order with spans, a repeated key repeated. Rules from
//! the JDK's `Properties.load` (`LineReader`, `loadConvert`) and `loadFromXML`.

use crate::source::{FileId, Span};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Key, escapes resolved.
    pub key: String,
    /// Value, escapes resolved; trailing blanks are part of it.
    pub value: String,
    /// The key as written.
    pub key_span: Span,
    /// The value as written, continuation lines included.
    pub value_span: Span,
    /// Line on which the entry starts, from 1.
    pub line: usize,
}

/// A file's entries.
#[derive(Clone, Debug)]
pub struct Properties {
    /// The file.
    pub file: FileId,
    /// In file order.
    pub entries: Vec<Entry>,
}

impl Properties {
    /// The entry that Java keeps of this key: the last one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }
}

/// Placeholder until the real reader lands.
pub fn parse(
    bytes: &[u8],
    _encoding: Option<&str>,
    path: impl Into<std::path::PathBuf>,
    sources: &mut crate::source::Sources,
    _diagnostics: &mut crate::diagnostic::Diagnostics,
) -> Option<Properties> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let file = sources.add(path, text.as_str(), crate::source::Encoding::default());
    let mut entries = Vec::new();
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if let Some((key, value)) =
            line.trim_end_matches(['\n', '\r']).split_once('=').filter(|_| !line.starts_with('#'))
        {
            let start = at + key.len() + 1;
            entries.push(Entry {
                key: key.trim().to_owned(),
                value: value.trim_start().to_owned(),
                key_span: Span::new(file, at, at + key.len()),
                value_span: Span::new(file, start, start + value.len()),
                line: index + 1,
            });
        }
        at += line.len();
    }
    Some(Properties { file, entries })
}

/// Placeholder until the real reader lands.
pub fn parse_xml(
    bytes: &[u8],
    path: impl Into<std::path::PathBuf>,
    sources: &mut crate::source::Sources,
    diagnostics: &mut crate::diagnostic::Diagnostics,
) -> Option<Properties> {
    parse(bytes, None, path, sources, diagnostics)
}
