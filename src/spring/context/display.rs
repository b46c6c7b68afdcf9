//! `toString` of the objects that the container models.

use super::classes::{binary_name, class_text};
use super::object::{Heap, Object};

/// How deep collections in collections are written.
const MOST_LEVELS: usize = 32;

/// `String.valueOf(object)`, secrets and all: for joining texts, never for messages.
pub(super) fn to_java_string(object: &Object, heap: &Heap) -> String {
    write(object, heap, 0)
}

fn write(object: &Object, heap: &Heap, level: usize) -> String {
    if level > MOST_LEVELS {
        return "..".to_owned();
    }
    match object {
        Object::Null => "null".to_owned(),
        Object::Text(text) => text.reveal().to_owned(),
        Object::Number(number) => number.to_java_string(),
        Object::Boolean(value) => value.to_string(),
        Object::Character(value) => value.to_string(),
        Object::Class(name) => class_text(name),
        Object::Resource(resource) => resource.to_string(),
        Object::Scalar(scalar) => scalar.text.reveal().to_owned(),
        Object::Sequence(sequence) => {
            if sequence.class.ends_with("[]") {
                return format!("{}@0", binary_name(&sequence.class));
            }
            let items: Vec<String> =
                sequence.items.iter().map(|item| write(&item.value, heap, level + 1)).collect();
            format!("[{}]", items.join(", "))
        }
        Object::Map(map) => {
            let entry = |(key, value): &(crate::source::Traced<Object>, crate::source::Traced<Object>)| {
                format!("{}={}", write(&key.value, heap, level + 1), write(&value.value, heap, level + 1))
            };
            let entries: Vec<String> = map.entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Object::Instance(id) => {
            heap.get(*id).map_or_else(String::new, |instance| format!("{}@0", instance.class))
        }
    }
}
