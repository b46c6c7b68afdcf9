//! `<constructor-arg>`.

use std::collections::HashSet;

use crate::spring::xml::Element;

use super::super::definition::{BeanDefinition, ConstructorArgument};
use super::super::text::parse_int;
use super::{Fault, Reader, not_empty, text_of};

impl Reader<'_> {
    /// Adds all constructor arguments to a definition.
    pub(super) fn read_constructor_arguments(
        &mut self,
        element: Element<'_>,
        definition: &mut BeanDefinition,
    ) {
        let mut indices = HashSet::new();
        for child in self.children(element, "constructor-arg") {
            if let Some(argument) = self.read_constructor_argument(child, definition, &mut indices) {
                definition.arguments.push(argument);
            }
        }
        keep_last_of_each_name(&mut definition.arguments);
    }

    fn read_constructor_argument(
        &mut self,
        element: Element<'_>,
        definition: &BeanDefinition,
        indices: &mut HashSet<i32>,
    ) -> Option<ConstructorArgument> {
        let text = text_of(element, "index");
        let index = if text.is_empty() { None } else { Some(self.index(element, text)?) };
        self.enter(index.map_or("Constructor-arg".to_owned(), |index| format!("Constructor-arg #{index}")));
        let value = self.read_held_value(element, definition, "<constructor-arg> element");
        let repeated = index.filter(|index| !indices.insert(*index));
        if let Some(index) = repeated {
            self.problem(element, &Fault::IndexRepeated(index));
        }
        self.leave();
        Some(ConstructorArgument {
            index: index.and_then(|index| usize::try_from(index).ok()),
            name: not_empty(element, "name"),
            type_name: not_empty(element, "type"),
            value: value.filter(|_| repeated.is_none())?,
            span: element.span(),
        })
    }

    fn index(&mut self, element: Element<'_>, text: &str) -> Option<i32> {
        match parse_int(text) {
            None => self.problem(element, &Fault::IndexNotInteger),
            Some(..0) => self.problem(element, &Fault::IndexNegative),
            index => return index,
        }
        None
    }
}

/// Of arguments without an index, one with a name replaces an earlier one of that name.
fn keep_last_of_each_name(arguments: &mut Vec<ConstructorArgument>) {
    let mut names = HashSet::new();
    let mut kept: Vec<ConstructorArgument> = arguments
        .drain(..)
        .rev()
        .filter(|argument| match (&argument.index, &argument.name) {
            (None, Some(name)) => names.insert(name.text.clone()),
            _ => true,
        })
        .collect();
    kept.reverse();
    *arguments = kept;
}
