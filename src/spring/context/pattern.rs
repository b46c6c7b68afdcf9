//! Java's regular expressions, where they mean the same as those of `regex_lite`: its `\\d`, `\\w` and `\\s` know ASCII
//! only, as Java's do. Patterns with what it lacks (looking around, references back, possessive quantifiers) or reads in
//! another way aren't evaluated.

use std::ops::Range;

use regex_lite::{Captures, Regex, RegexBuilder};

/// The longest pattern that Spring's `matches` takes.
const LONGEST: usize = 1_000;

/// The largest pattern when it is compiled, in bytes: `(a{99}){99}` is short.
const LARGEST: usize = 64 << 10;

/// The longest text that a pattern is looked for in, in bytes.
const LONGEST_TEXT: usize = 64 << 10;

/// The most bytes that all searches for one pattern may go over: each may go to the end of the text.
const MOST_SEARCHED: usize = 16 * LONGEST_TEXT;

/// What Java ends lines at, other than `regex_lite`.
const LINE_ENDS: [char; 4] = ['\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// How much work it is to look for a pattern in a text: each byte may be compared with each part of a large pattern.
pub(super) fn work(text: &str) -> usize {
    1_000 + text.len().saturating_mul(100)
}

/// Whether the whole text fits; `None` where the pattern isn't evaluated.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    check(pattern, text)?;
    compiled(&format!("^(?:{pattern})$")).map(|pattern| pattern.is_match(text))
}

/// `replaceAll`; `None` where the pattern or what takes its place isn't evaluated.
pub(super) fn replaced(pattern: &str, text: &str, with: &str) -> Option<String> {
    replaced_at(found(pattern, text)?, text, with)
}

/// `replaceFirst`.
pub(super) fn replaced_once(pattern: &str, text: &str, with: &str) -> Option<String> {
    let mut places = found(pattern, text)?;
    places.truncate(1);
    replaced_at(places, text, with)
}

fn replaced_at(places: Vec<Captures<'_>>, text: &str, with: &str) -> Option<String> {
    if with.len() > LONGEST {
        return None;
    }
    let (mut out, mut at) = (String::new(), 0);
    // Java doesn't look at it where nothing is replaced.
    let parts = places.first().map_or(Some(Vec::new()), |first| replacement(with, first.len()))?;
    for found in places {
        let whole = found.get(0)?;
        out.push_str(text.get(at..whole.start())?);
        for part in &parts {
            match *part {
                Part::Character(character) => out.push(character),
                Part::Group(group) => out.push_str(found.get(group).map_or("", |text| text.as_str())),
            }
        }
        at = whole.end();
    }
    out.push_str(text.get(at..)?);
    Some(out)
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

/// The parts between what fits, with `trims` without empty ones at the end, and no more than `most`; `None` where the
/// pattern isn't evaluated.
pub(super) fn split<'t>(
    pattern: &str,
    text: &'t str,
    trims: bool,
    most: Option<usize>,
) -> Option<Vec<&'t str>> {
    let found = found(pattern, text)?;
    let places = found.iter().filter_map(|found| found.get(0)).map(|found| found.range());
    // Nothing in front of the text is no part.
    let most = most.map_or(usize::MAX, |most| most - 1);
    let separators: Vec<Range<usize>> = places.filter(|place| place.end > 0).take(most).collect();
    if separators.is_empty() {
        return Some(vec![text]);
    }
    let (mut parts, mut at) = (Vec::new(), 0);
    for separator in separators {
        parts.push(text.get(at..separator.start)?);
        at = separator.end;
    }
    parts.push(text.get(at..)?);
    while trims && parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    Some(parts)
}

/// The places that fit, as `Matcher.find` goes from one to the next: other than in `regex_lite`, an empty one may stand
/// right behind another one.
fn found<'t>(pattern: &str, text: &'t str) -> Option<Vec<Captures<'t>>> {
    check(pattern, text)?;
    // Without these, no search goes much further than what it finds.
    let goes_on = pattern.contains(['*', '+', '{']);
    let pattern = compiled(pattern)?;
    let (mut places, mut at, mut left) = (Vec::new(), 0, MOST_SEARCHED);
    while let Some(rest) = text.get(at..) {
        if goes_on {
            left = left.checked_sub(rest.len())?;
        }
        let Some(found) = pattern.captures_at(text, at) else { break };
        let place = found.get(0)?.range();
        places.push(found);
        let next = text.get(place.end..).and_then(|rest| rest.chars().next());
        at = match next {
            _ if place.start < place.end => place.end,
            Some(skipped) => place.end + skipped.len_utf8(),
            None => break,
        };
    }
    Some(places)
}

fn compiled(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(LARGEST).build().ok()
}

/// `None` where Java might judge otherwise, or after too long a time.
fn check(pattern: &str, text: &str) -> Option<()> {
    if pattern.len() > LONGEST || text.len() > LONGEST_TEXT {
        return None;
    }
    let ends_lines = text.contains(LINE_ENDS);
    let differs = (pattern.contains('.') && ends_lines)
        // Java's `$` also fits in front of a line end that the text ends with.
        || (pattern.contains('$') && (ends_lines || text.contains('\n')))
        || ((pattern.contains("\\b") || pattern.contains("\\B")) && !text.is_ascii());
    if differs { None } else { Syntax { rest: pattern, behind_quantifier: false }.check() }
}

