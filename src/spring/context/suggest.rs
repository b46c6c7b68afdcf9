//! Which of the known names may be meant.

/// Longer names are no slips of anything, and comparing them takes long.
const MOST_BYTES: usize = 200;

/// How many names are looked at.
const MOST_NAMES: usize = 5_000;

/// The known name that is nearest to the given one, if it is near enough to be a slip.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > MOST_BYTES {
        return None;
    }
    let most = (name.chars().count() / 4).clamp(1, 4);
    let lower = name.to_lowercase();
    let length = lower.chars().count();
    known
        .take(MOST_NAMES)
        .filter(|candidate| *candidate != name && candidate.len() <= MOST_BYTES)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= most)
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_slips_are_taken_for_the_name() {
        assert_eq!(nearest("pasword", ["password", "port"].into_iter()), Some("password"));
        assert_eq!(nearest("xyz", ["password", "port"].into_iter()), None);
    }
}
