//! Path arithmetic on texts, as Spring's `StringUtils.cleanPath` and `applyRelativePath` do it.

/// The path as `java.io.File` has it: a slash counts once, and not at the end.
pub(in crate::spring) fn single_slashes(path: &str) -> String {
    let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
    format!("{}{}", if path.starts_with('/') { "/" } else { "" }, names.join("/"))
}

/// The path with `.` and inner `..` resolved and backslashes turned; `..` that lead out of it stay in front.
#[must_use]
pub fn clean_path(path: &str) -> String {
    let normalized = path.replace('\\', "/");
    if !normalized.contains('.') {
        return normalized;
    }
    let (mut prefix, mut rest) = match normalized.split_once(':') {
        Some((scheme, rest)) if !scheme.contains('/') => (format!("{scheme}:"), rest),
        _ => (String::new(), normalized.as_str()),
    };
    if let Some(relative) = rest.strip_prefix('/') {
        prefix.push('/');
        rest = relative;
    }
    let mut elements: Vec<&str> = Vec::new();
    let mut tops = 0_usize;
    for element in rest.rsplit('/') {
        match element {
            "." => {}
            ".." => tops += 1,
            _ if tops > 0 => tops -= 1,
            other => elements.push(other),
        }
    }
    if elements.len() + tops == rest.split('/').count() && tops == 0 {
        return normalized;
    }
    elements.extend(std::iter::repeat_n("..", tops));
    if elements == [""] && !prefix.ends_with('/') {
        elements.push(".");
    }
    elements.reverse();
    format!("{prefix}{}", elements.join("/"))
}

/// The relative path taken from the directory of `path`.
#[must_use]
pub fn apply_relative_path(path: &str, relative: &str) -> String {
    match path.rsplit_once('/') {
        Some((directory, _)) => format!("{directory}/{}", relative.strip_prefix('/').unwrap_or(relative)),
        None => relative.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans_as_spring_does() {
        for (path, clean) in [
            ("cred.properties", "cred.properties"),
            ("/a/./b/../c.xml", "/a/c.xml"),
            ("../../x.y", "../../x.y"),
            ("a/../../x.y", "../x.y"),
            ("file:core/../x.y", "file:x.y"),
            ("a\\b\\c", "a/b/c"),
            ("./x.y", "x.y"),
        ] {
            assert_eq!(clean_path(path), clean, "{path}");
        }
    }

    #[test]
    fn relative_paths_start_at_the_directory() {
        assert_eq!(apply_relative_path("/a/b.xml", "c.xml"), "/a/c.xml");
        assert_eq!(apply_relative_path("b.xml", "c.xml"), "c.xml");
        assert_eq!(apply_relative_path("/a/b.xml", "/c.xml"), "/a/c.xml");
    }
}
