//! The public members of common classes by name, so that one that isn't modelled is told from one that doesn't exist.
//!
//! `members.txt` has a class of Java 17, Spring 5.3 or jasypt 1.9 on each line, then the names of its public methods and fields,
//! inherited ones included, `name*3` where three methods share a name; those of `Object` are left out unless there are
//! more of them. What follows a `/`: `f` marks a field; else none of the methods comes without parameters, and it is how
//! many the one with the fewest has, `b` for a single `boolean`, `!2` behind it where two methods have so few.

use std::collections::HashMap;
use std::sync::LazyLock;

const OF_OBJECT: &str = "equals/1 getClass hashCode notify notifyAll toString wait*3";

/// What the method with the fewest parameters among those of a name takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Least {
    Nothing,
    /// A single `boolean`.
    Flag,
    /// So many parameters, and how many methods have as few.
    Parameters(usize, usize),
}

static MEMBERS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("members.txt").lines();
    lines.map(|line| line.split_once(' ').unwrap_or((line, ""))).collect()
});

/// How many public members of this name a class has; `None` where its members aren't known.
pub(super) fn count(class: &str, member: &str) -> Option<usize> {
    let written = find(class, member)?;
    Some(written.map_or(0, |(count, _)| count))
}

/// What a method of this name takes at least; `None` within where there is none, without where its members aren't known.
pub(super) fn least(class: &str, method: &str) -> Option<Option<Least>> {
    let written = find(class, method)?;
    Some(written.and_then(|(_, mark)| match mark {
        "" => Some(Least::Nothing),
        "f" => None,
        "b" => Some(Least::Flag),
        numbers => {
            let (parameters, methods) = numbers.split_once('!').unwrap_or((numbers, "1"));
            Some(Least::Parameters(parameters.parse().unwrap_or(1), methods.parse().unwrap_or(1)))
        }
    }))
}

/// How many members there are of the name, and what follows its `/`.
fn find(class: &str, member: &str) -> Option<Option<(usize, &'static str)>> {
    let members = MEMBERS.get(class)?.split(' ').chain(OF_OBJECT.split(' '));
    let mut members = members.map(|known| {
        let (known, mark) = known.split_once('/').unwrap_or((known, ""));
        let (name, count) = known.split_once('*').unwrap_or((known, "1"));
        (name, count.parse().unwrap_or(1), mark)
    });
    let found = members.find(|(name, ..)| *name == member && !name.is_empty());
    Some(found.map(|(_, count, mark)| (count, mark)))
}

#[cfg(test)]
mod tests {
    use super::{Least, count, least};

    #[test]
    fn members_are_known_by_name() {
        assert_eq!(count("java.lang.Math", "floorMod"), Some(3));
        assert_eq!(count("java.lang.Math", "hashCode"), Some(1));
        assert_eq!(count("java.lang.Math", "maxx"), Some(0));
        assert_eq!(count("java.lang.Integer", "toString"), Some(3));
        assert_eq!(count("java.util.TimerTask", "run"), None);
    }

    #[test]
    fn methods_are_known_by_the_fewest_parameters() {
        assert_eq!(least("java.util.ArrayList", "clear"), Some(Some(Least::Nothing)));
        assert_eq!(least("java.util.ArrayList", "add"), Some(Some(Least::Parameters(1, 1))));
        assert_eq!(least("java.util.ArrayList", "remove"), Some(Some(Least::Parameters(1, 2))));
        assert_eq!(least("java.util.ArrayList", "cleer"), Some(None));
        assert_eq!(least("java.lang.Integer", "MAX_VALUE"), Some(None));
        assert_eq!(least("java.util.TimerTask", "run"), None);
    }
}
