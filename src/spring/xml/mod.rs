//! XML documents as the JDK's parser judges them, as a tree with spans.
//!
//! In: the bytes of a file. Out: a [`Document`], or findings with the codes `xml-syntax`, `xml-entity`,
//! `xml-encoding`. No external entity is ever fetched and none is ever expanded. Knows nothing of Spring.

mod build;
mod read;
mod tree;

use std::path::PathBuf;

pub use tree::{Attribute, Document, Element, Name, Node};

use crate::diagnostic::Diagnostics;
use crate::source::{Encoding, Sources};

/// Parses a document; what is wrong with it goes into `diagnostics`.
///
/// `path` is what the file is shown as. Returns `None` exactly when an error was reported.
pub fn parse(
    bytes: &[u8],
    path: impl Into<PathBuf>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let bom = bytes.starts_with(b"\xEF\xBB\xBF");
    let text = String::from_utf8_lossy(bytes.get(if bom { 3 } else { 0 }..).unwrap_or_default()).into_owned();
    let file = sources.add(path, text, Encoding { name: "UTF-8", bom });
    let text = sources.get(file)?.text().clone();
    read::read(&text, file).map_err(|fault| diagnostics.push(fault)).ok()
}
