//! Secrets in what is commented out: an old password is often still one.
//!
//! In: files as read. Out: marks in the same [`Sources`], so that no snippet and no diff shows them. Errs towards
//! masking: in XML a whole comment that names a secret, in other files a comment line from behind the name on.

use std::ops::Range;

use crate::source::{FileId, Sources, Span, looks_secret};

/// What silences a rule: the names of rules are no secrets.
const SILENCER: &str = "busboot: allow(";

/// Marks what the comments of every file read so far may hold of secrets. Doing it again changes nothing.
pub fn mark(sources: &mut Sources) {
    let mut found = Vec::new();
    for (id, file) in sources.iter() {
        let is_xml = file.path().extension().is_some_and(|extension| extension == "xml");
        let marks = if is_xml { in_xml } else { in_lines };
        marks(file.text(), id, &mut found);
    }
    for span in found {
        sources.mark_secret(span);
    }
}

fn in_xml(text: &str, file: FileId, found: &mut Vec<Span>) {
    let mut from = 0;
    while let Some((before, rest)) = text.get(from..).and_then(|rest| rest.split_once("<!--")) {
        let start = from + before.len() + "<!--".len();
        let inside = rest.split_once("-->").map_or(rest, |(inside, _)| inside);
        let end = start + inside.len();
        if secret_word(inside).is_some() {
            found.push(Span::new(file, start, end));
        }
        from = end;
    }
}

fn in_lines(text: &str, file: FileId, found: &mut Vec<Span>) {
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if line.trim_start().starts_with(['#', '!']) {
            found.extend(
                secret_word(line).map(|end| Span::new(file, start + end, start + line.trim_end().len())),
            );
        }
        start += line.len();
    }
}

/// Where a silencer names rules.
fn silenced(comment: &str) -> Range<usize> {
    let Some(at) = comment.find(SILENCER) else { return 0..0 };
    comment.get(at..).and_then(|rest| rest.find(')')).map_or(0..0, |end| at..at + end)
}

/// The end of the first word that is the name of a secret.
fn secret_word(comment: &str) -> Option<usize> {
    let rules = silenced(comment);
    let mut start = 0;
    for word in comment.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))) {
        let end = start + word.len();
        if looks_secret(word) && !rules.contains(&start) {
            return Some(end);
        }
        start = end + comment.get(end..)?.chars().next().map_or(0, char::len_utf8);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Encoding;

    fn masked(path: &str, text: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add(path, text, Encoding::default());
        mark(&mut sources);
        sources.get(file).unwrap().masked()
    }

    #[test]
    fn a_password_that_is_commented_out_is_masked() {
        for (path, text) in [
            (
                "a.xml",
                "<!-- pass: <x password='hush'/> --><a><!--\r\n<property name='password'\r\n value='hush'/>--></a>",
            ),
            ("a.xml", "<a><!-- é <prop key='ssl.key.password'>hush</prop>"),
            ("a.xml", "<a><!-- busboot: allow(tls-off) password hush --></a>"),
            (
                "a.xml",
                "<a><!-- <property name='password' value='hush'/> busboot: allow(plaintext-password) --></a>",
            ),
            ("a.properties", "#password=hush busboot: allow(tls-off)\n# busboot: allow( password=hush"),
            ("a.properties", "#password=hush\r\n ! ssl.key.password : hush\n# secret hush"),
            ("a.properties", "# sasl.jaas.config=org.x required username=\"u\" password=\"hush\";\n"),
            ("a.properties", "#sasl.jaas.config=org.x \\\n#  username=\"ü\" password=\"hush\";\n"),
        ] {
            let masked = masked(path, text);
            assert!(!masked.contains("hush"), "{masked}");
            assert_eq!(masked.len(), text.len());
        }
    }

    #[test]
    fn other_comments_are_shown() {
        for (path, text) in [
            ("a.xml", "<!-- Licensed to the Apache Software Foundation --><a><!-- the broker's port --></a>"),
            ("a.xml", "<a><!-- busboot: allow(plaintext-password) --><property name='port' value='1'/></a>"),
            ("a.properties", "# busboot: allow(plaintext-password)\n# linger.ms=5\nport=1\n"),
            ("a.properties", "# the broker's password\n"),
        ] {
            assert_eq!(masked(path, text), text);
        }
    }
}
