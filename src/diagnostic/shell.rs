//! Words of a command that somebody is to type into a shell.

use std::borrow::Cow;
use std::path::Path;

/// The text as one word for a POSIX shell: as it stands where nothing in it means anything to a shell, else in single
/// quotes.
#[must_use]
pub fn shell_word(text: &str) -> Cow<'_, str> {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+:,@%".contains(&byte);
    if !text.is_empty() && text.bytes().all(harmless) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
}

/// The path as one word for a POSIX shell; what isn't UTF-8 in it is lost.
#[must_use]
pub fn shell_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    // A leading dash would be an option.
    if path.starts_with('-') {
        shell_word(&format!("./{path}")).into_owned()
    } else {
        shell_word(&path).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_shell_would_take_apart_is_quoted() {
        for (text, word) in [
            ("META-INF/cloudstack/core/a.xml", "META-INF/cloudstack/core/a.xml"),
            ("", "''"),
            ("my bus.xml", "'my bus.xml'"),
            ("$(id)", "'$(id)'"),
            ("it's", r"'it'\''s'"),
            ("größe", "'größe'"),
        ] {
            assert_eq!(shell_word(text), word);
        }
    }
}
