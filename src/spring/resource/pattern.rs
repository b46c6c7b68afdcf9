//! Ant-style patterns: `?`, `*` and `**`, as Spring's `AntPathMatcher` reads them.

/// Whether a location has a wildcard, so that it names any number of resources.
#[must_use]
pub fn is_pattern(location: &str) -> bool {
    let mut in_variable = false;
    for character in location.chars() {
        match character {
            '*' | '?' => return true,
            '{' => in_variable = true,
            '}' if in_variable => return true,
            _ => {}
        }
    }
    false
}

/// Whether the path (segments joined by `/`) matches the pattern; `**` stands for any number of segments.
#[must_use]
pub fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').filter(|segment| !segment.is_empty()).collect();
    let path: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    wildcard(&pattern, &path, |segment| *segment == "**", |segment, name| segment_matches(segment, name))
}

fn segment_matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    wildcard(
        &pattern,
        &name,
        |character| *character == '*',
        |expected, found| *expected == '?' || expected == found,
    )
}

/// Greedy matching with one point of return, so that the time is at most the product of both lengths.
fn wildcard<T>(pattern: &[T], text: &[T], any: impl Fn(&T) -> bool, one: impl Fn(&T, &T) -> bool) -> bool {
    let (mut at_pattern, mut at_text) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(item) = text.get(at_text) {
        match pattern.get(at_pattern) {
            Some(expected) if any(expected) => {
                retry = Some((at_pattern + 1, at_text));
                at_pattern += 1;
            }
            Some(expected) if one(expected, item) => {
                at_pattern += 1;
                at_text += 1;
            }
            _ => {
                let Some((after_star, start)) = retry else { return false };
                retry = Some((after_star, start + 1));
                at_pattern = after_star;
                at_text = start + 1;
            }
        }
    }
    pattern.get(at_pattern..).unwrap_or(&[]).iter().all(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stay_within_a_segment_and_double_stars_do_not() {
        for (pattern, path, expected) in [
            ("META-INF/*/x.xml", "META-INF/a/x.xml", true),
            ("META-INF/*/x.xml", "META-INF/a/b/x.xml", false),
            ("META-INF/**/x.xml", "META-INF/x.xml", true),
            ("META-INF/**/x.xml", "META-INF/a/b/x.xml", true),
            ("**/*-context.xml", "a/b/one-context.xml", true),
            ("?.xml", "ab.xml", false),
            ("*a*b", "xaxbxb", true),
            ("a.b", "axb", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn many_stars_take_no_exponential_time() {
        assert!(!matches(&"*a".repeat(2_000), &"a".repeat(1_999)));
        assert!(!matches(&format!("{}b", "*a".repeat(500)), &"a".repeat(4_000)));
    }

    #[test]
    fn only_wildcards_make_a_pattern() {
        assert!(is_pattern("classpath*:a/*.xml") && is_pattern("a?") && is_pattern("{x}"));
        assert!(!is_pattern("a{b"));
    }
}
