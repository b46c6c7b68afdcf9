//! `Short` and `Byte`.

use super::super::super::super::number::{Number, NumberType};
use super::super::super::super::object::Object;
use super::super::{Invocation, Method};
use super::{Made, STRING, decoded, hash, int, long, parsed, same, written};

const SHORT: &str = "java.lang.Short";
const BYTE: &str = "java.lang.Byte";

const TEXT: &[&str] = &["java.lang.String s"];
const TEXT_AND_RADIX: &[&str] = &["java.lang.String s", "int radix"];

pub(in super::super) const METHODS: &[Method] = &[
    Method::of_class(SHORT, "toString", &["short s"], STRING, written),
    Method::of_class(SHORT, "hashCode", &["short value"], "int", hash),
    Method::of_class(SHORT, "reverseBytes", &["short i"], "short", |call| match call.argument(0) {
        Object::Number(Number::Short(number)) => Ok(Object::Number(Number::Short(number.swap_bytes()))),
        other => Ok(other.clone()),
    }),
    Method::instance(SHORT, "compareTo", &[SHORT], "int", difference_from),
    Method::of_class(SHORT, "compare", &["short x", "short y"], "int", difference),
    Method::of_class(SHORT, "valueOf", TEXT, SHORT, |call| parsed(call, NumberType::Short)),
    Method::of_class(SHORT, "valueOf", TEXT_AND_RADIX, SHORT, |call| parsed(call, NumberType::Short)),
    Method::of_class(SHORT, "valueOf", &["short s"], SHORT, same),
    Method::of_class(SHORT, "decode", &["java.lang.String nm"], SHORT, |call| {
        decoded(call, NumberType::Short)
    }),
    Method::of_class(SHORT, "toUnsignedLong", &["short x"], "long", |call| long(call.number(0) & 0xFFFF)),
    Method::of_class(SHORT, "toUnsignedInt", &["short x"], "int", |call| int(call.int(0) & 0xFFFF)),
    Method::of_class(SHORT, "compareUnsigned", &["short x", "short y"], "int", |call| {
        int((call.int(0) & 0xFFFF) - (call.int(1) & 0xFFFF))
    }),
    Method::of_class(SHORT, "parseShort", TEXT_AND_RADIX, "short", |call| parsed(call, NumberType::Short)),
    Method::of_class(SHORT, "parseShort", TEXT, "short", |call| parsed(call, NumberType::Short)),
    Method::of_class(BYTE, "toString", &["byte b"], STRING, written),
    Method::of_class(BYTE, "hashCode", &["byte value"], "int", hash),
    Method::instance(BYTE, "compareTo", &[BYTE], "int", difference_from),
    Method::of_class(BYTE, "compare", &["byte x", "byte y"], "int", difference),
    Method::of_class(BYTE, "valueOf", TEXT, BYTE, |call| parsed(call, NumberType::Byte)),
    Method::of_class(BYTE, "valueOf", &["byte b"], BYTE, same),
    Method::of_class(BYTE, "valueOf", TEXT_AND_RADIX, BYTE, |call| parsed(call, NumberType::Byte)),
    Method::of_class(BYTE, "decode", &["java.lang.String nm"], BYTE, |call| decoded(call, NumberType::Byte)),
    Method::of_class(BYTE, "toUnsignedLong", &["byte x"], "long", |call| long(call.number(0) & 0xFF)),
    Method::of_class(BYTE, "toUnsignedInt", &["byte x"], "int", |call| int(call.int(0) & 0xFF)),
    Method::of_class(BYTE, "parseByte", TEXT, "byte", |call| parsed(call, NumberType::Byte)),
    Method::of_class(BYTE, "parseByte", TEXT_AND_RADIX, "byte", |call| parsed(call, NumberType::Byte)),
    Method::of_class(BYTE, "compareUnsigned", &["byte x", "byte y"], "int", |call| {
        int((call.int(0) & 0xFF) - (call.int(1) & 0xFF))
    }),
];

/// `compare`, which isn't just a sign here.
fn difference(call: &mut Invocation<'_>) -> Made {
    int(call.int(0) - call.int(1))
}

fn difference_from(call: &mut Invocation<'_>) -> Made {
    int(i32::try_from(call.own()).unwrap_or(0) - call.int(0))
}
