//! How a property path is cut into properties and keys (`PropertyAccessorUtils`, `getPropertyNameTokens`).

/// One step of a path: a property and the keys behind it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tokens {
    pub(super) property: String,
    pub(super) keys: Vec<String>,
    /// The step as Spring's messages write it, without quotes around keys.
    pub(super) canonical: String,
}

/// The first part of a path and what follows it, if it has a dot outside of brackets.
pub(super) fn first_step(path: &str) -> Option<(&str, &str)> {
    separator(path.bytes().enumerate()).and_then(|at| cut(path, at))
}

/// The last part of a path. Searched from the end, an odd bracket leads to another dot than it does from the start.
pub(super) fn last_step(path: &str) -> &str {
    let from_end = path.bytes().enumerate().rev();
    separator(from_end).and_then(|at| cut(path, at)).map_or(path, |(_, last)| last)
}

fn cut(path: &str, at: usize) -> Option<(&str, &str)> {
    Some((path.get(..at)?, path.get(at + 1..)?))
}

/// The first dot on the way that isn't between brackets; each bracket, opening or closing, is taken for the other end.
fn separator(bytes: impl Iterator<Item = (usize, u8)>) -> Option<usize> {
    let mut in_key = false;
    for (at, byte) in bytes {
        match byte {
            b'[' | b']' => in_key = !in_key,
            b'.' if !in_key => return Some(at),
            _ => {}
        }
    }
    None
}

/// A step's property and keys: what follows a key is passed over, and a bracket that nothing closes opens no key.
///
/// # Errors
/// The text of Java's exception for a key that is a single `"`.
pub(super) fn tokens(step: &str) -> Result<Tokens, String> {
    let mut property = None;
    let mut keys: Vec<String> = Vec::new();
    let mut rest = step;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((key, behind)) = key_end(after).and_then(|at| cut(after, at)) else { break };
        property.get_or_insert(before);
        keys.push(unquoted(key)?.to_owned());
        rest = behind;
    }
    let property = property.unwrap_or(step).to_owned();
    let written: String = keys.iter().map(|key| format!("[{key}]")).collect();
    Ok(Tokens { canonical: format!("{property}{written}"), property, keys })
}

/// Where the bracket is that closes a key; brackets within it come in pairs.
fn key_end(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => open += 1,
            b']' if open == 0 => return Some(at),
            b']' => open -= 1,
            _ => {}
        }
    }
    None
}

fn unquoted(key: &str) -> Result<&str, String> {
    if key == "\"" {
        return Err("begin 1, end 0, length 1".to_owned());
    }
    let within = ['\'', '"'].into_iter().find_map(|quote| key.strip_prefix(quote)?.strip_suffix(quote));
    Ok(within.unwrap_or(key))
}

#[cfg(test)]
mod tests {
    use super::{Tokens, first_step, last_step, tokens};

    #[test]
    fn paths_are_cut_at_dots_outside_of_brackets() {
        assert_eq!(first_step("a.b.c"), Some(("a", "b.c")));
        assert_eq!(first_step("a['x.y'].b[0]"), Some(("a['x.y']", "b[0]")));
        assert_eq!(first_step("a[x.y"), None);
        assert_eq!(first_step("a[[x.y]]"), Some(("a[[x", "y]]")));
        assert_eq!(last_step("a.b.c"), "c");
        assert_eq!(last_step("a[x].b[y"), "a[x].b[y");
    }

    #[test]
    fn steps_are_properties_with_keys() {
        let cut = |step: &str, property: &str, keys: &[&str], canonical: &str| {
            let keys = keys.iter().map(|key| (*key).to_owned()).collect();
            let expected = Tokens { property: property.to_owned(), keys, canonical: canonical.to_owned() };
            assert_eq!(tokens(step), Ok(expected), "{step}");
        };
        cut("a", "a", &[], "a");
        cut("a['x.y'][0]", "a", &["x.y", "0"], "a[x.y][0]");
        cut("a[x]y", "a", &["x"], "a[x]");
        cut("a[x", "a[x", &[], "a[x");
        cut("a[[x]]", "a", &["[x]"], "a[[x]]");
        cut("a['x]", "a", &["'x"], "a['x]");
        assert_eq!(tokens("a[\"]"), Err("begin 1, end 0, length 1".to_owned()));
    }
}
