//! The wrapper classes, `Boolean` and `Math`.

use super::super::super::display::to_java_string;
use super::super::super::number::{Number, NumberType, decode_or_value_of};
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, plain};

const STRING: &str = "java.lang.String";
const INTEGER: &str = "java.lang.Integer";
const LONG: &str = "java.lang.Long";
const DOUBLE: &str = "java.lang.Double";
const BOOLEAN: &str = "java.lang.Boolean";
const NUMBER: &str = "java.lang.Number";
const MATH: &str = "java.lang.Math";

pub(super) const METHODS: &[Method] = &[
    Method::of_class(INTEGER, "parseInt", &["java.lang.String s"], "int", |call| {
        parse(call, NumberType::Integer)
    }),
    Method::of_class(INTEGER, "parseInt", &[STRING, "int"], "int", |call| radix(call, NumberType::Integer)),
    Method::of_class(INTEGER, "valueOf", &["java.lang.String s", "int radix"], INTEGER, |call| {
        radix(call, NumberType::Integer)
    }),
    Method::of_class(INTEGER, "valueOf", &["java.lang.String s"], INTEGER, |call| {
        parse(call, NumberType::Integer)
    }),
    Method::of_class(INTEGER, "valueOf", &["int i"], INTEGER, |call| Ok(call.argument(0).clone())),
    Method::of_class(INTEGER, "decode", &["java.lang.String nm"], INTEGER, |call| {
        decode(call, NumberType::Integer)
    }),
    Method::of_class(INTEGER, "toString", &["int"], STRING, |call| {
        plain(to_java_string(call.argument(0), call.heap))
    }),
    Method::of_class(INTEGER, "toString", &["int", "int"], STRING, |_| {
        Err(Thrown::unsupported("Integer.toString with a radix"))
    }),
    Method::of_class(INTEGER, "toHexString", &["int"], STRING, |call| {
        #[expect(clippy::cast_possible_truncation, reason = "the argument is an int")]
        let number = call.number(0) as i32;
        plain(format!("{number:x}"))
    }),
    Method::of_class(INTEGER, "toBinaryString", &["int"], STRING, |call| {
        #[expect(clippy::cast_possible_truncation, reason = "the argument is an int")]
        let number = call.number(0) as i32;
        plain(format!("{number:b}"))
    }),
    Method::of_class(INTEGER, "sum", &["int", "int"], "int", |call| {
        #[expect(clippy::cast_possible_truncation, reason = "both arguments are ints")]
        let sum = (call.number(0) as i32).wrapping_add(call.number(1) as i32);
        Ok(Object::integer(sum))
    }),
    Method::of_class(INTEGER, "getInteger", &["java.lang.String nm"], INTEGER, |call| {
        system(call, NumberType::Integer)
    }),
    Method::of_class(INTEGER, "getInteger", &["java.lang.String nm", "int val"], INTEGER, |call| {
        system(call, NumberType::Integer)
    }),
    Method::of_class(LONG, "getLong", &[STRING], LONG, |call| system(call, NumberType::Long)),
    Method::of_class(LONG, "getLong", &[STRING, "long"], LONG, |call| system(call, NumberType::Long)),
    Method::of_class(LONG, "decode", &[STRING], LONG, |call| decode(call, NumberType::Long)),
    Method::of_class(LONG, "toString", &["long"], STRING, |call| {
        plain(to_java_string(call.argument(0), call.heap))
    }),
    Method::of_class(LONG, "parseLong", &[STRING, "int"], "long", |call| radix(call, NumberType::Long)),
    Method::of_class(LONG, "max", &["long", "long"], "long", |call| larger(call, NumberType::Long)),
    Method::of_class(LONG, "min", &["long", "long"], "long", |call| smaller(call, NumberType::Long)),
    Method::of_class(INTEGER, "toOctalString", &["int"], STRING, |call| {
        #[expect(clippy::cast_possible_truncation, reason = "the argument is an int")]
        let number = call.number(0) as i32;
        plain(format!("{number:o}"))
    }),
    Method::of_class(INTEGER, "compare", &["int", "int"], "int", |call| {
        Ok(compared(call.number(0), call.number(1)))
    }),
    Method::of_class(INTEGER, "signum", &["int"], "int", |call| Ok(compared(call.number(0), 0))),
    Method::of_class(LONG, "compare", &["long", "long"], "int", |call| {
        Ok(compared(call.number(0), call.number(1)))
    }),
    Method::of_class("java.lang.Byte", "parseByte", &[STRING], "byte", |call| parse(call, NumberType::Byte)),
    Method::of_class("java.lang.Short", "parseShort", &[STRING], "short", |call| {
        parse(call, NumberType::Short)
    }),
    Method::of_class("java.lang.Float", "parseFloat", &[STRING], "float", |call| {
        parse(call, NumberType::Float)
    }),
    Method::of_class(DOUBLE, "toString", &["double"], STRING, |call| {
        plain(to_java_string(call.argument(0), call.heap))
    }),
    Method::instance(INTEGER, "compareTo", &[INTEGER], "int", |call| {
        let Object::Number(own) = call.target else { return Ok(Object::Null) };
        Ok(compared(own.long_value(), call.number(0)))
    }),
    Method::instance(INTEGER, "hashCode", &[], "int", |call| Ok(call.target.clone())),
    Method::of_class(MATH, "pow", &["double", "double"], "double", |call| {
        double(call, |one| one.powf(real(call.argument(1))))
    }),
    Method::of_class(MATH, "floorMod", &["int", "int"], "int", |call| {
        let divisor = divisor(call)?;
        let rest = call.number(0).rem_euclid(divisor);
        whole(if divisor < 0 && rest != 0 { rest + divisor } else { rest }, NumberType::Integer)
    }),
    Method::of_class(MATH, "floorDiv", &["int", "int"], "int", |call| {
        let (number, divisor) = (call.number(0), divisor(call)?);
        let below = number % divisor != 0 && (number < 0) != (divisor < 0);
        whole(number / divisor - i64::from(below), NumberType::Integer)
    }),
    Method::of_class(MATH, "addExact", &["int", "int"], "int", |call| {
        whole(call.number(0) + call.number(1), NumberType::Integer)
    }),
    Method::of_class(MATH, "subtractExact", &["int", "int"], "int", |call| {
        whole(call.number(0) - call.number(1), NumberType::Integer)
    }),
    Method::of_class(MATH, "multiplyExact", &["int", "int"], "int", |call| {
        whole(call.number(0) * call.number(1), NumberType::Integer)
    }),
    Method::of_class(MATH, "toIntExact", &["long"], "int", |call| whole(call.number(0), NumberType::Integer)),
    Method::of_class(BOOLEAN, "getBoolean", &[STRING], "boolean", |call| {
        let found = call.host.system_properties.get(call.text(0));
        Ok(Object::Boolean(found.is_some_and(|found| found.eq_ignore_ascii_case("true"))))
    }),
    Method::of_class(INTEGER, "max", &["int", "int"], "int", |call| larger(call, NumberType::Integer)),
    Method::of_class(INTEGER, "min", &["int", "int"], "int", |call| smaller(call, NumberType::Integer)),
    Method::of_class(LONG, "parseLong", &[STRING], "long", |call| parse(call, NumberType::Long)),
    Method::of_class(LONG, "valueOf", &[STRING, "int"], LONG, |call| radix(call, NumberType::Long)),
    Method::of_class(LONG, "valueOf", &["long"], LONG, |call| Ok(call.argument(0).clone())),
    Method::of_class(LONG, "valueOf", &[STRING], LONG, |call| parse(call, NumberType::Long)),
    Method::of_class(DOUBLE, "parseDouble", &[STRING], "double", |call| parse(call, NumberType::Double)),
    Method::of_class(DOUBLE, "valueOf", &[STRING], DOUBLE, |call| parse(call, NumberType::Double)),
    Method::of_class(BOOLEAN, "parseBoolean", &["java.lang.String s"], "boolean", |call| Ok(truth(call))),
    Method::of_class(BOOLEAN, "valueOf", &["java.lang.String s"], BOOLEAN, |call| Ok(truth(call))),
    Method::of_class(BOOLEAN, "valueOf", &["boolean b"], BOOLEAN, |call| Ok(call.argument(0).clone())),
    Method::of_class(BOOLEAN, "toString", &["boolean"], STRING, |call| plain(call.flag(0).to_string())),
    Method::instance(BOOLEAN, "booleanValue", &[], "boolean", |call| Ok(call.target.clone())),
    Method::instance(NUMBER, "intValue", &[], "int", |call| convert(call, NumberType::Integer)),
    Method::instance(NUMBER, "longValue", &[], "long", |call| convert(call, NumberType::Long)),
    Method::instance(NUMBER, "doubleValue", &[], "double", |call| convert(call, NumberType::Double)),
    Method::of_class(MATH, "max", &["int", "int"], "int", |call| larger(call, NumberType::Integer)),
    Method::of_class(MATH, "min", &["int", "int"], "int", |call| smaller(call, NumberType::Integer)),
    Method::of_class(MATH, "max", &["long", "long"], "long", |call| larger(call, NumberType::Long)),
    Method::of_class(MATH, "min", &["long", "long"], "long", |call| smaller(call, NumberType::Long)),
    Method::of_class(MATH, "max", &["double", "double"], "double", |call| {
        double(call, |one| one.max(real(call.argument(1))))
    }),
    Method::of_class(MATH, "min", &["double", "double"], "double", |call| {
        double(call, |one| one.min(real(call.argument(1))))
    }),
    Method::of_class(MATH, "max", &["float", "float"], "float", |call| {
        narrow(real(call.argument(0)).max(real(call.argument(1))))
    }),
    Method::of_class(MATH, "min", &["float", "float"], "float", |call| {
        narrow(real(call.argument(0)).min(real(call.argument(1))))
    }),
    Method::of_class(MATH, "abs", &["float"], "float", |call| narrow(real(call.argument(0)).abs())),
    Method::of_class(MATH, "floor", &["double"], "double", |call| double(call, f64::floor)),
    Method::of_class(MATH, "ceil", &["double"], "double", |call| double(call, f64::ceil)),
    Method::of_class(MATH, "sqrt", &["double"], "double", |call| double(call, f64::sqrt)),
    Method::of_class(MATH, "round", &["double"], "long", |call| {
        let rounded = Number::Double((real(call.argument(0)) + 0.5).floor());
        rounded.converted(NumberType::Long).map(Object::Number).map_err(Thrown::new)
    }),
    Method::of_class(MATH, "abs", &["long"], "long", |call| {
        whole(call.number(0).wrapping_abs(), NumberType::Long)
    }),
    Method::of_class(MATH, "abs", &["double"], "double", |call| double(call, f64::abs)),
    Method::of_class(MATH, "abs", &["int"], "int", |call| {
        whole(call.number(0).wrapping_abs(), NumberType::Integer)
    }),
];

