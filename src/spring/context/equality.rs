//! `equals` and `hashCode` of the objects that the container models.

use super::number::Number;
use super::object::{InstanceId, Object};

/// What two objects must have in common to be equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Null,
    /// Class and text.
    Value(&'static str, String),
    Instance(InstanceId),
    Many(Vec<Key>),
}

pub(super) fn equal(one: &Object, other: &Object) -> bool {
    key(one) == key(other)
}

pub(super) fn key(object: &Object) -> Key {
    match object {
        Object::Null => Key::Null,
        Object::Text(text) => Key::Value("java.lang.String", text.reveal().to_owned()),
        Object::Number(number) => number_key(number),
        Object::Boolean(value) => Key::Value("java.lang.Boolean", value.to_string()),
        Object::Character(value) => Key::Value("java.lang.Character", value.to_string()),
        Object::Class(name) => Key::Value("java.lang.Class", name.to_string()),
        Object::Resource(resource) => {
            Key::Value("org.springframework.core.io.Resource", resource.to_string())
        }
        Object::Scalar(scalar) => Key::Value(scalar.class, scalar.text.reveal().to_owned()),
        Object::Sequence(sequence) => Key::Many(sequence.items.iter().map(|item| key(&item.value)).collect()),
        Object::Map(map) => Key::Many(
            map.entries.iter().flat_map(|(name, value)| [key(&name.value), key(&value.value)]).collect(),
        ),
        Object::Instance(id) => Key::Instance(*id),
    }
}

fn number_key(number: &Number) -> Key {
    Key::Value(number.class_name(), number.to_java_string())
}
