//! Bean definitions as they are written.
//!
//! In: an XML document. Out: [`BeanDefinition`]s, aliases and imports, with generated names where Spring generates
//! them. Loads no class and opens no file; rules from Spring's `BeanDefinitionParserDelegate`,
//! `DefaultBeanDefinitionDocumentReader` and the namespace handlers of `util`, `p`, `c` and `context`.

mod definition;
mod namespace;
mod outline;
mod reader;
mod schema;
mod secrets;
mod sink;
mod text;

#[cfg(test)]
mod tests;

pub use definition::{
    Autowire, BeanDefinition, BeanReference, Collection, CollectionKind, ConstructorArgument, Foreign,
    Import, MapEntry, MethodOverride, Property, Spanned, TypedString, ValueNode,
};
pub use outline::{Outline, outline};
pub use sink::DefinitionSink;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Sources;

use super::xml::Document;
use reader::Reader;

/// The namespace of `<beans>`.
const BEANS: &str = "http://www.springframework.org/schema/beans";

/// Reports why a document that isn't well-formed is refused: Spring validates while it parses, so that what the schema
/// forbids in front of the fault comes first.
pub fn refuse(
    before: Option<&Document>,
    fault: Diagnostic,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    if let Some(before) = before {
        secrets::mark(before, sources);
        for violation in schema::validate(before, sources) {
            diagnostics.push(violation.diagnostic);
        }
    }
    diagnostics.push(fault);
}

/// Reads a document: validates it as Spring does, then hands every definition to the sink, in the order written.
///
/// `resource` is how Spring describes the file, such as `file [/etc/x.xml]`. Returns whether nothing was wrong in
/// this file itself; what is wrong is reported, and what could be read all the same has gone to the sink.
pub fn read(
    document: &Document,
    resource: &str,
    sink: &mut dyn DefinitionSink,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> bool {
    if let Some(element) = schema::too_deep(document) {
        let message = format!("elements nest more than {} deep", schema::DEEPEST);
        let fault = Diagnostic::error("xml-depth", message).at(element.start_tag(), "");
        diagnostics.push(fault.help("give inner beans an id, move them out and refer to them"));
        return false;
    }
    secrets::mark(document, sources);
    let violations = schema::validate(document, sources);
    let valid = violations.is_empty();
    let mut reader = Reader::new(resource, sink, sources, diagnostics);
    reader.plain = document.doctype().is_some();
    for violation in violations {
        reader.refused.insert(violation.element);
        reader.diagnostics.push(violation.diagnostic);
    }
    reader.read_root(document.root());
    valid && reader.is_clean()
}
