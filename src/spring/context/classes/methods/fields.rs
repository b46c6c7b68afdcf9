//! Public static fields that expressions and `util:constant` name.

use super::super::super::convert::charset_class;
use super::super::super::number::{Number, NumberType};
use super::super::super::object::Object;
use super::time::UNITS;

/// A range of whole numbers.
type Range = (i64, i64);

/// Class, primitive type, how many bits it has, what whole numbers it has.
const BOXES: [(&str, &str, i32, Option<Range>); 8] = [
    ("java.lang.Byte", "byte", 8, Some((i8::MIN as i64, i8::MAX as i64))),
    ("java.lang.Short", "short", 16, Some((i16::MIN as i64, i16::MAX as i64))),
    ("java.lang.Integer", "int", 32, Some((i32::MIN as i64, i32::MAX as i64))),
    ("java.lang.Long", "long", 64, Some((i64::MIN, i64::MAX))),
    ("java.lang.Float", "float", 32, None),
    ("java.lang.Double", "double", 64, None),
    ("java.lang.Character", "char", 16, None),
    ("java.lang.Boolean", "boolean", 0, None),
];

/// The value of a static field, if the class has it.
pub(in super::super::super) fn static_field(class: &str, name: &str) -> Option<Object> {
    if let Some((_, primitive, bits, range)) = BOXES.iter().find(|(boxed, ..)| *boxed == class) {
        match (name, *range) {
            ("TYPE", _) => return Some(Object::Class((*primitive).into())),
            ("SIZE", _) if *bits > 0 => return Some(Object::integer(*bits)),
            ("BYTES", _) if *bits > 0 => return Some(Object::integer(bits / 8)),
            ("MIN_VALUE", Some((least, _))) => {
                return Number::of_long(least, NumberType::named(class)?).map(Object::Number);
            }
            ("MAX_VALUE", Some((_, most))) => {
                return Number::of_long(most, NumberType::named(class)?).map(Object::Number);
            }
            _ => {}
        }
    }
    Some(match (class, name) {
        ("java.lang.Double", "MAX_VALUE") => double(f64::MAX),
        ("java.lang.Double", "MIN_VALUE") => double(f64::from_bits(1)),
        ("java.lang.Double", "MIN_NORMAL") => double(f64::MIN_POSITIVE),
        ("java.lang.Double", "MAX_EXPONENT") => Object::integer(1023),
        ("java.lang.Double", "MIN_EXPONENT") => Object::integer(-1022),
        ("java.lang.Double", "NaN") => double(f64::NAN),
        ("java.lang.Double", "POSITIVE_INFINITY") => double(f64::INFINITY),
        ("java.lang.Double", "NEGATIVE_INFINITY") => double(f64::NEG_INFINITY),
        ("java.lang.Float", "MAX_VALUE") => float(f32::MAX),
        ("java.lang.Float", "MIN_VALUE") => float(f32::from_bits(1)),
        ("java.lang.Float", "MIN_NORMAL") => float(f32::MIN_POSITIVE),
        ("java.lang.Float", "MAX_EXPONENT") => Object::integer(127),
        ("java.lang.Float", "MIN_EXPONENT") => Object::integer(-126),
        ("java.lang.Float", "NaN") => float(f32::NAN),
        ("java.lang.Float", "POSITIVE_INFINITY") => float(f32::INFINITY),
        ("java.lang.Float", "NEGATIVE_INFINITY") => float(f32::NEG_INFINITY),
        ("java.lang.Character", "MIN_RADIX") => Object::integer(2),
        ("java.lang.Character", "MAX_RADIX") => Object::integer(36),
        ("java.math.BigDecimal", name) => big(name).map(Number::BigDecimal).map(Object::Number)?,
        ("java.math.BigInteger", "TWO") => Object::Number(Number::BigInteger("2".to_owned())),
        ("java.math.BigInteger", name) => big(name).map(Number::BigInteger).map(Object::Number)?,
        ("java.lang.Math", "PI") => double(std::f64::consts::PI),
        ("java.lang.Math", "E") => double(std::f64::consts::E),
        ("java.lang.Boolean", "TRUE") => Object::Boolean(true),
        ("java.lang.Boolean", "FALSE") => Object::Boolean(false),
        ("java.io.File", "separator") => Object::plain("/"),
        ("java.io.File", "pathSeparator") => Object::plain(":"),
        ("java.io.File", "separatorChar") => Object::Character('/'),
        ("java.io.File", "pathSeparatorChar") => Object::Character(':'),
        ("java.util.Locale", "ENGLISH") => Object::scalar("java.util.Locale", "en"),
        ("java.util.Locale", "US") => Object::scalar("java.util.Locale", "en_US"),
        ("java.util.Locale", "ROOT") => Object::scalar("java.util.Locale", ""),
        (CHARSETS, "UTF_8") => charset("UTF-8"),
        (CHARSETS, "ISO_8859_1") => charset("ISO-8859-1"),
        (CHARSETS, "US_ASCII") => charset("US-ASCII"),
        (CHARSETS, "UTF_16") => charset("UTF-16"),
        ("java.util.concurrent.TimeUnit", unit) if UNITS.iter().any(|(known, _)| *known == unit) => {
            Object::scalar("java.util.concurrent.TimeUnit", unit)
        }
        (CONFIGURER, "SYSTEM_PROPERTIES_MODE_NEVER") => Object::integer(0),
        (CONFIGURER, "SYSTEM_PROPERTIES_MODE_FALLBACK") => Object::integer(1),
        (CONFIGURER, "SYSTEM_PROPERTIES_MODE_OVERRIDE") => Object::integer(2),
        _ => return None,
    })
}

fn double(number: f64) -> Object {
    Object::Number(Number::Double(number))
}

fn float(number: f32) -> Object {
    Object::Number(Number::Float(number))
}

fn big(name: &str) -> Option<String> {
    let names = [("ZERO", "0"), ("ONE", "1"), ("TEN", "10")];
    names.iter().find(|(known, _)| *known == name).map(|(_, digits)| (*digits).to_owned())
}

fn charset(name: &str) -> Object {
    Object::scalar(charset_class(name), name)
}

const CHARSETS: &str = "java.nio.charset.StandardCharsets";
const CONFIGURER: &str = "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer";
