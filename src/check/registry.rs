//! All rules.

use std::sync::LazyLock;

use super::rule::Rule;
use super::rules::{self, commands, loading};

/// Every rule, sorted by name.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    static ALL: LazyLock<Vec<&Rule>> = LazyLock::new(|| {
        let mut all: Vec<&Rule> =
            rules::OWN.iter().copied().chain(loading::tables()).chain(commands::RULES).collect();
        all.sort_by_key(|rule| rule.name);
        all
    });
    &ALL
}

/// The rule of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let all = rules();
    let at = all.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    all.get(at).copied()
}

/// The name most like this one.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    crate::config::nearest(name, rules().iter().map(|rule| rule.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_stands_once_and_the_rules_of_their_own_file_are_sorted() {
        for pair in rules().windows(2) {
            assert!(pair[0].name < pair[1].name, "{} stands twice", pair[0].name);
        }
        assert!(rules::OWN.is_sorted_by_key(|rule| rule.name));
    }

    #[test]
    fn every_rule_is_documented() {
        for rule in rules() {
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
