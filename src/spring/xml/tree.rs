//! The tree: an arena, so that depth costs no stack, neither in walking nor in dropping.

use std::num::NonZeroU32;
use std::sync::Arc;

use crate::source::{FileId, Span};

/// A qualified name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The prefix as written, empty without one.
    pub prefix: Arc<str>,
    /// The local part.
    pub local: Arc<str>,
    /// The namespace's URI, if it is in one.
    pub namespace: Option<Arc<str>>,
}

/// An attribute with its value normalised as the XML recommendation says.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its name.
    pub name: Name,
    /// The value after normalisation and replacement of references.
    pub value: String,
    /// Name, equals sign and quoted value.
    pub span: Span,
    /// The value as written, without the quotes.
    pub value_span: Span,
}

/// A node as it is kept. Offsets and indices are 32 bits wide, since a document's size is limited.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) data: Data,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The next node of the same parent.
    pub(super) next: Option<NonZeroU32>,
}

#[derive(Debug)]
pub(super) enum Data {
    Element { name: u32, attributes: (u32, u32), start_tag_end: u32, first: Option<NonZeroU32> },
    Text { text: Box<str>, cdata: bool },
    Comment { text: Box<str> },
}

/// A whole document.
#[derive(Debug)]
pub struct Document {
    pub(super) file: FileId,
    /// All nodes inside the root element in the order in which they start; the root element comes first.
    pub(super) nodes: Vec<Stored>,
    pub(super) names: Vec<Name>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) doctype: Option<Doctype>,
    /// The elements that a fault left open, from the root inwards; none in a whole document.
    pub(super) open: Vec<u32>,
}

/// What a document type declaration refers to. Nothing of it is ever fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doctype {
    /// Name of the root element that it announces.
    pub root: String,
    /// The public identifier, its white space normalised.
    pub public_id: Option<String>,
    /// The system identifier.
    pub system_id: Option<String>,
    /// Whether it has an internal subset, be it an empty one.
    pub internal_subset: bool,
    /// The whole declaration.
    pub span: Span,
}

/// An element of a document.
#[derive(Clone, Copy, Debug)]
pub struct Element<'d> {
    document: &'d Document,
    id: u32,
}

/// Any node of a document.
#[derive(Clone, Copy, Debug)]
pub enum Node<'d> {
    /// An element.
    Element(Element<'d>),
    /// Character data with references replaced; a CDATA section is a node of its own.
    Text {
        /// The characters.
        text: &'d str,
        /// Where they stand.
        span: Span,
        /// Whether it is a CDATA section.
        cdata: bool,
    },
    /// A comment.
    Comment {
        /// What stands between `<!--` and `-->`.
        text: &'d str,
        /// The whole comment.
        span: Span,
    },
}

impl Document {
    /// The file it was read from.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The root element.
    #[must_use]
    pub fn root(&self) -> Element<'_> {
        Element { document: self, id: 0 }
    }

    /// Whether its end was reached; else only what stands in front of a fault is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.open.is_empty()
    }

    /// The document type declaration, if it has one.
    #[must_use]
    pub fn doctype(&self) -> Option<&Doctype> {
        self.doctype.as_ref()
    }

    fn stored(&self, id: u32) -> Option<&Stored> {
        self.nodes.get(id as usize)
    }

    fn node(&self, id: u32) -> Option<Node<'_>> {
        let stored = self.stored(id)?;
        let span = self.span(stored.start, stored.end);
        Some(match &stored.data {
            Data::Element { .. } => Node::Element(Element { document: self, id }),
            Data::Text { text, cdata } => Node::Text { text, span, cdata: *cdata },
            Data::Comment { text } => Node::Comment { text, span },
        })
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span::new(self.file, start as usize, end as usize)
    }
}

impl<'d> Element<'d> {
    fn stored(self) -> Option<&'d Stored> {
        self.document.stored(self.id)
    }

    /// Its qualified name.
    #[must_use]
    pub fn name(self) -> &'d Name {
        static NONE: std::sync::LazyLock<Name> =
            std::sync::LazyLock::new(|| Name { prefix: "".into(), local: "".into(), namespace: None });
        match self.stored().map(|stored| &stored.data) {
            Some(Data::Element { name, .. }) => self.document.names.get(*name as usize).unwrap_or(&NONE),
            _ => &NONE,
        }
    }

    /// The local part of its name.
    #[must_use]
    pub fn local(self) -> &'d str {
        &self.name().local
    }

    /// Its namespace's URI.
    #[must_use]
    pub fn namespace(self) -> Option<&'d str> {
        self.name().namespace.as_deref()
    }

    /// All attributes in the order written, namespace declarations left out.
    #[must_use]
    pub fn attributes(self) -> &'d [Attribute] {
        match self.stored().map(|stored| &stored.data) {
            Some(&Data::Element { attributes: (from, to), .. }) => {
                self.document.attributes.get(from as usize..to as usize).unwrap_or(&[])
            }
            _ => &[],
        }
    }

    /// The attribute of this name that is in no namespace.
    #[must_use]
    pub fn attribute(self, local: &str) -> Option<&'d Attribute> {
        self.attributes()
            .iter()
            .find(|attribute| attribute.name.namespace.is_none() && &*attribute.name.local == local)
    }

    /// From the start tag's `<` to the end tag's `>`.
    #[must_use]
    pub fn span(self) -> Span {
        self.stored().map_or(self.document.span(0, 0), |stored| self.document.span(stored.start, stored.end))
    }

    /// Whether its end was reached before a fault.
    #[must_use]
    pub fn is_closed(self) -> bool {
        self.document.open.binary_search(&self.id).is_err()
    }

    /// The start tag alone.
    #[must_use]
    pub fn start_tag(self) -> Span {
        match self.stored() {
            Some(&Stored { data: Data::Element { start_tag_end, .. }, start, .. }) => {
                self.document.span(start, start_tag_end)
            }
            _ => self.document.span(0, 0),
        }
    }

    /// All children.
    pub fn children(self) -> impl Iterator<Item = Node<'d>> {
        let document = self.document;
        let first = match self.stored().map(|stored| &stored.data) {
            Some(Data::Element { first, .. }) => *first,
            _ => None,
        };
        let next = move |id: &NonZeroU32| document.stored(id.get()).and_then(|stored| stored.next);
        std::iter::successors(first, next).filter_map(move |id| document.node(id.get()))
    }

    /// The children that are elements.
    pub fn elements(self) -> impl Iterator<Item = Element<'d>> {
        self.children().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text { .. } | Node::Comment { .. } => None,
        })
    }

    /// The character data directly in it, CDATA included, comments and elements left out.
    #[must_use]
    pub fn text(self) -> String {
        self.children()
            .filter_map(|child| match child {
                Node::Text { text, .. } => Some(text),
                Node::Element(_) | Node::Comment { .. } => None,
            })
            .collect()
    }
}
