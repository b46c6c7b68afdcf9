//! `<map>`: each entry has one key and one value, each in one of three forms.

use crate::spring::xml::Element;

use super::super::definition::{
    BeanDefinition, BeanReference, Collection, CollectionKind, MapEntry, Spanned, TypedString, ValueNode,
};
use super::super::text::has_text;
use super::value::typed;
use super::{Fault, Reader, spanned};

/// The names of an entry's attributes and what Spring says when one of a pair is wrong.
struct Side {
    text: &'static str,
    reference: &'static str,
    ambiguous: &'static str,
    blank: &'static str,
    missing: &'static str,
}

const KEY: Side = Side {
    text: "key",
    reference: "key-ref",
    ambiguous: "<entry> element is only allowed to contain either a 'key' attribute OR a 'key-ref' attribute OR a \
                <key> sub-element",
    blank: "<entry> element contains empty 'key-ref' attribute",
    missing: "<entry> element must specify a key",
};

const VALUE: Side = Side {
    text: "value",
    reference: "value-ref",
    ambiguous: "<entry> element is only allowed to contain either 'value' attribute OR 'value-ref' attribute OR \
                <value> sub-element",
    blank: "<entry> element contains empty 'value-ref' attribute",
    missing: "<entry> element must specify a value",
};

impl Reader<'_> {
    /// Reads the entries of a `map`, or of an element that is like it.
    pub(in crate::spring::beans) fn read_map(
        &mut self,
        element: Element<'_>,
        containing: Option<&BeanDefinition>,
    ) -> Collection {
        let (key_type, value_type) = (typed(element, "key-type"), typed(element, "value-type"));
        let mut entries = Vec::new();
        for entry in element.elements().filter(|child| child.local() == "entry") {
            let (key_element, value_element) = self.entry_children(entry);
            let key = self
                .read_side(entry, &KEY, key_element.is_some(), key_type.as_ref())
                .or_else(|| self.read_key(key_element?, containing, key_type.as_ref()));
            let own_type = typed(entry, "value-type").or_else(|| value_type.clone());
            let value = self
                .read_side(entry, &VALUE, value_element.is_some(), own_type.as_ref())
                .or_else(|| self.read_value(value_element?, containing, value_type.as_ref()));
            self.check_value_type(entry, value_element.is_some());
            if let (Some(key), Some(value)) = (key, value) {
                entries.push(MapEntry { key, value });
            }
        }
        Collection {
            kind: CollectionKind::Map,
            items: Vec::new(),
            entries,
            merge: self.merges(element),
            value_type,
            span: element.span(),
        }
    }

    /// `<key>` and the element of the value.
    fn entry_children<'d>(&mut self, entry: Element<'d>) -> (Option<Element<'d>>, Option<Element<'d>>) {
        let (mut key, mut value) = (None, None);
        for child in entry.elements() {
            let (place, twice) = match self.name_of(child) {
                "description" => continue,
                "key" => (&mut key, "<entry> element is only allowed to contain one <key> sub-element"),
                _ => (&mut value, "<entry> element must not contain more than one value sub-element"),
            };
            if place.is_some() {
                self.problem(entry, &Fault::Entry(twice));
            } else {
                *place = Some(child);
            }
        }
        (key, value)
    }

    /// The content of `<key>`; an empty one is the key `null`.
    fn read_key(
        &mut self,
        key: Element<'_>,
        containing: Option<&BeanDefinition>,
        key_type: Option<&Spanned>,
    ) -> Option<ValueNode> {
        let mut contents = key.elements();
        let Some(first) = contents.next() else { return Some(ValueNode::Null(key.span())) };
        for _ in contents {
            self.problem(
                key,
                &Fault::Entry("<key> element must not contain more than one value sub-element"),
            );
        }
        self.read_value(first, containing, key_type)
    }

    /// The key or value that an attribute gives; whether an element gives one too decides what is reported.
    fn read_side(
        &mut self,
        entry: Element<'_>,
        side: &Side,
        has_element: bool,
        type_name: Option<&Spanned>,
    ) -> Option<ValueNode> {
        let (text, reference) = (entry.attribute(side.text), entry.attribute(side.reference));
        if [text.is_some(), reference.is_some(), has_element].into_iter().filter(|given| *given).count() > 1 {
            self.problem(entry, &Fault::Entry(side.ambiguous));
        }
        if let Some(text) = text {
            return Some(ValueNode::Text(TypedString { text: spanned(text), type_name: type_name.cloned() }));
        }
        match reference {
            Some(reference) if has_text(&reference.value) => {
                Some(ValueNode::Reference(BeanReference { name: spanned(reference), in_parent: false }))
            }
            Some(_) => {
                self.problem(entry, &Fault::Entry(side.blank));
                None
            }
            None if has_element => None,
            None => {
                self.problem(entry, &Fault::Entry(side.missing));
                None
            }
        }
    }

    fn check_value_type(&mut self, entry: Element<'_>, has_element: bool) {
        let misplaced =
            entry.attribute("value-ref").is_some() || entry.attribute("value").is_none() || has_element;
        if entry.attribute("value-type").is_some() && misplaced {
            let sentence = "<entry> element is only allowed to contain a 'value-type' attribute when it has a \
                            'value' attribute";
            self.problem(entry, &Fault::Entry(sentence));
        }
    }
}
