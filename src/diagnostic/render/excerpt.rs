//! The parts of files that a finding is shown with: the lines of its labels, however large the file and its lines are.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Label};
use crate::source::{FileId, SourceFile, Sources};

/// How far apart labels may be, and how long each, to be shown in one piece. In bytes.
const NEAR: usize = 32 << 10;

/// How much of a line is kept on both sides of the labels. In bytes.
const BESIDE: usize = 2 << 10;

/// Some lines of a file, secrets masked, with the labels in them.
#[derive(Debug)]
pub(super) struct Excerpt<'d> {
    pub(super) path: String,
    pub(super) text: String,
    /// Number of its first line, from 1.
    pub(super) line: usize,
    /// Column of its first label, where the line is too long to be shown from its start.
    pub(super) cut: Option<usize>,
    /// The labels, and which bytes of the text they mark.
    pub(super) labels: Vec<(&'d Label, Range<usize>)>,
}

/// What to show of every file that the finding speaks of, its primary place first.
pub(super) fn of<'d>(diagnostic: &'d Diagnostic, sources: &Sources) -> Vec<Excerpt<'d>> {
    let mut pieces: Vec<(FileId, Vec<&'d Label>)> = Vec::new();
    for label in &diagnostic.labels {
        let near = |(file, labels): &&mut (FileId, Vec<&Label>)| {
            *file == label.span.file
                && labels.iter().any(|other| other.span.start.abs_diff(label.span.start) < NEAR)
        };
        match pieces.iter_mut().find(near) {
            Some((_, labels)) => labels.push(label),
            None => pieces.push((label.span.file, vec![label])),
        }
    }
    pieces.into_iter().filter_map(|(id, labels)| sources.get(id).map(|file| excerpt(file, labels))).collect()
}

fn excerpt<'d>(file: &SourceFile, labels: Vec<&'d Label>) -> Excerpt<'d> {
    let text = file.text().as_ref();
    let marked: Vec<(&Label, Range<usize>)> = labels
        .into_iter()
        .map(|label| {
            let end = label.span.end.min(label.span.start.saturating_add(NEAR)).min(text.len());
            let end = text.floor_char_boundary(end);
            (label, label.span.start.min(end)..end)
        })
        .collect();
    let first = marked.iter().map(|(_, range)| range.start).min().unwrap_or(0);
    let last = marked.iter().map(|(_, range)| range.end).max().unwrap_or(0);
    let line = file.line_start(first);
    let start = if first - line > BESIDE { text.ceil_char_boundary(first - BESIDE) } else { line };
    let limit = text.floor_char_boundary(last.saturating_add(BESIDE));
    let rest = text.get(last..limit).unwrap_or_default();
    let end = rest.find('\n').map_or(limit, |at| last + at + 1);
    let position = file.position(first);
    Excerpt {
        path: file.path().display().to_string(),
        text: file.masked_part(start..end),
        line: position.line,
        cut: (start != line).then_some(position.column),
        labels: marked
            .into_iter()
            .map(|(label, range)| (label, range.start - start..range.end - start))
            .collect(),
    }
}
