//! Silencers that silence nothing; the verdict finds them, when all other findings are known.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::diagnostic::Severity;

pub(in crate::check) const RULE: Rule = Rule {
    name: "unused-allow",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A comment `busboot: allow(rule)` silences nothing.",
        why: "The fault that it was written for is gone, or the rule's name is misspelt. Left where it is, it would \
              hide the next fault of that kind.",
        example: "<!-- busboot: allow(tls-of) -->\n<bean id=\"bus\" class=\"..\">",
        fix: "Correct the name or remove the comment.",
    },
    finder: Finder::Loading,
};
