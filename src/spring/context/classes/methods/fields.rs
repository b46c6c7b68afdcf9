//! Public static fields that expressions and `util:constant` name.

use super::super::super::convert::charset_class;
use super::super::super::number::Number;
use super::super::super::object::Object;
use super::time::UNITS;

/// The value of a static field, if the class has it.
pub(in super::super::super) fn static_field(class: &str, name: &str) -> Option<Object> {
    Some(match (class, name) {
        ("java.lang.Byte", "MAX_VALUE") => Object::Number(Number::Byte(i8::MAX)),
        ("java.lang.Byte", "MIN_VALUE") => Object::Number(Number::Byte(i8::MIN)),
        ("java.lang.Short", "MAX_VALUE") => Object::Number(Number::Short(i16::MAX)),
        ("java.lang.Short", "MIN_VALUE") => Object::Number(Number::Short(i16::MIN)),
        ("java.lang.Integer", "MAX_VALUE") => Object::integer(i32::MAX),
        ("java.lang.Integer", "MIN_VALUE") => Object::integer(i32::MIN),
        ("java.lang.Integer", "SIZE") => Object::integer(32),
        ("java.lang.Integer", "BYTES") => Object::integer(4),
        ("java.lang.Long", "MAX_VALUE") => Object::Number(Number::Long(i64::MAX)),
        ("java.lang.Long", "MIN_VALUE") => Object::Number(Number::Long(i64::MIN)),
        ("java.lang.Long", "SIZE") => Object::integer(64),
        ("java.lang.Long", "BYTES") => Object::integer(8),
        ("java.lang.Double", "MAX_VALUE") => Object::Number(Number::Double(f64::MAX)),
        ("java.lang.Double", "MIN_VALUE") => Object::Number(Number::Double(5e-324)),
        ("java.lang.Math", "PI") => Object::Number(Number::Double(std::f64::consts::PI)),
        ("java.lang.Math", "E") => Object::Number(Number::Double(std::f64::consts::E)),
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

fn charset(name: &str) -> Object {
    Object::scalar(charset_class(name), name)
}

const CHARSETS: &str = "java.nio.charset.StandardCharsets";
const CONFIGURER: &str = "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer";
