//! Finished objects as the embedding program sees them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::{Origin, Text, Traced};

use super::classes::class_text;
use super::factory::BeanFactory;
use super::number::Number;
use super::object::{Heap, InstanceId, Object};
use super::value::{Bean, BeanProperty, Value};

/// All singletons, in the order of their definitions.
pub(super) fn beans(factory: &BeanFactory<'_>) -> IndexMap<String, Arc<Bean>> {
    let mut export = Export { heap: &factory.heap, done: HashMap::new(), open: HashSet::new(), depth: 0 };
    let mut beans = IndexMap::new();
    for (name, definition) in &factory.registry.definitions {
        let Some(object) = factory.singletons.get(name) else { continue };
        let bean = match object {
            Object::Instance(id) => {
                let product = factory
                    .products
                    .get(id)
                    .and_then(|made| made.as_ref().ok())
                    .map(|made| export.value(made));
                // A bean that a method gives may be another bean as well.
                export.bean(*id).map(|bean| match product {
                    None if bean.name == *name => bean,
                    product => Arc::new(Bean { name: name.clone(), product, ..Bean::clone(&bean) }),
                })
            }
            other => Some(Arc::new(Bean {
                name: name.clone(),
                class: other.class_name(&factory.heap).unwrap_or_default().to_string(),
                properties: IndexMap::new(),
                product: Some(export.value(other)),
                span: definition.span,
                origin: Origin::written(definition.span),
            })),
        };
        if let Some(bean) = bean {
            beans.insert(name.clone(), bean);
        }
    }
    beans
}

struct Export<'h> {
    heap: &'h Heap,
    /// With how many beans hold each other in it.
    done: HashMap<InstanceId, (Arc<Bean>, usize)>,
    /// Beans that are being exported: a bean that leads back to one of them refers to it by name.
    open: HashSet<InstanceId>,
    /// How many beans hold each other in what was exported last.
    depth: usize,
}

/// How many beans may hold each other before the next one is referred to by name.
const MOST_DEPTH: usize = 100;

impl Export<'_> {
    fn bean(&mut self, id: InstanceId) -> Option<Arc<Bean>> {
        if let Some((done, depth)) = self.done.get(&id) {
            self.depth = self.depth.max(*depth);
            return Some(Arc::clone(done));
        }
        let instance = self.heap.get(id)?;
        self.open.insert(id);
        let around = std::mem::take(&mut self.depth);
        let mut properties = IndexMap::new();
        for (name, property) in &instance.properties {
            let value = Traced::new(self.value(&property.value.value), property.value.origin.clone());
            properties.insert(name.clone(), BeanProperty { value, name_span: property.name_span });
        }
        self.open.remove(&id);
        let bean = Arc::new(Bean {
            name: instance.bean.clone(),
            class: instance.class.to_string(),
            properties,
            product: None,
            span: instance.span,
            origin: Origin::written(instance.span),
        });
        let depth = self.depth + 1;
        self.done.insert(id, (Arc::clone(&bean), depth));
        self.depth = around.max(depth);
        Some(bean)
    }

    fn value(&mut self, object: &Object) -> Value {
        match object {
            Object::Null => Value::Null,
            Object::Text(text) => Value::Text(text.clone()),
            Object::Number(number) => value_of_number(number),
            Object::Boolean(value) => Value::Boolean(*value),
            Object::Character(value) => Value::Text(Text::plain(value.to_string())),
            Object::Class(name) => Value::Class(class_text(name)),
            Object::Resource(resource) => Value::Resource(resource.to_string()),
            Object::Scalar(scalar) => Value::Text(scalar.text.clone()),
            Object::Sequence(sequence) => {
                Value::List(sequence.items.iter().map(|item| self.traced(item)).collect())
            }
            Object::Map(map) => Value::Map(
                map.entries.iter().map(|(key, value)| (self.traced(key), self.traced(value))).collect(),
            ),
            Object::Instance(id) if self.is_too_deep(*id) => {
                Value::Reference(self.heap.get(*id).map(|instance| instance.bean.clone()).unwrap_or_default())
            }
            Object::Instance(id) => self.bean(*id).map_or(Value::Null, Value::Bean),
        }
    }

    /// Whether a bean can't be shown inside of another one.
    fn is_too_deep(&self, id: InstanceId) -> bool {
        let done = self.done.get(&id).is_some_and(|(_, depth)| *depth >= MOST_DEPTH);
        done || self.open.contains(&id) || self.open.len() >= MOST_DEPTH && !self.done.contains_key(&id)
    }

    fn traced(&mut self, object: &Traced<Object>) -> Traced<Value> {
        Traced::new(self.value(&object.value), object.origin.clone())
    }
}

fn value_of_number(number: &Number) -> Value {
    match number {
        Number::Integer(number) => Value::Integer((*number).into()),
        other => Value::Text(Text::plain(other.to_java_string())),
    }
}
