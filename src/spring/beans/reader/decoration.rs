//! Attributes and elements of other namespaces on a `<bean>`: `p`, `c`, and those that decorate.

use crate::source::Span;
use crate::spring::xml::{Attribute, Element};

use super::super::definition::{
    BeanDefinition, BeanReference, ConstructorArgument, Property, Spanned, TypedString, ValueNode,
};
use super::super::namespace::{self, Handler};
use super::super::text::{has_text, java_trim, parse_int, property_name};
use super::{Fault, Reader, spanned};

impl Reader<'_> {
    /// Applies what other namespaces say about a bean: first attributes, in the order of their names, as the DOM
    /// keeps them, then elements.
    pub(super) fn decorate(&mut self, element: Element<'_>, definition: &mut BeanDefinition) {
        if self.plain {
            return;
        }
        let mut attributes: Vec<&Attribute> =
            element.attributes().iter().filter(|attribute| attribute.name.namespace.is_some()).collect();
        attributes
            .sort_by_cached_key(|attribute| (attribute.name.prefix.clone(), attribute.name.local.clone()));
        for attribute in attributes {
            let uri = attribute.name.namespace.as_deref().unwrap_or_default();
            match namespace::handler(uri) {
                Some(Handler::Properties) => self.add_inline_property(attribute, definition),
                Some(Handler::Arguments) => self.add_inline_argument(attribute, definition),
                Some(_) => {
                    let sentence = format!(
                        "Cannot locate BeanDefinitionDecorator for attribute [{}]",
                        attribute.name.local
                    );
                    self.problem_at(attribute.span, &Fault::NamespaceMisused(sentence));
                }
                None => self.check_unhandled(uri, attribute.span),
            }
        }
        for child in element.elements().filter(|child| !self.is_default(*child)).collect::<Vec<_>>() {
            self.decorate_by_element(child, definition);
        }
    }

    fn decorate_by_element(&mut self, child: Element<'_>, definition: &mut BeanDefinition) {
        let uri = child.namespace().unwrap_or_default();
        match namespace::handler(uri) {
            Some(Handler::Properties | Handler::Arguments) => {}
            Some(_) => match namespace::decoration(uri, child) {
                Some(decoration) => definition.decorations.push(decoration),
                None => {
                    let sentence =
                        format!("Cannot locate BeanDefinitionDecorator for element [{}]", child.local());
                    self.problem_at(child.start_tag(), &Fault::NamespaceMisused(sentence));
                }
            },
            None => self.check_unhandled(uri, child.start_tag()),
        }
    }

    /// Spring minds an unknown namespace on a bean only when it looks like one of its own.
    fn check_unhandled(&mut self, uri: &str, span: Span) {
        if uri.starts_with("http://www.springframework.org/schema/") {
            let fault = Fault::NamespaceUnknown(uri.to_owned());
            let text = format!("{}\n", self.configuration_problem(&fault.sentence()));
            self.report(span, &fault, text);
        }
    }

    fn add_inline_property(&mut self, attribute: &Attribute, definition: &mut BeanDefinition) {
        let local = &*attribute.name.local;
        if definition.property(local).is_some() {
            self.problem_at(attribute.span, &Fault::PropertyInline(local.to_owned()));
            return;
        }
        let (base, value) = match local.strip_suffix("-ref") {
            Some(_) if !has_text(&attribute.value) => {
                return self.exception(attribute.span, &Fault::InlineReferenceBlank);
            }
            Some(base) => (base, reference(spanned(attribute))),
            None => (local, ValueNode::Text(TypedString::untyped(spanned(attribute)))),
        };
        let name = Spanned { text: property_name(base), span: attribute.span };
        definition.set_property(Property { name, value, span: attribute.span });
    }

    fn add_inline_argument(&mut self, attribute: &Attribute, definition: &mut BeanDefinition) {
        let local = java_trim(&attribute.name.local);
        let text = Spanned { text: java_trim(&attribute.value).to_owned(), span: attribute.value_span };
        let (base, value) = match local.strip_suffix("-ref") {
            Some(_) if !has_text(&text.text) => {
                return self.exception(attribute.span, &Fault::InlineReferenceBlank);
            }
            Some(base) => (base, reference(text)),
            None => (local, ValueNode::Text(TypedString::untyped(text))),
        };
        let mut argument =
            ConstructorArgument { index: None, name: None, type_name: None, value, span: attribute.span };
        match base.strip_prefix('_').map(java_trim) {
            Some("") => {}
            Some(index) => match self.inline_index(base, index, attribute, definition) {
                Some(index) => argument.index = Some(index),
                None => return,
            },
            None => {
                let name = property_name(base);
                if definition
                    .arguments
                    .iter()
                    .any(|other| other.name.as_ref().is_some_and(|own| own.text == name))
                {
                    let sentence = format!(
                        "Constructor argument '{base}' already defined using <constructor-arg>. Only one approach \
                         may be used per argument."
                    );
                    return self.problem_at(attribute.span, &Fault::InlineArgument(sentence));
                }
                argument.name = Some(Spanned { text: name, span: attribute.span });
            }
        }
        definition.arguments.push(argument);
    }

    fn inline_index(
        &mut self,
        base: &str,
        text: &str,
        attribute: &Attribute,
        definition: &BeanDefinition,
    ) -> Option<usize> {
        let number = parse_int(text);
        let index = number.and_then(|number| usize::try_from(number).ok());
        let complaint = match index {
            Some(index) if definition.indexed_argument(index).is_some() => format!(
                "with index {index} already defined using <constructor-arg>. Only one approach may be used per \
                 argument."
            ),
            Some(_) => return index,
            None if number.is_some() => "specifies a negative index".to_owned(),
            None => "specifies an invalid integer".to_owned(),
        };
        let sentence = format!("Constructor argument '{base}' {complaint}");
        self.problem_at(attribute.span, &Fault::InlineArgument(sentence));
        None
    }
}

fn reference(name: Spanned) -> ValueNode {
    ValueNode::Reference(BeanReference { name, in_parent: false })
}
