//! `Base64` and `TimeUnit`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::source::{Origin, Traced};

use super::super::super::number::Number;
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, plain};

const STRING: &str = "java.lang.String";
const BASE64: &str = "java.util.Base64";
const ENCODER: &str = "java.util.Base64$Encoder";
const DECODER: &str = "java.util.Base64$Decoder";
const UNIT: &str = "java.util.concurrent.TimeUnit";

pub(super) const METHODS: &[Method] = &[
    Method::of_class(BASE64, "getEncoder", &[], ENCODER, |_| Ok(Object::scalar(ENCODER, ENCODER))),
    Method::of_class(BASE64, "getDecoder", &[], DECODER, |_| Ok(Object::scalar(DECODER, DECODER))),
    Method::instance(ENCODER, "encodeToString", &["byte[]"], STRING, |call| {
        plain(STANDARD.encode(bytes(call.argument(0))))
    }),
    Method::instance(DECODER, "decode", &[STRING], "byte[]", |call| {
        let decoded = STANDARD.decode(call.text(0));
        decoded.map(|bytes| byte_array(&bytes)).map_err(|error| Thrown::new(error.to_string()))
    }),
    Method::instance(UNIT, "toMillis", &["long"], "long", |call| Ok(scaled(call, 1_000_000))),
    Method::instance(UNIT, "toSeconds", &["long"], "long", |call| Ok(scaled(call, 1_000_000_000))),
];

/// The units of `TimeUnit` with their lengths, ns.
pub(super) const UNITS: [(&str, i64); 7] = [
    ("NANOSECONDS", 1),
    ("MICROSECONDS", 1_000),
    ("MILLISECONDS", 1_000_000),
    ("SECONDS", 1_000_000_000),
    ("MINUTES", 60_000_000_000),
    ("HOURS", 3_600_000_000_000),
    ("DAYS", 86_400_000_000_000),
];

fn scaled(call: &Invocation<'_>, to: i64) -> Object {
    let from = UNITS.iter().find(|(name, _)| *name == call.this()).map_or(1, |(_, length)| *length);
    let whole = i128::from(call.number(0)) * i128::from(from) / i128::from(to);
    let most = if whole < 0 { i64::MIN } else { i64::MAX };
    Object::Number(Number::Long(i64::try_from(whole).unwrap_or(most)))
}

/// The bytes of a `byte[]`.
pub(in super::super::super) fn bytes(array: &Object) -> Vec<u8> {
    let Object::Sequence(array) = array else { return Vec::new() };
    let byte = |item: &Traced<Object>| match &item.value {
        Object::Number(Number::Byte(byte)) => byte.cast_unsigned(),
        // One of a secret's.
        Object::Text(text) => text.reveal().chars().next().and_then(|c| u8::try_from(c).ok()).unwrap_or(b'?'),
        _ => b'?',
    };
    array.items.iter().map(byte).collect()
}

/// A `byte[]`.
pub(in super::super::super) fn byte_array(bytes: &[u8]) -> Object {
    let item = |byte: &u8| Traced::new(Object::Number(Number::Byte(byte.cast_signed())), Origin::default());
    Object::sequence("byte[]", bytes.iter().map(item).collect())
}
