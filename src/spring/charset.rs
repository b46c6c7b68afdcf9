//! Encodings by the names that Java and XML give them.
//!
//! In: a name, bytes; for who writes a file back, text. Out: text, bytes. Decoding puts U+FFFD where Java's decoders put
//! it; only in East Asian encodings Java may put another number of them for malformed bytes. EBCDIC and UTF-32 are not known here. ISO-8859-1 is decoded byte by byte: to web browsers, and so to `encoding_rs`, that
//! name means windows-1252.

use encoding_rs as rs;

use crate::source::Encoding;

/// An encoding that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// Seven bits; all else is malformed.
    Ascii,
    /// Each byte is the character of that number.
    Latin1,
    /// UTF-8.
    Utf8,
    /// UTF-16, most significant byte first.
    Utf16Be,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16 that says by a byte order mark which of the two it is; without one, the first.
    Utf16,
    /// One of the others.
    Table(&'static rs::Encoding),
}

impl Charset {
    /// The charset that Java has under this name, alias or historical name, case ignored.
    pub(crate) fn of_java(name: &str) -> Option<Self> {
        let name = name.to_ascii_uppercase();
        Some(match name.as_str() {
            "US-ASCII" | "ASCII" | "ASCII7" | "ISO646-US" | "ISO_646.IRV:1991" | "ISO_646.IRV:1983"
            | "ANSI_X3.4-1968" | "ANSI_X3.4-1986" | "CP367" | "IBM367" | "IBM-367" | "ISO-IR-6"
            | "CSASCII" | "646" | "DEFAULT" | "US" => Self::Ascii,
            "ISO-8859-1" | "ISO8859-1" | "ISO8859_1" | "ISO_8859-1" | "ISO_8859_1" | "ISO_8859-1:1987"
            | "8859_1" | "LATIN1" | "L1" | "CP819" | "IBM819" | "IBM-819" | "819" | "ISO-IR-100"
            | "CSISOLATIN1" => Self::Latin1,
            "UTF-8" | "UTF8" | "UNICODE-1-1-UTF-8" => Self::Utf8,
            "UTF-16" | "UTF_16" | "UTF16" | "UNICODE" | "UNICODEBIG" => Self::Utf16,
            "UTF-16BE" | "UTF_16BE" | "X-UTF-16BE" | "UNICODEBIGUNMARKED" | "ISO-10646-UCS-2" => {
                Self::Utf16Be
            }
            "UTF-16LE" | "UTF_16LE" | "X-UTF-16LE" | "UNICODELITTLEUNMARKED" => Self::Utf16Le,
            other => Self::Table(table(other)?),
        })
    }

    /// The name as it is written in an XML declaration.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ascii => "US-ASCII",
            Self::Latin1 => "ISO-8859-1",
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf16Le => "UTF-16LE",
            Self::Table(table) => table.name(),
        }
    }

    /// The bytes of a text, behind a byte order mark if there is to be one; `None` when a character isn't in the charset.
    fn encode(self, text: &str, bom: bool) -> Option<Vec<u8>> {
        let mark = if bom { "\u{FEFF}" } else { "" };
        let characters = mark.chars().chain(text.chars());
        match self {
            Self::Ascii => characters.map(|c| u8::try_from(c).ok().filter(u8::is_ascii)).collect(),
            Self::Latin1 if !bom => characters.map(|c| u8::try_from(c).ok()).collect(),
            Self::Utf8 => Some([mark, text].concat().into_bytes()),
            Self::Utf16Be => Some(units(mark, text).flat_map(u16::to_be_bytes).collect()),
            Self::Utf16Le => Some(units(mark, text).flat_map(u16::to_le_bytes).collect()),
            Self::Table(table) if !bom => {
                let (bytes, _, unmappable) = table.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
            Self::Latin1 | Self::Utf16 | Self::Table(_) => None,
        }
    }

    /// The text, with U+FFFD in place of what is malformed.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Ascii => bytes.iter().map(|&b| if b < 0x80 { char::from(b) } else { '\u{FFFD}' }).collect(),
            Self::Latin1 => bytes.iter().copied().map(char::from).collect(),
            Self::Utf8 => utf_8(bytes),
            Self::Utf16Be => utf_16(bytes, u16::from_be_bytes),
            Self::Utf16Le => utf_16(bytes, u16::from_le_bytes),
            Self::Utf16 => match bytes {
                [0xFE, 0xFF, rest @ ..] => Self::Utf16Be.decode(rest),
                [0xFF, 0xFE, rest @ ..] => Self::Utf16Le.decode(rest),
                _ => Self::Utf16Be.decode(bytes),
            },
            Self::Table(table) => {
                let text = table.decode_without_bom_handling(bytes).0;
                if !table.name().starts_with("windows-") {
                    return text.into_owned();
                }
                // Bytes that these code pages leave open: controls (and, in one of them, a point) to browsers, malformed to
                // Java.
                let open =
                    |c| matches!(c, '\u{80}'..='\u{9F}') || (c == '\u{5BA}' && table == rs::WINDOWS_1255);
                text.chars().map(|c| if open(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
            }
        }
    }
}

