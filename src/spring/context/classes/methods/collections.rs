//! `Collection`, `List`, `Map`, `Properties`, `Arrays` and `Collections`, as far as they are read.

use std::cmp::Ordering;

use crate::source::{Origin, Traced};

use super::super::super::convert::uuid;
use super::super::super::display::to_java_string;
use super::super::super::equality;
use super::super::super::number::Number;
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, count, items, null_pointer};

const OBJECT: &str = "java.lang.Object";
const STRING: &str = "java.lang.String";
const COLLECTION: &str = "java.util.Collection";
const LIST: &str = "java.util.List";
const COLLECTIONS: &str = "java.util.Collections";
const COMPARATOR: &str = "java.util.Comparator";
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
    Method::instance(MAP, "containsValue", &[OBJECT], "boolean", |call| {
        let wanted = equality::key(call.argument(0));
        let mut values = entries(call.target).iter().map(|(_, value)| &value.value);
        Ok(Object::Boolean(values.any(|value| equality::key(value) == wanted)))
    }),
    Method::instance(COLLECTION, "toArray", &[], "java.lang.Object[]", |call| {
        Ok(Object::sequence("java.lang.Object[]", items(call.target).to_vec()))
    }),
    Method::instance(PROPERTIES, "setProperty", &[STRING, STRING], OBJECT, changed),
    Method::instance(PROPERTIES, "put", &[OBJECT, OBJECT], OBJECT, changed),
    Method::instance(PROPERTIES, "putAll", &[MAP], "void", |call| {
        for (key, value) in entries(call.argument(0)).to_vec() {
            change(call, &key.value, Some(&value.value))?;
        }
        Ok(Object::Null)
    }),
    Method::instance(PROPERTIES, "remove", &[OBJECT], OBJECT, |call| {
        let key = call.argument(0).clone();
        change(call, &key, None)
    }),
    Method::instance(MAP, "keySet", &[], "java.util.Set", |call| {
        let keys = entries(call.target).iter().map(|(key, _)| key.clone()).collect();
        Ok(Object::sequence(view(call, "KeySet"), keys))
    }),
    Method::instance(MAP, "values", &[], COLLECTION, |call| {
        let values = entries(call.target).iter().map(|(_, value)| value.clone()).collect();
        Ok(Object::sequence(view(call, "Values"), values))
    }),
    Method::instance(PROPERTIES, "getProperty", &[STRING], STRING, |call| {
        Ok(property(call).unwrap_or(Object::Null))
    }),
    Method::instance(PROPERTIES, "getProperty", &[STRING, STRING], STRING, |call| {
        Ok(property(call).unwrap_or_else(|| call.argument(1).clone()))
    }),
    Method::of_class("java.util.Arrays", "toString", &["java.lang.Object[]"], STRING, |call| {
        let list = Object::list(items(call.argument(0)).to_vec());
        Ok(Object::plain(to_java_string(&list, call.heap)))
    }),
    Method::of_class("java.util.Arrays", "asList", &["java.lang.Object[]"], LIST, |call| {
        Ok(Object::sequence("java.util.Arrays$ArrayList", items(call.argument(0)).to_vec()))
    })
    .variadic(),
    Method::of_class(COLLECTIONS, "emptyList", &[], LIST, |_| {
        Ok(Object::sequence("java.util.Collections$EmptyList", Vec::new()))
    }),
    Method::of_class(COLLECTIONS, "emptySet", &[], "java.util.Set", |_| {
        Ok(Object::sequence("java.util.Collections$EmptySet", Vec::new()))
    }),
    Method::of_class(COLLECTIONS, "singleton", &[OBJECT], "java.util.Set", |call| {
        let only = Traced::new(call.argument(0).clone(), Origin::default());
        Ok(Object::sequence("java.util.Collections$SingletonSet", vec![only]))
    }),
    Method::of_class(COLLECTIONS, "unmodifiableList", &[LIST], LIST, |call| {
        match call.argument(0).class_name(call.heap).as_deref() {
            Some("java.util.LinkedList") => wrapped(call, "java.util.Collections$UnmodifiableList"),
            _ => wrapped(call, "java.util.Collections$UnmodifiableRandomAccessList"),
        }
    }),
    Method::of_class(COLLECTIONS, "unmodifiableSet", &["java.util.Set"], "java.util.Set", |call| {
        wrapped(call, "java.util.Collections$UnmodifiableSet")
    }),
    Method::of_class(COLLECTIONS, "unmodifiableCollection", &[COLLECTION], COLLECTION, |call| {
        wrapped(call, "java.util.Collections$UnmodifiableCollection")
    }),
    Method::of_class(COLLECTIONS, "unmodifiableMap", &[MAP], MAP, |call| {
        wrapped(call, "java.util.Collections$UnmodifiableMap")
    }),
    Method::of_class(COLLECTIONS, "synchronizedList", &[LIST], LIST, |call| {
        match call.argument(0).class_name(call.heap).as_deref() {
            Some("java.util.LinkedList") => wrapped(call, "java.util.Collections$SynchronizedList"),
            _ => wrapped(call, "java.util.Collections$SynchronizedRandomAccessList"),
        }
    }),
    Method::of_class(COLLECTIONS, "synchronizedSet", &["java.util.Set"], "java.util.Set", |call| {
        wrapped(call, "java.util.Collections$SynchronizedSet")
    }),
    Method::of_class(COLLECTIONS, "synchronizedCollection", &[COLLECTION], COLLECTION, |call| {
        wrapped(call, "java.util.Collections$SynchronizedCollection")
    }),
    Method::of_class(COLLECTIONS, "synchronizedMap", &[MAP], MAP, |call| {
        wrapped(call, "java.util.Collections$SynchronizedMap")
    }),
    Method::of_class(LIST, "of", &["java.lang.Object[]"], LIST, |call| {
        let items = items(call.argument(0)).to_vec();
        if items.iter().any(|item| item.value.is_null()) {
            return Err(null_pointer());
        }
        let class = if matches!(items.len(), 1 | 2) { "List12" } else { "ListN" };
        Ok(Object::sequence(format!("java.util.ImmutableCollections${class}"), items))
    })
    .variadic(),
    Method::of_class(COLLECTIONS, "emptyMap", &[], MAP, |_| {
        Ok(Object::map("java.util.Collections$EmptyMap", Vec::new()))
    }),
    Method::of_class(COLLECTIONS, "singletonMap", &[OBJECT, OBJECT], MAP, |call| {
        let part = |at| Traced::new(call.argument(at).clone(), Origin::default());
        Ok(Object::map("java.util.Collections$SingletonMap", vec![(part(0), part(1))]))
    }),
    Method::of_class(COLLECTIONS, "singletonList", &[OBJECT], LIST, |call| {
        let only = Traced::new(call.argument(0).clone(), Origin::default());
        Ok(Object::sequence("java.util.Collections$SingletonList", vec![only]))
    }),
    Method::of_class(COLLECTIONS, "max", &[COLLECTION], OBJECT, |call| extreme(call, Ordering::Greater)),
    Method::of_class(COLLECTIONS, "max", &[COLLECTION, COMPARATOR], OBJECT, |call| {
        by_comparator(call, Ordering::Greater)
    }),
    Method::of_class(COLLECTIONS, "min", &[COLLECTION], OBJECT, |call| extreme(call, Ordering::Less)),
    Method::of_class(COLLECTIONS, "min", &[COLLECTION, COMPARATOR], OBJECT, |call| {
        by_comparator(call, Ordering::Less)
    }),
    Method::instance(COLLECTION, "iterator", &[], "java.util.Iterator", |_| {
        Err(Thrown::unsupported("an iterator"))
    }),
    Method::of_class("java.util.Locale", "forLanguageTag", &[STRING], "java.util.Locale", |call| {
        Ok(Object::scalar("java.util.Locale", call.text(0).replace('-', "_")))
    }),
    Method::of_class("java.util.UUID", "fromString", &[STRING], "java.util.UUID", |call| {
        let written = uuid(call.text(0));
        let written =
            written.ok_or_else(|| Thrown::new(format!("Invalid UUID string: {}", call.shown(0))))?;
        Ok(Object::scalar("java.util.UUID", written))
    }),
];

