//! Definitions that are only shown: names of properties and numbers of arguments without their values.

use crate::spring::xml::Element;

use super::super::definition::{BeanDefinition, ConstructorArgument, Spanned, ValueNode};
use super::super::reader::text_of;
use super::super::text::has_text;
use super::{Outcome, set};

/// A bean of a class, as Spring's handlers build them in code.
pub(super) fn sketch(element: Element<'_>, class: &str) -> BeanDefinition {
    let mut definition = BeanDefinition::at(element.span(), element.start_tag());
    definition.class = Some(Spanned { text: class.to_owned(), span: element.start_tag() });
    definition
}

/// What an element leads to that is no bean itself.
pub(super) fn effects(others: Vec<BeanDefinition>) -> Outcome {
    Outcome::Foreign { own: None, others }
}

/// `Boolean.parseBoolean`.
pub(super) fn is_true(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("true")
}

impl BeanDefinition {
    /// The same under a name.
    pub(super) fn called(mut self, name: &str) -> Self {
        self.name = name.to_owned();
        self
    }

    /// The same made by a factory method.
    pub(super) fn made_by(mut self, method: &str) -> Self {
        self.factory_method = Some(Spanned { text: method.to_owned(), span: self.span });
        self
    }

    /// The same with a property.
    pub(super) fn with(mut self, property: &str) -> Self {
        let value = ValueNode::Null(self.span);
        set(&mut self, property, value);
        self
    }

    /// The same with a property for each attribute that has text.
    pub(super) fn with_text_of(self, element: Element<'_>, properties: &[(&str, &str)]) -> Self {
        properties.iter().fold(self, |definition, (attribute, property)| {
            if has_text(text_of(element, attribute)) { definition.with(property) } else { definition }
        })
    }

    /// The same with so many constructor arguments.
    pub(super) fn with_arguments(mut self, count: usize) -> Self {
        let value = ValueNode::Null(self.span);
        let argument =
            ConstructorArgument { index: None, name: None, type_name: None, value, span: self.span };
        self.arguments.extend(std::iter::repeat_n(argument, count));
        self
    }
}
