//! `java.lang.System`: properties and variables of the host.

use super::super::super::factory::environment;
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, null_pointer, plain};

const STRING: &str = "java.lang.String";
const SYSTEM: &str = "java.lang.System";

pub(super) const METHODS: &[Method] = &[
    Method::of_class(SYSTEM, "getenv", &["java.lang.String name"], STRING, |call| {
        if call.argument(0).is_null() {
            return Err(Thrown::new("Cannot invoke \"String.getBytes()\" because \"str\" is null"));
        }
        Ok(found(call, call.host.variables.get(call.text(0))))
    }),
    Method::of_class(SYSTEM, "getProperty", &["java.lang.String key"], STRING, |call| {
        key(call)?;
        Ok(found(call, call.host.system_properties.get(call.text(0))))
    }),
    Method::of_class(
        SYSTEM,
        "getProperty",
        &["java.lang.String key", "java.lang.String def"],
        STRING,
        |call| {
            key(call)?;
            match call.host.system_properties.get(call.text(0)) {
                None => Ok(call.argument(1).clone()),
                value => Ok(found(call, value)),
            }
        },
    ),
    Method::of_class(
        SYSTEM,
        "setProperty",
        &["java.lang.String key", "java.lang.String value"],
        STRING,
        |call| {
            key(call)?;
            if call.argument(1).is_null() {
                return Err(null_pointer());
            }
            let (name, value) = (call.text(0).to_owned(), call.text(1).to_owned());
            let before = call.host.system_properties.insert(name, value);
            Ok(found(call, before.as_ref()))
        },
    ),
    Method::of_class(SYSTEM, "clearProperty", &[STRING], STRING, |call| {
        key(call)?;
        let name = call.text(0).to_owned();
        let before = call.host.system_properties.remove(&name);
        Ok(found(call, before.as_ref()))
    }),
    Method::of_class(SYSTEM, "getenv", &[], "java.util.Map", |call| Ok(environment::variables(call.host))),
    Method::of_class(SYSTEM, "getProperties", &[], "java.util.Properties", |call| {
        Ok(environment::system_properties(call.host))
    }),
    Method::of_class(SYSTEM, "lineSeparator", &[], STRING, |_| plain("\n")),
];

/// What stands under the name that the first argument gives.
fn found(call: &Invocation<'_>, value: Option<&String>) -> Object {
    value.map_or(Object::Null, |value| Object::Text(call.host.text(call.text(0), value)))
}

/// `System.checkKey`.
fn key(call: &Invocation<'_>) -> Result<(), Thrown> {
    match call.argument(0) {
        Object::Null => Err(Thrown::new("key can't be null")),
        Object::Text(text) if text.reveal().is_empty() => Err(Thrown::new("key can't be empty")),
        _ => Ok(()),
    }
}
