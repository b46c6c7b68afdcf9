//! `Base64`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::source::{Origin, Traced};
use crate::spring::charset::Charset;
use crate::spring::resource::percent_decoded;

use super::super::super::number::Number;
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, plain};

const STRING: &str = "java.lang.String";
const BASE64: &str = "java.util.Base64";
const ENCODER: &str = "java.util.Base64$Encoder";
const DECODER: &str = "java.util.Base64$Decoder";

pub(super) const METHODS: &[Method] = &[
    Method::of_class(BASE64, "getEncoder", &[], ENCODER, |_| Ok(Object::scalar(ENCODER, ENCODER))),
    Method::of_class(BASE64, "getDecoder", &[], DECODER, |_| Ok(Object::scalar(DECODER, DECODER))),
    Method::instance(ENCODER, "encodeToString", &["byte[]"], STRING, |call| {
        plain(STANDARD.encode(bytes(call.argument(0))))
    }),
    Method::instance(DECODER, "decode", &[STRING], "byte[]", |call| {
        let decoded = STANDARD.decode(call.text(0));
        decoded.map(|bytes| byte_array(&bytes)).map_err(|_| call.thrown_for(0, not_decoded(call.text(0))))
    }),
    Method::of_class("java.net.URLEncoder", "encode", &[STRING, STRING], STRING, |call| {
        let plain_byte = |byte: u8| byte.is_ascii_alphanumeric() || b".-*_".contains(&byte);
        let encoded = call.text(0).bytes().map(|byte| match byte {
            b' ' => "+".to_owned(),
            _ if plain_byte(byte) => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        });
        utf8(call)?;
        plain(encoded.collect::<String>())
    }),
    Method::of_class("java.net.URLDecoder", "decode", &[STRING, STRING], STRING, |call| {
        utf8(call)?;
        plain(percent_decoded(&call.text(0).replace('+', " ")))
    }),
];

/// What the JDK's decoder says of the first thing that is wrong.
fn not_decoded(text: &str) -> String {
    let is_code = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    match text.bytes().find(|byte| !is_code(byte) && *byte != b'=') {
        _ if text.len() < 2 => "Input byte[] should at least have 2 bytes for base64 bytes".to_owned(),
        Some(odd) => format!("Illegal base64 character {odd:x}"),
        None if text.ends_with('=') => "Input byte array has wrong 4-byte ending unit".to_owned(),
        None => "Last unit does not have enough valid bits".to_owned(),
    }
}

/// Refuses other charsets than UTF-8.
fn utf8(call: &Invocation<'_>) -> Result<(), Thrown> {
    match Charset::of_java(call.text(1)) {
        Some(Charset::Utf8) => Ok(()),
        _ => Err(Thrown::unsupported(format!("a text in {}", call.shown(1)))),
    }
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
