//! Findings as rustc shows them, through annotate-snippets.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

use super::excerpt::{self, Excerpt};

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
    let excerpts = excerpt::of(diagnostic, sources);
    let mut group = Group::with_title(title(diagnostic));
    for excerpt in &excerpts {
        group = shown(group, diagnostic, excerpt);
    }
    if let Some(spring) = diagnostic.spring.as_ref().filter(|spring| !spring.is_empty()) {
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

/// Adds an excerpt to what is shown; where its line is cut, the column is not that of the snippet.
fn shown<'a>(group: Group<'a>, diagnostic: &'a Diagnostic, excerpt: &'a Excerpt<'a>) -> Group<'a> {
    let primary = diagnostic.labels.first();
    let annotations = excerpt.labels.iter().map(|(label, range)| {
        let kind = if Some(*label) == primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(range.clone());
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    });
    let snippet = Snippet::source(&excerpt.text).line_start(excerpt.line).annotations(annotations);
    match excerpt.cut {
        None => group.element(snippet.path(&excerpt.path)),
        Some(column) => {
            let origin = Origin::path(&excerpt.path).line(excerpt.line).char_column(column);
            group.element(origin).element(snippet)
        }
    }
}
