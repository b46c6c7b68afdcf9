//! `java.util.Objects`.

use super::super::super::display::to_java_string;
use super::super::super::equality::{self, hash_code, hash_of_list};
use super::super::super::object::Object;
use super::super::Thrown;
use super::objects::hash_of;
use super::{Invocation, Method, items, null_pointer, plain};

const OBJECTS: &str = "java.util.Objects";
const OBJECT: &str = "java.lang.Object";
const STRING: &str = "java.lang.String";
const SUPPLIER: &str = "java.util.function.Supplier";

pub(super) const METHODS: &[Method] = &[
    Method::of_class(OBJECTS, "toString", &[OBJECT], STRING, |call| {
        plain(to_java_string(call.argument(0), call.heap))
    }),
    Method::of_class(OBJECTS, "toString", &[OBJECT, STRING], STRING, |call| match call.argument(0) {
        Object::Null => Ok(call.argument(1).clone()),
        other => plain(to_java_string(other, call.heap)),
    }),
    Method::of_class(OBJECTS, "isNull", &[OBJECT], "boolean", |call| {
        Ok(Object::Boolean(call.argument(0).is_null()))
    }),
    Method::of_class(OBJECTS, "nonNull", &[OBJECT], "boolean", |call| {
        Ok(Object::Boolean(!call.argument(0).is_null()))
    }),
    Method::of_class(OBJECTS, "equals", &[OBJECT, OBJECT], "boolean", |call| {
        Ok(Object::Boolean(equality::equal(call.argument(0), call.argument(1))))
    }),
    Method::of_class(OBJECTS, "requireNonNullElse", &[OBJECT, OBJECT], OBJECT, |call| {
        match (call.argument(0), call.argument(1)) {
            (Object::Null, Object::Null) => Err(Thrown::new("defaultObj")),
            (Object::Null, other) | (other, _) => Ok(other.clone()),
        }
    }),
    Method::of_class(OBJECTS, "requireNonNull", &[OBJECT, SUPPLIER], OBJECT, |call| required(call, None)),
    Method::of_class(OBJECTS, "requireNonNull", &[OBJECT, STRING], OBJECT, |call| {
        required(call, Some(to_java_string(call.argument(1), call.heap)))
    }),
    Method::of_class(OBJECTS, "requireNonNull", &[OBJECT], OBJECT, |call| required(call, None)),
    Method::of_class(OBJECTS, "hashCode", &[OBJECT], "int", |call| hash_of(call.argument(0))),
    Method::of_class(OBJECTS, "hash", &["java.lang.Object[]"], "int", |call| {
        let hash = hash_of_list(items(call.argument(0)).iter().map(|item| hash_code(&item.value)));
        let hash = hash.map(Object::integer);
        hash.ok_or_else(|| Thrown::unsupported("the hash code of such an object"))
    })
    .variadic(),
];

/// The first argument, unless it is null.
fn required(call: &Invocation<'_>, message: Option<String>) -> Result<Object, Thrown> {
    match call.argument(0) {
        Object::Null => Err(match message.filter(|_| !call.argument(1).is_null()) {
            Some(message) => call.thrown_for(1, message),
            None => null_pointer(),
        }),
        other => Ok(other.clone()),
    }
}
