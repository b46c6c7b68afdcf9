//! From tokens to the tree: which markup may stand where, and what each kind of markup looks like.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::build::Builder;
use super::conceal::conceal;
use super::cursor::{Cursor, QName, Scan};
use super::namespaces::{self, Namespaces};
use super::rules::{Fault, Rule, document as rule};
use super::start_tag::{self, Close, Written};
use super::subset::Default;
use super::tokens::{Kind, Token, Tokens};
use super::tree::{Attribute, Document};
use crate::source::FileId;

/// The tree of a text up to its end or to the first fault. `cut` says why the text ends early, if it does; only with
/// `reveal` may the fault quote a secret.
pub(super) fn read(text: &str, file: FileId, cut: Option<Fault>, reveal: bool) -> (Document, Option<Fault>) {
    let mut reading = Reading {
        file,
        cursor: Cursor::new(text, cut),
        tree: Builder::new(file),
        scopes: Namespaces::new(),
        open: Vec::new(),
        place: Place::Prolog,
        doctype: false,
        defaults: HashMap::new(),
        added: 0,
        reveal,
    };
    let fault = reading.document(text).err();
    (reading.tree.finish(), fault)
}

/// How many bytes default values may add to a document: each stands in the file once, but counts for many elements.
const ADDED_LIMIT: usize = 16 << 20;

const DEFAULTS_GROW: Rule = Rule {
    spring: "",
    message: "default values of attributes make the document grow by more than 16 MiB",
    help: "delete the default value and write the attribute where it is needed",
};

/// The parts of a document, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Prolog,
    Root,
    Trailing,
}

struct Reading<'t> {
    file: FileId,
    cursor: Cursor<'t>,
    tree: Builder<'t>,
    scopes: Namespaces<'t>,
    /// The open elements: their names and where they start.
    open: Vec<(QName<'t>, usize)>,
    place: Place,
    /// Whether there was a document type declaration: Spring's parser then knows of no namespaces, and minds no prefix.
    doctype: bool,
    /// Default values of attributes by element.
    defaults: HashMap<&'t str, IndexMap<&'t str, Written<'t>>>,
    /// How many bytes these have added so far.
    added: usize,
    /// Whether a fault may quote a secret.
    reveal: bool,
}

impl<'t> Reading<'t> {
    fn document(&mut self, text: &'t str) -> Scan<()> {
        self.cursor.declaration()?;
        if self.cursor.peek() == Some('\u{FEFF}') {
            return Err(self.cursor.broken(&rule::CONTENT_ILLEGAL_IN_PROLOG, &[]));
        }
        for token in Tokens::new(text, self.cursor.at) {
            self.token(token).map_err(|fault| {
                if self.reveal {
                    return fault;
                }
                let parents = self.open.iter().rev().map(|&(_, start)| start);
                conceal(fault, text, token.start, parents)
            })?;
            if self.cursor.at != token.end {
                return Err(rule::MARKUP_NOT_RECOGNIZED_IN_CONTENT.broken(token.start, token.end, &[]));
            }
        }
        if self.place == Place::Trailing && self.cursor.cut.is_none() {
            return Ok(());
        }
        self.cursor.inside = !self.open.is_empty();
        let fault = self.cursor.end_of_file();
        Err(match self.open.last() {
            Some((name, start)) => {
                fault.related(*start, start + 1 + name.raw.len(), "this element is still open")
            }
            None => fault,
        })
    }

    fn token(&mut self, token: Token) -> Scan<()> {
        match (token.kind, self.place) {
            (Kind::Markup, place) => {
                self.cursor.inside = true;
                self.cursor.bump();
                match place {
                    Place::Prolog => self.prolog_markup(token.start)?,
                    Place::Root => self.markup(token.start)?,
                    Place::Trailing => self.trailing_markup(token.start)?,
                }
            }
            (Kind::Reference, Place::Prolog) => {
                return Err(self.cursor.broken(&rule::REFERENCE_ILLEGAL_IN_PROLOG, &[]));
            }
            (Kind::Reference, Place::Root) => {
                self.cursor.bump();
                let c = self.cursor.reference()?;
                self.tree.text(c.encode_utf8(&mut [0; 4]), token.start, self.cursor.at);
            }
            (Kind::Text, Place::Root) => self.text(token)?,
            (Kind::Text, Place::Prolog) => self.white_space(token.end, &rule::CONTENT_ILLEGAL_IN_PROLOG)?,
            (Kind::Reference | Kind::Text, Place::Trailing) => {
                self.white_space(token.end, &rule::CONTENT_ILLEGAL_IN_TRAILING_MISC)?;
            }
        }
        self.cursor.inside = self.place == Place::Root;
        Ok(())
    }

