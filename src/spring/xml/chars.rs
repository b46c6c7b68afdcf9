//! Classes of characters, which differ between XML 1.0 and XML 1.1.

use super::names;

/// The version of XML that a document says it is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// XML 1.0, also where there is no declaration.
    V10,
    /// XML 1.1.
    V11,
}

impl Version {
    /// Whether the character may stand in a document as it is.
    pub(super) fn is_literal(self, c: char) -> bool {
        match self {
            Self::V10 => is_plain(c),
            Self::V11 => is_plain(c) && !matches!(c, '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}'),
        }
    }

    /// Whether a character reference may stand for the character.
    pub(super) fn is_referable(self, c: char) -> bool {
        match self {
            Self::V10 => is_plain(c),
            Self::V11 => !matches!(c, '\0' | '\u{FFFE}' | '\u{FFFF}'),
        }
    }

    /// Whether the character is white space.
    pub(super) fn is_space(self, c: char) -> bool {
        matches!(c, ' ' | '\t' | '\r' | '\n') || self.is_line_end(c)
    }

    /// Whether the character ends a line only in this version.
    pub(super) fn is_line_end(self, c: char) -> bool {
        self == Self::V11 && matches!(c, '\u{85}' | '\u{2028}')
    }

    /// Whether a name may start with the character; the colon is one of them.
    pub(super) fn is_name_start(self, c: char) -> bool {
        match self {
            _ if c.is_ascii() => c.is_ascii_alphabetic() || c == '_' || c == ':',
            Self::V10 => within(&names::START, c),
            Self::V11 => matches!(c,
                '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
                | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
                | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
                | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}'),
        }
    }

    /// Whether the character may stand in a name.
    pub(super) fn is_name(self, c: char) -> bool {
        match self {
            _ if c.is_ascii() => c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-' | '.'),
            Self::V10 => within(&names::NAME, c),
            Self::V11 => {
                self.is_name_start(c)
                    || matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
            }
        }
    }
}

/// Whether the character may stand in a public identifier.
pub(super) fn is_public_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || " \r\n-'()+,./:=?;!*#@$_%".contains(c)
}

fn is_plain(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        _ => c >= ' ',
    }
}

fn within(table: &[u16], c: char) -> bool {
    u16::try_from(u32::from(c)).is_ok_and(|c| table.partition_point(|&bound| bound <= c) % 2 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_xml_1_0_are_those_of_the_fourth_edition() {
        for c in ['a', 'Z', '_', ':', 'é', '한', '\u{9FA5}'] {
            assert!(Version::V10.is_name_start(c) && Version::V10.is_name(c), "{c:?}");
        }
        for c in ['-', '.', '7', '\u{B7}'] {
            assert!(!Version::V10.is_name_start(c) && Version::V10.is_name(c), "{c:?}");
        }
        for c in ['×', '÷', '\u{9FA6}', '\u{10000}', ' ', '\u{2070}'] {
            assert!(!Version::V10.is_name(c), "{c:?}");
        }
    }

    #[test]
    fn xml_1_1_takes_more_names_and_refers_to_control_characters() {
        assert!(Version::V11.is_name_start('\u{10000}') && Version::V11.is_name_start('\u{2070}'));
        assert!(Version::V11.is_referable('\u{1}') && !Version::V11.is_literal('\u{1}'));
        assert!(!Version::V11.is_referable('\0') && !Version::V11.is_literal('\u{80}'));
        assert!(Version::V11.is_space('\u{85}') && !Version::V10.is_space('\u{85}'));
    }
}
