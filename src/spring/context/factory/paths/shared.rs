//! A collection that changes does so for all who hold it.
//!
//! The objects of this program don't change: the changed one takes the place of the old one wherever that is the same
//! object in Java.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::Traced;

use super::super::super::fault::Outcome;
use super::super::super::object::{MOST_DEPTH, Object};
use super::super::super::stack;
use super::super::BeanFactory;

struct Change<'c> {
    old: &'c Object,
    new: &'c Object,
    /// What became of the collections that were looked at; nothing if they don't hold the old one.
    seen: HashMap<usize, Option<Object>>,
    /// How many objects were looked at.
    steps: usize,
}

/// What each part of a value counts that takes the place of another one: each holder is given out with all of it.
const STEPS_A_REPLACED_PART: usize = 200;

impl BeanFactory<'_> {
    /// Puts a changed collection in the place of the old one.
    pub(super) fn change(&mut self, old: &Object, new: &Object) -> Outcome<()> {
        let mut change = Change { old, new, seen: HashMap::new(), steps: 0 };
        let held = self.heap.instances_mut().flat_map(|instance| {
            let properties = instance.properties.values_mut().map(|property| &mut property.value);
            properties.chain(&mut instance.arguments).map(|held| &mut held.value)
        });
        let products = self.products.values_mut().filter_map(|product| product.as_mut().ok());
        let beans = self.singletons.values_mut().chain(self.early.values_mut()).chain(products);
        let (left, mut too_deep) = (usize::try_from(self.steps_left.get()).unwrap_or(usize::MAX), None);
        for object in held.chain(beans) {
            let Some(changed) = change.of(object) else { continue };
            let extent = changed.extent();
            change.steps = change.steps.saturating_add(extent.parts.saturating_mul(STEPS_A_REPLACED_PART));
            if change.steps > left {
                break;
            }
            if extent.depth > MOST_DEPTH {
                too_deep = Some(changed);
                break;
            }
            *object = changed;
        }
        let steps = change.steps;
        self.spend(steps)?;
        too_deep.map_or(Ok(()), |changed| self.spend_on(&changed))
    }
}

impl Change<'_> {
    /// The object after the change, if it isn't as it was.
    fn of(&mut self, object: &Object) -> Option<Object> {
        self.steps += 1;
        if object.is_same(self.old) {
            return Some(self.new.clone());
        }
        let address = match object {
            Object::Sequence(sequence) => Arc::as_ptr(&sequence.items) as usize,
            Object::Map(map) if !map.of_system => Arc::as_ptr(&map.entries) as usize,
            _ => return None,
        };
        if let Some(known) = self.seen.get(&address) {
            return known.clone();
        }
        let changed = stack::with_room(|| self.within(object));
        self.seen.insert(address, changed.clone());
        changed
    }

    fn within(&mut self, object: &Object) -> Option<Object> {
        let mut is_changed = false;
        let mut each = |held: &Traced<Object>| match self.of(&held.value) {
            Some(changed) => {
                is_changed = true;
                Traced::new(changed, held.origin.clone())
            }
            None => held.clone(),
        };
        let changed = match object {
            Object::Sequence(sequence) => {
                Object::sequence(sequence.class.clone(), sequence.items.iter().map(each).collect())
            }
            Object::Map(map) => {
                let entries = map.entries.iter().map(|(key, value)| (each(key), each(value))).collect();
                Object::map(map.class.clone(), entries)
            }
            _ => return None,
        };
        is_changed.then_some(changed)
    }
}
