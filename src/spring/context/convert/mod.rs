//! Conversion of a value to the type that a setter or a constructor takes.
//!
//! In: an object and a required type. Out: an object of that type, or the exception's text. Rules from Spring's
//! `TypeConverterDelegate` and the property editors of `PropertyEditorRegistrySupport`.

mod arrays;
mod collections;
mod editors;
mod locations;
mod service;

pub(super) use arrays::comma_separated;
pub(super) use editors::{charset_class, uuid};

use crate::source::{Origin, Text, Traced};
use crate::spring::environment::Environment;
use crate::spring::resource::ResourceLoader;
use crate::spring::text::java_trim;

use super::catalog::JavaType;
use super::classes::{self, Classes, Parameters};
use super::configurer::is_stand_in;
use super::number::{self, Number, NumberType};
use super::object::{Heap, Object};

/// Why a value doesn't fit; what Spring's innermost exception says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConversionError {
    /// The innermost exception's class.
    pub(super) exception: &'static str,
    /// Its text, secrets masked.
    pub(super) text: String,
}

impl ConversionError {
    pub(super) fn illegal_argument(text: impl Into<String>) -> Self {
        Self { exception: "java.lang.IllegalArgumentException", text: text.into() }
    }

    fn illegal_state(text: impl Into<String>) -> Self {
        Self { exception: "java.lang.IllegalStateException", text: text.into() }
    }
}

pub(super) type Converted = Result<Object, ConversionError>;

/// Everything that conversions depend on.
#[derive(Clone, Copy)]
pub(super) struct Converter<'a> {
    pub(super) classes: Classes<'a>,
    pub(super) resources: ResourceLoader<'a>,
    pub(super) environment: &'a Environment<'a>,
    pub(super) heap: &'a Heap,
    /// Whether a `ConversionService` is asked before the editors.
    pub(super) has_service: bool,
}