/// The greatest or least of texts or numbers of one class, the first of equal ones.
fn extreme(call: &mut Invocation<'_>, wanted: Ordering) -> Result<Object, Thrown> {
    if call.argument(0).is_null() {
        return Err(Thrown::new(
            "Cannot invoke \"java.util.Collection.iterator()\" because \"coll\" is null",
        ));
    }
    let mut members = items(call.argument(0)).iter().map(|item| &item.value);
    let mut found = members.next().ok_or_else(|| Thrown::new("java.util.NoSuchElementException"))?.clone();
    for member in members {
        let order = match (member, &found) {
            (Object::Text(one), Object::Text(other)) => {
                Some(one.reveal().encode_utf16().cmp(other.reveal().encode_utf16()))
            }
            (Object::Number(Number::Integer(one)), Object::Number(Number::Integer(other))) => {
                Some(one.cmp(other))
            }
            (Object::Number(Number::Long(one)), Object::Number(Number::Long(other))) => Some(one.cmp(other)),
            _ => None,
        };
        if order.ok_or_else(|| Thrown::unsupported("a comparison of such objects"))? == wanted {
            found = member.clone();
        }
    }
    match found {
        Object::Text(_) | Object::Number(_) => Ok(found),
        _ => Err(Thrown::unsupported("a comparison of such objects")),
    }
}

