//! `java.util.Properties`, to the byte.
//!
//! In: the bytes of a properties file. Out: its entries in file order with spans, a repeated key repeated, or findings
//! with the codes `properties-syntax` and `properties-encoding`. Values whose key says that they are secret are marked
//! as such. Rules from the JDK's `Properties.load` (`LineReader`, `loadConvert`) and `loadFromXML`.

mod escape;
mod lines;
#[cfg(test)]
mod tests;
mod xml;

use std::path::{Path, PathBuf};

pub use escape::{escape_key, escape_value};
pub use xml::parse_xml;

use self::escape::Resolved;
use self::lines::{Line, Lines};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Encoding, FileId, Sources, Span, looks_secret};
use crate::spring::charset::Charset;

/// The encoding of a properties file when nobody names another.
pub const DEFAULT_ENCODING: &str = "ISO-8859-1";

/// The largest file that is read, in bytes.
const SIZE_LIMIT: usize = 128 << 20;

/// The most entries that are read of one file.
const MOST_ENTRIES: usize = 2_000_000;

/// The most escapes that are reported of one file.
const REPORT_LIMIT: usize = 25;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Key, escapes resolved.
    pub key: String,
    /// Value, escapes resolved; trailing blanks are part of it.
    pub value: String,
    /// The key as written.
    pub key_span: Span,
    /// The value as written, continuation lines included.
    pub value_span: Span,
    /// Line on which the entry starts, from 1.
    pub line: usize,
}

/// A file's entries.
#[derive(Clone, Debug)]
pub struct Properties {
    /// The file.
    pub file: FileId,
    /// In file order.
    pub entries: Vec<Entry>,
}

impl Properties {
    /// The entry that Java keeps of this key: the last one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }
}

/// Whether Spring takes a file for the XML form: by its name alone.
#[must_use]
pub fn is_xml(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b".xml")
}

/// Parses a properties file; what is wrong with it goes into `diagnostics`.
///
/// `encoding` is any name that Java has for an encoding (Spring's `fileEncoding`), [`DEFAULT_ENCODING`] without one; malformed bytes become U+FFFD, as in Java. `path` is what the file is shown as. Returns `None` exactly when
/// an error was reported: an unknown encoding, a malformed `\u`, on which Java gives up the whole file, or
/// (`properties-size`) more than 128 MiB or 2,000,000 entries.
pub fn parse(
    bytes: &[u8],
    encoding: Option<&str>,
    path: impl Into<PathBuf>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Properties> {
    if bytes.len() > SIZE_LIMIT {
        let file = sources.add(path, "", Encoding::default());
        diagnostics.push(too_large(
            Span::new(file, 0, 0),
            &format!("{} bytes, more than the {SIZE_LIMIT}", bytes.len()),
        ));
        return None;
    }
    let encoding = encoding.unwrap_or(DEFAULT_ENCODING);
    let Some(charset) = Charset::of_java(encoding) else {
        let file = sources.add(path, "", Encoding::default());
        let message = format!("the encoding `{encoding}`, in which this file is to be read, is not known");
        let finding = Diagnostic::error("properties-encoding", message)
            .spring(encoding)
            .at(Span::new(file, 0, 0), "")
            .help("write `UTF-8` or `ISO-8859-1` as the encoding");
        diagnostics.push(finding);
        return None;
    };
    // Only `UTF-16` takes a byte order mark away: to every other encoding it is text.
    let bom = charset == Charset::Utf16 && matches!(bytes, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..]);
    let text = charset.decode(bytes);
    let file = sources.add(path, text, Encoding { name: charset.name(), bom });
    let text = sources.get(file)?.text().clone();
    warn_of_byte_order_mark(&text, file, diagnostics);
    Reading { file, sources, diagnostics, malformed: false, reported: 0 }.entries(&text)
}

fn too_large(at: Span, size: &str) -> Diagnostic {
    Diagnostic::error("properties-size", format!("the file has {size} that are read")).at(at, "")
}

/// The entries of a file that was read before, with spans into that file; `None` where Java gives the file up.
#[must_use]
pub fn entries(file: FileId, sources: &mut Sources) -> Option<Properties> {
    let text = sources.get(file)?.text().clone();
    let mut unheard = Diagnostics::new();
    Reading { file, sources, diagnostics: &mut unheard, malformed: false, reported: 0 }.entries(&text)
}

