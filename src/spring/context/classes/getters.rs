//! The properties that Spring's introspection finds in classes.
//!
//! `setters.txt` has the classes of `known.txt` that beans can simply be made of, with the names of the properties that have
//! a setter, so that a misspelt one is told from one that does something unknown here.
//!
//! `getters.txt` is for common classes, so that a path knows what it can lead through: it has a class on each line, then its properties: `name` has a getter, `name=` a setter as well, `-name=` only a
//! setter. `class`, which every object has but a `Class`, is left out, and so are collections that only have `empty`. Of
//! Spring's and jasypt's classes the line only tells the getters; their setters are described with the classes.

use std::collections::HashMap;
use std::sync::LazyLock;

static GETTERS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("getters.txt").lines();
    lines.map(|line| line.split_once(' ').unwrap_or((line, ""))).collect()
});

static SETTERS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("setters.txt").lines();
    lines.map(|line| line.split_once(' ').unwrap_or((line, ""))).collect()
});

/// The properties of a class that have setters; `None` where the class isn't in the table.
pub(super) fn settable(class: &str) -> Option<impl Iterator<Item = &'static str> + use<>> {
    Some(SETTERS.get(class)?.split(' ').filter(|name| !name.is_empty()))
}

/// How a property may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Access {
    pub(in super::super) readable: bool,
    pub(in super::super) writable: bool,
}

/// How the property of this name may be used, not at all if there is none; `None` where the class isn't in the table.
pub(super) fn access(class: &str, property: &str) -> Option<Access> {
    let mut known = GETTERS.get(class)?.split(' ').filter(|written| !written.is_empty());
    let found = known.find(|written| written.trim_matches(['-', '=']) == property);
    Some(found.map_or(Access::default(), |written| Access {
        readable: !written.starts_with('-'),
        writable: written.ends_with('='),
    }))
}

#[cfg(test)]
mod tests {
    use super::{Access, access, settable};

    #[test]
    fn setters_are_known_by_name() {
        assert!(settable("java.util.Date").unwrap().any(|name| name == "time"));
        assert_eq!(settable("java.lang.Object").unwrap().count(), 0);
        assert!(settable("java.util.Dat").is_none());
    }

    #[test]
    fn properties_are_known_by_name() {
        let access_to = |readable, writable| Some(Access { readable, writable });
        assert_eq!(access("java.lang.String", "bytes"), access_to(true, false));
        assert_eq!(access("java.lang.String", "length"), access_to(false, false));
        assert_eq!(access("java.util.Date", "time"), access_to(true, true));
        assert_eq!(access("java.util.Vector", "size"), access_to(false, true));
        assert_eq!(access("java.lang.Integer", ""), access_to(false, false));
        assert_eq!(access("java.util.Dat", "time"), None);
    }
}
