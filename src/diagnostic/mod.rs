//! Faults as data: what is wrong, where, why a server would do what it does, and what to type.
//!
//! In: facts that a stage found. Out: [`Diagnostic`] values. Prints nothing and knows no rule; `render` turns the
//! values into text and JSON.

pub mod render;
mod shell;

pub use shell::{shell_path, shell_word};

use indexmap::IndexSet;
use serde::Serialize;

use crate::source::{Sources, Span};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Works, but not as its author thinks, or not for long.
    Warning,
    /// Doesn't work.
    Error,
}

/// A place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The exact text concerned.
    pub span: Span,
    /// What is to be said about it; may be empty.
    pub text: String,
}

/// What a fix promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Never changes what a working server does.
    Safe,
    /// Needs a person's decision.
    Unsafe,
    /// To be shown only.
    DisplayOnly,
}

/// A replacement of the text at a span.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

impl Edit {
    /// The new text for output: `None` where it takes the place of a secret, and so may be most of it.
    fn shown(&self, sources: &Sources) -> Option<&str> {
        let text = self.replacement.as_str();
        (text.is_empty() || !sources.is_secret(self.span)).then_some(text)
    }
}

/// How to mend a fault.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fix {
    /// What to do, in words or as the line to type.
    pub message: String,
    /// What it promises.
    pub applicability: Applicability,
    /// The edits, all or none; empty where only the message helps.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Stable name, such as `xml-syntax`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop; never contains a secret.
    pub message: String,
    /// The text that Spring's (or CloudStack's) innermost exception gives.
    pub spring: Option<String>,
    /// Places, the most important first.
    pub labels: Vec<Label>,
    /// Why it is so.
    pub notes: Vec<String>,
    /// What to type.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of the given severity.
    #[must_use]
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            spring: None,
            labels: Vec::new(),
            notes: Vec::new(),
            fix: None,
        }
    }

    /// An error.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    #[must_use]
    pub fn note_only(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Adds a place; the first one added is the primary one.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a place if there is one.
    #[must_use]
    pub fn at_maybe(self, span: Option<Span>, text: impl Into<String>) -> Self {
        match span {
            Some(span) => self.at(span, text),
            None => self,
        }
    }

    /// Gives the text of the server's innermost exception.
    #[must_use]
    pub fn spring(mut self, text: impl Into<String>) -> Self {
        self.spring = Some(text.into());
        self
    }

    /// Adds a sentence that says why.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to type, without an edit that could be applied.
    #[must_use]
    pub fn help(self, message: impl Into<String>) -> Self {
        self.fixed_by(Fix {
            message: message.into(),
            applicability: Applicability::DisplayOnly,
            edits: Vec::new(),
        })
    }

    /// Says how to mend it.
    #[must_use]
    pub fn fixed_by(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// The primary place.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// What all stages report into. No stage stops at the first fault.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: IndexSet<Diagnostic>,
    further: Further,
}

/// How many findings of each severity were counted and not kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Further([usize; 3]);

impl Further {
    /// How many have this severity.
    #[must_use]
    pub fn of(self, severity: Severity) -> usize {
        self.0.get(severity as usize).copied().unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub fn total(self) -> usize {
        self.0.iter().sum()
    }
}

/// How many findings are kept; more are only counted, but for the first error.
const MOST_KEPT: usize = 1_000;

impl Diagnostics {
    /// An empty collection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports a finding; the same finding twice is kept once. Behind the first thousand findings are only counted.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let severity = diagnostic.severity;
        if self.found.len() < MOST_KEPT || severity == Severity::Error && self.first_error().is_none() {
            self.found.insert(diagnostic);
        } else if let Some(count) = self.further.0.get_mut(severity as usize) {
            *count += 1;
        }
    }

    /// How many findings there were behind those that are kept.
    #[must_use]
    pub const fn further(&self) -> Further {
        self.further
    }

    /// All findings, in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// The first error, if any.
    #[must_use]
    pub fn first_error(&self) -> Option<&Diagnostic> {
        self.found.iter().find(|found| found.severity == Severity::Error)
    }

    /// How many findings have this severity, kept or not.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let kept = self.found.iter().filter(|found| found.severity == severity).count();
        kept + self.further.of(severity)
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, found: I) {
        for diagnostic in found {
            self.push(diagnostic);
        }
    }
}
