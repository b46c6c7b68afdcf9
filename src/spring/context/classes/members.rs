//! The public members of common classes by name, so that one that isn't modelled is told from one that doesn't exist.
//!
//! `members.txt` has a class of Java 17 or Spring 5.3 on each line, then the names of its public methods and fields, inherited
//! ones included; those of `Object` are left out.

use std::collections::HashMap;
use std::sync::LazyLock;

const OF_OBJECT: &str = "equals getClass hashCode notify notifyAll toString wait";

static MEMBERS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("members.txt").lines();
    lines.map(|line| line.split_once(' ').unwrap_or((line, ""))).collect()
});

/// Whether a class has a public member of this name; `None` where its members aren't known.
pub(super) fn has(class: &str, member: &str) -> Option<bool> {
    let own = MEMBERS.get(class)?;
    Some([own, OF_OBJECT].into_iter().any(|members| members.split(' ').any(|known| known == member)))
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn members_are_known_by_name() {
        assert_eq!(has("java.lang.Math", "floorMod"), Some(true));
        assert_eq!(has("java.lang.Math", "hashCode"), Some(true));
        assert_eq!(has("java.lang.Math", "maxx"), Some(false));
        assert_eq!(has("java.util.TimerTask", "run"), None);
    }
}
