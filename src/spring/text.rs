//! Java's and Spring's ideas of white space and of changing texts.

/// `Character.isWhitespace`.
#[must_use]
pub fn is_whitespace(character: char) -> bool {
    match character {
        '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{85}' => false,
        '\u{1C}'..='\u{1F}' => true,
        other => other.is_whitespace(),
    }
}

/// `StringUtils.trimAllWhitespace`: all white space, inside as well.
#[must_use]
pub fn trim_all_whitespace(text: &str) -> String {
    text.chars().filter(|character| !is_whitespace(*character)).collect()
}

/// `StringUtils.hasText`.
#[must_use]
pub fn has_text(text: &str) -> bool {
    !text.chars().all(is_whitespace)
}

/// `String.trim`: everything up to the blank at both ends.
#[must_use]
pub fn java_trim(text: &str) -> &str {
    text.trim_matches(|character: char| character <= ' ')
}

/// `StringUtils.trimWhitespace`.
#[must_use]
pub fn trim_whitespace(text: &str) -> &str {
    text.trim_matches(is_whitespace)
}

/// `StringUtils.tokenizeToStringArray`: parts between any of the delimiters, trimmed, the empty ones left out.
pub fn tokens<'t>(text: &'t str, delimiters: &'t [char]) -> impl Iterator<Item = &'t str> {
    text.split(delimiters).map(java_trim).filter(|part| !part.is_empty())
}
