//! Reads `table.txt`, the schemas in short.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::datatype::Datatype;
use super::model::{Model, Particle, Symbol};

/// The section of the document type declaration.
pub(super) const DTD: &str = "dtd";

/// All sections, by namespace.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("table.txt")));

/// The schemas of all namespaces that are known.
#[derive(Debug, Default)]
pub(super) struct Table {
    sections: HashMap<&'static str, HashMap<&'static str, Declaration>>,
}

/// An element as it is declared.
#[derive(Debug)]
pub(super) struct Declaration {
    /// What may stand in it.
    pub(super) content: Content,
    /// The content as the table writes it.
    pub(super) written: &'static str,
    /// Its attributes, in the schema's order.
    pub(super) attributes: Vec<AttributeRule>,
    /// Whether it takes attributes of other namespaces.
    pub(super) others: bool,
    /// Whether it may stand only where a model names it.
    local: bool,
}

/// What may stand in an element.
#[derive(Debug)]
pub(super) enum Content {
    /// Nothing at all.
    Empty,
    /// Only text.
    Text,
    /// Only text, and there may be no attributes: a simple type.
    Simple,
    /// Only elements.
    Elements(Model),
    /// Anything; elements that are declared must be valid.
    Any,
}

/// An attribute as it is declared.
#[derive(Debug)]
pub(super) struct AttributeRule {
    /// Its local name.
    pub(super) name: &'static str,
    /// What values it takes.
    pub(super) datatype: Datatype,
    /// Whether it must be there.
    pub(super) required: bool,
}

impl Table {
    /// Whether there is a schema for a namespace.
    pub(super) fn knows(&self, namespace: &str) -> bool {
        self.sections.contains_key(namespace)
    }

    /// The declaration of an element, local ones included.
    pub(super) fn element(&self, namespace: &str, local: &str) -> Option<&Declaration> {
        self.sections.get(namespace)?.get(local)
    }

    /// The declaration of an element that may stand anywhere.
    pub(super) fn global(&self, namespace: &str, local: &str) -> Option<&Declaration> {
        self.element(namespace, local).filter(|declaration| !declaration.local)
    }

    fn parse(text: &'static str) -> Self {
        let mut table = Self::default();
        let mut parser = Parser::default();
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            if line.starts_with(' ') {
                parser.attributes(&mut table, line);
            } else {
                parser.line(&mut table, line);
            }
        }
        table
    }

    /// Every section with every element.
    #[cfg(test)]
    pub(super) fn elements(&self) -> impl Iterator<Item = (&str, &str, &Declaration)> {
        self.sections.iter().flat_map(|(namespace, elements)| {
            elements.iter().map(move |(local, declaration)| (*namespace, *local, declaration))
        })
    }
}

#[derive(Default)]
struct Parser {
    section: &'static str,
    element: &'static str,
    types: HashMap<&'static str, Datatype>,
    /// By section's last path segment and name: the section and the model's text.
    groups: HashMap<(&'static str, &'static str), (&'static str, &'static str)>,
}

