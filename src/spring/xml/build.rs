//! Puts the parts of a document together: a stack of open elements and the arena behind it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::tree::{Attribute, Document, Name, NodeData};
use crate::source::{FileId, Span};

/// What the tree is built from.
#[derive(Debug)]
pub(super) struct Builder {
    file: FileId,
    nodes: Vec<NodeData>,
    open: Vec<u32>,
    root: Option<u32>,
    names: HashSet<Arc<str>>,
}

impl Builder {
    pub(super) fn new(file: FileId) -> Self {
        Self { file, nodes: Vec::new(), open: Vec::new(), root: None, names: HashSet::new() }
    }

    /// The one shared copy of a text that occurs often.
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.names.get(text) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        self.names.insert(text.clone());
        text
    }

    pub(super) fn open(&mut self, name: Name, attributes: Vec<Attribute>, start_tag: Span) {
        let id = self.add(NodeData::Element {
            name,
            attributes,
            span: start_tag,
            start_tag,
            children: Vec::new(),
        });
        self.root = self.root.or(Some(id));
        self.open.push(id);
    }

    /// Closes the innermost element, whose end tag ends at `end`.
    pub(super) fn close(&mut self, end: usize) {
        let innermost = self.open.pop().and_then(|id| self.nodes.get_mut(id as usize));
        if let Some(NodeData::Element { span, children, .. }) = innermost {
            span.end = end;
            children.shrink_to_fit();
        }
    }

    /// Adds character data; data that follows data is one node, unless one of them is a CDATA section.
    pub(super) fn text(&mut self, new: &str, at: Span, is_cdata: bool) {
        if let Some(NodeData::Text { text, span, cdata: false }) = self.last_child()
            && !is_cdata
        {
            text.push_str(new);
            span.end = at.end;
            return;
        }
        self.add(NodeData::Text { text: new.to_owned(), span: at, cdata: is_cdata });
    }

    pub(super) fn comment(&mut self, text: &str, span: Span) {
        if !self.open.is_empty() {
            self.add(NodeData::Comment { text: text.to_owned(), span });
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn finish(self, doctype: Option<Option<String>>) -> Option<Document> {
        Some(Document { file: self.file, nodes: self.nodes, root: self.root?, doctype })
    }

    fn last_child(&mut self) -> Option<&mut NodeData> {
        let NodeData::Element { children, .. } = self.nodes.get(*self.open.last()? as usize)? else {
            return None;
        };
        let last = *children.last()?;
        self.nodes.get_mut(last as usize)
    }

    fn add(&mut self, node: NodeData) -> u32 {
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(node);
        let parent = self.open.last().and_then(|&parent| self.nodes.get_mut(parent as usize));
        if let Some(NodeData::Element { children, .. }) = parent {
            children.push(id);
        }
        id
    }
}

/// The namespaces in scope.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    bound: HashMap<Arc<str>, Vec<Option<Arc<str>>>>,
    elements: Vec<Vec<Arc<str>>>,
}

impl Namespaces {
    /// Opens the scope of an element.
    pub(super) fn open(&mut self) {
        self.elements.push(Vec::new());
    }

    /// Binds a prefix (empty for the default namespace) in the innermost scope; `None` takes the binding away.
    pub(super) fn bind(&mut self, prefix: Arc<str>, uri: Option<Arc<str>>) {
        self.bound.entry(prefix.clone()).or_default().push(uri);
        if let Some(element) = self.elements.last_mut() {
            element.push(prefix);
        }
    }

    /// Leaves the innermost scope.
    pub(super) fn close(&mut self) {
        for prefix in self.elements.pop().into_iter().flatten() {
            if let Some(bindings) = self.bound.get_mut(&prefix) {
                bindings.pop();
            }
        }
    }

    /// What a prefix is bound to.
    pub(super) fn uri(&self, prefix: &str) -> Option<Arc<str>> {
        self.bound.get(prefix)?.last()?.clone()
    }
}
