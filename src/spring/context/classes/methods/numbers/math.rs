//! `Math`, as far as its results are laid down to the last bit.

use super::super::super::super::number::{Number, exact_power};
use super::super::super::super::object::Object;
use super::super::super::Thrown;
use super::super::{Invocation, Method};
use super::{Made, double, float, int, long, not_evaluated};

const MATH: &str = "java.lang.Math";

const INT: &[&str] = &["int a"];
const INTS: &[&str] = &["int", "int"];
const LONG: &[&str] = &["long a"];
const LONGS: &[&str] = &["long", "long"];
const LONG_INT: &[&str] = &["long x", "int y"];
const FLOAT: &[&str] = &["float a"];
const FLOATS: &[&str] = &["float", "float"];
const DOUBLE: &[&str] = &["double a"];
const DOUBLES: &[&str] = &["double", "double"];

/// A static method.
const fn of(
    name: &'static str,
    parameters: &'static [&'static str],
    returns: &'static str,
    call: fn(&mut Invocation<'_>) -> Made,
) -> Method {
    Method::of_class(MATH, name, parameters, returns, call)
}

pub(in super::super) const METHODS: &[Method] = &[
    of("abs", INT, "int", |call| int(call.int(0).wrapping_abs())),
    of("abs", LONG, "long", |call| long(call.number(0).wrapping_abs())),
    of("abs", FLOAT, "float", |call| float(call.float(0).abs())),
    of("abs", DOUBLE, "double", |call| double(call.real(0).abs())),
    of("sqrt", DOUBLE, "double", |call| double(call.real(0).sqrt())),
    of("log10", DOUBLE, "double", |call| {
        let power = (0..=22).find(|power| 10_f64.powi(*power) == call.real(0));
        certain(power.map(f64::from), "Math.log10")
    }),
    of("log", DOUBLE, "double", |call| certain((call.real(0) == 1.0).then_some(0.0), "Math.log")),
    of("exp", DOUBLE, "double", |call| certain((call.real(0) == 0.0).then_some(1.0), "Math.exp")),
    of("pow", DOUBLES, "double", |call| certain(exact_power(call.real(0), call.real(1)), "Math.pow")),
    of("cbrt", DOUBLE, "double", |call| {
        let root = call.real(0).cbrt().round();
        certain((root.abs() < 2e5 && root * root * root == call.real(0)).then_some(root), "Math.cbrt")
    }),
    of("hypot", DOUBLES, "double", |call| {
        let (one, other) = (call.real(0).abs(), call.real(1).abs());
        let root = one.hypot(other).round();
        let is_exact = one.fract() == 0.0 && root < 4096.0 && one * one + other * other == root * root;
        certain(is_exact.then_some(root), "Math.hypot")
    }),
    of("min", INTS, "int", |call| int(call.int(0).min(call.int(1)))),
    of("min", FLOATS, "float", |call| float(narrow(smaller(call.real(0), call.real(1))))),
    of("min", LONGS, "long", |call| long(call.number(0).min(call.number(1)))),
    of("min", DOUBLES, "double", |call| double(smaller(call.real(0), call.real(1)))),
    of("max", INTS, "int", |call| int(call.int(0).max(call.int(1)))),
    of("max", FLOATS, "float", |call| float(narrow(larger(call.real(0), call.real(1))))),
    of("max", LONGS, "long", |call| long(call.number(0).max(call.number(1)))),
    of("max", DOUBLES, "double", |call| double(larger(call.real(0), call.real(1)))),
    of("floor", DOUBLE, "double", |call| double(call.real(0).floor())),
    of("ceil", DOUBLE, "double", |call| double(call.real(0).ceil())),
    of("rint", DOUBLE, "double", |call| double(call.real(0).round_ties_even())),
    of("addExact", INTS, "int", |call| fitting(call.int(0).checked_add(call.int(1)))),
    of("addExact", LONGS, "long", |call| fitting_long(call.number(0).checked_add(call.number(1)))),
    of("decrementExact", LONG, "long", |call| fitting_long(call.number(0).checked_sub(1))),
    of("decrementExact", INT, "int", |call| fitting(call.int(0).checked_sub(1))),
    of("incrementExact", INT, "int", |call| fitting(call.int(0).checked_add(1))),
    of("incrementExact", LONG, "long", |call| fitting_long(call.number(0).checked_add(1))),
    of("multiplyExact", INTS, "int", |call| fitting(call.int(0).checked_mul(call.int(1)))),
    of("multiplyExact", LONGS, "long", |call| fitting_long(call.number(0).checked_mul(call.number(1)))),
    of("multiplyExact", LONG_INT, "long", |call| fitting_long(call.number(0).checked_mul(call.number(1)))),
    of("negateExact", LONG, "long", |call| fitting_long(call.number(0).checked_neg())),
    of("negateExact", INT, "int", |call| fitting(call.int(0).checked_neg())),
    of("subtractExact", INTS, "int", |call| fitting(call.int(0).checked_sub(call.int(1)))),
    of("subtractExact", LONGS, "long", |call| fitting_long(call.number(0).checked_sub(call.number(1)))),
    of("copySign", FLOATS, "float", |call| float(call.float(0).copysign(call.float(1)))),
    of("copySign", DOUBLES, "double", |call| double(call.real(0).copysign(call.real(1)))),
    of("signum", FLOAT, "float", |call| float(narrow(sign(call.real(0))))),
    of("signum", DOUBLE, "double", |call| double(sign(call.real(0)))),
    of("floorMod", LONG_INT, "int", |call| {
        let rest = rest(call.number(0), call.number(1))?;
        int(i32::try_from(rest).unwrap_or(0))
    }),
    of("floorMod", INTS, "int", |call| {
        let rest = rest(call.number(0), call.number(1))?;
        int(i32::try_from(rest).unwrap_or(0))
    }),
    of("floorMod", LONGS, "long", |call| long(rest(call.number(0), call.number(1))?)),
    of("floorDiv", LONGS, "long", |call| long(quotient(call.number(0), call.number(1))?)),
    of("floorDiv", INTS, "int", |call| {
        let quotient = quotient(call.number(0), call.number(1))?;
        int(i32::try_from(quotient).unwrap_or(i32::MIN))
    }),
    of("floorDiv", LONG_INT, "long", |call| long(quotient(call.number(0), call.number(1))?)),
    of("toRadians", DOUBLE, "double", |call| double(call.real(0) * 0.017_453_292_519_943_295)),
    of("toDegrees", DOUBLE, "double", |call| double(call.real(0) * 57.295_779_513_082_32)),
    of("round", DOUBLE, "long", |call| long(rounded(call.real(0)))),
    of("round", FLOAT, "int", |call| {
        let rounded = rounded(call.real(0)).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
        int(i32::try_from(rounded).unwrap_or(0))
    }),
    of("random", &[], "double", |_| not_evaluated("Math.random")),
    of("toIntExact", &["long value"], "int", |call| fitting(i32::try_from(call.number(0)).ok())),
    of("multiplyFull", INTS, "long", |call| long(call.number(0).wrapping_mul(call.number(1)))),
    of("absExact", INT, "int", |call| absolute(call.int(0).checked_abs().map(Object::integer), "Integer")),
    of("absExact", LONG, "long", |call| {
        absolute(call.number(0).checked_abs().map(|number| Object::Number(Number::Long(number))), "Long")
    }),
];

