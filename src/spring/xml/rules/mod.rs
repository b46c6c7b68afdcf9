//! The rules of well-formed XML: what is said when one is broken.

pub(super) mod document;
pub(super) mod names;
pub(super) mod subset;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// A rule; each text may have the places `{0}`, `{1}`, `{2}` for what was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// What the JDK's parser says; empty where it would accept.
    pub(super) spring: &'static str,
    /// What is wrong.
    pub(super) message: &'static str,
    /// What to type.
    pub(super) help: &'static str,
}

/// A broken rule.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) rule: &'static Rule,
    pub(super) found: Vec<String>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Another place that has to do with it.
    pub(super) related: Option<(usize, usize, &'static str)>,
    /// A secret around it that must not be shown.
    pub(super) secret: Option<(usize, usize)>,
}

impl Rule {
    /// This rule, broken by the text from `start` up to `end`.
    pub(super) fn broken(&'static self, start: usize, end: usize, found: &[&str]) -> Fault {
        let found = found.iter().map(|&text| text.to_owned()).collect();
        Fault { code: "xml-syntax", rule: self, found, start, end, related: None, secret: None }
    }
}

impl Fault {
    /// The fault with another place that has to do with it.
    pub(super) fn related(self, start: usize, end: usize, text: &'static str) -> Self {
        Self { related: Some((start, end, text)), ..self }
    }

    /// The fault as a finding in `file`.
    pub(super) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let mut finding = Diagnostic::error(self.code, fill(self.rule.message, &self.found))
            .at(Span::new(file, self.start, self.end), "")
            .help(fill(self.rule.help, &self.found));
        if !self.rule.spring.is_empty() {
            finding = finding.spring(fill(self.rule.spring, &self.found));
        }
        match self.related {
            Some((start, end, text)) => finding.at(Span::new(file, start, end), text),
            None => finding,
        }
    }
}

/// Puts what was found into the places of a text.
fn fill(template: &str, found: &[String]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, place)) = rest.split_once('{') {
        out.push_str(before);
        let number =
            place.split_once('}').and_then(|(number, behind)| Some((number.parse::<usize>().ok()?, behind)));
        match number {
            Some((number, behind)) => {
                out.push_str(found.get(number).map_or("", String::as_str));
                rest = behind;
            }
            None => {
                out.push('{');
                rest = place;
            }
        }
    }
    out + rest
}
