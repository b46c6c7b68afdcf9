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

/// `hashCode`; `None` for objects whose hash code isn't laid down by what they hold.
pub(super) fn hash_code(object: &Object) -> Option<i32> {
    Some(match object {
        Object::Null => 0,
        Object::Text(text) => text
            .reveal()
            .encode_utf16()
            .fold(0, |hash: i32, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit))),
        Object::Number(number) => number.hash_code()?,
        Object::Boolean(value) => {
            if *value {
                1231
            } else {
                1237
            }
        }
        Object::Character(value) => i32::try_from(u32::from(*value)).ok()?,
        Object::Sequence(sequence) => {
            let mut hashes = sequence.items.iter().map(|item| hash_code(&item.value));
            match &*sequence.class {
                class if class.ends_with("[]") => return None,
                class if class.ends_with("Set") => {
                    hashes.try_fold(0, |sum: i32, hash| Some(sum.wrapping_add(hash?)))?
                }
                class if class.ends_with("List") => hash_of_list(hashes)?,
                _ => return None,
            }
        }
        Object::Map(map) => map.entries.iter().try_fold(0, |sum: i32, (key, value)| {
            Some(sum.wrapping_add(hash_code(&key.value)? ^ hash_code(&value.value)?))
        })?,
        Object::Class(_) | Object::Resource(_) | Object::Scalar(_) | Object::Instance(_) => return None,
    })
}

/// `List.hashCode`, which is that of `Arrays` and `Objects` as well.
pub(super) fn hash_of_list(mut hashes: impl Iterator<Item = Option<i32>>) -> Option<i32> {
    hashes.try_fold(1, |sum: i32, hash| Some(sum.wrapping_mul(31).wrapping_add(hash?)))
}
