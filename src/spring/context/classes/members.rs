//! The public members of common classes by name, so that one that isn't modelled is told from one that doesn't exist.
//!
//! `members.txt` has a class of Java 17 or Spring 5.3 on each line, then the names of its public methods and fields, inherited
//! ones included, `name*3` where three methods share a name; those of `Object` are left out unless there are more of them.

use std::collections::HashMap;
use std::sync::LazyLock;

const OF_OBJECT: &str = "equals getClass hashCode notify notifyAll toString wait*3";

static MEMBERS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("members.txt").lines();
    lines.map(|line| line.split_once(' ').unwrap_or((line, ""))).collect()
});

/// How many public members of this name a class has; `None` where its members aren't known.
pub(super) fn count(class: &str, member: &str) -> Option<usize> {
    let members = MEMBERS.get(class)?.split(' ').chain(OF_OBJECT.split(' '));
    let mut counted = members.map(|known| known.split_once('*').unwrap_or((known, "1")));
    let found = counted.find(|(name, _)| *name == member && !name.is_empty());
    Some(found.map_or(0, |(_, count)| count.parse().unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn members_are_known_by_name() {
        assert_eq!(count("java.lang.Math", "floorMod"), Some(3));
        assert_eq!(count("java.lang.Math", "hashCode"), Some(1));
        assert_eq!(count("java.lang.Math", "maxx"), Some(0));
        assert_eq!(count("java.lang.Integer", "toString"), Some(3));
        assert_eq!(count("java.util.TimerTask", "run"), None);
    }
}