impl Converter<'_> {
    /// The value as the required type. `property` is the path that messages name.
    pub(super) fn convert(
        &self,
        property: Option<&str>,
        value: &Traced<Object>,
        required: &JavaType,
    ) -> Converted {
        if stands_for(value, required) || self.is_unknown(&value.value, required) {
            return Ok(value.value.clone());
        }
        let served = if self.has_service { self.served(&value.value, required) } else { None };
        let refused = match served {
            Some(Ok(made)) if !(made.is_null() && is_primitive(required)) => return Ok(made),
            Some(Ok(_)) => {
                Some(ConversionError::illegal_argument("A null value cannot be assigned to a primitive type"))
            }
            Some(Err(refused)) => Some(refused),
            None => None,
        };
        let mismatch = |current: &Object, editor| {
            refused.clone().unwrap_or_else(|| self.mismatch(property, value, current, required, editor))
        };
        let mut current = value.value.clone();
        let mut editor = None;
        if !self.is_assignable(required, &current) {
            editor = self.editor_name(required);
            current = self.edited(&current, required)?;
        }
        if current.is_null() {
            return if is_primitive(required) { Err(mismatch(&current, editor)) } else { Ok(current) };
        }
        if *required == JavaType::Object {
            return Ok(current);
        }
        let traced = Traced::new(current, value.origin.clone());
        if let JavaType::Array(component) = required {
            if let Object::Sequence(sequence) = &traced.value
                && *sequence.class == *required.to_string()
            {
                return Ok(traced.value);
            }
            return self.to_array(property, &traced, component);
        }
        let current = self.standard(property, traced, required)?;
        if self.is_assignable(required, &current) {
            return Ok(current);
        }
        Err(mismatch(&current, editor))
    }

    /// Whether nobody can say what a conversion makes of the value; no array is made of what is none.
    fn is_unknown(&self, value: &Object, required: &JavaType) -> bool {
        let Object::Instance(id) = value else { return false };
        let known = self.heap.get(*id).filter(|instance| instance.made_by.is_some());
        let gathers = matches!(required, JavaType::Array(item) if **item == JavaType::Object);
        known.is_some_and(|known| {
            !gathers || known.class.ends_with("[]") || &*known.class == "java.lang.Object"
        })
    }

    /// The conversions that need no editor.
    fn standard(&self, property: Option<&str>, value: Traced<Object>, required: &JavaType) -> Converted {
        let mut current = match &value.value {
            Object::Sequence(sequence) if !sequence.class.ends_with("[]") => {
                self.to_collection(property, sequence, required)?
            }
            Object::Map(map) => self.to_map(property, map, required)?,
            other => other.clone(),
        };
        if let Object::Sequence(sequence) = &current
            && sequence.class.ends_with("[]")
            && let [only] = sequence.items.as_slice()
        {
            current = only.value.clone();
        }
        match (&current, required) {
            (Object::Number(Number::BigInteger(_) | Number::BigDecimal(_)), JavaType::String) => Ok(current),
            (Object::Number(_) | Object::Boolean(_) | Object::Character(_), JavaType::String) => {
                Ok(Object::plain(self.to_text(&current)))
            }
            (Object::Text(text), _) if !self.is_assignable(required, &current) => {
                Ok(self.constructed(text, required).unwrap_or(current))
            }
            (Object::Number(number), _) => match wrapper_type(required) {
                Some(target) => {
                    number.converted(target).map(Object::Number).map_err(ConversionError::illegal_argument)
                }
                None => Ok(current),
            },
            _ => Ok(current),
        }
    }

    /// What a constructor that takes one `String` makes, else the constant of this name.
    fn constructed(&self, text: &Text, required: &JavaType) -> Option<Object> {
        let class = required.to_string();
        let takes_text = |parameters: &Parameters| matches!(parameters.as_slice(), [(_, JavaType::String)]);
        let argument = Traced::new(Object::Text(text.clone()), Origin::default());
        let constructors = self.classes.constructors(&class).unwrap_or_default();
        let made = constructors.into_iter().find(takes_text).and_then(|parameters| {
            classes::construct(&class, &parameters, std::slice::from_ref(&argument), self.heap)
        });
        match made {
            Some(made) => made.ok(),
            None => classes::static_field(&class, java_trim(text.reveal())),
        }
    }

    /// Whether the object may be assigned to the type as it is; null fits all but primitives.
    pub(super) fn is_assignable(&self, required: &JavaType, object: &Object) -> bool {
        match (required, object) {
            (JavaType::Object, _) => true,
            (_, Object::Null) => !is_primitive(required),
            (JavaType::Int, Object::Number(number)) => number.number_type() == NumberType::Integer,
            (JavaType::Other(name), Object::Number(number)) if is_primitive(required) => {
                NumberType::named(name) == Some(number.number_type())
            }
            (JavaType::Other(name), Object::Boolean(_)) if name == "boolean" => true,
            (JavaType::Other(name), Object::Character(_)) if name == "char" => true,
            (JavaType::Array(component), Object::Sequence(sequence)) => sequence
                .class
                .strip_suffix("[]")
                .is_some_and(|found| self.classes.is_subtype(found, &component.to_string())),
            _ => object.class_name(self.heap).is_some_and(|class| self.may_be(&class, &required.to_string())),
        }
    }

    /// Whether a class is the other or may well be: of two that are known by name alone nobody can say no. What extends
    /// jasypt's classes is known: a secret mustn't stay encrypted for want of an encryptor.
    fn may_be(&self, class: &str, required: &str) -> bool {
        self.classes.is_subtype(class, required)
            || (!required.starts_with("org.jasypt.")
                && self.classes.undescribed(class).is_some()
                && self.classes.undescribed(required).is_some())
    }

    fn mismatch(
        &self,
        property: Option<&str>,
        value: &Traced<Object>,
        result: &Object,
        required: &JavaType,
        editor: Option<&'static str>,
    ) -> ConversionError {
        let type_of = |object: &Object| object.class_name(self.heap).unwrap_or_else(|| "null".into());
        let mut text =
            format!("Cannot convert value of type '{}' to required type '{required}'", type_of(&value.value));
        if let Some(property) = property {
            text.push_str(&format!(" for property '{property}'"));
        }
        match editor {
            Some(editor) => ConversionError::illegal_argument(format!(
                "{text}: PropertyEditor [{editor}] returned inappropriate value of type '{}'",
                type_of(result)
            )),
            None => ConversionError::illegal_state(format!(
                "{text}: no matching editors or conversion strategy found"
            )),
        }
    }

    /// `toString` of an object, secrets and all: for joining, never for messages.
    pub(super) fn to_text(self, object: &Object) -> String {
        super::display::to_java_string(object, self.heap)
    }
}

/// Whether the value is yet to be decrypted, and to be a number or the like then: nobody can say here whether it is one.
fn stands_for(value: &Traced<Object>, required: &JavaType) -> bool {
    let is_scalar =
        matches!(required, JavaType::Integer | JavaType::Int | JavaType::Boolean | JavaType::Other(_));
    is_scalar && matches!(&value.value, Object::Text(text) if is_stand_in(text.reveal()))
}

/// The text as a number of this type, the message masked if the text is secret.
fn number(text: &Text, target: NumberType) -> Converted {
    number::parse(text.reveal(), target).map(Object::Number).map_err(|message| ConversionError {
        exception: "java.lang.NumberFormatException",
        text: if text.is_secret() { "For input string: \"***\"".to_owned() } else { message },
    })
}

pub(super) fn is_primitive(required: &JavaType) -> bool {
    match required {
        JavaType::Int => true,
        JavaType::Other(name) => {
            matches!(name.as_str(), "byte" | "short" | "long" | "float" | "double" | "boolean" | "char")
        }
        _ => false,
    }
}

/// The number type of a wrapper class: a primitive is no `Number` in Java.
fn wrapper_type(required: &JavaType) -> Option<NumberType> {
    match required {
        JavaType::Integer => Some(NumberType::Integer),
        JavaType::Other(name) if !is_primitive(required) => NumberType::named(name),
        _ => None,
    }
}
