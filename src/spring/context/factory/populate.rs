//! Sets the properties of a fresh bean (`populateBean`, `applyPropertyValues`).
//!
//! As Spring does, all values are resolved and converted first; only then are the setters called. So a value that
//! can't be converted is reported before a property that doesn't exist.

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Traced};

use super::super::catalog::JavaType;
use super::super::convert::ConversionError;
use super::super::definition::{Definition, PropertyValue};
use super::super::fault::{Outcome, with_origin};
use super::super::object::Object;
use super::super::property_matches;
use super::BeanFactory;

/// A property that is ready to be set.
pub(super) struct Ready {
    pub(super) name: String,
    pub(super) value: Traced<Object>,
    pub(super) name_span: crate::source::Span,
    pub(super) optional: bool,
    /// Whether the value has the setter's type already.
    pub(super) converted: bool,
}

impl BeanFactory<'_> {
    pub(super) fn populate(&mut self, name: &str, definition: &Definition, object: &Object) -> Outcome<()> {
        let mut properties = definition.properties.clone();
        if object.is_null() {
            if properties.is_empty() {
                return Ok(());
            }
            let (property, span) = properties
                .first()
                .map(|(name, value)| (name.as_str(), value.name_span))
                .unwrap_or(("", definition.name_span));
            let (message, _) = property_matches::message(property, &[]);
            let text = format!(
                "Invalid property '{property}' of bean class [org.springframework.beans.factory.support.NullBean]: {message}"
            );
            return Err(Box::new(
                Diagnostic::error(
                    "property-of-null",
                    format!("bean `{name}` is null and can't have properties"),
                )
                .at(span, "its factory method gives null")
                .spring(text)
                .help("take the property out, or see that the factory method gives something"),
            ));
        }
        let autowired = self.autowired_properties(definition, object)?;
        let mut ready = Vec::with_capacity(properties.len());
        for (property, value) in std::mem::take(&mut properties) {
            ready.push(self.ready(&property, &value, definition, object)?);
        }
        for (property, value) in autowired {
            let name_span = definition.name_span;
            ready.push(Ready { name: property, value, name_span, optional: false, converted: false });
        }
        self.set_properties(object, ready)
    }

    fn ready(
        &mut self,
        property: &str,
        written: &PropertyValue,
        definition: &Definition,
        object: &Object,
    ) -> Outcome<Ready> {
        self.subject = format!("bean property '{property}'");
        let value = self.resolve(&written.value, definition)?;
        let required =
            if property.contains(['.', '[']) { None } else { self.property_type(object, property) };
        if let Some(required) = &required
            && let Some(unknown) = self.undescribed_in(&value.value)
            && (Self::is_read(required) || (self.is_opaque(&value.value) && !Self::takes_anything(required)))
        {
            return Err(Box::new(self.not_modelled(&unknown, definition)));
        }
        let (value, converted) = match &required {
            Some(required) => (self.converted(property, &value, required)?, true),
            None => (value, false),
        };
        let class = object.class_name(&self.heap).unwrap_or_default();
        if self.classes.is_of_catalog(&class)
            && let Some(unknown) = self.undescribed_in(&value.value)
        {
            return Err(Box::new(self.not_modelled(&unknown, definition)));
        }
        Ok(Ready {
            name: property.to_owned(),
            value,
            name_span: written.name_span,
            optional: written.optional,
            converted,
        })
    }

    /// A value as the setter takes it.
    pub(super) fn converted(
        &self,
        property: &str,
        value: &Traced<Object>,
        required: &JavaType,
    ) -> Outcome<Traced<Object>> {
        let converted = self.converter().convert(Some(property), value, required);
        match converted {
            Ok(converted) => Ok(Traced::new(converted, value.origin.clone())),
            Err(error) => Err(Box::new(self.mismatch(property, value, required, &error))),
        }
    }

    pub(super) fn mismatch(
        &self,
        property: &str,
        value: &Traced<Object>,
        required: &JavaType,
        error: &ConversionError,
    ) -> Diagnostic {
        let found = Diagnostic::error("type-mismatch", self.mismatch_text(property, value, required, error))
            .spring(error.text.clone());
        let found = match required {
            JavaType::Integer | JavaType::Int => {
                found.help("write a whole number without any other character")
            }
            JavaType::Boolean => found.help("write true or false"),
            _ => found.help(format!("write a value that is a {required}")),
        };
        let origin = if value.origin.steps().is_empty() { Origin::default() } else { value.origin.clone() };
        with_origin(found, &origin, "this value")
    }

    /// The message of Spring's `TypeMismatchException`.
    pub(super) fn mismatch_text(
        &self,
        property: &str,
        value: &Traced<Object>,
        required: &JavaType,
        error: &ConversionError,
    ) -> String {
        let class = value.value.class_name(&self.heap).unwrap_or_else(|| "null".into());
        format!(
            "Failed to convert property value of type '{class}' to required type '{required}' for property '{property}'; nested \
             exception is {}: {}",
            error.exception, error.text
        )
    }
}
