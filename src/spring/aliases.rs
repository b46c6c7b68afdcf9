//! How long chains of names may be: aliases of aliases, children of parents.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use crate::diagnostic::Diagnostic;

/// How many aliases of aliases are followed.
pub(super) const MOST_STEPS: usize = 100;

/// The finding for an alias whose name is an alias, and so on, further than is followed. `aliases` leads from each alias
/// to its name.
pub(super) fn too_long(aliases: &IndexMap<String, String>) -> Option<Diagnostic> {
    let next = |alias: &str| aliases.get(alias).map(String::as_str);
    let alias = longer(aliases.keys().map(String::as_str), next, MOST_STEPS)?;
    let message = format!("`{alias}` is an alias of an alias, and so on, more than {MOST_STEPS} times");
    Some(Diagnostic::error("alias-limit", message).help("let it be an alias of the bean itself"))
}

/// The first name from which `next` leads on for more than `most` steps. Goes over each name once; small circles are
/// somebody else's finding.
pub(super) fn longer<'n>(
    names: impl Iterator<Item = &'n str>,
    next: impl Fn(&'n str) -> Option<&'n str>,
    most: usize,
) -> Option<&'n str> {
    let mut lengths: HashMap<&str, usize> = HashMap::new();
    for name in names {
        let mut way = IndexSet::new();
        let mut current = Some(name);
        while let Some(here) = current.filter(|here| !lengths.contains_key(here) && way.insert(*here)) {
            if way.len() > most + 1 {
                return Some(name);
            }
            current = next(here);
        }
        let known = current.and_then(|end| lengths.get(end)).map_or(0, |length| length + 1);
        for (length, here) in (known..).zip(way.into_iter().rev()) {
            lengths.insert(here, length);
            if length > most {
                return Some(here);
            }
        }
    }
    None
}