fn compared(one: i64, other: i64) -> Object {
    Object::integer(one.cmp(&other) as i32)
}

fn divisor(call: &Invocation<'_>) -> Result<i64, Thrown> {
    match call.number(1) {
        0 => Err(Thrown::new("/ by zero")),
        divisor => Ok(divisor),
    }
}

fn real(object: &Object) -> f64 {
    match object {
        Object::Number(number) => number.double_value(),
        _ => 0.0,
    }
}

fn double(call: &Invocation<'_>, made: impl Fn(f64) -> f64) -> Result<Object, Thrown> {
    Ok(Object::Number(Number::Double(made(real(call.argument(0))))))
}

#[expect(clippy::cast_possible_truncation, reason = "the numbers are floats")]
fn narrow(number: f64) -> Result<Object, Thrown> {
    Ok(Object::Number(Number::Float(number as f32)))
}

/// A system property as a number; the second argument, or null, where there is none or it is no number.
fn system(call: &Invocation<'_>, target: NumberType) -> Result<Object, Thrown> {
    let found = call.host.system_properties.get(call.text(0));
    let number = found.and_then(|found| decode_or_value_of(found, target).ok());
    Ok(number.map_or_else(|| call.argument(1).clone(), Object::Number))
}

fn whole(number: i64, target: NumberType) -> Result<Object, Thrown> {
    Number::of_long(number, target).map(Object::Number).ok_or_else(|| Thrown::new("integer overflow"))
}

