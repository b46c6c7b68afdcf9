//! `Boolean`.

use super::super::super::super::object::Object;
use super::super::{Invocation, Method, plain};
use super::{Made, STRING, hash, order, same, truth};

const BOOLEAN: &str = "java.lang.Boolean";

const ONE: &[&str] = &["boolean b"];
const TWO: &[&str] = &["boolean a", "boolean b"];
const TEXT: &[&str] = &["java.lang.String s"];

pub(in super::super) const METHODS: &[Method] = &[
    Method::of_class(BOOLEAN, "toString", ONE, STRING, |call| plain(call.flag(0).to_string())),
    Method::of_class(BOOLEAN, "hashCode", &["boolean value"], "int", hash),
    Method::instance(BOOLEAN, "compareTo", &[BOOLEAN], "int", |call| order(&own(call), &call.flag(0))),
    Method::of_class(BOOLEAN, "getBoolean", &["java.lang.String name"], "boolean", |call| {
        let found = call.host.system_properties.get(call.text(0));
        truth(found.is_some_and(|found| found.eq_ignore_ascii_case("true")))
    }),
    Method::of_class(BOOLEAN, "compare", TWO, "int", |call| order(&call.flag(0), &call.flag(1))),
    Method::instance(BOOLEAN, "booleanValue", &[], "boolean", |call| Ok(call.target.clone())),
    Method::of_class(BOOLEAN, "valueOf", TEXT, BOOLEAN, parsed),
    Method::of_class(BOOLEAN, "valueOf", ONE, BOOLEAN, same),
    Method::of_class(BOOLEAN, "parseBoolean", TEXT, "boolean", parsed),
    Method::of_class(BOOLEAN, "logicalAnd", TWO, "boolean", |call| truth(call.flag(0) && call.flag(1))),
    Method::of_class(BOOLEAN, "logicalOr", TWO, "boolean", |call| truth(call.flag(0) || call.flag(1))),
    Method::of_class(BOOLEAN, "logicalXor", TWO, "boolean", |call| truth(call.flag(0) != call.flag(1))),
];

fn own(call: &Invocation<'_>) -> bool {
    matches!(call.target, Object::Boolean(true))
}

fn parsed(call: &mut Invocation<'_>) -> Made {
    truth(call.text(0).eq_ignore_ascii_case("true"))
}
