//! The XML form of properties, as the JDK's `Properties.loadFromXML` reads it.

use std::path::PathBuf;

use super::{Entry, Properties};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Sources, Span, looks_secret};
use crate::spring::xml::{self, Document, Element, Node, Parsed};

const SYSTEM_ID: &str = "http://java.sun.com/dtd/properties.dtd";
const DOCTYPE: &str = r#"<!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd">"#;
/// The JDK looks for an element's name anywhere in this text.
const ALLOWED: &str = "comment, entry";

/// Parses a properties file in the XML form; what is wrong with it goes into `diagnostics`.
///
/// `path` is what the file is shown as. Returns `None` exactly when an error was reported. The JDK has a parser of its own
/// for this form. It says nothing of what is wrong with a file that isn't well-formed, and it takes some that aren't
/// (`]]>` in text, references to undeclared entities, an attribute twice, unbound prefixes), which are refused here.
pub fn parse_xml(
    bytes: &[u8],
    path: impl Into<PathBuf>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Properties> {
    let document = match xml::parse_as_far_as_possible(bytes, path, sources, false) {
        Parsed::Whole(document) => document,
        Parsed::Broken { before, fault } => {
            let unannounced = before.and_then(|before| doctype(&before).err());
            // The JDK's own parser for these throws with no text at all.
            let fault = Diagnostic { spring: Some(String::new()), ..*fault };
            diagnostics.push(*unannounced.unwrap_or(Box::new(fault)));
            return None;
        }
    };
    let entries = doctype(&document).and_then(|()| Reading::default().entries(&document, sources));
    match entries {
        Ok(entries) => {
            for entry in entries.iter().filter(|entry| looks_secret(&entry.key)) {
                sources.mark_secret(entry.value_span);
            }
            Some(Properties { file: document.file(), entries })
        }
        Err(fault) => {
            diagnostics.push(*fault);
            None
        }
    }
}

/// Checks the document type declaration, which must be there, and the root element.
fn doctype(document: &Document) -> Result<(), Box<Diagnostic>> {
    let root = document.root();
    let missing =
        "An XML properties document must contain the DOCTYPE declaration as defined by java.util.Properties.";
    let Some(doctype) = document.doctype() else {
        let message = "the document type declaration of properties is missing";
        return Err(fault(
            message,
            missing,
            root.start_tag(),
            format!("write `{DOCTYPE}` above the root element"),
        ));
    };
    let (announced, span) = (doctype.root.as_str(), doctype.span);
    let written = || format!("write `{DOCTYPE}`");
    if announced != "properties" || doctype.system_id.as_deref() != Some(SYSTEM_ID) {
        return Err(fault(
            "this is not the document type declaration of properties",
            missing,
            span,
            written(),
        ));
    }
    if doctype.internal_subset {
        let spring = format!(
            "Internal DTD subset is not allowed. The Properties XML document must have the following DOCTYPE \
             declaration: \n{DOCTYPE}"
        );
        return Err(fault("the document type declaration has an internal subset", spring, span, written()));
    }
    let name = qualified(root);
    if name != announced {
        let spring = format!("Document root element \"{name}\", must match DOCTYPE root \"{announced}\"");
        return Err(fault(
            "the root element is not `properties`",
            spring,
            root.start_tag(),
            "write `<properties>`",
        ));
    }
    Ok(())
}

/// The JDK's handler of events: an entry inside an entry takes over its key and its text so far.
#[derive(Default)]
struct Reading<'d> {
    entries: Vec<Entry>,
    commented: bool,
    entry: Option<Open<'d>>,
    text: String,
    text_span: Option<Span>,
}

struct Open<'d> {
    element: Element<'d>,
    key: &'d str,
    key_span: Span,
}

/// What is still to be visited, so that depth costs no stack.
enum Visit<'d> {
    Start(Node<'d>),
    End,
}

impl<'d> Reading<'d> {
    fn entries(mut self, document: &'d Document, sources: &Sources) -> Result<Vec<Entry>, Box<Diagnostic>> {
        let children = |element: Element<'d>| {
            let children: Vec<_> = element.children().map(Visit::Start).collect();
            children.into_iter().rev()
        };
        let mut visits: Vec<Visit<'d>> = children(document.root()).collect();
        while let Some(visit) = visits.pop() {
            match visit {
                Visit::Start(Node::Element(element)) => {
                    self.start(element)?;
                    visits.push(Visit::End);
                    visits.extend(children(element));
                }
                Visit::Start(Node::Text { text, span, .. }) if self.entry.is_some() => {
                    self.text.push_str(text);
                    let start = self.text_span.map_or(span.start, |before| before.start);
                    self.text_span = Some(Span { start, ..span });
                }
                Visit::Start(_) => {}
                Visit::End => self.end(sources),
            }
        }
        Ok(self.entries)
    }

    fn start(&mut self, element: Element<'d>) -> Result<(), Box<Diagnostic>> {
        let name = qualified(element);
        if !ALLOWED.contains(&name) {
            let spring = format!("Element type \"{name}\" must be declared.");
            let message = format!("properties have no element `{name}`");
            return Err(fault(
                message,
                spring,
                element.start_tag(),
                "write `<entry key=\"..\">` or delete it",
            ));
        }
        if name == "entry" {
            let Some(key) = element.attribute("key") else {
                let spring = "Attribute \"key\" is required and must be specified for element type \"entry\"";
                return Err(fault(
                    "an entry without a key",
                    spring,
                    element.start_tag(),
                    "write `<entry key=\"..\">`",
                ));
            };
            self.entry = Some(Open { element, key: &key.value, key_span: key.value_span });
        } else if name == "comment" {
            if self.commented {
                let spring = "Only one comment element may be allowed. The content of element type \"properties\" must \
                              match \"(comment?,entry*)\"";
                return Err(fault(
                    "a second comment element",
                    spring,
                    element.start_tag(),
                    "delete one of the two",
                ));
            }
            self.commented = true;
        }
        Ok(())
    }

    fn end(&mut self, sources: &Sources) {
        let value = std::mem::take(&mut self.text);
        let value_span = self.text_span.take();
        let Some(Open { element, key, key_span }) = self.entry.take() else { return };
        let start_tag = element.start_tag();
        let value_span = value_span.unwrap_or(Span { start: start_tag.end, ..start_tag });
        let line = sources.start(element.span()).map_or(0, |position| position.line);
        self.entries.push(Entry { key: key.to_owned(), value, key_span, value_span, line });
    }
}

fn qualified(element: Element<'_>) -> String {
    let name = element.name();
    if name.prefix.is_empty() { name.local.to_string() } else { format!("{}:{}", name.prefix, name.local) }
}

fn fault(
    message: impl Into<String>,
    spring: impl Into<String>,
    span: Span,
    help: impl Into<String>,
) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("properties-syntax", message).spring(spring).at(span, "").help(help))
}
