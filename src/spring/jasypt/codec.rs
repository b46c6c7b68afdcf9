//! Ciphertexts as text: Base64 as commons-codec 1.3 reads it, hexadecimal as jasypt's `CommonUtils` does.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::DecryptError;

/// How a ciphertext is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputType {
    /// Base64, the default.
    #[default]
    Base64,
    /// Hexadecimal in upper case.
    Hexadecimal,
}

impl OutputType {
    /// What a `stringOutputType` means: `hexadecimal`, `hexa`, `hex`, `0x` or `hexadec` in any case; all else is
    /// Base64, misspellings too (`CommonUtils.getStandardStringOutputType`).
    #[must_use]
    pub fn by_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "hexadecimal" | "hexa" | "0x" | "hex" | "hexadec" => Self::Hexadecimal,
            _ => Self::Base64,
        }
    }

    pub(super) fn encode(self, bytes: &[u8]) -> String {
        match self {
            Self::Base64 => STANDARD.encode(bytes),
            Self::Hexadecimal => bytes.iter().map(|byte| format!("{byte:02X}")).collect(),
        }
    }

    /// The bytes of a text, or none where jasypt's decoder throws.
    pub(super) fn decode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => base64(text),
            Self::Hexadecimal => hexadecimal(text),
        }
    }

    /// The bytes of a text that is exactly what encoding them gives.
    pub(super) fn decode_canonical(self, text: &str) -> Option<Vec<u8>> {
        self.decode(text).filter(|bytes| self.encode(bytes) == text)
    }

    /// What is wrong with a text that couldn't be decrypted, if it is its encoding.
    pub(super) fn fault(self, text: &str) -> Option<DecryptError> {
        if self == Self::Hexadecimal {
            return hexadecimal(text).is_none().then_some(DecryptError::NotHexadecimal);
        }
        let foreign = text.chars().filter(|c| !c.is_whitespace() && !is_base64(*c)).count();
        if foreign > 0 {
            return Some(DecryptError::NotBase64 { foreign });
        }
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        STANDARD.decode(&digits).is_err().then_some(DecryptError::IncompleteBase64)
    }
}

const PAD: u8 = b'=';

fn is_base64(character: char) -> bool {
    u8::try_from(character).is_ok_and(|byte| sextet(byte).is_some())
}

/// The value of a Base64 character, -1 for padding, none for all others.
fn sextet(character: u8) -> Option<i32> {
    Some(match character {
        b'A'..=b'Z' => i32::from(character - b'A'),
        b'a'..=b'z' => i32::from(character - b'a') + 26,
        b'0'..=b'9' => i32::from(character - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        PAD => -1,
        _ => return None,
    })
}

/// `Base64.decodeBase64` of commons-codec 1.3, quirks and all: whatever isn't Base64 is skipped (URL-safe characters
/// too); padding at the end counts for the length of the result, but not where it is missing or misplaced, so that
/// the result may end in NULs or the writing go past its end, which is an exception.
fn base64(text: &str) -> Option<Vec<u8>> {
    let sextets: Vec<i32> = text.bytes().filter_map(sextet).collect();
    let data = sextets.iter().rposition(|&sextet| sextet != -1).map_or(0, |last| last + 1);
    if data == 0 {
        return Some(Vec::new());
    }
    let length = data.checked_sub(sextets.len() / 4)?;
    let mut out = Vec::with_capacity(length.max(sextets.len()));
    for quad in sextets.chunks_exact(4) {
        let &[a, b, c, d] = quad else { continue };
        let bytes = [(a << 2) | (b >> 4), ((b & 0xf) << 4) | ((c >> 2) & 0xf), (c << 6) | d];
        let written = match (c, d) {
            (-1, _) => 1,
            (_, -1) => 2,
            _ => 3,
        };
        if out.len() + written > length {
            return None;
        }
        out.extend(bytes.iter().take(written).map(|&byte| (byte & 0xff) as u8));
        out.resize(out.len() + 3 - written, 0);
    }
    out.resize(length, 0);
    Some(out)
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    Some(pairs.map(|pair| pair.iter().fold(0, |byte, &digit| (byte << 4) | digit as u8)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        OutputType::Base64.decode(text)
    }

    #[test]
    fn foreign_characters_are_skipped() {
        assert_eq!(decoded("AQ ID\n\u{e4}-_.").unwrap(), [1, 2, 3]);
        assert_eq!(decoded("?"), Some(Vec::new()));
    }

    #[test]
    fn missing_padding_leaves_nuls_and_misplaced_padding_fails() {
        assert_eq!(decoded("AQIDBA==").unwrap(), [1, 2, 3, 4]);
        assert_eq!(decoded("AQIDBA").unwrap(), [1, 2, 3, 0, 0]);
        assert_eq!(decoded("AQI=AQID").unwrap(), [1, 2, 0, 1, 2, 3]);
        assert_eq!(decoded("AQID======"), None);
        assert_eq!(decoded("===="), Some(Vec::new()));
    }

    #[test]
    fn names_of_output_types_are_read_as_jasypt_reads_them() {
        for name in ["hexadecimal", "HEX", "hexa", "0x", "Hexadec"] {
            assert_eq!(OutputType::by_name(name), OutputType::Hexadecimal);
        }
        for name in ["base64", "", "hexdecimal", " hex"] {
            assert_eq!(OutputType::by_name(name), OutputType::Base64);
        }
    }
}
