//! From tokens to the tree.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::build::{Builder, Namespaces};
use super::tree::{Attribute, Document, Name};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// The tree of a text, or the first fault in it.
pub(super) fn read(text: &str, file: FileId) -> Result<Document, Diagnostic> {
    Read { text, file, tree: Builder::new(file), scopes: Namespaces::default(), doctype: None }.document()
}

struct Read<'t> {
    text: &'t str,
    file: FileId,
    tree: Builder,
    scopes: Namespaces,
    doctype: Option<Option<String>>,
}

impl<'t> Read<'t> {
    fn document(mut self) -> Result<Document, Diagnostic> {
        self.scopes.bind("xml".into(), Some("http://www.w3.org/XML/1998/namespace".into()));
        let mut reader = Reader::from_str(self.text);
        loop {
            let start = offset(reader.buffer_position());
            let event = reader.read_event().map_err(|error| self.fault(start, start, error.to_string()))?;
            let span = Span::new(self.file, start, offset(reader.buffer_position()));
            match event {
                Event::Start(tag) => self.start(&tag, span)?,
                Event::Empty(tag) => {
                    self.start(&tag, span)?;
                    self.end(span);
                }
                Event::End(_) => self.end(span),
                Event::Text(text) if self.tree.depth() > 0 => self.tree.text(&newlines(&text), span, false),
                Event::CData(text) => self.tree.text(&newlines(&text), span, true),
                Event::GeneralRef(name) => {
                    let resolved = self.reference(&name, span)?;
                    self.tree.text(&resolved, span, false);
                }
                Event::Comment(text) => self.tree.comment(&newlines(&text), span),
                Event::DocType(text) => self.doctype(&text, span)?,
                Event::Text(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        let end = self.text.len();
        let fault = self.fault(end, end, "the document has no root element".to_owned());
        self.tree.finish(self.doctype).ok_or(fault)
    }

    fn start(&mut self, tag: &BytesStart<'t>, span: Span) -> Result<(), Diagnostic> {
        self.scopes.open();
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| self.fault(span.start, span.end, error.to_string()))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.fault(span.start, span.end, error.to_string()))?
                .into_owned();
            let key = attribute.key.as_ref();
            let prefix = key.strip_prefix("xmlns:").or((key == "xmlns").then_some(""));
            if let Some(prefix) = prefix {
                let uri = (!value.is_empty()).then(|| self.tree.shared(&value));
                self.scopes.bind(prefix.into(), uri);
                continue;
            }
            let start = self.position(key).unwrap_or(span.start);
            let value_start = match &attribute.value {
                Cow::Borrowed(raw) => self.position(raw).unwrap_or(start),
                Cow::Owned(_) => start,
            };
            let value_end = value_start + attribute.value.len();
            attributes.push((key.to_owned(), value, [start, value_start, value_end]));
        }
        let name = self.name(tag.name().as_ref(), true);
        let attributes = attributes
            .into_iter()
            .map(|(key, value, [start, value_start, value_end])| Attribute {
                name: self.name(&key, false),
                value,
                span: Span::new(self.file, start, value_end + 1),
                value_span: Span::new(self.file, value_start, value_end),
            })
            .collect();
        self.tree.open(name, attributes, span);
        Ok(())
    }

    fn end(&mut self, span: Span) {
        self.tree.close(span.end);
        self.scopes.close();
    }

    fn name(&mut self, qualified: &str, element: bool) -> Name {
        let (prefix, local) = qualified.split_once(':').unwrap_or(("", qualified));
        let namespace: Option<Arc<str>> =
            if prefix.is_empty() && !element { None } else { self.scopes.uri(prefix) };
        Name { prefix: self.tree.shared(prefix), local: self.tree.shared(local), namespace }
    }

    fn reference(&self, name: &str, span: Span) -> Result<Cow<'static, str>, Diagnostic> {
        let number = match name.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            },
            None => None,
        };
        Ok(match (name, number.and_then(char::from_u32)) {
            ("lt", _) => "<".into(),
            ("gt", _) => ">".into(),
            ("amp", _) => "&".into(),
            ("quot", _) => "\"".into(),
            ("apos", _) => "'".into(),
            (_, Some(character)) => character.to_string().into(),
            _ => {
                let text = format!("The entity \"{name}\" was referenced, but not declared.");
                return Err(self.fault(span.start, span.end, text));
            }
        })
    }

    fn doctype(&mut self, text: &str, span: Span) -> Result<(), Diagnostic> {
        if text.contains("<!ENTITY") {
            let message = "the document declares an entity, which is refused";
            return Err(Diagnostic::error("xml-entity", message).at(span, "declared here"));
        }
        let quoted = text.split('"').collect::<Vec<_>>();
        self.doctype = Some(quoted.iter().rev().nth(1).map(|&id| id.to_owned()));
        Ok(())
    }

    fn position(&self, part: &str) -> Option<usize> {
        (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)
    }

    fn fault(&self, start: usize, end: usize, message: String) -> Diagnostic {
        Diagnostic::error("xml-syntax", message).at(Span::new(self.file, start, end), "")
    }
}

fn newlines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