fn warn_of_byte_order_mark(text: &str, file: FileId, diagnostics: &mut Diagnostics) {
    let Some(mark) = ["\u{FEFF}", "\u{EF}\u{BB}\u{BF}"].into_iter().find(|mark| text.starts_with(mark))
    else {
        return;
    };
    let message =
        "the file starts with a byte order mark, which Java takes for the beginning of the first key";
    let finding = Diagnostic::warning("properties-byte-order-mark", message)
        .at(Span::new(file, 0, mark.len()), "")
        .note("if the first line is a comment, it is read as an entry")
        .help("save the file without a byte order mark (as `UTF-8`, not as `UTF-8 with BOM`)");
    diagnostics.push(finding);
}

struct Reading<'a> {
    file: FileId,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    malformed: bool,
    /// How many escapes have been reported.
    reported: usize,
}

impl Reading<'_> {
    fn entries(mut self, text: &str) -> Option<Properties> {
        let mut entries = Vec::new();
        for line in Lines::new(text) {
            let entry = self.entry(&line);
            if entries.len() == MOST_ENTRIES {
                self.diagnostics
                    .push(too_large(entry.key_span, &format!("more entries than the {MOST_ENTRIES}")));
                return None;
            }
            entries.push(entry);
        }
        (!self.malformed).then_some(Properties { file: self.file, entries })
    }

    fn entry(&mut self, line: &Line) -> Entry {
        let (key_end, value_start) = split(line.characters());
        let key = line.characters().take(key_end);
        let value = line.characters().skip(value_start);
        let key_span = self.span(key.clone(), line.characters().next().map_or(line.end, |first| first.0));
        let value_span = self.span(value.clone(), line.end);
        let key = self.resolve(key);
        if looks_secret(&key) {
            self.sources.mark_secret(value_span);
        }
        let value = self.resolve(value);
        Entry { key, value, key_span, value_span, line: line.number }
    }

    /// From the first of the characters to behind the last; where there are none, the empty span at `otherwise`.
    fn span(&self, characters: impl Iterator<Item = (usize, char)> + Clone, otherwise: usize) -> Span {
        let start = characters.clone().next().map_or(otherwise, |first| first.0);
        let end = characters.last().map_or(otherwise, |(at, c)| at + c.len_utf8());
        Span::new(self.file, start, end)
    }

    fn resolve(&mut self, characters: impl Iterator<Item = (usize, char)> + Clone) -> String {
        let Resolved { text, malformed, lone } = escape::resolve(characters);
        for at in malformed {
            self.malformed = true;
            let message =
                "`\\u` is not followed by four hexadecimal digits, so Java does not read this file at all";
            let finding = Diagnostic::error("properties-syntax", message)
                .spring("Malformed \\uxxxx encoding.")
                .at(Span::new(self.file, at, at + 2), "")
                .note("a backslash starts an escape, in Windows paths and passwords too")
                .help("write `\\\\u` for a backslash that is followed by the letter u");
            self.report(finding);
        }
        for at in lone {
            let message = "this is half of a character; Java keeps it, here U+FFFD stands for it";
            let finding = Diagnostic::warning("properties-surrogate", message)
                .at(Span::new(self.file, at, at + 6), "")
                .note("characters above U+FFFF are written as two escapes, such as \\uD83D\\uDE00");
            self.report(finding);
        }
        text
    }

    fn report(&mut self, finding: Diagnostic) {
        self.reported += 1;
        match self.reported {
            ..REPORT_LIMIT => self.diagnostics.push(finding),
            REPORT_LIMIT => self.diagnostics.push(finding.note("no more escapes of this file are reported")),
            _ => {}
        }
    }
}

/// Where the key of a line ends and where its value starts.
fn split(line: impl Iterator<Item = (usize, char)> + Clone) -> (usize, usize) {
    let mut escaped = false;
    let in_key = |&(_, c): &(usize, char)| {
        let ends = !escaped && (matches!(c, '=' | ':') || lines::is_blank(c));
        escaped = c == '\\' && !escaped;
        !ends
    };
    let key_end = line.clone().take_while(in_key).count();
    let mut separated = false;
    let behind = line.skip(key_end).take_while(|&(_, c)| {
        let separates = !separated && matches!(c, '=' | ':');
        separated |= separates;
        separates || lines::is_blank(c)
    });
    (key_end, key_end + behind.count())
}
