//! Validation against `spring-beans-2.0.dtd`, in the order in which Xerces' `XMLDTDValidator` reports.

use std::collections::HashSet;

use crate::spring::xml::{Attribute, Doctype, Document, Element};

use super::super::reader::qualified_name;
use super::datatype::{Datatype, collapsed, is_name};
use super::model::State;
use super::table::{Content, DTD, Declaration, TABLE};
use super::violation::{attribute_name, attribute_violation, bad_value, missing_attribute, violation};
use super::walk::{Event, is_blank, walk};
use super::{MOST_FINDINGS, Violation};

/// Validates a document with this declaration; `text` is the whole file.
pub(super) fn validate(document: &Document, doctype: &Doctype, text: &str) -> Vec<Violation> {
    let mut validator = Validator::default();
    let root = document.root();
    match doctype.system_id.as_deref() {
        Some(id) if !is_springs(id) => return vec![unknown_document_type(root, id)],
        Some(_) => validator.check_root_name(root, &doctype.root),
        None => return vec![undeclared(root)],
    }
    for event in walk(root) {
        match event {
            Event::Start(element, _) => validator.start(element, text),
            Event::Text(text, _) => validator.text(text),
            Event::End(element) => validator.end(element),
        }
        if validator.found.len() >= MOST_FINDINGS {
            break;
        }
    }
    if document.is_whole() {
        validator.check_references();
    }
    validator.found
}

/// A file that Spring takes for one with a document type declaration, though it has none.
pub(super) fn without_document_type(root: Element<'_>) -> Vec<Violation> {
    let name = qualified_name(root);
    let xerces = format!("Document root element \"{name}\", must match DOCTYPE root \"null\".");
    let message = "the word DOCTYPE in a comment makes Spring expect a document type declaration".to_owned();
    let help = "take the word out of the comment in front of the root element".to_owned();
    vec![violation(root, root.start_tag(), message, xerces, help)]
}

/// Whether Spring answers for a document type with the one in its jar.
fn is_springs(system_id: &str) -> bool {
    let file = system_id.rsplit('/').next().unwrap_or(system_id);
    file.contains("spring-beans") && file.ends_with(".dtd")
}

struct Frame {
    declaration: Option<&'static Declaration>,
    state: State,
    /// Whether a child or text stands where none may.
    broken: bool,
}

#[derive(Default)]
struct Validator {
    open: Vec<Frame>,
    ids: HashSet<String>,
    references: Vec<(String, Violation)>,
    found: Vec<Violation>,
}

impl Validator {
    fn check_root_name(&mut self, root: Element<'_>, declared: &str) {
        let name = qualified_name(root);
        if name != declared {
            let xerces = format!("Document root element \"{name}\", must match DOCTYPE root \"{declared}\".");
            let message = format!("the root is <{name}>, but the document type is {declared}");
            let help = format!("write <!DOCTYPE {name} ..");
            self.found.push(violation(root, root.start_tag(), message, xerces, help));
        }
    }

    fn start(&mut self, element: Element<'_>, text: &str) {
        let name = qualified_name(element);
        if let Some(parent) = self.open.last_mut() {
            parent.enter(&name);
        }
        let declaration = TABLE.element(DTD, &name);
        match declaration {
            Some(declaration) => self.attributes(element, declaration, text),
            None => self.found.push(undeclared(element)),
        }
        let state = match declaration.map(|declaration| &declaration.content) {
            Some(Content::Elements(model)) => model.start(),
            _ => State::default(),
        };
        self.open.push(Frame { declaration, state, broken: false });
    }

    fn attributes(&mut self, element: Element<'_>, declaration: &'static Declaration, text: &str) {
        let name = qualified_name(element);
        for rule in declaration.attributes.iter().filter(|rule| rule.required) {
            if element.attribute(rule.name).is_none() {
                let xerces = format!(
                    "Attribute \"{}\" is required and must be specified for element type \"{name}\".",
                    rule.name
                );
                self.found.push(missing_attribute(element, rule.name, xerces));
            }
        }
        self.found.extend(namespace_declaration(element, text));
        for attribute in element.attributes() {
            let own = attribute_name(attribute);
            match declaration.attributes.iter().find(|rule| rule.name == own) {
                Some(rule) => self.value(element, attribute, &rule.datatype),
                None => {
                    let xerces = format!("Attribute \"{own}\" must be declared for element type \"{name}\".");
                    self.found.push(attribute_violation(element, attribute, declaration, xerces));
                }
            }
        }
    }

