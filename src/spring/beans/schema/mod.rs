//! What Xerces would refuse before Spring reads anything: files are validated against the schemas in Spring's jars.
//!
//! In: a document. Out: findings with the code `xml-schema`, each in Xerces' words. The schemas are data, `table.txt`.
//! No location is ever fetched: one that the jars don't have counts as unreachable, as on a server without a way out.

mod datatype;
mod dtd;
mod location;
mod mode;
mod model;
mod table;
mod violation;
mod walk;
mod xsd;

use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};
use crate::spring::xml::{Document, Element};

/// The most findings of one document: the rest follows from the first ones.
const MOST_FINDINGS: usize = 100;

/// Something that is refused.
#[derive(Clone, Debug)]
pub(super) struct Violation {
    /// The start tag of the element that it is about.
    pub(super) element: Span,
    /// What to report.
    pub(super) diagnostic: Diagnostic,
}

/// Validates a document as far as it goes; nothing is reported exactly when Xerces accepts it.
pub(super) fn validate(document: &Document, sources: &Sources) -> Vec<Violation> {
    let text = sources.get(document.file()).map(|file| file.text().clone()).unwrap_or_default();
    let mut found = match document.doctype() {
        Some(doctype) => dtd::validate(document, doctype, &text),
        None if mode::expects_document_type(&text) => dtd::without_document_type(document.root()),
        None => xsd::validate(document),
    };
    found.truncate(MOST_FINDINGS);
    if let Some(last) = found.get_mut(MOST_FINDINGS - 1) {
        last.diagnostic = last.diagnostic.clone().note("no more faults of this document are reported");
    }
    found
}

/// Elements may nest this deep; what reads them calls itself.
pub(super) const DEEPEST: usize = 300;

/// The first element that nests too deep.
pub(super) fn too_deep(document: &Document) -> Option<Element<'_>> {
    walk::walk(document.root()).find_map(|event| match event {
        walk::Event::Start(element, depth) if depth >= DEEPEST => Some(element),
        _ => None,
    })
}