/// A result that every implementation must give; about the last bit of others they may differ.
fn certain(result: Option<f64>, method: &str) -> Made {
    result.map_or_else(|| not_evaluated(&format!("{method} of these numbers")), double)
}

fn fitting(number: Option<i32>) -> Made {
    number.map_or_else(|| Err(Thrown::new("integer overflow")), int)
}

fn fitting_long(number: Option<i64>) -> Made {
    number.map_or_else(|| Err(Thrown::new("long overflow")), long)
}

fn absolute(number: Option<Object>, class: &str) -> Made {
    number.ok_or_else(|| Thrown::new(format!("Overflow to represent absolute value of {class}.MIN_VALUE")))
}

/// `min`: -0.0 is less than 0.0, and NaN wins.
pub(super) fn smaller(one: f64, other: f64) -> f64 {
    -larger(-one, -other)
}

/// `max`, likewise.
pub(super) fn larger(one: f64, other: f64) -> f64 {
    match () {
        () if one.is_nan() || other.is_nan() => f64::NAN,
        () if one == other => {
            if one.is_sign_negative() {
                other
            } else {
                one
            }
        }
        () => one.max(other),
    }
}

fn sign(number: f64) -> f64 {
    if number == 0.0 || number.is_nan() { number } else { number.signum() }
}

/// `round`: a half goes up.
#[expect(clippy::cast_possible_truncation, reason = "Java's cast saturates as `as` does")]
fn rounded(number: f64) -> i64 {
    let floor = number.floor();
    (if number - floor >= 0.5 { floor + 1.0 } else { floor }) as i64
}

fn rest(number: i64, divisor: i64) -> Result<i64, Thrown> {
    let rest = if divisor == 0 { return Err(super::by_zero()) } else { number.wrapping_rem(divisor) };
    Ok(if rest != 0 && (rest < 0) != (divisor < 0) { rest + divisor } else { rest })
}

fn quotient(number: i64, divisor: i64) -> Result<i64, Thrown> {
    let below = rest(number, divisor)? != 0 && (number < 0) != (divisor < 0);
    Ok(number.wrapping_div(divisor) - i64::from(below))
}

#[expect(clippy::cast_possible_truncation, reason = "the number is a float")]
fn narrow(number: f64) -> f32 {
    number as f32
}