/// The bytes of `text` in the encoding of a file whose bytes are `old` and whose decoded text is `old_text`, byte order
/// mark included. `None` when the encoding can't express the text, or doesn't give the old bytes back either: then
/// nothing may be written.
#[must_use]
pub fn encode_like(encoding: Encoding, old: &[u8], old_text: &str, text: &str) -> Option<Vec<u8>> {
    let charset = Charset::of_java(encoding.name)?;
    let candidates: &[Charset] = match charset {
        Charset::Utf16 => &[Charset::Utf16Be, Charset::Utf16Le],
        ref other => std::slice::from_ref(other),
    };
    let writer = candidates
        .iter()
        .find(|candidate| candidate.encode(old_text, encoding.bom).as_deref() == Some(old))?;
    writer.encode(text, encoding.bom)
}

fn units<'t>(mark: &'t str, text: &'t str) -> impl Iterator<Item = u16> + 't {
    mark.encode_utf16().chain(text.encode_utf16())
}

/// The text of UTF-8 bytes as Java's decoder gives it.
fn utf_8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    push_utf_8(&mut text, bytes);
    text
}

/// Appends the text of UTF-8 bytes. Each malformed sequence becomes one U+FFFD; they count in Java as in
/// `String::from_utf8_lossy`, but for surrogates: their bytes are one sequence.
pub(super) fn push_utf_8(text: &mut String, bytes: &[u8]) {
    let mut rest = bytes;
    while let Some(chunk) = rest.utf8_chunks().next() {
        text.push_str(chunk.valid());
        let malformed = rest.get(chunk.valid().len()..).unwrap_or_default();
        let length = match malformed {
            [] => break,
            [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..] => 3,
            [0xED, 0xA0..=0xBF, ..] => 2,
            _ => chunk.invalid().len(),
        };
        text.push(char::REPLACEMENT_CHARACTER);
        rest = malformed.get(length..).unwrap_or_default();
    }
}

