//! Puts the parts of a document together: a stack of open elements and the arena behind it.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use super::cursor::QName;
use super::tree::{Attribute, Data, Doctype, Document, Name, Stored};
use crate::source::FileId;

/// A document as far as it has been read.
#[derive(Debug)]
pub(super) struct Builder<'t> {
    document: Document,
    open: Vec<Open>,
    known: HashMap<(&'t str, Option<Arc<str>>), u32>,
    text: Option<Pending>,
}

#[derive(Debug)]
struct Open {
    id: u32,
    last: Option<u32>,
}

/// Character data that may go on behind a reference.
#[derive(Debug)]
struct Pending {
    text: String,
    start: usize,
    end: usize,
}

impl<'t> Builder<'t> {
    pub(super) fn new(file: FileId) -> Self {
        let document = Document {
            file,
            nodes: Vec::new(),
            names: Vec::new(),
            attributes: Vec::new(),
            doctype: None,
            open: Vec::new(),
        };
        Self { document, open: Vec::new(), known: HashMap::new(), text: None }
    }

    /// The name in a namespace; equal names share their texts.
    pub(super) fn name(&mut self, name: QName<'t>, namespace: Option<Arc<str>>) -> Name {
        let id = self.name_id(name, namespace);
        self.document.names.get(id as usize).cloned().unwrap_or_else(|| Name::of(name, None))
    }

    fn name_id(&mut self, name: QName<'t>, namespace: Option<Arc<str>>) -> u32 {
        let names = &mut self.document.names;
        *self.known.entry((name.raw, namespace)).or_insert_with_key(|(_, namespace)| {
            names.push(Name::of(name, namespace.clone()));
            narrow(names.len() - 1)
        })
    }

    /// Opens an element whose start tag reaches from `start` up to `end`.
    pub(super) fn open(
        &mut self,
        name: QName<'t>,
        namespace: Option<Arc<str>>,
        attributes: Vec<Attribute>,
        [start, end]: [usize; 2],
    ) {
        let name = self.name_id(name, namespace);
        let from = narrow(self.document.attributes.len());
        self.document.attributes.extend(attributes);
        let attributes = (from, narrow(self.document.attributes.len()));
        let id =
            self.add(Data::Element { name, attributes, start_tag_end: narrow(end), first: None }, start, end);
        self.open.push(Open { id, last: None });
    }

    /// Closes the innermost element, whose end tag ends at `end`.
    pub(super) fn close(&mut self, end: usize) {
        self.flush();
        let innermost = self.open.pop().and_then(|open| self.document.nodes.get_mut(open.id as usize));
        if let Some(element) = innermost {
            element.end = narrow(end);
        }
    }

    /// Adds character data; what follows it without markup between belongs to the same node.
    pub(super) fn text(&mut self, text: &str, start: usize, end: usize) {
        let pending = self.text.get_or_insert_with(|| Pending { text: String::new(), start, end });
        pending.text.push_str(text);
        pending.end = end;
    }

    pub(super) fn cdata(&mut self, text: String, start: usize, end: usize) {
        self.add(Data::Text { text: text.into(), cdata: true }, start, end);
    }

    /// Adds a comment; one outside the root element is left out.
    pub(super) fn comment(&mut self, text: String, start: usize, end: usize) {
        if !self.open.is_empty() {
            self.add(Data::Comment { text: text.into() }, start, end);
        }
    }

    pub(super) fn doctype(&mut self, doctype: Doctype) {
        self.document.doctype = Some(doctype);
    }

    /// The document as far as it was read.
    pub(super) fn finish(mut self) -> Document {
        self.document.open = self.open.iter().map(|open| open.id).collect();
        self.document
    }

    fn flush(&mut self) {
        if let Some(Pending { text, start, end }) = self.text.take() {
            self.add(Data::Text { text: text.into(), cdata: false }, start, end);
        }
    }

    fn add(&mut self, data: Data, start: usize, end: usize) -> u32 {
        self.flush();
        let nodes = &mut self.document.nodes;
        let id = narrow(nodes.len());
        nodes.push(Stored { data, start: narrow(start), end: narrow(end), next: None });
        if let Some(parent) = self.open.last_mut() {
            let before = parent.last.replace(id);
            match nodes.get_mut(before.unwrap_or(parent.id) as usize) {
                Some(sibling) if before.is_some() => sibling.next = NonZeroU32::new(id),
                Some(Stored { data: Data::Element { first, .. }, .. }) => *first = NonZeroU32::new(id),
                _ => {}
            }
        }
        id
    }
}

impl Name {
    fn of(name: QName<'_>, namespace: Option<Arc<str>>) -> Self {
        Self { prefix: name.prefix.unwrap_or_default().into(), local: name.local.into(), namespace }
    }
}

/// Sizes fit: a document is limited to far fewer bytes.
fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
