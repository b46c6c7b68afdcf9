//! Validation against XML schemas, in the order in which Xerces' `XMLSchemaValidator` reports.

use std::collections::HashSet;

use crate::source::Span;
use crate::spring::xml::{Document, Element};

use super::super::reader::qualified_name;
use super::location::{Locations, imports_beans, is_instance_attribute, resolve};
use super::model::{State, Symbol};
use super::table::{Content, Declaration, TABLE};
use super::violation::{
    bad_value, incomplete, missing_attribute, not_empty, not_simple, not_text, simple_type_attribute,
    undeclared, unexpected, unknown_attribute, wrong_location,
};
use super::walk::{Event, is_blank, walk};
use super::{MOST_FINDINGS, Violation};

/// Validates a document without a document type declaration.
pub(super) fn validate(document: &Document) -> Vec<Violation> {
    let mut validator = Validator::default();
    for event in walk(document.root()) {
        match event {
            Event::Start(element, _) => validator.start(element),
            Event::Text(text, span) => validator.text(text, span),
            Event::End(element) => validator.end(element),
        }
        if validator.found.len() >= MOST_FINDINGS {
            break;
        }
    }
    validator.found
}

/// An open element.
#[derive(Default)]
struct Frame {
    /// `None`: anything goes.
    declaration: Option<&'static Declaration>,
    state: State,
    /// Whether a child was refused, so that the following ones aren't judged any more.
    lost: bool,
    has_elements: bool,
    has_text: bool,
    /// Text other than white space.
    characters: Option<Span>,
    /// Whether nothing in it is looked at.
    unchecked: bool,
}

#[derive(Default)]
struct Validator {
    open: Vec<Frame>,
    locations: Locations,
    /// Namespaces whose schema is loaded.
    loaded: HashSet<String>,
    /// Namespaces that are given another one's schema.
    misplaced: HashSet<String>,
    found: Vec<Violation>,
}

impl Validator {
    fn start(&mut self, element: Element<'_>) {
        self.locations.read(element);
        if self.open.last().is_some_and(|parent| parent.unchecked) {
            return self.push(None, true);
        }
        let symbol = self.enter(element);
        let declaration = match symbol {
            Some(Symbol::Element { namespace, local }) => TABLE.element(namespace, local),
            Some(Symbol::Other(_)) | None => self.declared(element),
        };
        let root = self.open.is_empty();
        if declaration.is_none() && (root || matches!(symbol, Some(Symbol::Other(_)))) {
            self.found.push(undeclared(element, root));
            return self.push(None, root);
        }
        match declaration {
            Some(declaration) => self.attributes(element, declaration),
            None => self.load_attribute_schemas(element),
        }
        self.push(declaration, false);
    }

    fn push(&mut self, declaration: Option<&'static Declaration>, unchecked: bool) {
        let state = match declaration.map(|declaration| &declaration.content) {
            Some(Content::Elements(model)) => model.start(),
            _ => State::default(),
        };
        self.open.push(Frame { declaration, state, unchecked, ..Frame::default() });
    }

    /// Tells the parent of a child: the place that it takes in the parent's model.
    fn enter(&mut self, child: Element<'_>) -> Option<Symbol> {
        let parent = self.open.last_mut()?;
        parent.has_elements = true;
        let expected = match &parent.declaration?.content {
            Content::Elements(model) if !parent.lost => {
                if let Some((state, symbol)) = model.step(parent.state, child.namespace(), child.local()) {
                    parent.state = state;
                    return Some(symbol);
                }
                model.expected(parent.state)
            }
            Content::Text if !parent.lost => Vec::new(),
            _ => return None,
        };
        parent.lost = true;
        self.found.push(unexpected(child, &expected));
        None
    }

    /// The declaration of an element by its name alone.
    fn declared(&mut self, element: Element<'_>) -> Option<&'static Declaration> {
        let namespace = element.namespace()?;
        self.load(element, namespace).then(|| TABLE.global(namespace, element.local()))?
    }

    /// Whether the schema of a namespace is at hand, as far as `xsi:schemaLocation` leads to it.
    fn load(&mut self, element: Element<'_>, namespace: &str) -> bool {
        if self.loaded.contains(namespace) {
            return true;
        }
        let Some(target) = self.locations.of(namespace).and_then(resolve) else { return false };
        if target != namespace {
            if self.misplaced.insert(namespace.to_owned()) {
                self.found.push(wrong_location(element, namespace, &target));
            }
            return false;
        }
        if imports_beans(namespace) {
            self.loaded.insert(super::super::BEANS.to_owned());
        }
        self.loaded.insert(target)
    }

    fn load_attribute_schemas(&mut self, element: Element<'_>) {
        for namespace in
            element.attributes().iter().filter_map(|attribute| attribute.name.namespace.as_deref())
        {
            self.load(element, namespace);
        }
    }

    fn attributes(&mut self, element: Element<'_>, declaration: &'static Declaration) {
        for attribute in element.attributes().iter().filter(|attribute| !is_instance_attribute(attribute)) {
            let namespace = attribute.name.namespace.as_deref();
            let rule = declaration
                .attributes
                .iter()
                .find(|rule| namespace.is_none() && rule.name == &*attribute.name.local);
            match (rule, namespace) {
                (Some(rule), _) => {
                    let complaint = rule.datatype.schema_complaint(&attribute.value);
                    self.found
                        .extend(complaint.map(|text| bad_value(element, attribute, &rule.datatype, text)));
                }
                (None, _) if matches!(declaration.content, Content::Any) => {}
                (None, Some(namespace)) if declaration.others && Some(namespace) != element.namespace() => {
                    self.load(element, namespace);
                }
                (None, _) if matches!(declaration.content, Content::Simple) => {
                    self.found.push(simple_type_attribute(element, attribute));
                }
                (None, _) => self.found.push(unknown_attribute(element, attribute, declaration)),
            }
        }
        for rule in declaration.attributes.iter().filter(|rule| rule.required) {
            if element.attribute(rule.name).is_none() {
                let name = qualified_name(element);
                let text =
                    format!("cvc-complex-type.4: Attribute '{}' must appear on element '{name}'.", rule.name);
                self.found.push(missing_attribute(element, rule.name, text));
            }
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if let Some(frame) = self.open.last_mut() {
            frame.has_text |= !text.is_empty();
            if !is_blank(text) {
                frame.characters.get_or_insert(span);
            }
        }
    }

    /// Judges an element's content as a whole.
    fn end(&mut self, element: Element<'_>) {
        let Some(frame) = self.open.pop() else { return };
        match frame.declaration.map(|declaration| &declaration.content) {
            Some(Content::Empty) if frame.has_elements || frame.has_text => {
                self.found.push(not_empty(element))
            }
            Some(Content::Simple) if frame.has_elements => self.found.push(not_simple(element)),
            Some(Content::Elements(model)) => {
                self.found.extend(frame.characters.map(|span| not_text(element, span)));
                if !frame.lost && !frame.state.complete {
                    self.found.push(incomplete(element, &model.expected(frame.state)));
                }
            }
            _ => {}
        }
    }
}
