//! `<property>`, and the value that it and `<constructor-arg>` hold.

use std::collections::HashSet;

use crate::spring::xml::Element;

use super::super::definition::{BeanDefinition, BeanReference, Property, TypedString, ValueNode};
use super::super::text::has_text;
use super::{Fault, Reader, spanned};

impl Reader<'_> {
    /// Adds all properties to a definition.
    pub(in crate::spring::beans) fn read_properties(
        &mut self,
        element: Element<'_>,
        definition: &mut BeanDefinition,
    ) {
        let mut names = HashSet::new();
        for property in self.children(element, "property") {
            self.read_property(property, definition, &mut names);
        }
    }

    fn read_property<'d>(
        &mut self,
        element: Element<'d>,
        definition: &mut BeanDefinition,
        names: &mut HashSet<&'d str>,
    ) {
        let Some(name) = element.attribute("name").filter(|name| !name.value.is_empty()) else {
            self.problem(element, &Fault::PropertyUnnamed);
            return;
        };
        if !has_text(&name.value) {
            self.exception(element.start_tag(), &Fault::PropertyNameBlank(name.value.clone()));
            return;
        }
        self.enter(format!("Property '{}'", name.value));
        if !names.insert(&name.value) {
            self.problem(element, &Fault::PropertyRepeated(name.value.clone()));
        } else {
            let owner = format!("<property> element for property '{}'", name.value);
            if let Some(value) = self.read_held_value(element, definition, &owner) {
                definition.properties.push(Property { name: spanned(name), value, span: element.span() });
            }
        }
        self.leave();
    }

    /// The value of a `<property>` or `<constructor-arg>`, which messages call `owner`.
    pub(super) fn read_held_value(
        &mut self,
        element: Element<'_>,
        definition: &BeanDefinition,
        owner: &str,
    ) -> Option<ValueNode> {
        // The schema lets no second one pass.
        let inner = element.elements().find(|child| !matches!(self.name_of(*child), "description" | "meta"));
        let (reference, text) = (element.attribute("ref"), element.attribute("value"));
        if [reference.is_some(), text.is_some(), inner.is_some()].into_iter().filter(|given| *given).count()
            > 1
        {
            self.problem(element, &Fault::ValueAmbiguous(owner.to_owned()));
        }
        match (reference, text, inner) {
            (Some(reference), _, _) => {
                if !has_text(&reference.value) {
                    self.problem(element, &Fault::ReferenceEmpty(owner.to_owned()));
                    return None;
                }
                Some(ValueNode::Reference(BeanReference { name: spanned(reference), in_parent: false }))
            }
            (None, Some(text), _) => Some(ValueNode::Text(TypedString::untyped(spanned(text)))),
            (None, None, Some(inner)) => self.read_value(inner, Some(definition), None),
            (None, None, None) => {
                self.problem(element, &Fault::ValueMissing(owner.to_owned()));
                None
            }
        }
    }
}
