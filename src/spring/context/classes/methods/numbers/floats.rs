//! `Double` and `Float`.

use std::cmp::Ordering;

use super::super::super::super::number::{NumberType, double_bits, float_bits, value_of};
use super::super::super::super::object::Object;
use super::super::{Invocation, Method, null_pointer};
use super::math::{larger, narrow, smaller};
use super::{Made, STRING, double, float, hash, int, long, read, same, truth, written};

const DOUBLE: &str = "java.lang.Double";
const FLOAT: &str = "java.lang.Float";

const ONE: &[&str] = &["double d"];
const TWO: &[&str] = &["double", "double"];
const FLOAT_ONE: &[&str] = &["float f"];
const FLOAT_TWO: &[&str] = &["float", "float"];
const TEXT: &[&str] = &["java.lang.String s"];

pub(in super::super) const METHODS: &[Method] = &[
    Method::of_class(DOUBLE, "toString", ONE, STRING, written),
    Method::of_class(DOUBLE, "hashCode", ONE, "int", hash),
    Method::of_class(DOUBLE, "min", TWO, "double", |call| double(smaller(call.real(0), call.real(1)))),
    Method::of_class(DOUBLE, "max", TWO, "double", |call| double(larger(call.real(0), call.real(1)))),
    Method::of_class(DOUBLE, "doubleToLongBits", ONE, "long", |call| long(double_bits(call.real(0)))),
    Method::of_class(DOUBLE, "longBitsToDouble", &["long"], "double", |call| {
        double(f64::from_bits(call.number(0).cast_unsigned()))
    }),
    Method::instance(DOUBLE, "compareTo", &[DOUBLE], "int", |call| ordered(own(call), call.real(0))),
    Method::of_class(DOUBLE, "compare", TWO, "int", |call| ordered(call.real(0), call.real(1))),
    Method::of_class(DOUBLE, "valueOf", TEXT, DOUBLE, |call| parsed(call, NumberType::Double)),
    Method::of_class(DOUBLE, "valueOf", ONE, DOUBLE, same),
    Method::instance(DOUBLE, "isNaN", &[], "boolean", |call| truth(own(call).is_nan())),
    Method::of_class(DOUBLE, "isNaN", ONE, "boolean", |call| truth(call.real(0).is_nan())),
    Method::of_class(DOUBLE, "sum", TWO, "double", |call| double(call.real(0) + call.real(1))),
    Method::instance(DOUBLE, "isInfinite", &[], "boolean", |call| truth(own(call).is_infinite())),
    Method::of_class(DOUBLE, "isInfinite", ONE, "boolean", |call| truth(call.real(0).is_infinite())),
    Method::of_class(DOUBLE, "isFinite", ONE, "boolean", |call| truth(call.real(0).is_finite())),
    Method::of_class(DOUBLE, "parseDouble", TEXT, "double", |call| parsed(call, NumberType::Double)),
    Method::of_class(FLOAT, "toString", FLOAT_ONE, STRING, written),
    Method::of_class(FLOAT, "hashCode", FLOAT_ONE, "int", hash),
    Method::of_class(FLOAT, "min", FLOAT_TWO, "float", |call| {
        float(narrow(smaller(call.real(0), call.real(1))))
    }),
    Method::of_class(FLOAT, "max", FLOAT_TWO, "float", |call| {
        float(narrow(larger(call.real(0), call.real(1))))
    }),
    Method::of_class(FLOAT, "floatToIntBits", FLOAT_ONE, "int", |call| int(float_bits(call.float(0)))),
    Method::of_class(FLOAT, "intBitsToFloat", &["int"], "float", |call| {
        float(f32::from_bits(call.int(0).cast_unsigned()))
    }),
    Method::instance(FLOAT, "compareTo", &[FLOAT], "int", |call| ordered(own(call), call.real(0))),
    Method::of_class(FLOAT, "compare", FLOAT_TWO, "int", |call| ordered(call.real(0), call.real(1))),
    Method::of_class(FLOAT, "valueOf", TEXT, FLOAT, |call| parsed(call, NumberType::Float)),
    Method::of_class(FLOAT, "valueOf", FLOAT_ONE, FLOAT, same),
    Method::instance(FLOAT, "isNaN", &[], "boolean", |call| truth(own(call).is_nan())),
    Method::of_class(FLOAT, "isNaN", FLOAT_ONE, "boolean", |call| truth(call.float(0).is_nan())),
    Method::of_class(FLOAT, "sum", FLOAT_TWO, "float", |call| float(call.float(0) + call.float(1))),
    Method::of_class(FLOAT, "parseFloat", TEXT, "float", |call| parsed(call, NumberType::Float)),
    Method::instance(FLOAT, "isInfinite", &[], "boolean", |call| truth(own(call).is_infinite())),
    Method::of_class(FLOAT, "isInfinite", FLOAT_ONE, "boolean", |call| truth(call.float(0).is_infinite())),
    Method::of_class(FLOAT, "isFinite", FLOAT_ONE, "boolean", |call| truth(call.float(0).is_finite())),
];

fn own(call: &Invocation<'_>) -> f64 {
    match call.target {
        Object::Number(number) => number.double_value(),
        _ => 0.0,
    }
}

fn parsed(call: &Invocation<'_>, target: NumberType) -> Made {
    if call.argument(0).is_null() {
        return Err(null_pointer());
    }
    read(call, |text| value_of(text, target))
}

/// `Double.compare`: -0.0 is less than 0.0, and NaN the greatest.
fn ordered(one: f64, other: f64) -> Made {
    let order = one.partial_cmp(&other).filter(|order| *order != Ordering::Equal);
    int(order.unwrap_or_else(|| double_bits(one).cmp(&double_bits(other))) as i32)
}
