//! Nodes of the syntax tree to values.

use std::sync::Arc;

use crate::source::{Origin, Text, Traced};
use crate::spring::spel::{BinaryOperator, Literal, Node, Syntax, UnaryOperator};

use super::super::display::to_java_string;
use super::super::factory::{BeanFactory, STEPS_A_NODE};
use super::super::number::Number;
use super::super::object::{MOST_DEPTH, MOST_PARTS, MOST_TEXT, Object};
use super::{Evaluated, EvaluationError};

/// The type of the root object, of which only beans can be read.
pub(super) const ROOT: &str = "org.springframework.beans.factory.config.BeanExpressionContext";

/// What a bean that is null is where its name stands by itself.
const NULL_BEAN: &str = "org.springframework.beans.factory.support.NullBean";

impl BeanFactory<'_> {
    /// The value of a node.
    pub(super) fn value_of(&mut self, node: &Node) -> Evaluated {
        self.spend(STEPS_A_NODE).map_err(EvaluationError::Bean)?;
        let value = super::super::stack::with_room(|| self.value_of_node(node))?;
        self.bounded(value)
    }

    /// The value, if memory holds it: expressions make lists of lists and texts of texts. Counts its parts, as whoever
    /// works with it goes over them.
    fn bounded(&self, value: Object) -> Evaluated {
        let extent = value.extent();
        self.spend(extent.parts).map_err(EvaluationError::Bean)?;
        if extent.parts > MOST_PARTS || extent.depth > MOST_DEPTH {
            let what = format!("a value of more than {MOST_PARTS} parts or {MOST_DEPTH} levels");
            return Err(EvaluationError::Unsupported(what));
        }
        match &value {
            Object::Text(text) if text.reveal().len() > MOST_TEXT => {
                Err(EvaluationError::Unsupported(format!("a text of more than {MOST_TEXT} bytes")))
            }
            _ => Ok(value),
        }
    }

    fn value_of_node(&mut self, node: &Node) -> Evaluated {
        match &node.syntax {
            Syntax::Literal(literal) => Ok(literal_value(literal)),
            Syntax::Property(name) => match self.elements.last().cloned() {
                Some(element) => self.property_of(&element, name),
                None => self.root_property(name),
            },
            Syntax::Method(name, arguments) => {
                if let Some(element) = self.elements.last().cloned() {
                    return self.call(&element, name, arguments);
                }
                let types = self.argument_types(arguments)?;
                Err(EvaluationError::spring(format!(
                    "EL1004E: Method call: Method {name}({types}) cannot be found on type {ROOT}"
                )))
            }
            Syntax::Variable(name) => match name.as_str() {
                "this" => match self.elements.last() {
                    Some(element) => Ok(element.clone()),
                    None => Ok(Object::scalar(ROOT, ROOT)),
                },
                "root" => Ok(Object::scalar(ROOT, ROOT)),
                _ => Ok(Object::Null),
            },
            Syntax::Function(name) => {
                Err(EvaluationError::spring(format!("EL1006E: Function '{name}' could not be found")))
            }
            Syntax::Bean(name) => self.bean_itself(name),
            Syntax::Type(name) => self.type_value(name),
            Syntax::New(name, arguments) => self.new_object(name, arguments),
            Syntax::NewArray(name, items) => self.new_array(name, items.as_deref()),
            Syntax::Index(index) => match self.elements.last().cloned() {
                Some(element) => self.indexed(&element, index),
                None => Err(EvaluationError::spring(format!(
                    "EL1027E: Indexing into type '{ROOT}' is not supported"
                ))),
            },
            Syntax::Projection(expression) => {
                let element = self.element();
                self.projected(&element, expression)
            }
            Syntax::Selection(which, condition) => {
                let element = self.element();
                self.selected(&element, *which, condition)
            }
            Syntax::List(items) => self.list(items),
            Syntax::Map(entries) => self.map(entries),
            Syntax::Chain(start, steps) => self.chain(start, steps),
            Syntax::Unary(operator, operand) => self.unary(*operator, operand),
            Syntax::Binary(operator, left, right) => self.binary(*operator, left, right),
            Syntax::Ternary(condition, yes, no) => {
                let branch = if self.condition(condition)? { yes } else { no };
                self.value_of(branch)
            }
            Syntax::Elvis(value, default) => {
                let value = self.value_of(value)?;
                let empty = value.text().is_some_and(|text| text.reveal().is_empty());
                if value.is_null() || empty { self.value_of(default) } else { Ok(value) }
            }
            Syntax::Assignment(Some(name)) if self.elements.is_empty() => Err(unchangeable(name)),
            Syntax::Step(name, step) if self.elements.is_empty() => match self.root_property(name)? {
                Object::Number(_) => Err(unchangeable(name)),
                _ => {
                    let code = if *step == "increment" { "EL1066E" } else { "EL1067E" };
                    Err(EvaluationError::spring(format!(
                        "{code}: The expression component '{name}' does not support {step}"
                    )))
                }
            },
            Syntax::Unassignable(literal) => {
                let written = to_java_string(&literal_value(literal), &self.heap);
                let quote = if matches!(literal, Literal::Text(_)) { "'" } else { "" };
                Err(EvaluationError::spring(format!(
                    "EL1068E: The expression component '{quote}{written}{quote}' is not assignable"
                )))
            }
            Syntax::Assignment(_) | Syntax::Step(..) => {
                Err(EvaluationError::Unsupported("an assignment".to_owned()))
            }
        }
    }

    /// What names are looked up in.
    fn element(&self) -> Object {
        self.elements.last().cloned().unwrap_or_else(|| Object::scalar(ROOT, ROOT))
    }

    /// A bean as `getBean` gives it: an object stands for null.
    fn bean_itself(&mut self, name: &str) -> Evaluated {
        match self.bean(name).map_err(EvaluationError::Bean)? {
            Object::Null => Ok(Object::scalar(NULL_BEAN, "null")),
            found => Ok(found),
        }
    }

    /// A name by itself is the name of a bean.
    pub(super) fn root_property(&mut self, name: &str) -> Evaluated {
        if self.contains_bean(name) {
            return self.bean_itself(name);
        }
        if matches!(name, "beanFactory" | "scope" | "class") {
            return Err(EvaluationError::Unsupported(format!("the {name} of the context")));
        }
        Err(EvaluationError::spring(not_readable(name, ROOT)))
    }

    fn chain(&mut self, start: &Node, steps: &[(bool, Node)]) -> Evaluated {
        let mut value = self.value_of(start)?;
        for (null_safe, step) in steps {
            if value.is_null() && *null_safe {
                continue;
            }
            value = match &step.syntax {
                Syntax::Property(name) => self.property_of(&value, name)?,
                Syntax::Index(index) => self.indexed(&value, index)?,
                Syntax::Method(name, arguments) => self.call(&value, name, arguments)?,
                Syntax::Projection(expression) => self.projected(&value, expression)?,
                Syntax::Selection(which, condition) => self.selected(&value, *which, condition)?,
                _ => return Err(EvaluationError::Unsupported("a variable behind a dot".to_owned())),
            };
            value = self.bounded(value)?;
        }
        Ok(value)
    }

    /// `T(..)`: the name itself, else in `java.lang`.
    pub(super) fn type_value(&mut self, name: &str) -> Evaluated {
        let component = name.trim_end_matches("[]");
        if super::super::classes::is_primitive_name(component) || self.classes.exists(component) {
            return Ok(Object::Class(Arc::from(name)));
        }
        let in_java_lang = format!("java.lang.{component}");
        if !component.contains('.') && self.classes.exists(&in_java_lang) {
            return Ok(Object::Class(Arc::from(format!("java.lang.{name}"))));
        }
        Err(EvaluationError::spring(format!("EL1005E: Type cannot be found '{component}'")))
    }

    fn list(&mut self, items: &[Node]) -> Evaluated {
        let class = match items.iter().all(is_constant) {
            true => "java.util.Collections$UnmodifiableRandomAccessList",
            false => "java.util.ArrayList",
        };
        let values: Result<Vec<_>, _> =
            items.iter().map(|item| Ok(Traced::new(self.value_of(item)?, Origin::default()))).collect();
        Ok(Object::sequence(class, values?))
    }

    fn map(&mut self, entries: &[(Node, Node)]) -> Evaluated {
        let constant_key = |key: &Node| matches!(key.syntax, Syntax::Property(_)) || is_constant(key);
        let class = match entries.iter().all(|(key, value)| constant_key(key) && is_constant(value)) {
            true => "java.util.Collections$UnmodifiableMap",
            false => "java.util.LinkedHashMap",
        };
        let mut values = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let key = match &key.syntax {
                Syntax::Property(name) => Object::plain(name.as_str()),
                _ => self.value_of(key)?,
            };
            let value = self.value_of(value)?;
            values.push((Traced::new(key, Origin::default()), Traced::new(value, Origin::default())));
        }
        Ok(Object::map(class, values))
    }

    fn unary(&mut self, operator: UnaryOperator, operand: &Node) -> Evaluated {
        if operator == UnaryOperator::Not {
            return self.condition(operand).map(|value| Object::Boolean(!value));
        }
        let value = self.value_of(operand)?;
        match (operator, &value) {
            (UnaryOperator::Plus, Object::Number(_)) => Ok(value),
            (_, Object::Number(number)) => Ok(Object::Number(negated(number))),
            _ => {
                let sign = if operator == UnaryOperator::Plus { "+" } else { "-" };
                let name = if sign == "+" { "ADD" } else { "SUBTRACT" };
                let class = value.class_name(&self.heap).unwrap_or_else(|| "null".into());
                Err(EvaluationError::spring(format!(
                    "EL1030E: The operator '{name}' is not supported between objects of type '{class}' and 'null'"
                )))
            }
        }
    }

    fn binary(&mut self, operator: BinaryOperator, left: &Node, right: &Node) -> Evaluated {
        match operator {
            BinaryOperator::Or => Ok(Object::Boolean(self.condition(left)? || self.condition(right)?)),
            BinaryOperator::And => Ok(Object::Boolean(self.condition(left)? && self.condition(right)?)),
            _ => {
                let left = self.value_of(left)?;
                let right = self.value_of(right)?;
                self.operate(operator, &left, &right)
            }
        }
    }

    /// A value as a condition: booleans, and the words that Spring converts to them.
    fn condition(&mut self, node: &Node) -> Result<bool, EvaluationError> {
        let value = self.value_of(node)?;
        match &value {
            Object::Boolean(value) => Ok(*value),
            Object::Null => Err(EvaluationError::spring(
                "EL1001E: Type conversion problem, cannot convert from null to boolean",
            )),
            Object::Number(number) => Err(EvaluationError::spring(format!(
                "No converter found capable of converting from type [{}] to type [java.lang.Boolean]",
                number.class_name()
            ))),
            Object::Text(text) => match text.reveal().trim().to_lowercase().as_str() {
                "" => Err(EvaluationError::spring(
                    "EL1001E: Type conversion problem, cannot convert from null to boolean",
                )),
                "true" | "on" | "yes" | "1" => Ok(true),
                "false" | "off" | "no" | "0" => Ok(false),
                _ => Err(EvaluationError::spring(format!("Invalid boolean value '{}'", text.shown()))),
            },
            other => Err(EvaluationError::Unsupported(format!(
                "a {} as a condition",
                other.class_name(&self.heap).unwrap_or_default()
            ))),
        }
    }
}