impl Parser {
    fn line(&mut self, table: &mut Table, line: &'static str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "section" => {
                self.section = rest;
                self.types.clear();
                table.sections.entry(rest).or_default();
            }
            "type" => {
                let mut words = rest.split(' ');
                let name = words.next().unwrap_or_default();
                let token = words.nth(1) == Some("NMTOKEN");
                self.types.insert(name, Datatype::OneOf { values: words.collect(), token });
            }
            "group" => {
                let (name, model) = rest.split_once(" = ").unwrap_or((rest, ""));
                self.groups.insert((short(self.section), name), (self.section, model));
            }
            "local" => self.element_line(table, rest, true),
            _ => self.element_line(table, line, false),
        }
    }

    fn element_line(&mut self, table: &mut Table, line: &'static str, local: bool) {
        let (name, written) = line.split_once(' ').unwrap_or((line, ""));
        let content = match written {
            "EMPTY" => Content::Empty,
            "TEXT" | "(#PCDATA)" => Content::Text,
            "STRING" => Content::Simple,
            "ANY" => Content::Any,
            model => Content::Elements(Model::new(&self.particle(self.section, &mut tokens(model)))),
        };
        self.element = name;
        let declaration = Declaration { content, written, attributes: Vec::new(), others: false, local };
        table.sections.entry(self.section).or_default().insert(name, declaration);
    }

    fn attributes(&self, table: &mut Table, line: &'static str) {
        let section = table.sections.get_mut(self.section);
        let Some(declaration) = section.and_then(|section| section.get_mut(self.element)) else { return };
        for word in line.split_whitespace() {
            let (word, required) = word.strip_suffix('!').map_or((word, false), |word| (word, true));
            let (name, datatype) = word.split_once(':').unwrap_or((word, ""));
            if name == "@other" {
                declaration.others = true;
            } else {
                declaration.attributes.push(AttributeRule {
                    name,
                    datatype: self.datatype(datatype),
                    required,
                });
            }
        }
    }

    fn datatype(&self, name: &str) -> Datatype {
        match name {
            "boolean" => Datatype::Boolean,
            "integer" => Datatype::Integer,
            "token" => Datatype::Token,
            "ID" => Datatype::Id,
            "IDREF" => Datatype::IdReference,
            _ => self.types.get(name).cloned().unwrap_or(Datatype::Text),
        }
    }

    /// A model up to its closing bracket or its end.
    fn particle(&self, section: &'static str, tokens: &mut Tokens) -> Particle {
        let mut parts = Vec::new();
        let mut choice = false;
        while let Some(token) = tokens.next() {
            let part = match token {
                ")" => break,
                "," => continue,
                "|" => {
                    choice = true;
                    continue;
                }
                "(" => self.particle(section, tokens),
                name => self.named(section, name),
            };
            parts.push(match tokens.peek() {
                Some(&"?") => Particle::Optional(Box::new(part)),
                Some(&"*") => Particle::Repeated(Box::new(part)),
                _ => part,
            });
            tokens.next_if(|token| ["?", "*"].contains(token));
        }
        if choice { Particle::Choice(parts) } else { Particle::Sequence(parts) }
    }

    fn named(&self, section: &'static str, name: &'static str) -> Particle {
        let (prefix, local) = name
            .trim_matches(['{', '}'])
            .split_once(':')
            .unwrap_or_else(|| (short(section), name.trim_matches(['{', '}'])));
        let namespace = if prefix == short(section) { section } else { self.section_of(prefix) };
        if name.starts_with('{') {
            let group = self.groups.get(&(prefix, local));
            return group.map_or(Particle::Sequence(Vec::new()), |(section, model)| {
                self.particle(section, &mut tokens(model))
            });
        }
        Particle::One(if local == "other" {
            Symbol::Other(namespace)
        } else {
            Symbol::Element { namespace, local }
        })
    }

    fn section_of(&self, prefix: &str) -> &'static str {
        self.groups.iter().find(|((short, _), _)| *short == prefix).map_or("", |(_, (section, _))| section)
    }
}

fn short(section: &'static str) -> &'static str {
    section.rsplit('/').next().unwrap_or(section)
}

type Tokens = std::iter::Peekable<std::vec::IntoIter<&'static str>>;

/// Names, groups in braces, and the signs between them.
fn tokens(model: &'static str) -> Tokens {
    let mut tokens = Vec::new();
    let mut rest = model;
    while !rest.is_empty() {
        let end = rest.find(['(', ')', ',', '|', '?', '*']).unwrap_or(rest.len());
        let (token, after) = rest.split_at(if end == 0 { 1 } else { end });
        tokens.push(token);
        rest = after;
    }
    tokens.into_iter().peekable()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_that_a_model_names_is_declared() {
        for (namespace, local, declaration) in TABLE.elements() {
            let Content::Elements(model) = &declaration.content else { continue };
            assert!(!model.symbols().is_empty() && model.symbols().len() < 64, "{namespace} {local}");
            for symbol in model.symbols() {
                if let Symbol::Element { namespace, local } = symbol {
                    assert!(TABLE.element(namespace, local).is_some(), "{namespace} {local}");
                }
            }
        }
    }

    #[test]
    fn every_type_is_declared() {
        for line in include_str!("table.txt").lines().filter(|line| line.starts_with(' ')) {
            for (name, datatype) in line.split_whitespace().filter_map(|word| word.split_once(':')) {
                let datatype = datatype.trim_end_matches('!');
                let builtin = ["boolean", "integer", "token", "ID", "IDREF"].contains(&datatype);
                assert!(
                    builtin || include_str!("table.txt").contains(&format!("type {datatype} = ")),
                    "{name}"
                );
            }
        }
    }
}
