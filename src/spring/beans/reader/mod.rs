//! `XmlBeanDefinitionReader` for one document that has been validated: state and reporting.
//!
//! Spring's reader stops at the first fault; this one reports it in the same words and goes on. What Spring keeps in
//! one `BeanDefinitionParserDelegate` for each `<beans>` is here the current [`Defaults`] and the names used so far.

mod argument;
mod bean;
mod decoration;
mod defaults;
mod document;
mod fault;
mod map;
mod name;
mod property;
mod value;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Sources, Span};
use crate::spring::xml::{Attribute, Element};

use super::DefinitionSink;
use super::definition::Spanned;
use defaults::Defaults;

pub(super) use fault::Fault;
pub(super) use value::qualified_name;

/// Reads one document into a sink.
pub(super) struct Reader<'a> {
    pub(super) sink: &'a mut dyn DefinitionSink,
    pub(super) sources: &'a mut Sources,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// How Spring describes the file.
    pub(super) resource: Arc<str>,
    /// Whether the document has a document type declaration: then Spring reads it without namespaces.
    pub(super) plain: bool,
    /// Start tags that the schema refused: what follows from that isn't reported again.
    pub(super) refused: HashSet<Span>,
    /// Spring's `ParseState`, outermost first.
    state: Vec<String>,
    defaults: Rc<Defaults>,
    /// For each base of a generated name the lowest number that may still be free.
    numbers: HashMap<String, usize>,
    inner_beans: usize,
    reported: usize,
    clean: bool,
}

/// The most findings of one document.
const MOST_FINDINGS: usize = 100;

impl<'a> Reader<'a> {
    /// A reader of one document that `resource` describes.
    pub(super) fn new(
        resource: &str,
        sink: &'a mut dyn DefinitionSink,
        sources: &'a mut Sources,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            sink,
            sources,
            diagnostics,
            resource: resource.into(),
            plain: false,
            refused: HashSet::new(),
            state: Vec::new(),
            defaults: Rc::default(),
            numbers: HashMap::new(),
            inner_beans: 0,
            reported: 0,
            clean: true,
        }
    }

    /// Whether `default-lazy-init` holds.
    pub(super) fn lazy_by_default(&self) -> bool {
        self.defaults.lazy
    }

    /// Whether nothing was wrong so far.
    pub(super) fn is_clean(&self) -> bool {
        self.clean
    }

    /// Notes what is being read, for messages.
    pub(super) fn enter(&mut self, entry: impl Into<String>) {
        self.state.push(entry.into());
    }

    /// Done with what was entered last.
    pub(super) fn leave(&mut self) {
        self.state.pop();
    }

    /// Reports as Spring's delegate does: with the beans and properties that it is in.
    pub(super) fn problem(&mut self, element: Element<'_>, fault: &Fault) {
        let state: Vec<String> = self
            .state
            .iter()
            .rev()
            .enumerate()
            .map(|(depth, entry)| {
                format!("\n{}{entry}", if depth == 0 { String::new() } else { arrow(depth) })
            })
            .collect();
        let state = if state.is_empty() { "\n".to_owned() } else { state.concat() };
        let text = format!("{}{state}", self.configuration_problem(&fault.sentence()));
        self.report(element.start_tag(), fault, text);
    }

    /// Reports as Spring's namespace handlers do: without saying where in the document.
    pub(super) fn problem_at(&mut self, span: Span, fault: &Fault) {
        let text = self.configuration_problem(&fault.sentence());
        self.report(span, fault, text);
    }

    /// Reports what in Spring is an exception of another kind, whose message stands alone.
    pub(super) fn exception(&mut self, span: Span, fault: &Fault) {
        self.report(span, fault, fault.sentence());
    }

    /// The message of a `BeanDefinitionParsingException`.
    pub(super) fn configuration_problem(&self, sentence: &str) -> String {
        format!("Configuration problem: {sentence}\nOffending resource: {}", self.resource)
    }

    /// Reports a fault with the text of Spring's innermost exception.
    pub(super) fn report(&mut self, span: Span, fault: &Fault, spring: String) {
        self.clean = false;
        if !self.refused.contains(&span) && self.reported < MOST_FINDINGS {
            self.reported += 1;
            let diagnostic = Diagnostic::error(fault.code(), fault.sentence());
            let diagnostic = diagnostic.at(span, "").spring(spring).help(fault.help());
            self.diagnostics.push(match self.reported {
                MOST_FINDINGS => diagnostic.note("no more faults of this document are reported"),
                _ => diagnostic,
            });
        }
    }

    /// Whether Spring takes the element for one of `<beans>`' own.
    pub(super) fn is_default(&self, element: Element<'_>) -> bool {
        self.plain || element.namespace().is_none_or(|uri| uri.is_empty() || uri == super::BEANS)
    }

    /// The element's name as Spring compares it.
    pub(super) fn name_of<'d>(&self, element: Element<'d>) -> &'d str {
        if self.plain && !element.name().prefix.is_empty() { "" } else { element.local() }
    }

    /// The children with this name that count: those of the default namespace, or any inside a custom element.
    pub(super) fn children<'d>(
        &self,
        element: Element<'d>,
        name: &'static str,
    ) -> impl Iterator<Item = Element<'d>> + use<'d> {
        let (plain, parent_is_custom) = (self.plain, !self.is_default(element));
        element.elements().filter(move |child| {
            let default = plain || child.namespace().is_none_or(|uri| uri == super::BEANS);
            (default || parent_is_custom) && child.local() == name
        })
    }
}

fn arrow(depth: usize) -> String {
    format!("{}-> ", "\t".repeat(depth))
}

/// The value of an attribute without a namespace; empty without one, as in the DOM.
pub(super) fn text_of<'d>(element: Element<'d>, name: &str) -> &'d str {
    element.attribute(name).map_or("", |attribute| &attribute.value)
}

/// The value of an attribute whose type collapses white space: enumerations and booleans.
pub(super) fn token_of<'d>(element: Element<'d>, name: &str) -> &'d str {
    text_of(element, name).trim_matches([' ', '\t', '\n', '\r'])
}

/// The value of an attribute with its place.
pub(super) fn spanned(attribute: &Attribute) -> Spanned {
    Spanned { text: attribute.value.clone(), span: attribute.value_span }
}

/// An attribute if it is written, empty or not.
pub(super) fn written(element: Element<'_>, name: &str) -> Option<Spanned> {
    element.attribute(name).map(spanned)
}

/// An attribute if it is written and not empty.
pub(super) fn not_empty(element: Element<'_>, name: &str) -> Option<Spanned> {
    written(element, name).filter(|attribute| !attribute.text.is_empty())
}
