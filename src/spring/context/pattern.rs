//! Java's regular expressions, where they mean the same as those of `regex_lite`: its `\\d`, `\\w` and `\\s` know ASCII
//! only, as Java's do. Patterns with what it lacks (looking around, references back, possessive quantifiers) aren't
//! evaluated.

use regex_lite::Regex;

/// The longest pattern that Spring's `matches` takes.
const LONGEST: usize = 1_000;

/// Whether the whole text fits; `None` where the pattern isn't evaluated.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    compiled(&format!("^(?:{pattern})$")).map(|pattern| pattern.is_match(text))
}

/// `replaceAll`; `None` where the pattern or what takes its place isn't evaluated.
pub(super) fn replaced(pattern: &str, text: &str, with: &str) -> Option<String> {
    if with.contains(['$', '\\']) {
        return None;
    }
    compiled(pattern).map(|pattern| pattern.replace_all(text, with).into_owned())
}

/// The parts between what fits; `None` where the pattern isn't evaluated.
pub(super) fn split<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    compiled(pattern).map(|pattern| pattern.split(text).collect())
}

fn compiled(pattern: &str) -> Option<Regex> {
    // In Java a class in a class is a union, and `&&` an intersection.
    let differs =
        pattern.contains("&&") || pattern.contains("++") || pattern.contains("*+") || pattern.contains("?+");
    if differs || pattern.len() > LONGEST { None } else { Regex::new(pattern).ok() }
}

#[cfg(test)]
mod tests {
    use super::{matches, replaced, split};

    #[test]
    fn patterns_fit_whole_texts() {
        assert_eq!(matches("[a-c]+", "abc"), Some(true));
        assert_eq!(matches("[a-c]+", "abcd"), Some(false));
        assert_eq!(matches("a|b", "ab"), Some(false));
        assert_eq!(matches("\\d{4}", "٥٦٧٢"), Some(false), "Java's digits are ASCII");
        assert_eq!(matches("(?=a)a", "a"), None);
    }

    #[test]
    fn texts_are_replaced_and_split() {
        assert_eq!(replaced("[^A-Z]", "A-B", "_").as_deref(), Some("A_B"));
        assert_eq!(replaced("(.)", "A", "$1"), None);
        assert_eq!(split("\\s*,\\s*", "a , b"), Some(vec!["a", "b"]));
    }
}
