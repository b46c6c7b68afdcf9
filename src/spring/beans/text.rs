//! What Java's and Spring's string helpers do, where Rust's differ.

/// `Character.isWhitespace`: unlike Rust's, without the non-breaking spaces and NEL, with the separators U+001C..U+001F.
fn is_java_whitespace(character: char) -> bool {
    match character {
        '\u{1c}'..='\u{1f}' => true,
        '\u{85}' | '\u{a0}' | '\u{2007}' | '\u{202f}' => false,
        _ => character.is_whitespace(),
    }
}

/// `StringUtils.hasText`: something other than white space.
pub(super) fn has_text(text: &str) -> bool {
    text.chars().any(|character| !is_java_whitespace(character))
}

/// `String.trim`: cuts everything up to U+0020 on both sides.
pub(super) fn java_trim(text: &str) -> &str {
    text.trim_matches(|character| character <= ' ')
}

/// `StringUtils.tokenizeToStringArray` with the delimiters of names, profiles and `depends-on`: empty parts vanish.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ']).map(java_trim).filter(|name| !name.is_empty())
}

/// `StringUtils.commaDelimitedListToStringArray`: parts are neither trimmed nor dropped, and no text has no part.
pub(super) fn comma_separated(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').take(if text.is_empty() { 0 } else { usize::MAX })
}

/// `Conventions.attributeNameToPropertyName`: `some-name` is `someName`; a trailing or doubled hyphen vanishes.
pub(super) fn property_name(attribute: &str) -> String {
    let mut name = String::with_capacity(attribute.len());
    let mut upper = false;
    for character in attribute.chars() {
        if character == '-' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            name.extend(character.to_uppercase());
        } else {
            name.push(character);
        }
    }
    name
}

/// `PatternMatchUtils.simpleMatch`: `*` stands for any characters. Takes time linear in pattern times text.
pub(super) fn simple_match(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match text.split_once(part) {
            Some((_, after)) => text = after,
            None => return false,
        }
    }
    text.ends_with(last)
}

/// `Integer.parseInt`.
pub(super) fn parse_int(text: &str) -> Option<i32> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_separated_by_comma_semicolon_and_blank() {
        assert_eq!(names(" a, b;;c d,").collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_comma_separated_list_keeps_blanks_and_empty_parts() {
        assert_eq!(comma_separated("a, b,,").collect::<Vec<_>>(), ["a", " b", "", ""]);
        assert_eq!(comma_separated("").count(), 0);
    }

    #[test]
    fn hyphens_turn_into_capitals() {
        assert_eq!(property_name("spouse"), "spouse");
        assert_eq!(property_name("key-obtention-iterations"), "keyObtentionIterations");
        assert_eq!(property_name("a-"), "a");
        assert_eq!(property_name("-a--b"), "AB");
    }

    #[test]
    fn a_pattern_may_have_several_stars() {
        for (pattern, text) in [("*", ""), ("a*", "ab"), ("*b", "ab"), ("a*c*e", "abcde"), ("ab", "ab")] {
            assert!(simple_match(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("a*", "ba"), ("*b", "ba"), ("a*c*e", "abde"), ("ab*ba", "aba")] {
            assert!(!simple_match(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_non_breaking_space_is_text_to_java() {
        assert!(has_text("\u{a0}"));
        assert!(!has_text(" \t\u{2003}"));
    }
}
