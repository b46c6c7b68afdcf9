//! XML documents as the JDK's parser judges them, as a tree with spans.
//!
//! In: the bytes of a file. Out: a [`Document`], or findings with the codes `xml-syntax`, `xml-entity`,
//! `xml-encoding`. No external entity is ever fetched and none is ever expanded. Knows nothing of Spring.

mod build;
mod chars;
mod conceal;
mod cursor;
mod declaration;
mod decode;
mod doctype;
mod misc;
mod names;
mod namespaces;
mod read;
mod rules;
mod start_tag;
mod subset;
#[cfg(test)]
mod tests;
mod tokens;
mod tree;

use std::path::PathBuf;

pub use tree::{Attribute, Doctype, Document, Element, Name, Node};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Encoding, FileId, Sources, Span};

/// The largest file that is read, in bytes; a Spring file has a few thousand.
const SIZE_LIMIT: usize = 128 << 20;

/// The document of a file that was read before, with spans into that file; `None` where it isn't well-formed.
#[must_use]
pub fn tree(file: FileId, sources: &Sources) -> Option<Document> {
    let (document, fault) = read::read(sources.get(file)?.text(), file, None, false);
    fault.is_none().then_some(document)
}

/// Parses a document; what is wrong with it goes into `diagnostics`.
///
/// `path` is what the file is shown as. The verdict is that of the JDK's parser as Spring uses it, with one difference:
/// a document that declares an entity is refused (`xml-entity`). A file of more than 128 MiB is refused too (`xml-size`).
/// Returns `None` exactly when an error was reported.
pub fn parse(
    bytes: &[u8],
    path: impl Into<PathBuf>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    match parse_as_far_as_possible(bytes, path, sources, false) {
        Parsed::Whole(document) => Some(document),
        Parsed::Broken { fault, .. } => {
            diagnostics.push(*fault);
            None
        }
    }
}

/// What a parser had reported when it came to the end or to a fault.
#[derive(Debug)]
pub enum Parsed {
    /// A well-formed document.
    Whole(Document),
    /// A fault, and what stands in front of it.
    Broken {
        /// The elements that begin in front of the fault, unless there are none.
        before: Option<Document>,
        /// What [`parse`] reports.
        fault: Box<Diagnostic>,
    },
}

/// [`parse`] for those who judge elements while the parser still goes on, as a validating parser does.
///
/// With `reveal`, a fault may quote what looks like a secret.
pub fn parse_as_far_as_possible(
    bytes: &[u8],
    path: impl Into<PathBuf>,
    sources: &mut Sources,
    reveal: bool,
) -> Parsed {
    if bytes.len() > SIZE_LIMIT {
        let file = sources.add(path, "", Encoding::default());
        let message = format!("the file has {} bytes, more than the {SIZE_LIMIT} that are read", bytes.len());
        let fault = Diagnostic::error("xml-size", message).at(Span::new(file, 0, 0), "");
        return Parsed::Broken { before: None, fault: Box::new(fault) };
    }
    let decoded = decode::decode(bytes);
    let file = sources.add(path, decoded.text, decoded.encoding);
    let text = sources.get(file).map(|source| source.text().clone()).unwrap_or_default();
    let (end, cut) = decoded.cut.map_or((text.len(), None), |(end, fault)| (end, Some(fault)));
    let (document, fault) = read::read(text.get(..end).unwrap_or_default(), file, cut, reveal);
    let Some(fault) = fault else { return Parsed::Whole(document) };
    if let Some((start, end)) = fault.secret {
        sources.mark_secret(Span::new(file, start, end));
    }
    let before = (!document.nodes.is_empty()).then_some(document);
    Parsed::Broken { before, fault: Box::new(fault.diagnostic(file)) }
}
