//! Values: text, references, collections, inner beans, elements of other namespaces.

use crate::spring::xml::Element;

use super::super::definition::{
    BeanDefinition, BeanReference, Collection, CollectionKind, MapEntry, Spanned, TypedString, ValueNode,
};
use super::super::namespace;
use super::super::text::{has_text, java_trim};
use super::defaults::decided;
use super::{Fault, Reader, not_empty, spanned, token_of, written};

impl Reader<'_> {
    /// Reads the element of a value. `default_type` is that of the collection it stands in.
    ///
    /// Nesting is bounded before reading starts, so this may call itself.
    pub(super) fn read_value(
        &mut self,
        element: Element<'_>,
        containing: Option<&BeanDefinition>,
        default_type: Option<&Spanned>,
    ) -> Option<ValueNode> {
        if !self.is_default(element) {
            return namespace::read_nested(self, element, containing);
        }
        let kind = match self.name_of(element) {
            "bean" => {
                return self.read_inner_bean(element, containing).map(ValueNode::Bean);
            }
            "ref" => return self.read_reference(element),
            "idref" => return self.read_bean_name(element),
            "value" => return Some(ValueNode::Text(read_text(element, default_type))),
            "null" => return Some(ValueNode::Null(element.span())),
            "map" => return Some(ValueNode::Map(self.read_map(element, containing))),
            "props" => return Some(ValueNode::Map(self.read_props(element))),
            "array" => CollectionKind::Array,
            "list" => CollectionKind::List,
            "set" => CollectionKind::Set,
            // The schema has refused it.
            _ => return None,
        };
        Some(ValueNode::Collection(self.read_collection(element, kind, containing)))
    }

    fn read_reference(&mut self, element: Element<'_>) -> Option<ValueNode> {
        let target = not_empty(element, "bean").map(|name| BeanReference { name, in_parent: false });
        let target = target
            .or_else(|| not_empty(element, "parent").map(|name| BeanReference { name, in_parent: true }));
        self.checked_target(element, target, "ref", &Fault::ReferenceMissing).map(ValueNode::Reference)
    }

    fn read_bean_name(&mut self, element: Element<'_>) -> Option<ValueNode> {
        let target = not_empty(element, "bean").map(|name| BeanReference { name, in_parent: false });
        self.checked_target(element, target, "idref", &Fault::NameMissing).map(ValueNode::NameOf)
    }

    fn checked_target(
        &mut self,
        element: Element<'_>,
        target: Option<BeanReference>,
        name: &'static str,
        missing: &Fault,
    ) -> Option<BeanReference> {
        match target {
            None => self.problem(element, missing),
            Some(target) if !has_text(&target.name.text) => self.problem(element, &Fault::TargetBlank(name)),
            Some(target) => return Some(target),
        }
        None
    }

    /// Reads the members of a `list`, `set` or `array`, or of an element that is like one.
    pub(in crate::spring::beans) fn read_collection(
        &mut self,
        element: Element<'_>,
        kind: CollectionKind,
        containing: Option<&BeanDefinition>,
    ) -> Collection {
        let value_type = typed(element, "value-type");
        let mut items = Vec::new();
        for child in element.elements() {
            if self.name_of(child) != "description" {
                items.extend(self.read_value(child, containing, value_type.as_ref()));
            }
        }
        let merge = self.merges(element);
        Collection { kind, items, entries: Vec::new(), value_type, merge, span: element.span() }
    }

    /// Reads the `<prop>` elements of `props`, or of an element that is like it.
    pub(in crate::spring::beans) fn read_props(&mut self, element: Element<'_>) -> Collection {
        let entries = element
            .elements()
            .filter(|child| child.local() == "prop")
            .map(|child| {
                let key =
                    written(child, "key").unwrap_or(Spanned { text: String::new(), span: child.start_tag() });
                let value = Spanned { text: java_trim(&child.text()).to_owned(), span: content_span(child) };
                MapEntry {
                    key: ValueNode::Text(TypedString::untyped(key)),
                    value: ValueNode::Text(TypedString::untyped(value)),
                }
            })
            .collect();
        Collection {
            kind: CollectionKind::Props,
            items: Vec::new(),
            entries,
            value_type: None,
            merge: self.merges(element),
            span: element.span(),
        }
    }

    /// Whether a collection takes over what the same property of the parent bean has.
    pub(super) fn merges(&self, element: Element<'_>) -> bool {
        decided(token_of(element, "merge")).map_or(self.defaults.merge, |merge| merge == "true")
    }
}

/// `<value>`; its text is taken as it is, line breaks and all.
fn read_text(element: Element<'_>, default_type: Option<&Spanned>) -> TypedString {
    let text = Spanned { text: element.text(), span: content_span(element) };
    TypedString { text, type_name: typed(element, "type").or_else(|| default_type.cloned()) }
}

/// The name of a type, unless it is blank.
pub(super) fn typed(element: Element<'_>, name: &str) -> Option<Spanned> {
    element.attribute(name).filter(|attribute| has_text(&attribute.value)).map(spanned)
}

/// What stands between start and end tag, as far as it is text; the start tag if there is none.
fn content_span(element: Element<'_>) -> crate::source::Span {
    let mut spans = element.children().filter_map(|child| match child {
        crate::spring::xml::Node::Text { span, .. } => Some(span),
        _ => None,
    });
    let Some(first) = spans.next() else { return element.start_tag() };
    let end = spans.last().map_or(first.end, |last| last.end);
    crate::source::Span { end, ..first }
}

/// The element's name with its prefix.
pub(in crate::spring::beans) fn qualified_name(element: Element<'_>) -> String {
    let name = element.name();
    if name.prefix.is_empty() { name.local.to_string() } else { format!("{}:{}", name.prefix, name.local) }
}