/// Spring's words for a property that can't be read.
pub(super) fn not_readable(name: &str, class: &str) -> String {
    format!(
        "EL1008E: Property or field '{name}' cannot be found on object of type '{class}' - maybe not public or not valid?"
    )
}

fn literal_value(literal: &Literal) -> Object {
    match literal {
        Literal::Null => Object::Null,
        Literal::Boolean(value) => Object::Boolean(*value),
        Literal::Text(text) => Object::Text(Text::plain(text.as_str())),
        Literal::Int(number) => Object::integer(*number),
        Literal::Long(number) => Object::Number(Number::Long(*number)),
        Literal::Double(number) => Object::Number(Number::Double(*number)),
        Literal::Float(number) => Object::Number(Number::Float(*number)),
    }
}

fn is_constant(node: &Node) -> bool {
    match &node.syntax {
        Syntax::Literal(_) => true,
        Syntax::List(items) => items.iter().all(is_constant),
        Syntax::Map(entries) => entries.iter().all(|(key, value)| is_constant(key) && is_constant(value)),
        Syntax::Unary(UnaryOperator::Minus, operand) => matches!(operand.syntax, Syntax::Literal(_)),
        _ => false,
    }
}

fn negated(number: &Number) -> Number {
    match number {
        // Taken from zero, which has a sign of its own.
        Number::Double(value) => Number::Double(0.0 - value),
        Number::Float(value) => Number::Float(0.0 - value),
        Number::Long(value) => Number::Long(value.wrapping_neg()),
        Number::BigDecimal(text) => Number::BigDecimal(negated_text(text)),
        Number::BigInteger(text) => Number::BigInteger(negated_text(text)),
        // bytes, shorts and ints
        #[expect(clippy::cast_possible_truncation, reason = "an int's long value fits")]
        other => Number::Integer((other.long_value() as i32).wrapping_neg()),
    }
}

fn negated_text(text: &str) -> String {
    text.strip_prefix('-').map_or_else(|| format!("-{text}"), str::to_owned)
}

/// A bean can't be another one.
fn unchangeable(name: &str) -> EvaluationError {
    EvaluationError::spring(format!(
        "EL1010E: Property or field '{name}' cannot be set on object of type '{ROOT}' - maybe not public or not writable?"
    ))
}