    /// Skips white space; anything else up to `end` breaks the rule.
    fn white_space(&mut self, end: usize, rule: &'static Rule) -> Scan<()> {
        match self.cursor.spaces() {
            Ok(_) if self.cursor.at < end => Err(self.cursor.broken(rule, &[])),
            _ => Ok(()),
        }
    }

    fn prolog_markup(&mut self, start: usize) -> Scan<()> {
        let next = self.cursor.need()?;
        if self.cursor.version.is_name_start(next) {
            return self.start_tag(start);
        }
        if self.cursor.eat('?')? {
            return self.instruction();
        }
        if self.cursor.eat('!')? {
            if self.cursor.eat('-')? {
                return self.comment(start);
            }
            if self.cursor.eat_str("DOCTYPE")? {
                return self.document_type(start);
            }
        }
        Err(rule::MARKUP_NOT_RECOGNIZED_IN_PROLOG.broken(start, self.cursor.at, &[]))
    }

    fn markup(&mut self, start: usize) -> Scan<()> {
        let next = self.cursor.need()?;
        if self.cursor.version.is_name_start(next) {
            return self.start_tag(start);
        }
        if self.cursor.eat('/')? {
            return self.end_tag(start);
        }
        if self.cursor.eat('?')? {
            return self.instruction();
        }
        if self.cursor.eat('!')? {
            if self.cursor.eat('-')? {
                return self.comment(start);
            }
            if self.cursor.eat_str("[CDATA[")? {
                let data = self.cursor.until("]]>", &rule::INVALID_CHAR_IN_CDATA)?;
                self.tree.cdata(self.cursor.lines(data), start, self.cursor.at);
                return Ok(());
            }
            if self.cursor.eat_str("DOCTYPE")? {
                return Err(rule::DOCTYPE_ILLEGAL_IN_CONTENT.broken(start, self.cursor.at, &[]));
            }
        }
        Err(rule::MARKUP_NOT_RECOGNIZED_IN_CONTENT.broken(start, self.cursor.at, &[]))
    }

    fn trailing_markup(&mut self, start: usize) -> Scan<()> {
        if self.cursor.eat('?')? {
            return self.instruction();
        }
        if self.cursor.eat('!')? {
            if self.cursor.eat_str("--")? {
                self.cursor.at -= 1;
                return self.comment(start);
            }
            return Err(rule::INVALID_COMMENT_START.broken(start, self.cursor.at, &[]));
        }
        Err(rule::MARKUP_NOT_RECOGNIZED_IN_MISC.broken(start, self.cursor.at, &[]))
    }

    /// A comment; the cursor stands behind `<!-`.
    fn comment(&mut self, start: usize) -> Scan<()> {
        if !self.cursor.eat('-')? {
            return Err(rule::INVALID_COMMENT_START.broken(start, self.cursor.at, &[]));
        }
        let text = self.cursor.comment()?;
        self.tree.comment(self.cursor.lines(text), start, self.cursor.at);
        Ok(())
    }

    fn instruction(&mut self) -> Scan<()> {
        self.cursor.instruction()
    }

    fn document_type(&mut self, start: usize) -> Scan<()> {
        if self.doctype {
            return Err(rule::ALREADY_SEEN_DOCTYPE.broken(start, self.cursor.at, &[]));
        }
        self.doctype = true;
        let (doctype, defaults) = self.cursor.document_type(self.file, start)?;
        self.tree.doctype(doctype);
        for Default { element, attribute } in defaults {
            self.defaults.entry(element).or_default().entry(attribute.name.raw).or_insert(attribute);
        }
        Ok(())
    }

