//! Selections and projections: an expression that is evaluated for each element of a collection (Spring's
//! `Selection` and `Projection`).

use crate::source::{Origin, Traced};
use crate::spring::spel::{Node, Selection};

use super::super::factory::BeanFactory;
use super::super::object::Object;
use super::{Evaluated, EvaluationError};

/// The class of an entry of a map.
const ENTRY: &str = "java.util.LinkedHashMap$Entry";

impl BeanFactory<'_> {
    /// `value.![expression]`.
    pub(super) fn projected(&mut self, value: &Object, expression: &Node) -> Evaluated {
        let Some(elements) = elements(value) else {
            return Err(self.no_elements("EL1019E: Projection is not supported on the type", value));
        };
        let mut found = Vec::with_capacity(elements.len());
        for element in elements {
            found.push(Traced::new(self.value_for(&element, expression)?, Origin::default()));
        }
        let class = match value {
            Object::Sequence(sequence) if sequence.class.ends_with("[]") => self.array_of(&found),
            _ => "java.util.ArrayList".to_owned(),
        };
        Ok(Object::sequence(class, found))
    }

    /// `value.?[condition]` and its kin.
    pub(super) fn selected(&mut self, value: &Object, which: Selection, condition: &Node) -> Evaluated {
        let Some(elements) = elements(value) else {
            return Err(self.no_elements("EL1015E: Cannot perform selection on input data of type", value));
        };
        let mut kept = Vec::new();
        for (place, element) in elements.into_iter().enumerate() {
            match self.value_for(&element, condition)? {
                Object::Boolean(true) => kept.push((place, element)),
                Object::Boolean(false) => {}
                _ => {
                    return Err(EvaluationError::spring(
                        "EL1016E: Result of selection criteria is not boolean",
                    ));
                }
            }
            if which == Selection::First && !kept.is_empty() {
                break;
            }
        }
        if which == Selection::Last {
            kept = kept.pop().into_iter().collect();
        }
        match value {
            Object::Map(_) if which != Selection::All && kept.is_empty() => Ok(Object::Null),
            Object::Map(map) => {
                let entries = kept.iter().filter_map(|(place, _)| map.entries.get(*place).cloned()).collect();
                Ok(Object::map("java.util.HashMap", entries))
            }
            _ if which != Selection::All => Ok(kept.pop().map_or(Object::Null, |(_, element)| element)),
            Object::Sequence(sequence) => {
                let class =
                    if sequence.class.ends_with("[]") { &*sequence.class } else { "java.util.ArrayList" };
                let kept = kept.into_iter().map(|(_, element)| Traced::new(element, Origin::default()));
                Ok(Object::sequence(class, kept.collect()))
            }
            _ => Ok(Object::Null),
        }
    }

    /// An expression with this element as what its names are looked up in.
    fn value_for(&mut self, element: &Object, expression: &Node) -> Evaluated {
        self.elements.push(element.clone());
        let value = self.value_of(expression);
        self.elements.pop();
        value
    }

    fn no_elements(&self, message: &str, value: &Object) -> EvaluationError {
        let class = value.class_name(&self.heap).unwrap_or_else(|| "null".into());
        EvaluationError::spring(format!("{message} '{class}'"))
    }

    /// The class of an array of these: the type that they have in common.
    fn array_of(&self, items: &[Traced<Object>]) -> String {
        let mut classes = items.iter().filter_map(|item| item.value.class_name(&self.heap));
        match classes.next() {
            Some(first) if classes.all(|class| class == first) => format!("{first}[]"),
            _ => "java.lang.Object[]".to_owned(),
        }
    }
}

/// What a collection consists of; entries of a map are maps with `key` and `value`.
fn elements(value: &Object) -> Option<Vec<Object>> {
    match value {
        Object::Sequence(sequence) => Some(sequence.items.iter().map(|item| item.value.clone()).collect()),
        Object::Map(map) => Some(map.entries.iter().map(entry).collect()),
        _ => None,
    }
}

fn entry((key, value): &(Traced<Object>, Traced<Object>)) -> Object {
    let name = |name: &str| Traced::new(Object::plain(name), Origin::default());
    Object::map(ENTRY, vec![(name("key"), key.clone()), (name("value"), value.clone())])
}
