//! Java's regular expressions, where they mean the same as those of `regex_lite`: its `\\d`, `\\w` and `\\s` know ASCII
//! only, as Java's do. Patterns with what it lacks (looking around, references back, possessive quantifiers) aren't
//! evaluated.

use regex_lite::{Captures, Regex, RegexBuilder};

/// The longest pattern that Spring's `matches` takes.
const LONGEST: usize = 1_000;

/// The largest pattern when it is compiled, in bytes: `(a{99}){99}` is short.
const LARGEST: usize = 64 << 10;

/// The longest text that a pattern is looked for in, in bytes.
const LONGEST_TEXT: usize = 64 << 10;

/// Whether the whole text fits; `None` where the pattern isn't evaluated.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    compiled(&format!("^(?:{pattern})$"), text).map(|pattern| pattern.is_match(text))
}

/// `replaceAll`; `None` where the pattern or what takes its place isn't evaluated.
pub(super) fn replaced(pattern: &str, text: &str, with: &str) -> Option<String> {
    if with.len() > LONGEST {
        return None;
    }
    let pattern = compiled(pattern, text)?;
    let groups = pattern.captures_len();
    let parts = replacement(with, groups)?;
    let expand = |found: &Captures<'_>| -> String {
        let text = |part: &Part| match part {
            Part::Character(character) => character.to_string(),
            Part::Group(group) => found.get(*group).map_or_else(String::new, |text| text.as_str().to_owned()),
        };
        parts.iter().map(text).collect()
    };
    Some(pattern.replace_all(text, expand).into_owned())
}

/// A part of what takes the place of a match.
enum Part {
    Character(char),
    Group(usize),
}

/// `Matcher.appendReplacement`: `\\x` is `x`, `$n` a group of the pattern's; `None` where Java refuses it or a group has a name.
fn replacement(with: &str, groups: usize) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = with.chars().peekable();
    while let Some(character) = rest.next() {
        parts.push(match character {
            '\\' => Part::Character(rest.next()?),
            '$' => {
                let mut group = rest.next()?.to_digit(10)? as usize;
                while let Some(digit) = rest.peek().and_then(|digit| digit.to_digit(10)) {
                    let longer = group * 10 + digit as usize;
                    if longer >= groups {
                        break;
                    }
                    group = longer;
                    rest.next();
                }
                if group >= groups {
                    return None;
                }
                Part::Group(group)
            }
            other => Part::Character(other),
        });
    }
    Some(parts)
}

/// The parts between what fits; `None` where the pattern isn't evaluated.
pub(super) fn split<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    compiled(pattern, text).map(|pattern| pattern.split(text).collect())
}

fn compiled(pattern: &str, text: &str) -> Option<Regex> {
    // In Java a class in a class is a union, and `&&` an intersection.
    let differs =
        pattern.contains("&&") || pattern.contains("++") || pattern.contains("*+") || pattern.contains("?+");
    if differs || pattern.len() > LONGEST || text.len() > LONGEST_TEXT {
        return None;
    }
    RegexBuilder::new(pattern).size_limit(LARGEST).build().ok()
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
        assert_eq!(replaced("(.)(.)", "AB", "$2$11\\$").as_deref(), Some("BA1$"));
        assert_eq!(replaced("(.)", "A", "$2"), None);
        assert_eq!(split("\\s*,\\s*", "a , b"), Some(vec!["a", "b"]));
    }
}