    fn value(&mut self, element: Element<'_>, attribute: &Attribute, datatype: &Datatype) {
        let value = collapsed(&attribute.value);
        let complaint = match datatype {
            Datatype::OneOf { values, .. } if !values.contains(&value) => format!(
                "Attribute \"{}\" with value \"{value}\" must have a value from the list \"{} \".",
                attribute_name(attribute),
                values.join(" ")
            ),
            Datatype::Id if !is_name(value) => {
                format!("Attribute value \"{value}\" of type ID must be a name.")
            }
            Datatype::Id if !self.ids.insert(value.to_owned()) => {
                format!("Attribute value \"{value}\" of type ID must be unique within the document.")
            }
            Datatype::IdReference => {
                let xerces =
                    format!("An element with the identifier \"{value}\" must appear in the document.");
                let missing = bad_value(element, attribute, datatype, xerces);
                return self.references.push((value.to_owned(), missing));
            }
            _ => return,
        };
        self.found.push(bad_value(element, attribute, datatype, complaint));
    }

    fn text(&mut self, text: &str) {
        if let Some(frame) = self.open.last_mut() {
            frame.broken |= match frame.declaration.map(|declaration| &declaration.content) {
                Some(Content::Empty) => !text.is_empty(),
                Some(Content::Elements(_)) => !is_blank(text),
                _ => false,
            };
        }
    }

    fn end(&mut self, element: Element<'_>) {
        let Some(Frame { declaration: Some(declaration), state, broken }) = self.open.pop() else { return };
        let incomplete = matches!(declaration.content, Content::Elements(_)) && !state.complete;
        let how = match (broken, incomplete) {
            (true, _) => "must match",
            (false, true) => "is incomplete, it must match",
            (false, false) => return,
        };
        let name = qualified_name(element);
        let xerces = format!("The content of element type \"{name}\" {how} \"{}\".", declaration.written);
        let message = format!("what stands in <{name}> may not stand there");
        let help = format!("its content is: {}", declaration.written);
        self.found.push(violation(element, element.start_tag(), message, xerces, help));
    }

    /// References may come before what they refer to, so they are judged last.
    fn check_references(&mut self) {
        for (id, missing) in std::mem::take(&mut self.references) {
            if !self.ids.contains(&id) {
                self.found.push(missing);
            }
        }
    }
}

impl Frame {
    fn enter(&mut self, child: &str) {
        match self.declaration.map(|declaration| &declaration.content) {
            Some(Content::Elements(model)) if !self.broken => {
                match model.step(self.state, Some(DTD), child) {
                    Some((state, _)) => self.state = state,
                    None => self.broken = true,
                }
            }
            Some(Content::Empty | Content::Text) => self.broken = true,
            _ => {}
        }
    }
}

/// Namespace declarations aren't in the tree, but to a document type they are attributes like any other.
fn namespace_declaration(element: Element<'_>, text: &str) -> Option<Violation> {
    let span = element.start_tag();
    let tag = text.get(span.start..span.end)?;
    let name = tag.split_whitespace().find(|word| word.starts_with("xmlns"))?.split('=').next()?;
    let element_name = qualified_name(element);
    let xerces = format!("Attribute \"{name}\" must be declared for element type \"{element_name}\".");
    let message = format!("a file with a document type can't declare the namespace {name}");
    let help = "delete the line <!DOCTYPE ..>, and add xsi:schemaLocation instead".to_owned();
    Some(violation(element, span, message, xerces, help))
}

fn undeclared(element: Element<'_>) -> Violation {
    let name = qualified_name(element);
    let xerces = format!("Element type \"{name}\" must be declared.");
    let help =
        "files with <!DOCTYPE ..> know only what Spring 2.0 knew; delete that line and declare namespaces";
    violation(
        element,
        element.start_tag(),
        format!("the document type has no <{name}>"),
        xerces,
        help.to_owned(),
    )
}

fn unknown_document_type(root: Element<'_>, system_id: &str) -> Violation {
    let message = format!("the document type {system_id} isn't one of Spring's");
    let help =
        "delete the line <!DOCTYPE ..>, and declare the namespace and xsi:schemaLocation instead".to_owned();
    let relative = format!("class path resource [{system_id}] cannot be opened because it does not exist");
    // Java would fetch it; where there is no network, all that it says is the host's name.
    let host = system_id.split_once("://").and_then(|(_, rest)| rest.split(['/', ':']).next());
    let xerces = host.map_or(relative, str::to_owned);
    violation(root, root.start_tag(), message, xerces, help)
}