fn larger(call: &Invocation<'_>, target: NumberType) -> Result<Object, Thrown> {
    whole(call.number(0).max(call.number(1)), target)
}

fn smaller(call: &Invocation<'_>, target: NumberType) -> Result<Object, Thrown> {
    whole(call.number(0).min(call.number(1)), target)
}

fn parse(call: &Invocation<'_>, target: NumberType) -> Result<Object, Thrown> {
    if call.argument(0).is_null() {
        return Err(Thrown::new("Cannot parse null string"));
    }
    let text = call.text(0);
    // `parseInt` knows no prefix for hexadecimal numbers.
    if text.trim_start_matches('-').starts_with(['#', 'x', 'X']) || text.contains(['x', 'X']) {
        return Err(Thrown::new(format!("For input string: \"{}\"", call.shown(0))));
    }
    decode(call, target)
}

fn decode(call: &Invocation<'_>, target: NumberType) -> Result<Object, Thrown> {
    let secret = call.argument(0).is_secret();
    decode_or_value_of(call.text(0), target)
        .map(Object::Number)
        .map_err(|message| Thrown::new(if secret { "For input string: \"***\"".to_owned() } else { message }))
}

fn radix(call: &Invocation<'_>, target: NumberType) -> Result<Object, Thrown> {
    let radix = u32::try_from(call.number(1)).ok().filter(|radix| (2..=36).contains(radix));
    let parsed = radix.and_then(|radix| i64::from_str_radix(call.text(0), radix).ok());
    let number = parsed.and_then(|number| Number::of_long(number, target));
    number.map(Object::Number).ok_or_else(|| {
        let suffix =
            if call.number(1) == 10 { String::new() } else { format!(" under radix {}", call.number(1)) };
        let shown = call.shown(0);
        Thrown::new(format!("For input string: \"{shown}\"{suffix}"))
    })
}

fn truth(call: &Invocation<'_>) -> Object {
    Object::Boolean(call.text(0).eq_ignore_ascii_case("true"))
}

fn convert(call: &Invocation<'_>, target: NumberType) -> Result<Object, Thrown> {
    match call.target {
        Object::Number(number) => number.converted(target).map(Object::Number).map_err(Thrown::new),
        other => Ok(other.clone()),
    }
}
