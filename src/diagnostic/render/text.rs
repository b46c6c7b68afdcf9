//! Findings as rustc shows them, through annotate-snippets.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, Title};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{FileId, Sources};

/// The look of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without escape sequences.
    Plain,
    /// Coloured for a terminal.
    Coloured,
}

/// Renders one finding, with the lines of the files it speaks of; marked secrets are masked.
#[must_use]
pub fn text(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let files = files_of(diagnostic);
    let texts: Vec<(FileId, String, String)> = files
        .iter()
        .filter_map(|&id| sources.get(id).map(|file| (id, file.path().display().to_string(), file.masked())))
        .collect();
    let mut group = Group::with_title(title(diagnostic));
    for (id, path, source) in &texts {
        group = group.element(snippet(diagnostic, *id, path, source));
    }
    if let Some(spring) = &diagnostic.spring {
        group = group.element(Level::NOTE.message(format!("the server says: {spring}")));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(fix) = &diagnostic.fix {
        group = group.element(Level::HELP.message(fix.message.as_str()));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    renderer.render(&[group])
}

fn title(diagnostic: &Diagnostic) -> Title<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    level.primary_title(diagnostic.message.as_str()).id(diagnostic.code)
}

fn files_of(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    file: FileId,
    path: &'a str,
    source: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let primary = diagnostic.labels.first();
    let annotations = diagnostic.labels.iter().filter(|label| label.span.file == file).map(|label| {
        let kind = if Some(label) == primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let end = label.span.end.min(source.len());
        let annotation = kind.span(label.span.start.min(end)..end);
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    });
    Snippet::source(source).path(path).annotations(annotations)
}