/// A pattern on the way through its parts.
struct Syntax<'p> {
    rest: &'p str,
    /// Whether a quantifier that isn't lazy yet stands in front.
    behind_quantifier: bool,
}

impl Syntax<'_> {
    fn check(mut self) -> Option<()> {
        while let Some(part) = self.next() {
            let was_behind = std::mem::take(&mut self.behind_quantifier);
            match part {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                '?' if was_behind => {}
                // `a++` is possessive in Java, `a**` a mistake.
                '*' | '+' | '?' | '{' if was_behind => return None,
                '*' | '+' | '?' => self.behind_quantifier = true,
                '{' => self.counts()?,
                _ => {}
            }
        }
        Some(())
    }

    fn next(&mut self) -> Option<char> {
        let part = self.rest.chars().next()?;
        self.skip(part.len_utf8());
        Some(part)
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn starts_with(&self, any: &[&str]) -> bool {
        any.iter().any(|start| self.rest.starts_with(start))
    }

    /// Behind a backslash.
    fn escape(&mut self) -> Option<()> {
        let escaped = self.next()?;
        let same = match escaped {
            'b' | 'x' | 'u' => !self.rest.starts_with('{'),
            'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'B' | 'A' | 'z' | 't' | 'n' | 'r' | 'f' | 'a' => true,
            // To others than Java these are the beginning and end of a word.
            '<' | '>' => false,
            other => other.is_ascii_punctuation(),
        };
        same.then_some(())
    }

    /// Behind `[`. In Java a class in a class is a union, and `&&` an intersection.
    fn class(&mut self) -> Option<()> {
        let negated = usize::from(self.rest.starts_with('^'));
        self.skip(negated);
        let mut first = true;
        loop {
            if self.starts_with(&["&&", "--", "~~", "["]) {
                return None;
            }
            match self.next()? {
                ']' if !first => return Some(()),
                '\\' => self.escape()?,
                _ => {}
            }
            first = false;
        }
    }

    /// Behind `(`.
    fn group(&mut self) -> Option<()> {
        if !self.rest.starts_with('?') {
            return Some(());
        }
        let name = self.rest.starts_with("?<") && !self.starts_with(&["?<=", "?<!"]);
        if name || self.starts_with(&["?:", "?i)", "?i:", "?s)", "?s:"]) {
            let end = self.rest.find([':', ')', '>'])?;
            self.skip(end + 1);
            return Some(());
        }
        None
    }

    /// Behind `{`.
    fn counts(&mut self) -> Option<()> {
        let (counts, _) = self.rest.split_once('}')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (least, most) = counts.split_once(',').unwrap_or((counts, ""));
        self.skip(counts.len() + 1);
        self.behind_quantifier = true;
        (!least.is_empty() && digits(least) && digits(most)).then_some(())
    }
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
        assert_eq!(matches("(?i)[\\w.*+-]+@(?:[a-z]+\\.)+?de", "a.b+c@D.de"), Some(true));
        assert_eq!(matches("[]a]{2,3}?", "a]"), Some(true));
    }

    #[test]
    fn what_java_reads_in_another_way_is_not_evaluated() {
        for pattern in [
            "(?=a)a",
            "a{1}+",
            "a++",
            "a*+",
            "a?+",
            "a{1,2}+b",
            "a**",
            "a{,2}",
            "a{1}{2}",
            "[a[b]]",
            "[a&&b]",
            "[a--b]",
            "[[:alpha:]]",
            "\\<a",
            "\\va",
            "(?P<n>a)",
            "(?x)a",
            "(?m)^a",
            "\\p{L}",
            "(a)\\1",
            "\\Qa\\E",
            "\\x{61}",
        ] {
            assert_eq!(matches(pattern, "a"), None, "{pattern}");
        }
        assert_eq!(matches(".", "\r"), None);
        assert_eq!(replaced("a$", "a\n", ""), None);
        assert_eq!(replaced("\\b", "é", "-"), None);
    }

    #[test]
    fn texts_are_replaced_and_split_as_java_does() {
        assert_eq!(replaced("[^A-Z]", "A-B", "_").as_deref(), Some("A_B"));
        assert_eq!(replaced("a*", "baac", "X").as_deref(), Some("XbXXcX"));
        assert_eq!(replaced("", "é€", "-").as_deref(), Some("-é-€-"));
        assert_eq!(replaced("(.)(.)", "AB", "$2$11\\$").as_deref(), Some("BA1$"));
        assert_eq!(replaced("(.)", "A", "$2"), None);
        assert_eq!(split("\\s*,\\s*", "a , b", true, None), Some(vec!["a", "b"]));
        assert_eq!(split("", "abc", true, None), Some(vec!["a", "b", "c"]));
        assert_eq!(split("x*", "abc", true, None), Some(vec!["a", "b", "c"]));
        assert_eq!(split(",", ",a,,", true, None), Some(vec!["", "a"]));
        assert_eq!(split(",", ",,", true, None), Some(vec![]));
        assert_eq!(split(",", "", true, None), Some(vec![""]));
        assert_eq!(split(",", "a,,", false, None), Some(vec!["a", "", ""]));
    }
}
