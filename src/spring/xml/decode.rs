//! From bytes to text, as the JDK's parser does it: it looks at the first four bytes, reads the XML declaration in the
//! encoding that these suggest, and everything behind it in the encoding that the declaration names.

use std::borrow::Cow;

use super::cursor::Cursor;
use super::rules::{Fault, Rule, document, names as rule};
use crate::source::Encoding;
use crate::spring::charset::Charset;

/// A file's text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The whole text; U+FFFD stands for what could not be decoded.
    pub(super) text: String,
    pub(super) encoding: Encoding,
    /// How much of the text the parser gets to see, and why not more.
    pub(super) cut: Option<(usize, Fault)>,
}

/// The number of UTF-16 units that the JDK's parser asks for at first.
const UTF_16_BLOCK: usize = 32;

/// Decodes a file.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let (detected, bom) = detect(bytes);
    let bytes = bytes.get(bom..).unwrap_or_default();
    let encoding = |charset: Charset| Encoding { name: charset.name(), bom: bom > 0 };
    let Some((head, declared, span)) = declaration(bytes, detected) else {
        let (text, cut) = decode_strictly(detected, bytes, 0);
        return Decoded { text, encoding: encoding(detected), cut };
    };
    let charset = match named(&declared, detected) {
        Ok(charset) => charset,
        Err(rule) => {
            let (text, _) = decode_strictly(detected, bytes, 0);
            let fault = broken(rule, span[0], span[1], &[&declared]);
            return Decoded { text, encoding: encoding(detected), cut: Some((head.len(), fault)) };
        }
    };
    let width = match detected {
        Charset::Utf16Be | Charset::Utf16Le => 2 * head.encode_utf16().count(),
        _ => head.len(),
    };
    let (rest, cut) = decode_strictly(charset, bytes.get(width..).unwrap_or_default(), head.len());
    Decoded { text: head + &rest, encoding: encoding(charset), cut }
}

/// The encoding that the first bytes suggest, and the length of the byte order mark.
fn detect(bytes: &[u8]) -> (Charset, usize) {
    match bytes {
        [0xFE, 0xFF, ..] => (Charset::Utf16Be, 2),
        [0xFF, 0xFE, ..] => (Charset::Utf16Le, 2),
        [0xEF, 0xBB, 0xBF, ..] => (Charset::Utf8, 3),
        [0, b'<', 0, b'?', ..] => (Charset::Utf16Be, 0),
        [b'<', 0, b'?', 0, ..] => (Charset::Utf16Le, 0),
        _ => (Charset::Utf8, 0),
    }
}

/// The XML declaration's text, the encoding named in it, and where.
fn declaration(bytes: &[u8], detected: Charset) -> Option<(String, String, [usize; 2])> {
    let head = match detected {
        Charset::Utf16Be | Charset::Utf16Le => Cow::Owned(detected.decode(bytes)),
        _ if bytes.starts_with(b"<?xml") => Cow::Borrowed(bytes.utf8_chunks().next()?.valid()),
        _ => return None,
    };
    let mut cursor = Cursor::new(&head, None);
    let (name, span) = cursor.declaration().ok()??.encoding?;
    Some((head.get(..cursor.at)?.to_owned(), name.to_owned(), span))
}

/// The encoding of this name in a file whose declaration is in the `detected` encoding.
fn named(name: &str, detected: Charset) -> Result<Charset, &'static Rule> {
    let mut characters = name.chars();
    let valid = characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if !valid {
        return Err(&rule::ENCODING_DECL_INVALID);
    }
    if name.eq_ignore_ascii_case("UTF-16") && matches!(detected, Charset::Utf16Be | Charset::Utf16Le) {
        return Ok(detected);
    }
    Charset::of_java(name).ok_or(&rule::ENCODING_NOT_SUPPORTED)
}

