//! The wrapper classes of numbers, characters and truth values, and `Math`.
//!
//! The tables have all methods of a name, as what a call means depends on all of them.

pub(super) mod booleans;
pub(super) mod characters;
pub(super) mod floats;
pub(super) mod integers;
pub(super) mod longs;
pub(super) mod math;
pub(super) mod narrow;

use super::super::super::number::{Number, NumberType, decimal_of, decode, parse_radix, value_of};
use super::super::super::object::Object;
use super::super::Thrown;
use super::objects::hash_of;
use super::{Invocation, Method, plain};

const STRING: &str = "java.lang.String";
const SEQUENCE: &str = "java.lang.CharSequence";
const NUMBER: &str = "java.lang.Number";
const BIG_INTEGER: &str = "java.math.BigInteger";
const BIG_DECIMAL: &str = "java.math.BigDecimal";

type Made = Result<Object, Thrown>;

/// What every number has.
pub(super) const METHODS: &[Method] = &[
    Method::instance(NUMBER, "byteValue", &[], "byte", |call| narrowed(call, NumberType::Byte)),
    Method::instance(NUMBER, "shortValue", &[], "short", |call| narrowed(call, NumberType::Short)),
    Method::instance(NUMBER, "intValue", &[], "int", |call| narrowed(call, NumberType::Integer)),
    Method::instance(NUMBER, "longValue", &[], "long", |call| narrowed(call, NumberType::Long)),
    Method::instance(NUMBER, "floatValue", &[], "float", |call| narrowed(call, NumberType::Float)),
    Method::of_class(BIG_INTEGER, "valueOf", &["long val"], BIG_INTEGER, |call| {
        Ok(Object::Number(Number::BigInteger(call.number(0).to_string())))
    }),
    Method::of_class(BIG_DECIMAL, "valueOf", &["long val"], BIG_DECIMAL, |call| {
        Ok(Object::Number(Number::BigDecimal(call.number(0).to_string())))
    }),
    Method::of_class(BIG_DECIMAL, "valueOf", &["double val"], BIG_DECIMAL, |call| {
        let text = Number::Double(call.real(0)).to_java_string();
        value_of(&text, NumberType::BigDecimal).map(Object::Number).map_err(Thrown::new)
    }),
    Method::of_class(BIG_DECIMAL, "valueOf", &["long", "int"], BIG_DECIMAL, |call| {
        let written = decimal_of(&format!("{}E{}", call.number(0), -i64::from(call.int(1))));
        let text = written.ok_or_else(|| Thrown::unsupported("a BigDecimal of such a scale"))?;
        Ok(Object::Number(Number::BigDecimal(text)))
    }),
    Method::instance(NUMBER, "doubleValue", &[], "double", |call| narrowed(call, NumberType::Double)),
];

impl Invocation<'_> {
    /// An argument as an `int`, of which the lowest bits are taken.
    #[expect(clippy::cast_possible_truncation, reason = "the argument is an int")]
    fn int(&self, index: usize) -> i32 {
        self.number(index) as i32
    }

    fn real(&self, index: usize) -> f64 {
        match self.argument(index) {
            Object::Number(number) => number.double_value(),
            _ => 0.0,
        }
    }

    fn float(&self, index: usize) -> f32 {
        match self.argument(index) {
            Object::Number(number) => number.float_value(),
            _ => 0.0,
        }
    }

    /// The target as a whole number.
    fn own(&self) -> i64 {
        match self.target {
            Object::Number(number) => number.long_value(),
            _ => 0,
        }
    }
}

fn int(number: i32) -> Made {
    Ok(Object::integer(number))
}

fn long(number: i64) -> Made {
    Ok(Object::Number(Number::Long(number)))
}

fn double(number: f64) -> Made {
    Ok(Object::Number(Number::Double(number)))
}

fn float(number: f32) -> Made {
    Ok(Object::Number(Number::Float(number)))
}

fn truth(is: bool) -> Made {
    Ok(Object::Boolean(is))
}

/// `compare` of two values.
fn order<T: Ord>(one: &T, other: &T) -> Made {
    int(one.cmp(other) as i32)
}

/// The first argument as it is.
fn same(call: &mut Invocation<'_>) -> Made {
    Ok(call.argument(0).clone())
}

