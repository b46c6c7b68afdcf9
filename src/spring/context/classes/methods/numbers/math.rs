//! `Math`, as far as its results are laid down to the last bit.

use super::super::super::super::number::{Number, exact_power};
use super::super::super::super::object::Object;
use super::super::super::Thrown;
use super::super::Method;
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

pub(in super::super) const METHODS: &[Method] = &[
    Method::of_class(MATH, "abs", INT, "int", |call| int(call.int(0).wrapping_abs())),
    Method::of_class(MATH, "abs", LONG, "long", |call| long(call.number(0).wrapping_abs())),
    Method::of_class(MATH, "abs", FLOAT, "float", |call| float(call.float(0).abs())),
    Method::of_class(MATH, "abs", DOUBLE, "double", |call| double(call.real(0).abs())),
    Method::of_class(MATH, "sqrt", DOUBLE, "double", |call| double(call.real(0).sqrt())),
    Method::of_class(MATH, "log10", DOUBLE, "double", |call| {
        let power = (0..=22).find(|power| 10_f64.powi(*power) == call.real(0));
        certain(power.map(f64::from), "Math.log10")
    }),
    Method::of_class(MATH, "log", DOUBLE, "double", |call| {
        certain((call.real(0) == 1.0).then_some(0.0), "Math.log")
    }),
    Method::of_class(MATH, "exp", DOUBLE, "double", |call| {
        certain((call.real(0) == 0.0).then_some(1.0), "Math.exp")
    }),
    Method::of_class(MATH, "pow", DOUBLES, "double", |call| {
        certain(exact_power(call.real(0), call.real(1)), "Math.pow")
    }),
    Method::of_class(MATH, "cbrt", DOUBLE, "double", |call| {
        let root = call.real(0).cbrt().round();
        certain((root.abs() < 2e5 && root * root * root == call.real(0)).then_some(root), "Math.cbrt")
    }),
    Method::of_class(MATH, "hypot", DOUBLES, "double", |call| {
        let (one, other) = (call.real(0).abs(), call.real(1).abs());
        let root = one.hypot(other).round();
        let is_exact = one.fract() == 0.0 && root < 4096.0 && one * one + other * other == root * root;
        certain(is_exact.then_some(root), "Math.hypot")
    }),
    Method::of_class(MATH, "min", INTS, "int", |call| int(call.int(0).min(call.int(1)))),
    Method::of_class(MATH, "min", FLOATS, "float", |call| float(narrow(smaller(call.real(0), call.real(1))))),
    Method::of_class(MATH, "min", LONGS, "long", |call| long(call.number(0).min(call.number(1)))),
    Method::of_class(MATH, "min", DOUBLES, "double", |call| double(smaller(call.real(0), call.real(1)))),
    Method::of_class(MATH, "max", INTS, "int", |call| int(call.int(0).max(call.int(1)))),
    Method::of_class(MATH, "max", FLOATS, "float", |call| float(narrow(larger(call.real(0), call.real(1))))),
    Method::of_class(MATH, "max", LONGS, "long", |call| long(call.number(0).max(call.number(1)))),
    Method::of_class(MATH, "max", DOUBLES, "double", |call| double(larger(call.real(0), call.real(1)))),
    Method::of_class(MATH, "floor", DOUBLE, "double", |call| double(call.real(0).floor())),
    Method::of_class(MATH, "ceil", DOUBLE, "double", |call| double(call.real(0).ceil())),
    Method::of_class(MATH, "rint", DOUBLE, "double", |call| double(call.real(0).round_ties_even())),
    Method::of_class(MATH, "addExact", INTS, "int", |call| fitting(call.int(0).checked_add(call.int(1)))),
    Method::of_class(MATH, "addExact", LONGS, "long", |call| {
        fitting_long(call.number(0).checked_add(call.number(1)))
    }),
    Method::of_class(MATH, "decrementExact", LONG, "long", |call| {
        fitting_long(call.number(0).checked_sub(1))
    }),
    Method::of_class(MATH, "decrementExact", INT, "int", |call| fitting(call.int(0).checked_sub(1))),
    Method::of_class(MATH, "incrementExact", INT, "int", |call| fitting(call.int(0).checked_add(1))),
    Method::of_class(MATH, "incrementExact", LONG, "long", |call| {
        fitting_long(call.number(0).checked_add(1))
    }),
    Method::of_class(MATH, "multiplyExact", INTS, "int", |call| {
        fitting(call.int(0).checked_mul(call.int(1)))
    }),
    Method::of_class(MATH, "multiplyExact", LONGS, "long", |call| {
        fitting_long(call.number(0).checked_mul(call.number(1)))
    }),
    Method::of_class(MATH, "multiplyExact", LONG_INT, "long", |call| {
        fitting_long(call.number(0).checked_mul(call.number(1)))
    }),
    Method::of_class(MATH, "negateExact", LONG, "long", |call| fitting_long(call.number(0).checked_neg())),
    Method::of_class(MATH, "negateExact", INT, "int", |call| fitting(call.int(0).checked_neg())),
    Method::of_class(MATH, "subtractExact", INTS, "int", |call| {
        fitting(call.int(0).checked_sub(call.int(1)))
    }),
    Method::of_class(MATH, "subtractExact", LONGS, "long", |call| {
        fitting_long(call.number(0).checked_sub(call.number(1)))
    }),
    Method::of_class(MATH, "copySign", FLOATS, "float", |call| float(call.float(0).copysign(call.float(1)))),
    Method::of_class(MATH, "copySign", DOUBLES, "double", |call| double(call.real(0).copysign(call.real(1)))),
    Method::of_class(MATH, "signum", FLOAT, "float", |call| float(narrow(sign(call.real(0))))),
    Method::of_class(MATH, "signum", DOUBLE, "double", |call| double(sign(call.real(0)))),
    Method::of_class(MATH, "floorMod", LONG_INT, "int", |call| {
        let rest = rest(call.number(0), call.number(1))?;
        int(i32::try_from(rest).unwrap_or(0))
    }),
    Method::of_class(MATH, "floorMod", INTS, "int", |call| {
        let rest = rest(call.number(0), call.number(1))?;
        int(i32::try_from(rest).unwrap_or(0))
    }),
    Method::of_class(MATH, "floorMod", LONGS, "long", |call| long(rest(call.number(0), call.number(1))?)),
    Method::of_class(MATH, "floorDiv", LONGS, "long", |call| long(quotient(call.number(0), call.number(1))?)),
    Method::of_class(MATH, "floorDiv", INTS, "int", |call| {
        let quotient = quotient(call.number(0), call.number(1))?;
        int(i32::try_from(quotient).unwrap_or(i32::MIN))
    }),
    Method::of_class(MATH, "floorDiv", LONG_INT, "long", |call| {
        long(quotient(call.number(0), call.number(1))?)
    }),
    Method::of_class(MATH, "toRadians", DOUBLE, "double", |call| {
        double(call.real(0) * 0.017_453_292_519_943_295)
    }),
    Method::of_class(MATH, "toDegrees", DOUBLE, "double", |call| {
        double(call.real(0) * 57.295_779_513_082_32)
    }),
    Method::of_class(MATH, "round", DOUBLE, "long", |call| long(rounded(call.real(0)))),
    Method::of_class(MATH, "round", FLOAT, "int", |call| {
        let rounded = rounded(call.real(0)).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
        int(i32::try_from(rounded).unwrap_or(0))
    }),
    Method::of_class(MATH, "random", &[], "double", |_| not_evaluated("Math.random")),
    Method::of_class(MATH, "toIntExact", &["long value"], "int", |call| {
        fitting(i32::try_from(call.number(0)).ok())
    }),
    Method::of_class(MATH, "multiplyFull", INTS, "long", |call| {
        long(call.number(0).wrapping_mul(call.number(1)))
    }),
    Method::of_class(MATH, "absExact", INT, "int", |call| {
        absolute(call.int(0).checked_abs().map(Object::integer), "Integer")
    }),
    Method::of_class(MATH, "absExact", LONG, "long", |call| {
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
pub(super) fn narrow(number: f64) -> f32 {
    number as f32
}
