//! Files as they were read, and where in them a thing stands.
//!
//! In: bytes that somebody decoded. Out: texts with stable ids, byte spans into them, and line:column, which is
//! only computed when something is shown. Knows no file format.

mod files;
mod host;
mod lines;
mod masks;
mod origin;
mod overlay;
mod secret;

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use files::{Disk, Entry, FileKind, Files, Memory, READ_LIMIT, ReadError};
pub use host::{Clock, FixedClock, Host, SystemClock};
pub use origin::{Origin, Step, Traced};
pub use overlay::Overlay;
pub use secret::{Secret, Text, holds_secret, looks_secret};

use lines::LineIndex;
use masks::Masks;

/// A file of a [`Sources`] collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in the decoded text of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the offsets belong to.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end` in `file`.
    #[must_use]
    pub const fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start, end }
    }
}

/// A place as people count it: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// How a file's bytes became its text; what is needed to write it back as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Encoding {
    /// The encoding's name as it is written in an XML declaration.
    pub name: &'static str,
    /// Whether a byte order mark stood in front; it isn't part of the text.
    pub bom: bool,
}

/// One file as it was read.
#[derive(Debug)]
pub struct SourceFile {
    path: PathBuf,
    text: Arc<str>,
    encoding: Encoding,
    secrets: Masks,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// The path as it is shown: relative to the root where the file lies under it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The decoded text, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// How the bytes were decoded.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The text with every marked secret replaced by asterisks of the same number of bytes, so that spans into it
    /// still hold.
    #[must_use]
    pub fn masked(&self) -> String {
        self.masked_part(0..self.text.len())
    }

    /// A part of the text, masked likewise; empty when it isn't one.
    #[must_use]
    pub fn masked_part(&self, part: Range<usize>) -> String {
        self.secrets.masked(&self.text, part)
    }

    /// The marked secrets, as ranges of bytes.
    pub fn secrets(&self) -> impl Iterator<Item = Range<usize>> {
        self.secrets.ranges()
    }

    /// Offset of the first byte of the line that a byte is in.
    #[must_use]
    pub fn line_start(&self, offset: usize) -> usize {
        self.lines().line_start(&self.text, offset)
    }

    /// Line and column of a byte.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.text, offset)
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::of(&self.text))
    }
}

/// A file's text, and what is secret in it.
type Reading = (Arc<str>, Vec<Range<usize>>);

/// All files read so far. Nothing is ever removed, so spans stay good.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Bytes of all texts.
    bytes: usize,
}

/// The most files that are read because another one names them.
pub const MOST_FILES: usize = 10_000;

/// The most bytes of text after which no further file is read because another one names it: 512 MiB.
pub const MOST_BYTES: usize = 512 << 20;

impl Sources {
    /// Takes in a file under the path by which it is shown.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<Arc<str>>, encoding: Encoding) -> FileId {
        let file = SourceFile {
            path: path.into(),
            text: text.into(),
            encoding,
            secrets: Masks::default(),
            lines: OnceLock::new(),
        };
        self.bytes += file.text.len();
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// Whether so much has been read that nothing should be that another file names: a few lines can name the same
    /// file a thousand times, and files that name each other twice a million times.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.files.len() >= MOST_FILES || self.bytes >= MOST_BYTES
    }

    /// The file with this id, unless the id is another collection's.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// Every file with its id, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// Marks a span whose text must never be shown: snippets print asterisks in its place.
    pub fn mark_secret(&mut self, span: Span) {
        if let Some(file) = self.files.get_mut(span.file.0 as usize) {
            let end = span.end.min(file.text.len());
            file.secrets.add(span.start.min(end)..end);
        }
    }

    /// Marks in every reading of a file what is marked in one of them: two contexts that load the same file need not
    /// use it for the same.
    pub fn mark_in_all_readings(&mut self) {
        let mut readings: HashMap<PathBuf, Vec<Reading>> = HashMap::new();
        for file in &self.files {
            let reading = (Arc::clone(&file.text), file.secrets().collect());
            readings.entry(file.path.clone()).or_default().push(reading);
        }
        for file in &mut self.files {
            let of_path = readings.get(&file.path).filter(|readings| readings.len() > 1);
            let same = of_path.into_iter().flatten().filter(|(text, _)| *text == file.text);
            same.flat_map(|(_, secrets)| secrets).for_each(|secret| file.secrets.add(secret.clone()));
        }
    }

    /// Whether any of a span's text must never be shown.
    #[must_use]
    pub fn is_secret(&self, span: Span) -> bool {
        self.get(span.file).is_some_and(|file| file.secrets.touch(&(span.start..span.end)))
    }

    /// The text that a span covers; empty when it isn't one of ours.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.start..span.end)).unwrap_or("")
    }

    /// Where a span starts, as people count it.
    #[must_use]
    pub fn start(&self, span: Span) -> Option<Position> {
        self.get(span.file).map(|file| file.position(span.start))
    }

    /// Where a span ends (the place behind its last character), as people count it.
    #[must_use]
    pub fn end(&self, span: Span) -> Option<Position> {
        self.get(span.file).map(|file| file.position(span.end))
    }

    /// `path:line:column` of the start of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        match (self.get(span.file), self.start(span)) {
            (Some(file), Some(at)) => format!("{}:{}:{}", file.path.display(), at.line, at.column),
            _ => "?".to_owned(),
        }
    }
}
