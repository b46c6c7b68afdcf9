//! The tree: an arena, so that depth costs no stack, neither in walking nor in dropping.

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

#[derive(Debug)]
pub(super) enum NodeData {
    Element { name: Name, attributes: Vec<Attribute>, span: Span, start_tag: Span, children: Vec<u32> },
    Text { text: String, span: Span, cdata: bool },
    Comment { text: String, span: Span },
}

/// A whole document.
#[derive(Debug)]
pub struct Document {
    pub(super) file: FileId,
    pub(super) nodes: Vec<NodeData>,
    pub(super) root: u32,
    /// System id of the document type declaration, if there is one.
    pub(super) doctype: Option<Option<String>>,
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
        Element { document: self, id: self.root }
    }

    /// Whether it has a document type declaration, and the system id in it.
    #[must_use]
    pub fn doctype(&self) -> Option<Option<&str>> {
        self.doctype.as_ref().map(Option::as_deref)
    }

    fn node(&self, id: u32) -> Option<Node<'_>> {
        Some(match self.nodes.get(id as usize)? {
            NodeData::Element { .. } => Node::Element(Element { document: self, id }),
            NodeData::Text { text, span, cdata } => Node::Text { text, span: *span, cdata: *cdata },
            NodeData::Comment { text, span } => Node::Comment { text, span: *span },
        })
    }
}

impl<'d> Element<'d> {
    fn data(self) -> Option<(&'d Name, &'d [Attribute], Span, Span, &'d [u32])> {
        match self.document.nodes.get(self.id as usize) {
            Some(NodeData::Element { name, attributes, span, start_tag, children }) => {
                Some((name, attributes, *span, *start_tag, children))
            }
            _ => None,
        }
    }

    /// Its qualified name.
    #[must_use]
    pub fn name(self) -> &'d Name {
        static NONE: std::sync::LazyLock<Name> =
            std::sync::LazyLock::new(|| Name { prefix: "".into(), local: "".into(), namespace: None });
        self.data().map_or(&NONE, |data| data.0)
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
        self.data().map_or(&[], |data| data.1)
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
        self.data().map_or(Span::new(self.document.file, 0, 0), |data| data.2)
    }

    /// The start tag alone.
    #[must_use]
    pub fn start_tag(self) -> Span {
        self.data().map_or(Span::new(self.document.file, 0, 0), |data| data.3)
    }

    /// All children.
    pub fn children(self) -> impl Iterator<Item = Node<'d>> {
        let ids = self.data().map_or(&[][..], |data| data.4);
        ids.iter().filter_map(move |&id| self.document.node(id))
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
