//! All rules.

use super::rule::Rule;
use super::rules;

/// Every rule, sorted by name.
pub const RULES: &[&Rule] = &[&rules::static_settings::RULE];

/// The rule of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let at = RULES.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    RULES.get(at).copied()
}

/// The name most like this one.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    crate::config::nearest(name, RULES.iter().map(|rule| rule.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_each_stands_once() {
        for pair in RULES.windows(2) {
            assert!(pair[0].name < pair[1].name, "{} before {}", pair[0].name, pair[1].name);
        }
    }

    #[test]
    fn every_rule_is_documented() {
        for rule in RULES {
            let docs = rule.docs;
            for text in [docs.what, docs.why, docs.example, docs.fix] {
                assert!(!text.trim().is_empty(), "{}", rule.name);
            }
            assert!(
                rule.name
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            );
        }
    }
}
