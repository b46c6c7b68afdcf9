//! The public classes of Java 17, of Spring 5.3 and of jasypt 1.9 by name, so that a class that isn't described here is told from one
//! that doesn't exist.
//!
//! `known.txt` has a package and its classes on each line. What follows a `/` says what a bean of the class would be:
//! `i` an interface, `a` an abstract class, `e` an enum, `n` a class without a constructor that takes nothing, `x` one
//! that changes definitions or other beans, or makes beans itself.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a class is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    Interface,
    Abstract,
    /// An object that needs arguments.
    Demanding,
    /// One that acts on others: what it does must be known.
    Acting,
    Plain,
}

static KNOWN: LazyLock<HashMap<(&str, &str), Kind>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for line in include_str!("known.txt").lines() {
        let mut words = line.split(' ');
        let package = words.next().unwrap_or("");
        for word in words {
            let (class, mark) = word.split_once('/').unwrap_or((word, ""));
            let kind = match mark {
                "i" => Kind::Interface,
                "a" => Kind::Abstract,
                "e" | "n" => Kind::Demanding,
                "x" => Kind::Acting,
                _ => Kind::Plain,
            };
            known.insert((package, class), kind);
        }
    }
    known
});

/// What the class of this full name is; `None` if there is none.
pub(super) fn kind(name: &str) -> Option<Kind> {
    KNOWN.get(&name.rsplit_once('.')?).copied()
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn classes_are_known_by_their_full_names() {
        assert_eq!(kind("java.util.Date"), Some(Kind::Plain));
        assert_eq!(kind("java.util.Map$Entry"), Some(Kind::Interface));
        assert_eq!(kind("java.util.TimeZone"), Some(Kind::Abstract));
        assert_eq!(kind("java.util.Dat"), None);
        assert_eq!(kind("Date"), None);
    }
}
