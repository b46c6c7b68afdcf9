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
