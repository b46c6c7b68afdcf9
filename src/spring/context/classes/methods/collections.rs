//! `Collection`, `List`, `Map`, `Properties`, `Arrays` and `Collections`, as far as they are read.

use crate::source::{Origin, Traced};

use super::super::super::equality;
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, count};

const OBJECT: &str = "java.lang.Object";
const STRING: &str = "java.lang.String";
const COLLECTION: &str = "java.util.Collection";
const LIST: &str = "java.util.List";
const MAP: &str = "java.util.Map";
const PROPERTIES: &str = "java.util.Properties";

pub(super) const METHODS: &[Method] = &[
    Method::instance(COLLECTION, "size", &[], "int", |call| count(items(call.target).len())),
    Method::instance(COLLECTION, "isEmpty", &[], "boolean", |call| {
        Ok(Object::Boolean(items(call.target).is_empty()))
    }),
    Method::instance(COLLECTION, "contains", &[OBJECT], "boolean", |call| {
        let wanted = equality::key(call.argument(0));
        Ok(Object::Boolean(items(call.target).iter().any(|item| equality::key(&item.value) == wanted)))
    }),
    Method::instance(LIST, "get", &["int"], OBJECT, get),
    Method::instance(LIST, "indexOf", &[OBJECT], "int", |call| {
        let wanted = equality::key(call.argument(0));
        let found = items(call.target).iter().position(|item| equality::key(&item.value) == wanted);
        Ok(Object::integer(found.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1)))
    }),
    Method::instance(MAP, "size", &[], "int", |call| count(entries(call.target).len())),
    Method::instance(MAP, "isEmpty", &[], "boolean", |call| {
        Ok(Object::Boolean(entries(call.target).is_empty()))
    }),
    Method::instance(MAP, "get", &[OBJECT], OBJECT, |call| Ok(value(call, 0).unwrap_or(Object::Null))),
    Method::instance(MAP, "getOrDefault", &[OBJECT, OBJECT], OBJECT, |call| {
        Ok(value(call, 0).unwrap_or_else(|| call.argument(1).clone()))
    }),
    Method::instance(MAP, "containsKey", &[OBJECT], "boolean", |call| {
        Ok(Object::Boolean(value(call, 0).is_some()))
    }),
    Method::instance(MAP, "keySet", &[], "java.util.Set", |call| {
        let keys = entries(call.target).iter().map(|(key, _)| key.clone()).collect();
        Ok(Object::sequence("java.util.LinkedHashSet", keys))
    }),
    Method::instance(MAP, "values", &[], COLLECTION, |call| {
        Ok(Object::list(entries(call.target).iter().map(|(_, value)| value.clone()).collect()))
    }),
    Method::instance(PROPERTIES, "getProperty", &[STRING], STRING, |call| {
        Ok(value(call, 0).unwrap_or(Object::Null))
    }),
    Method::instance(PROPERTIES, "getProperty", &[STRING, STRING], STRING, |call| {
        Ok(value(call, 0).unwrap_or_else(|| call.argument(1).clone()))
    }),
    Method::of_class("java.util.Arrays", "asList", &["java.lang.Object[]"], LIST, |call| {
        Ok(Object::sequence("java.util.Arrays$ArrayList", items(call.argument(0)).to_vec()))
    })
    .variadic(),
    Method::of_class("java.util.Collections", "emptyList", &[], LIST, |_| {
        Ok(Object::sequence("java.util.Collections$EmptyList", Vec::new()))
    }),
    Method::of_class("java.util.Collections", "emptyMap", &[], MAP, |_| {
        Ok(Object::map("java.util.Collections$EmptyMap", Vec::new()))
    }),
    Method::of_class("java.util.Collections", "singletonMap", &[OBJECT, OBJECT], MAP, |call| {
        let part = |at| Traced::new(call.argument(at).clone(), Origin::default());
        Ok(Object::map("java.util.Collections$SingletonMap", vec![(part(0), part(1))]))
    }),
    Method::of_class("java.util.Collections", "singletonList", &[OBJECT], LIST, |call| {
        let only = Traced::new(call.argument(0).clone(), Origin::default());
        Ok(Object::sequence("java.util.Collections$SingletonList", vec![only]))
    }),
    Method::instance(COLLECTION, "iterator", &[], "java.util.Iterator", |_| {
        Err(Thrown::new("iterators are not known to this program"))
    }),
    Method::of_class("java.util.Locale", "forLanguageTag", &[STRING], "java.util.Locale", |call| {
        Ok(Object::scalar("java.util.Locale", call.text(0).replace('-', "_")))
    }),
    Method::of_class("java.util.UUID", "fromString", &[STRING], "java.util.UUID", |call| {
        Ok(Object::scalar("java.util.UUID", call.text(0).to_lowercase()))
    }),
];

fn items(object: &Object) -> &[Traced<Object>] {
    match object {
        Object::Sequence(sequence) => sequence.items.as_slice(),
        _ => &[],
    }
}

fn entries(object: &Object) -> &[(Traced<Object>, Traced<Object>)] {
    match object {
        Object::Map(map) => map.entries.as_slice(),
        _ => &[],
    }
}

/// The value of the key that an argument gives.
fn value(call: &Invocation<'_>, argument: usize) -> Option<Object> {
    let wanted = equality::key(call.argument(argument));
    let found = entries(call.target).iter().find(|(key, _)| equality::key(&key.value) == wanted);
    found.map(|(_, value)| value.value.clone())
}

fn get(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    let list = items(call.target);
    let found = usize::try_from(call.number(0)).ok().and_then(|at| list.get(at));
    found.map(|item| item.value.clone()).ok_or_else(|| {
        Thrown::new(format!("Index {} out of bounds for length {}", call.number(0), list.len()))
    })
}
