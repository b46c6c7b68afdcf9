//! UTF-8 in a file that Java reads as ISO-8859-1.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::{PropertiesFile, Subject};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::source::Span;

pub(in crate::check) const RULE: Rule = Rule {
    name: "utf8-as-latin1",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A properties file has characters in UTF-8 and is read as ISO-8859-1.",
        why: "Java takes each byte for a character: `ü` becomes `Ã¼`, and a password with it is another one.",
        example: "password=grüß",
        fix: "Write \\u escapes, or set fileEncoding to UTF-8 on the configurer.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let encoding = |file: &PropertiesFile| {
        subject.sources.get(file.properties.file).map(|source| source.encoding().name)
    };
    let files = subject.credential_files().filter(|file| encoding(file) == Some("ISO-8859-1"));
    for entry in files.flat_map(|file| &file.properties.entries) {
        let (span, raw) = (entry.value_span, subject.sources.slice(entry.value_span));
        let Some(meant) = meant(raw) else { continue };
        let start = raw.find(|c: char| !c.is_ascii()).unwrap_or(0);
        let place = Span::new(span.file, span.start + start, span.end);
        found.push(
            Diagnostic::warning(
                RULE.name,
                format!("the value of {} is UTF-8, read as ISO-8859-1", entry.key),
            )
            .at(place, "each byte becomes a character of its own")
            .fixed_by(Fix {
                message:
                    "write the characters as \\u escapes, or set fileEncoding to UTF-8 on the configurer"
                        .to_owned(),
                applicability: Applicability::Unsafe,
                edits: vec![Edit { span, replacement: escaped(&meant) }],
            }),
        );
    }
}

/// The text that the bytes behind a text of ISO-8859-1 are in UTF-8, if they are and it has more than ASCII.
fn meant(text: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8(bytes?).ok().filter(|meant| !meant.is_ascii())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, meant};

    #[test]
    fn utf8_is_known_from_latin1() {
        assert_eq!(meant("gr\u{c3}\u{bc}n").as_deref(), Some("grün"));
        assert_eq!(meant("gr\u{fc}n"), None, "one byte of ISO-8859-1");
        assert_eq!(meant("green"), None);
        assert_eq!(escaped("ü😀"), "\\u00FC\\uD83D\\uDE00");
    }
}