/// The text, and the first malformed bytes in it where the JDK's own decoder refuses them. `base` is what stands before.
fn decode_strictly(charset: Charset, bytes: &[u8], base: usize) -> (String, Option<(usize, Fault)>) {
    let text = charset.decode(bytes);
    let cut = match charset {
        Charset::Utf8 => std::str::from_utf8(bytes).err().map(|error| {
            let start = base + error.valid_up_to();
            let (rule, found) = malformed(bytes.get(error.valid_up_to()..).unwrap_or_default());
            (start, undecodable(rule, start, &found))
        }),
        // What follows are decoders that refuse a whole block: nothing in it is seen before the fault.
        Charset::Ascii => bytes
            .iter()
            .enumerate()
            .find(|(_, byte)| !byte.is_ascii())
            .map(|(at, byte)| (base, undecodable(&rule::INVALID_ASCII, base + at, &[byte.to_string()]))),
        Charset::Utf16Be | Charset::Utf16Le if bytes.len() % 2 == 1 => {
            let seen = text.char_indices().nth(UTF_16_BLOCK).map_or(0, |(at, _)| at);
            let last = text.len().saturating_sub(char::REPLACEMENT_CHARACTER.len_utf8());
            let found = ["2".to_owned(), "2".to_owned()];
            Some((base + seen, undecodable(&rule::EXPECTED_BYTE, base + last, &found)))
        }
        Charset::Utf16Be => lone_surrogate(bytes, u16::from_be_bytes, base),
        Charset::Utf16Le => lone_surrogate(bytes, u16::from_le_bytes, base),
        _ => None,
    };
    (text, cut)
}

/// The first half of a pair without the other half. To the parser it is a character that may not stand in text.
fn lone_surrogate(bytes: &[u8], unit: fn([u8; 2]) -> u16, base: usize) -> Option<(usize, Fault)> {
    let mut start = base;
    for decoded in char::decode_utf16(bytes.as_chunks::<2>().0.iter().map(|&pair| unit(pair))) {
        match decoded {
            Ok(c) => start += c.len_utf8(),
            Err(lone) => {
                let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
                let found = format!("{:x}", lone.unpaired_surrogate());
                return Some((start, document::INVALID_CHAR_IN_CONTENT.broken(start, end, &[&found])));
            }
        }
    }
    None
}

/// A fault at the U+FFFD that stands at `start` for what could not be decoded.
fn undecodable(rule: &'static Rule, start: usize, found: &[String]) -> Fault {
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    broken(rule, start, start + char::REPLACEMENT_CHARACTER.len_utf8(), &found)
}

/// What is wrong with bytes that don't start with a character in UTF-8.
fn malformed(bytes: &[u8]) -> (&'static Rule, Vec<String>) {
    let first = bytes.first().copied().unwrap_or_default();
    let (length, second) = match first {
        0xC2..=0xDF => (2, 0x80..=0xBF),
        0xE0 => (3, 0xA0..=0xBF),
        0xED => (3, 0x80..=0x9F),
        0xE1..=0xEF => (3, 0x80..=0xBF),
        0xF0 => (4, 0x90..=0xBF),
        0xF1..=0xF7 => (4, 0x80..=0xBF),
        _ => return (&rule::INVALID_BYTE, vec!["1".to_owned(), "1".to_owned()]),
    };
    for number in 2..=length {
        let rule = match bytes.get(number - 1) {
            None => &rule::EXPECTED_BYTE,
            Some(byte) if number == 2 && second.contains(byte) => continue,
            Some(0x80..=0xBF) if number > 2 => continue,
            Some(_) => &rule::INVALID_BYTE,
        };
        return (rule, vec![number.to_string(), length.to_string()]);
    }
    let high =
        (u32::from(first) << 2 & 0x1C) | (u32::from(bytes.get(1).copied().unwrap_or_default()) >> 4 & 3);
    (&rule::INVALID_HIGH_SURROGATE, vec![format!("{high:x}")])
}

fn broken(rule: &'static Rule, start: usize, end: usize, found: &[&str]) -> Fault {
    Fault { code: "xml-encoding", ..rule.broken(start, end, found) }
}