fn written(call: &mut Invocation<'_>) -> Made {
    match call.argument(0) {
        Object::Number(number) => plain(number.to_java_string()),
        _ => plain(""),
    }
}

fn by_zero() -> Thrown {
    Thrown::new("/ by zero")
}

/// `hashCode` of the first argument.
fn hash(call: &mut Invocation<'_>) -> Made {
    hash_of(call.argument(0))
}

fn not_evaluated(what: &str) -> Made {
    Err(Thrown::unsupported(what))
}

fn narrowed(call: &Invocation<'_>, target: NumberType) -> Made {
    match call.target {
        Object::Number(number) => number
            .narrowed(target)
            .map(Object::Number)
            .ok_or_else(|| Thrown::unsupported("a number of so many digits as another")),
        other => Ok(other.clone()),
    }
}

/// A number of the first argument, which is a text, or what is thrown for it.
fn read(call: &Invocation<'_>, reading: impl Fn(&str) -> Result<Number, String>) -> Made {
    let argument = call.argument(0);
    if argument.is_null() {
        return Err(Thrown::new("Cannot parse null string"));
    }
    let masked =
        |message| if argument.is_secret() { "For input string: \"***\"".to_owned() } else { message };
    reading(call.text(0)).map(Object::Number).map_err(|message| Thrown::new(masked(message)))
}

/// `parseInt` and the like, in the radix that the second argument gives, if there is one.
fn parsed(call: &Invocation<'_>, target: NumberType) -> Made {
    let radix = if call.arguments.len() > 1 { call.int(1) } else { 10 };
    read(call, |text| parse_radix(text, target, radix))
}

fn decoded(call: &Invocation<'_>, target: NumberType) -> Made {
    read(call, |text| decode(text, target))
}

/// `Integer.getInteger` and the like: a system property; the second argument, or null, where there is none or it is no
/// number.
fn of_system(call: &Invocation<'_>, target: NumberType) -> Made {
    let found = call.host.system_properties.get(call.text(0));
    let number = found.and_then(|found| decode(found, target).ok());
    Ok(number.map_or_else(|| call.argument(1).clone(), Object::Number))
}

/// A radix that Java has digits for.
fn radix(radix: i32) -> Option<u32> {
    u32::try_from(radix).ok().filter(|radix| (2..=36).contains(radix))
}

/// The digits of a number in a radix; in 10 where there are no such digits.
fn in_radix(negative: bool, mut number: u64, wanted: i32) -> Made {
    let radix = radix(wanted).unwrap_or(10);
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % u64::from(radix)).unwrap_or(0);
        digits.extend(char::from_digit(digit, radix));
        number /= u64::from(radix);
        if number == 0 {
            break;
        }
    }
    digits.extend(negative.then_some('-'));
    plain(digits.iter().rev().collect::<String>())
}

/// `parseUnsignedInt` and `parseUnsignedLong`, which read up to `most`.
fn unsigned(call: &Invocation<'_>, target: NumberType, most: u64) -> Made {
    let wanted = if call.arguments.len() > 1 { call.int(1) } else { 10 };
    let kind = if target == NumberType::Integer { "int" } else { "long" };
    read(call, |text| {
        if text.starts_with('-') {
            return Err(format!("Illegal leading minus sign on unsigned string {text}."));
        }
        let digits = text.strip_prefix('+').unwrap_or(text);
        let fits = |base: &u32| !digits.is_empty() && digits.chars().all(|c| c.is_digit(*base));
        let Some(base) = radix(wanted).filter(fits) else { return parse_radix(text, target, wanted) };
        match u64::from_str_radix(digits, base) {
            Ok(number) if number <= most => Ok(match target {
                #[expect(clippy::cast_possible_truncation, reason = "it has 32 bits at most")]
                NumberType::Integer => Number::Integer((number as u32).cast_signed()),
                _ => Number::Long(number.cast_signed()),
            }),
            // Of what doesn't fit into a long, `parseUnsignedInt` says what `parseLong` does.
            _ if kind == "int" && i64::from_str_radix(digits, base).is_err() => {
                parse_radix(text, NumberType::Long, wanted)
            }
            _ => Err(format!("String value {text} exceeds range of unsigned {kind}.")),
        }
    })
}
