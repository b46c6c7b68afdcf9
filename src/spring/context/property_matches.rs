//! Spring's message for a property that can't be set, with its suggestions (`PropertyMatches`).

/// How many edits away a suggestion may be.
const MOST_EDITS: usize = 2;

/// Longer names are compared with nothing.
const MOST_CHARACTERS: usize = 500;

/// The message, and the first suggestion in it.
pub(super) fn message(property: &str, known: &[&str]) -> (String, Option<String>) {
    let mut matches: Vec<&str> = known.iter().copied().filter(|name| close(property, name)).collect();
    matches.sort_unstable();
    let mut text = format!("Bean property '{property}' is not writable or has an invalid setter method. ");
    if matches.is_empty() {
        text.push_str("Does the parameter type of the setter match the return type of the getter?");
        return (text, None);
    }
    text.push_str("Did you mean ");
    for (index, name) in matches.iter().enumerate() {
        text.push('\'');
        text.push_str(name);
        match matches.len() - index {
            1 => {}
            2 => text.push_str("', or "),
            _ => text.push_str("', "),
        }
    }
    text.push_str("'?");
    (text, matches.first().map(|name| (*name).to_owned()))
}

fn close(one: &str, other: &str) -> bool {
    one.chars().count() <= MOST_CHARACTERS && strsim::levenshtein(one, other) <= MOST_EDITS
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn suggests_as_spring_does() {
        let known = ["name", "server", "port", "password"];
        assert_eq!(
            message("sever", &known).0,
            "Bean property 'sever' is not writable or has an invalid setter method. Did you mean 'server'?"
        );
        assert_eq!(
            message("pat", &["port", "part", "path"]).0,
            "Bean property 'pat' is not writable or has an invalid setter method. Did you mean 'part', 'path', or \
             'port'?"
        );
        assert!(message("colour", &known).0.ends_with("match the return type of the getter?"));
    }
}
