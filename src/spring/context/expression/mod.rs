//! `#{..}` in texts of definitions, evaluated as Spring's `StandardBeanExpressionResolver` does.
//!
//! In: a text and the beans. Out: the value of its expression; a text with several parts is joined. What this
//! program doesn't evaluate is refused by name.

mod access;
mod calls;
mod elements;
mod operators;
mod resolve;
mod tree;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::{Step, Text, Traced};
use crate::spring::spel::{ParseError, Part, Template};

use super::classes::Thrown;
use super::factory::BeanFactory;
use super::fault::{Outcome, of_jvm, with_origin};
use super::number::Number;
use super::object::{Object, Scalar};

/// Why an expression has no value.
#[derive(Debug)]
pub(super) enum EvaluationError {
    /// What Spring's innermost exception says.
    Spring(String),
    /// A construct that isn't evaluated here.
    Unsupported(String),
    /// A bean that it refers to can't be made.
    Bean(Box<Diagnostic>),
}

pub(super) type Evaluated = Result<Object, EvaluationError>;

impl EvaluationError {
    fn spring(text: impl Into<String>) -> Self {
        Self::Spring(text.into())
    }

    pub(in super::super) fn thrown(thrown: Thrown) -> Self {
        if thrown.unsupported { Self::Unsupported(thrown.text) } else { Self::Spring(thrown.text) }
    }

    /// A system property that isn't known here.
    fn of_jvm(name: &str) -> Self {
        Self::Bean(Box::new(of_jvm("spel-unsupported", name)))
    }
}

impl BeanFactory<'_> {
    /// The value of a text: of its expression, if it has one.
    pub(super) fn evaluate(&mut self, text: &Traced<Text>) -> Outcome<Traced<Object>> {
        let written = text.value.reveal();
        if !Template::is_one(written) {
            return Ok(Traced::new(Object::Text(text.value.clone()), text.origin.clone()));
        }
        let template = Template::parse(written).map_err(|error| Box::new(not_parsed(&error, text)))?;
        let around = std::mem::take(&mut self.texts_read);
        let value = self.value_of_template(&template);
        let read = std::mem::replace(&mut self.texts_read, around);
        if text.value.is_secret() {
            read.iter()
                .flat_map(|read| read.origin.texts())
                .for_each(|entry| self.sources.mark_secret(entry));
        }
        let value = value.map_err(|error| not_evaluated(error, text))?;
        let mut origin = text.origin.clone();
        if let Some(span) = text.origin.span() {
            origin.push(Step::Expression(span));
        }
        let is_value =
            |read: &&Traced<Text>| value.text().is_some_and(|value| value.reveal() == read.value.reveal());
        if let Some(brought) = read.iter().find(is_value) {
            origin.extend(&brought.origin);
        }
        let value = if text.value.is_secret() { guarded(value) } else { value };
        Ok(Traced::new(value, origin))
    }

    /// The value of a part of a collection or of a bean, whose chain is that of the expression's value if it is the same.
    fn read(&mut self, part: &Traced<Object>) -> Object {
        if let Some(text) = part.value.text().filter(|_| self.texts_read.len() < MOST_READ) {
            self.texts_read.push(Traced::new(text.clone(), part.origin.clone()));
        }
        part.value.clone()
    }

    fn value_of_template(&mut self, template: &Template) -> Evaluated {
        if let [Part::Expression(node)] = template.parts.as_slice() {
            return self.value_of(node);
        }
        let mut joined = String::new();
        let mut secret = false;
        for part in &template.parts {
            match part {
                Part::Literal(text) => joined.push_str(text),
                Part::Expression(node) => {
                    let value = self.value_of(node)?;
                    if value.is_null() {
                        continue;
                    }
                    let text = self.as_text(&value)?;
                    secret |= text.is_secret();
                    joined.push_str(text.reveal());
                }
            }
        }
        Ok(Object::Text(Text::plain(joined).guarded(secret)))
    }
}

/// How many texts are kept that an expression reads.
const MOST_READ: usize = 1_000;

/// Makes all texts of a value secret, as it came out of a secret text. Its characters and bytes become texts, which
/// alone can be secret.
fn guarded(value: Object) -> Object {
    let each = |item: &Traced<Object>| Traced::new(guarded(item.value.clone()), item.origin.clone());
    match value {
        Object::Text(text) => Object::Text(text.guarded(true)),
        Object::Character(character) => Object::Text(Text::secret(character)),
        Object::Number(Number::Byte(byte)) => Object::Text(Text::secret(char::from(byte.cast_unsigned()))),
        Object::Sequence(it) => Object::sequence(it.class.clone(), it.items.iter().map(each).collect()),
        Object::Map(it) => {
            let entries = it.entries.iter().map(|(key, value)| (each(key), each(value)));
            Object::map(it.class.clone(), entries.collect())
        }
        Object::Scalar(it) => {
            Object::Scalar(Arc::new(Scalar { class: it.class, text: it.text.clone().guarded(true) }))
        }
        other => other,
    }
}

fn not_parsed(error: &ParseError, text: &Traced<Text>) -> Diagnostic {
    let found = match error {
        ParseError::Syntax(message) => {
            let shown = if text.value.is_secret() { "***" } else { message };
            Diagnostic::error("spel-syntax", format!("the expression can't be read: {shown}")).spring(shown)
        }
        ParseError::TooDeep | ParseError::TooLong => Diagnostic::error("spel-unsupported", error.to_string()),
    };
    let found = found.note("#{..} in a value is an expression, also where it comes out of a property file");
    with_origin(found.help("write #{'#{'} where `#{` is meant as it stands"), &text.origin, "this value")
}

fn not_evaluated(error: EvaluationError, text: &Traced<Text>) -> Box<Diagnostic> {
    let found = match error {
        EvaluationError::Spring(message) => {
            let shown = if text.value.is_secret() { "***".to_owned() } else { message };
            Diagnostic::error("spel-error", format!("the expression has no value: {shown}"))
                .spring(shown)
                .note("#{..} in a value is an expression, also where it comes out of a property file")
                .help("correct the expression, or write #{'#{'} where `#{` is meant as it stands")
        }
        EvaluationError::Unsupported(what) => {
            Diagnostic::error("spel-unsupported", format!("{what} isn't evaluated by this program"))
                .note("a management server may well evaluate it; the result isn't known here")
                .help("write down the value that the expression gives")
        }
        EvaluationError::Bean(fault) if !fault.labels.is_empty() => return fault,
        EvaluationError::Bean(fault) => *fault,
    };
    Box::new(with_origin(found, &text.origin, "in this expression"))
}