/// Null stands for the natural order.
fn by_comparator(call: &mut Invocation<'_>, wanted: Ordering) -> Result<Object, Thrown> {
    match call.argument(1) {
        Object::Null => extreme(call, wanted),
        _ => Err(Thrown::unsupported("a comparator")),
    }
}

fn changed(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    let (key, value) = (call.argument(0).clone(), call.argument(1).clone());
    change(call, &key, Some(&value))
}

/// Gives one of the system's properties another value, or none. Only these can be changed.
fn change(call: &mut Invocation<'_>, key: &Object, value: Option<&Object>) -> Result<Object, Thrown> {
    let Object::Map(map) = call.target else { return Err(null_pointer()) };
    let text = |object: &Object| object.text().map(|text| text.reveal().to_owned());
    let (Some(name), true) = (text(key), map.of_system) else {
        return Err(Thrown::unsupported("changing a map"));
    };
    let (key, properties) = (name.clone(), &mut call.host.system_properties);
    let before = match value {
        Some(Object::Null) => return Err(null_pointer()),
        Some(value) => {
            let value =
                text(value).ok_or_else(|| Thrown::unsupported("a system property that is no text"))?;
            properties.insert(name, value)
        }
        None => properties.remove(&name),
    };
    Ok(before.map_or(Object::Null, |before| Object::Text(call.host.text(&key, &before))))
}

/// The same members behind a wrapper.
fn wrapped(call: &Invocation<'_>, class: &str) -> Result<Object, Thrown> {
    match call.argument(0) {
        Object::Sequence(sequence) => Ok(Object::sequence(class, sequence.items.as_ref().clone())),
        Object::Map(map) => Ok(Object::map(class, map.entries.as_ref().clone())),
        _ => Err(null_pointer()),
    }
}

/// The class of a map's view of its keys or values.
fn view(call: &Invocation<'_>, kind: &str) -> String {
    match call.target.class_name(call.heap).as_deref() {
        Some("java.util.LinkedHashMap") => format!("java.util.LinkedHashMap$Linked{kind}"),
        Some(map @ ("java.util.HashMap" | "java.util.TreeMap")) => format!("{map}${kind}"),
        _ if kind == "KeySet" => "java.util.LinkedHashSet".to_owned(),
        _ => "java.util.ArrayList".to_owned(),
    }
}

fn entries(object: &Object) -> &[(Traced<Object>, Traced<Object>)] {
    match object {
        Object::Map(map) => map.entries.as_slice(),
        _ => &[],
    }
}

/// The value of the property of this name, its default if need be; only texts are properties.
fn property(call: &Invocation<'_>) -> Option<Object> {
    let wanted = equality::key(call.argument(0));
    let defaults = match call.target {
        Object::Map(map) => map.defaults.as_deref().map_or(&[][..], Vec::as_slice),
        _ => &[],
    };
    let default = || {
        let found = defaults.iter().rev().find(|(key, _)| equality::key(&key.value) == wanted);
        found.map(|(_, value)| value.value.clone())
    };
    let is_text = |value: &Object| matches!(value, Object::Text(_));
    value(call, 0).filter(is_text).or_else(|| default().filter(is_text))
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