    fn start_tag(&mut self, start: usize) -> Scan<()> {
        let name = self.cursor.qualified_name()?;
        self.scopes.open();
        let mut attributes = Vec::new();
        let mut count = 0;
        let close = loop {
            match self.cursor.close_of_tag(name)? {
                Close::NotYet => {}
                close => break close,
            }
            let attribute = self.cursor.attribute(name)?;
            if attribute.is_declaration() {
                self.scopes.declare(name, &attribute, self.cursor.version)?;
            } else {
                attributes.push(attribute);
            }
            count += 1;
            start_tag::limit(count, name, start, self.cursor.at)?;
        };
        self.add_defaults(name, &mut attributes)?;
        let namespace = match self.scopes.of_element(name, start + 1) {
            Err(_) if self.doctype => None,
            found => found?,
        };
        let attributes = self.attributes(name, attributes)?;
        self.tree.open(name, namespace, attributes, [start, self.cursor.at]);
        self.place = Place::Root;
        if close == Close::Empty {
            self.close();
        } else {
            self.open.push((name, start));
        }
        Ok(())
    }

    /// Adds the attributes that the document type declaration gives to the element and that its tag leaves out.
    fn add_defaults(&mut self, element: QName<'t>, attributes: &mut Vec<Written<'t>>) -> Scan<()> {
        let Some(defaults) = self.defaults.get(element.raw) else { return Ok(()) };
        let present: HashSet<&str> = attributes.iter().map(|attribute| attribute.name.raw).collect();
        for default in defaults.values() {
            if default.is_declaration() {
                self.scopes.declare_default(element, default, self.cursor.version)?;
            } else if !present.contains(default.name.raw) {
                self.added += size_of::<Attribute>() + default.value.len();
                attributes.push(default.clone());
            }
            if self.added > ADDED_LIMIT {
                return Err(Fault { code: "xml-size", ..default.broken(&DEFAULTS_GROW, &[]) });
            }
        }
        Ok(())
    }

    /// Finds the namespaces of an element's attributes and checks that no attribute is there twice.
    fn attributes(&mut self, element: QName<'t>, attributes: Vec<Written<'t>>) -> Scan<Vec<Attribute>> {
        let mut resolved: Vec<(Written<'t>, Option<Arc<str>>)> = Vec::with_capacity(attributes.len());
        for attribute in attributes {
            let namespace = match self.scopes.of_attribute(element, &attribute) {
                Err(_) if self.doctype => None,
                found => found?,
            };
            resolved.push((attribute, namespace));
        }
        if let Some(fault) = namespaces::repeated(element, &resolved) {
            return Err(fault);
        }
        let file = self.file;
        let finish = |(attribute, namespace): (Written<'t>, _)| Attribute {
            name: self.tree.name(attribute.name, namespace),
            span: attribute.span(file),
            value_span: attribute.value_span(file),
            value: attribute.value,
        };
        Ok(resolved.into_iter().map(finish).collect())
    }

    /// An end tag; the cursor stands behind `</`.
    fn end_tag(&mut self, start: usize) -> Scan<()> {
        let Some((name, opened)) = self.open.pop() else { return Ok(()) };
        let opened_here = |fault: Fault| fault.related(opened, opened + 1 + name.raw.len(), "opened here");
        if !self.cursor.eat_str(name.raw)? {
            let end = self.cursor.at + self.cursor.rest().find(['>', '<']).map_or(0, |length| length + 1);
            return Err(opened_here(rule::END_TAG_REQUIRED.broken(start, end, &[name.raw])));
        }
        self.cursor.spaces()?;
        if !self.cursor.eat('>')? {
            return Err(opened_here(rule::END_TAG_UNTERMINATED.broken(start, self.cursor.at, &[name.raw])));
        }
        self.close();
        Ok(())
    }

    fn close(&mut self) {
        self.tree.close(self.cursor.at);
        self.scopes.close();
        if self.open.is_empty() {
            self.place = Place::Trailing;
        }
    }

    fn text(&mut self, token: Token) -> Scan<()> {
        let text = self.cursor.since(token.start, token.end);
        let bad = text.find(|c| !self.cursor.version.is_literal(c));
        let close = text.find("]]>");
        match (bad, close) {
            (_, Some(close)) if bad.is_none_or(|bad| bad > close) => {
                let start = token.start + close;
                Err(rule::CDATA_END_IN_CONTENT.broken(start, start + 3, &[]))
            }
            (Some(bad), _) => {
                self.cursor.at = token.start + bad;
                Err(self.cursor.illegal(&rule::INVALID_CHAR_IN_CONTENT, &[]))
            }
            _ => {
                self.cursor.at = token.end;
                self.tree.text(&self.cursor.lines(text), token.start, token.end);
                Ok(())
            }
        }
    }
}
