//! The work sheet of a migration: which files go where, with which edits, and why.
//!
//! In: what the steps want. Out: [`FileChange`]s and the [`Step`]s as they are told to people. Writes nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::apply::edits::{TextEdit, edited};
use crate::source::{Host, READ_LIMIT, Span};
use crate::spring::encode_like;

use super::view::View;
use super::{FileChange, Refusal, Step, StepKind};

/// What is to become of the files of a root.
pub(super) struct Draft<'a> {
    pub(super) root: &'a Path,
    pub(super) host: &'a Host,
    pub(super) view: &'a View,
    files: BTreeMap<PathBuf, Drafted>,
    pub(super) steps: Vec<Step>,
}

/// What is to become of one file.
#[derive(Default)]
struct Drafted {
    to: Option<PathBuf>,
    edits: Vec<TextEdit>,
}

impl<'a> Draft<'a> {
    /// Nothing to do yet.
    pub(super) fn new(root: &'a Path, host: &'a Host, view: &'a View) -> Self {
        Self { root, host, view, files: BTreeMap::new(), steps: Vec::new() }
    }

    /// Wants a file moved.
    pub(super) fn relocate(&mut self, path: &Path, to: PathBuf, reason: impl Into<String>) {
        let drafted = self.files.entry(path.to_owned()).or_default();
        if drafted.to.is_none() {
            drafted.to = Some(to.clone());
            let reason = reason.into();
            self.steps.push(Step { kind: StepKind::Move, path: path.to_owned(), to: Some(to), reason });
        }
    }

    /// Where a file that lies at `path` is going to be.
    pub(super) fn destination<'p>(&'p self, path: &'p Path) -> &'p Path {
        self.files.get(path).and_then(|drafted| drafted.to.as_deref()).unwrap_or(path)
    }

    /// The files that are to be moved.
    pub(super) fn moving(&self) -> Vec<PathBuf> {
        self.files.iter().filter(|(_, drafted)| drafted.to.is_some()).map(|(path, _)| path.clone()).collect()
    }

    /// Wants the text at a span of the view's sources replaced; the same wish twice counts once.
    pub(super) fn edit(&mut self, span: Span, replacement: impl Into<String>) {
        let Some(path) = self.view.sources.get(span.file).map(|file| file.path().to_owned()) else { return };
        let edit = TextEdit { range: span.start..span.end, replacement: replacement.into() };
        let edits = &mut self.files.entry(path).or_default().edits;
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    /// Tells of an edit.
    pub(super) fn step(&mut self, kind: StepKind, span: Span, reason: impl Into<String>) {
        let Some(file) = self.view.sources.get(span.file) else { return };
        let step = Step { kind, path: file.path().to_owned(), to: None, reason: reason.into() };
        if !self.steps.contains(&step) {
            self.steps.push(step);
        }
    }

    /// The changes, in the order of their paths.
    pub(super) fn changes(&self) -> Result<Vec<FileChange>, Refusal> {
        self.files.iter().map(|(path, drafted)| self.change(path, drafted)).collect()
    }

    fn change(&self, path: &Path, drafted: &Drafted) -> Result<FileChange, Refusal> {
        let old = self.host.files.read(&self.root.join(path), READ_LIMIT).map_err(|error| {
            Refusal::new("unreadable", format!("{} cannot be read: {error}", path.display()))
        })?;
        let to = drafted.to.clone().unwrap_or_else(|| path.to_owned());
        let shown = self.shown(path);
        if drafted.edits.is_empty() {
            return Ok(FileChange {
                path: path.to_owned(),
                to,
                new: old.clone(),
                old,
                shown: [shown.clone(), shown],
            });
        }
        let new = self.rewritten(path, &old, &drafted.edits)?;
        let after = edited(&shown, &drafted.edits).unwrap_or_default();
        Ok(FileChange { path: path.to_owned(), to, old, new, shown: [shown, after] })
    }

    /// The file's bytes with the edits made, in its own encoding.
    fn rewritten(&self, path: &Path, old: &[u8], edits: &[TextEdit]) -> Result<Vec<u8>, Refusal> {
        let refuse = |why: &str| Refusal::new("not-editable", format!("{}: {why}", path.display()));
        let file = self.view.file(path).and_then(|id| self.view.sources.get(id));
        let file = file.ok_or_else(|| refuse("it was not read"))?;
        let new =
            edited(file.text(), edits).ok_or_else(|| refuse("two steps want to change the same place"))?;
        encode_like(file.encoding(), old, file.text(), &new).ok_or_else(|| {
            refuse(&format!(
                "its bytes are not those of its text in {}, so that it can't be written back as it was; repair \
                 its encoding first",
                file.encoding().name
            ))
        })
    }

    /// The text with everything masked that may be a secret: what is marked, and each value of a properties file
    /// that isn't Kafka's. Offsets stay good.
    fn shown(&self, path: &Path) -> String {
        let readings = self.view.sources.iter().filter(|(_, file)| file.path() == path);
        let masked: Vec<(Arc<str>, String)> =
            readings.map(|(_, file)| (Arc::clone(file.text()), file.masked())).collect();
        let Some((text, _)) = masked.first() else { return String::new() };
        let mut bytes = text.as_bytes().to_vec();
        for (_, other) in &masked {
            for (byte, other) in bytes.iter_mut().zip(other.bytes()).filter(|(_, other)| *other == b'*') {
                *byte = other;
            }
        }
        for (start, end) in self.values(path) {
            let value = bytes.get_mut(start..end).into_iter().flatten();
            value.filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b'*');
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Where the values of a properties file with credentials stand.
    fn values(&self, path: &Path) -> Vec<(usize, usize)> {
        let is_credentials = path.extension().is_some_and(|extension| extension == "properties")
            && path != Path::new(crate::config::kafka::FILE_NAME);
        if !is_credentials {
            return Vec::new();
        }
        let entries = self.view.properties(path).into_iter().flat_map(|properties| &properties.entries);
        entries.map(|entry| (entry.value_span.start, entry.value_span.end)).collect()
    }
}