/// A first half of a pair takes the unit behind it along when that isn't its second half.
fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let mut text = String::with_capacity(bytes.len());
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut units = pairs.iter().map(|&pair| unit(pair));
    while let Some(first) = units.next() {
        let second = if matches!(first, 0xD800..=0xDBFF) { units.next() } else { None };
        let decoded = char::decode_utf16(std::iter::once(first).chain(second)).next();
        text.push(decoded.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !odd.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// The table of an encoding by its name in capitals.
fn table(name: &str) -> Option<&'static rs::Encoding> {
    let name = name.replace('_', "-");
    let windows = name.strip_prefix("CP").or_else(|| name.strip_prefix("WINDOWS-"));
    let iso = name.strip_prefix("ISO-8859-").or_else(|| name.strip_prefix("ISO8859-"));
    Some(match (name.as_str(), windows, iso) {
        (_, Some("1250"), _) => rs::WINDOWS_1250,
        (_, Some("1251"), _) => rs::WINDOWS_1251,
        (_, Some("1252"), _) => rs::WINDOWS_1252,
        (_, Some("1253"), _) => rs::WINDOWS_1253,
        (_, Some("1254"), _) => rs::WINDOWS_1254,
        (_, Some("1255"), _) => rs::WINDOWS_1255,
        (_, Some("1256"), _) => rs::WINDOWS_1256,
        (_, Some("1257"), _) => rs::WINDOWS_1257,
        (_, Some("1258"), _) => rs::WINDOWS_1258,
        (_, Some("866"), _) | ("IBM866" | "IBM-866", ..) => rs::IBM866,
        (_, _, Some("2")) | ("LATIN2", ..) => rs::ISO_8859_2,
        (_, _, Some("4")) | ("LATIN4", ..) => rs::ISO_8859_4,
        (_, _, Some("5")) | ("CYRILLIC", ..) => rs::ISO_8859_5,
        (_, _, Some("7")) | ("GREEK", ..) => rs::ISO_8859_7,
        (_, _, Some("13")) => rs::ISO_8859_13,
        (_, _, Some("15")) | ("LATIN-9", ..) => rs::ISO_8859_15,
        ("KOI8-R", ..) => rs::KOI8_R,
        ("EUC-KR" | "EUCKR" | "KSC5601" | "KSC-5601" | "KS-C-5601-1987" | "MS949" | "X-WINDOWS-949", ..) => {
            rs::EUC_KR
        }
        ("EUC-JP" | "EUCJP" | "EUCJIS", ..) => rs::EUC_JP,
        ("SHIFT-JIS" | "SJIS" | "MS-KANJI" | "WINDOWS-31J" | "MS932", ..) => rs::SHIFT_JIS,
        ("GBK" | "GB2312" | "MS936" | "CP936" | "WINDOWS-936", ..) => rs::GBK,
        ("GB18030", ..) => rs::GB18030,
        ("BIG5", ..) => rs::BIG5,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_is_not_windows_1252() {
        assert_eq!(Charset::of_java("ISO-8859-1").unwrap().decode(b"\x80\xE9"), "\u{80}é");
        assert_eq!(Charset::of_java("Cp1252").unwrap().decode(b"\x80\xE9\x81"), "€é\u{FFFD}");
    }

    #[test]
    fn utf_16_looks_at_its_byte_order_mark() {
        let utf_16 = Charset::of_java("utf-16").unwrap();
        assert_eq!(utf_16.decode(b"\xFF\xFEa\0"), "a");
        assert_eq!(utf_16.decode(b"\xFE\xFF\0a"), "a");
        assert_eq!(utf_16.decode(b"\0a"), "a");
    }

    #[test]
    fn a_text_is_written_back_as_it_was_read() {
        let like = |name, bom, old: &[u8], old_text: &str, text: &str| {
            encode_like(Encoding { name, bom }, old, old_text, text)
        };
        assert_eq!(like("ISO-8859-1", false, b"\xE9", "é", "éa").unwrap(), b"\xE9a");
        assert_eq!(like("UTF-8", true, b"\xEF\xBB\xBFa", "a", "b").unwrap(), b"\xEF\xBB\xBFb");
        assert_eq!(like("UTF-16LE", true, b"\xFF\xFEa\0", "a", "b").unwrap(), b"\xFF\xFEb\0");
        assert_eq!(like("UTF-16", true, b"\xFF\xFEa\0", "a", "b").unwrap(), b"\xFF\xFEb\0");
        assert_eq!(like("UTF-16", false, b"\0a", "a", "b").unwrap(), b"\0b");
        assert_eq!(like("windows-1252", false, b"\x80", "€", "€€").unwrap(), b"\x80\x80");
        assert_eq!(like("US-ASCII", false, b"a", "a", "é"), None, "not in the charset");
        assert_eq!(like("UTF-8", false, b"\xFF", "\u{FFFD}", "a"), None, "the old bytes were malformed");
    }

    #[test]
    fn unknown_names_are_unknown() {
        assert_eq!(Charset::of_java("klingon"), None);
        assert_eq!(Charset::of_java(""), None);
    }
}
