//! Methods that every object has, and those of `Class` and of scalar values.

use crate::spring::resource::single_slashes;

use super::super::super::display::to_java_string;
use super::super::super::equality::{self, hash_code};
use super::super::super::object::Object;
use super::super::{Thrown, is_primitive_name};
use super::{Invocation, Method, items, plain};

const OBJECT: &str = "java.lang.Object";
const STRING: &str = "java.lang.String";
const CLASS: &str = "java.lang.Class";

pub(super) const METHODS: &[Method] = &[
    Method::instance(OBJECT, "toString", &[], STRING, |call| plain(to_java_string(call.target, call.heap))),
    Method::instance(OBJECT, "equals", &[OBJECT], "boolean", |call| {
        Ok(Object::Boolean(equality::equal(call.target, call.argument(0))))
    }),
    Method::instance(OBJECT, "getClass", &[], CLASS, |call| {
        Ok(call.target.class_name(call.heap).map_or(Object::Null, Object::Class))
    }),
    Method::instance(OBJECT, "hashCode", &[], "int", |call| hash_of(call.target)),
    Method::instance(CLASS, "getName", &[], STRING, |call| plain(class_name(call))),
    Method::instance(CLASS, "getSimpleName", &[], STRING, |call| {
        plain(class_name(call).rsplit(['.', '$']).next().unwrap_or(""))
    }),
    Method::instance(CLASS, "getTypeName", &[], STRING, |call| plain(class_name(call))),
    Method::instance(CLASS, "getCanonicalName", &[], STRING, |call| {
        plain(class_name(call).replace('$', "."))
    }),
    Method::instance(CLASS, "getPackageName", &[], STRING, |call| {
        let name = class_name(call);
        plain(name.trim_end_matches("[]").rsplit_once('.').map_or("java.lang", |(package, _)| package))
    }),
    Method::instance(CLASS, "isArray", &[], "boolean", |call| {
        Ok(Object::Boolean(class_name(call).ends_with("[]")))
    }),
    Method::instance(CLASS, "isPrimitive", &[], "boolean", |call| {
        Ok(Object::Boolean(is_primitive_name(&class_name(call))))
    }),
    Method::instance("java.nio.charset.Charset", "name", &[], STRING, |call| plain(call.this())),
    Method::instance("java.util.Locale", "getLanguage", &[], STRING, |call| {
        plain(call.this().split('_').next().unwrap_or(""))
    }),
    Method::of_class("java.nio.file.Paths", "get", PATH, "java.nio.file.Path", |call| Ok(path(call)))
        .variadic(),
    Method::of_class("java.nio.file.Path", "of", PATH, "java.nio.file.Path", |call| Ok(path(call)))
        .variadic(),
    Method::instance("java.io.File", "getName", &[], STRING, |call| {
        plain(call.this().rsplit('/').next().unwrap_or(""))
    }),
    Method::instance("java.io.File", "getPath", &[], STRING, |call| plain(call.this())),
    Method::instance("java.io.File", "getAbsolutePath", &[], STRING, |call| plain(call.this())),
    Method::instance("java.io.File", "getParent", &[], STRING, |call| {
        Ok(call.this().rsplit_once('/').map_or(Object::Null, |(parent, _)| Object::plain(parent)))
    }),
];

const PATH: &[&str] = &[STRING, "java.lang.String[]"];

/// The parts of a path, joined; a slash counts once, and not at the end.
fn path(call: &Invocation<'_>) -> Object {
    let parts = items(call.argument(1)).iter().map(|part| to_java_string(&part.value, call.heap));
    let parts: Vec<String> = std::iter::once(call.text(0).to_owned()).chain(parts).collect();
    let joined = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("/");
    Object::scalar("sun.nio.fs.UnixPath", single_slashes(&joined))
}

fn class_name(call: &Invocation<'_>) -> String {
    match call.target {
        Object::Class(name) => name.to_string(),
        _ => String::new(),
    }
}

/// `hashCode` of an object.
pub(super) fn hash_of(object: &Object) -> Result<Object, Thrown> {
    let hash = hash_code(object).map(Object::integer);
    hash.ok_or_else(|| Thrown::unsupported("the hash code of such an object"))
}
