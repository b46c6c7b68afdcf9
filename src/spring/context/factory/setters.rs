//! Setters: which there are, what they take, and what calling them does (`BeanWrapperImpl`).

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::{Span, Text, Traced};
use crate::spring::jasypt::config::{ConfigError, Setting};
use crate::spring::jasypt::{IvGenerator, SaltGenerator};

use super::super::catalog::JavaType;
use super::super::classes::binary_name;
use super::super::fault::{Outcome, innermost, with_origin};
use super::super::object::{InstanceId, InstanceProperty, Object};
use super::super::property_matches;
use super::paths::Refusal;
use super::populate::Ready;
use super::{BeanFactory, setter_checks};

impl BeanFactory<'_> {
    /// The type of a property that can be set.
    pub(super) fn property_type(&self, object: &Object, property: &str) -> Option<JavaType> {
        let class = object.class_name(&self.heap)?;
        self.classes.property_type(&class, property)
    }

    /// Calls the setters in order; exceptions that setters throw are collected, as Spring does.
    pub(super) fn set_properties(&mut self, object: &Object, properties: Vec<Ready>) -> Outcome<()> {
        let mut thrown: Vec<(String, Box<Diagnostic>)> = Vec::new();
        for property in properties {
            if property.name.contains(['.', '[']) {
                if self.undescribed_in(object).is_some() {
                    continue;
                }
                match self.set_path(object, &property) {
                    Ok(()) => {}
                    Err(Refusal::Collected(text, fault)) => thrown.push((text, fault)),
                    Err(Refusal::Final(fault)) => return Err(fault),
                }
                continue;
            }
            let Some(required) = self.property_type(object, &property.name) else {
                let class = object.class_name(&self.heap).unwrap_or_default();
                let may_exist = self.undescribed_in(object).is_some()
                    && (self.is_opaque(object) || !self.classes.lacks_setter(&class, &property.name));
                if property.optional || may_exist {
                    continue;
                }
                return Err(Box::new(self.not_writable(
                    object,
                    &property.name,
                    (&class, ""),
                    property.name_span,
                )));
            };
            let value = if property.converted {
                property.value
            } else {
                self.converted(&property.name, &property.value, &required)?
            };
            if let Err((text, fault)) = self.call_setter(object, &property.name, property.name_span, value) {
                thrown.push((text, fault));
            }
        }
        let texts: Vec<&str> = thrown.iter().map(|(text, _)| text.as_str()).collect();
        let text = format!("Failed properties: {}", texts.join("; "));
        match thrown.into_iter().next() {
            Some((_, mut fault)) => {
                fault.spring = Some(text);
                Err(fault)
            }
            None => Ok(()),
        }
    }

    /// Sets one property of a converted value; on failure also the text that Spring's batch exception has for it.
    pub(super) fn call_setter(
        &mut self,
        object: &Object,
        property: &str,
        name_span: Span,
        value: Traced<Object>,
    ) -> Result<(), (String, Box<Diagnostic>)> {
        let Object::Instance(id) = object else { return Ok(()) };
        let class = object.class_name(&self.heap).unwrap_or_default();
        let property = self.classes.writable(&class, property).map_or(property, |(name, _)| name);
        if let Some(refusal) =
            setter_checks::refusal(&self.classes.modelled(&class), property, &value.value, self.classes)
        {
            return Err(refused(property, &value, &refusal));
        }
        self.set_on_encryptor(*id, property, &value)
            .map_err(|error| setter_fault(property, &value, &error))?;
        if let Some(instance) = self.heap.get_mut(*id) {
            // Setting again moves a property to the end: the last call counts.
            instance.properties.shift_remove(property);
            instance.properties.insert(property.to_owned(), InstanceProperty { value, name_span });
        }
        Ok(())
    }

    /// jasypt's beans check and keep what they are given.
    fn set_on_encryptor(
        &mut self,
        id: InstanceId,
        property: &str,
        value: &Traced<Object>,
    ) -> Result<(), ConfigError> {
        let setting = self.setting(&value.value);
        let host = &self.host;
        match self.heap.get_mut(id).and_then(|instance| instance.pbe.as_mut()) {
            Some(bean) => bean.set(property, setting, host),
            None => Ok(()),
        }
    }

    fn setting(&self, value: &Object) -> Setting {
        match value {
            Object::Null => Setting::Null,
            Object::Text(text) => Setting::Text(text.clone()),
            Object::Number(number) => Setting::Number(number.long_value()),
            Object::Sequence(sequence) if &*sequence.class == "char[]" => {
                let text: String = sequence
                    .items
                    .iter()
                    .map(|item| super::super::display::to_java_string(&item.value, &self.heap))
                    .collect();
                Setting::Text(Text::plain(text).guarded(value.is_secret()))
            }
            Object::Instance(id) => self.generator(*id).unwrap_or(Setting::Other),
            _ => Setting::Other,
        }
    }

    /// A bean that is a salt or IV generator.
    fn generator(&self, id: InstanceId) -> Option<Setting> {
        let instance = self.heap.get(id)?;
        let texts: Vec<&str> = instance
            .arguments
            .iter()
            .chain(instance.properties.values().map(|property| &property.value))
            .filter_map(|argument| argument.value.text().map(Text::reveal))
            .collect();
        if let Ok(salt) = SaltGenerator::of_class(&instance.class, &texts) {
            return Some(Setting::Salt(salt));
        }
        IvGenerator::of_class(&instance.class, &texts).ok().map(Setting::Iv)
    }

    /// The finding for a property that the class doesn't have; with the class that Spring's message names and compares
    /// the name with, and the path so far.
    pub(super) fn not_writable(
        &self,
        object: &Object,
        property: &str,
        (root, path): (&str, &str),
        span: Span,
    ) -> Diagnostic {
        let class = object.class_name(&self.heap).unwrap_or_else(|| Arc::from("null"));
        let names = self.classes.property_names(&class);
        let message = property_matches::message(property, &self.classes.property_names(root)).0;
        let (_, suggestion) = property_matches::message(property, &names);
        let root = binary_name(root);
        let text = format!("Invalid property '{path}{property}' of bean class [{root}]: {message}");
        let found = Diagnostic::error("property-unknown", format!("{class} has no property `{property}`"))
            .at(span, "no such property")
            .spring(text);
        match suggestion {
            Some(suggestion) => found.help(format!("write {suggestion} instead of {property}")),
            None if names.is_empty() => found.help("take the property out"),
            None => found.help(format!("the properties of this class: {}", names.join(", "))),
        }
    }
}

/// An exception that a setter of Spring's throws, as `class: message`.
fn refused(property: &str, value: &Traced<Object>, exception: &str) -> (String, Box<Diagnostic>) {
    let text = format!("Property '{property}' threw exception; nested exception is {exception}");
    let found = Diagnostic::error(
        "property-refused",
        format!("the property `{property}` refuses the value: {}", innermost(exception)),
    )
    .help("write a value that the setter takes");
    (text, Box::new(with_origin(found, &value.origin, "this value")))
}

/// An exception that a setter throws.
fn setter_fault(property: &str, value: &Traced<Object>, error: &ConfigError) -> (String, Box<Diagnostic>) {
    let spring = error.spring();
    let found =
        Diagnostic::error("encryptor-setup", format!("the property `{property}` is refused: {error}"));
    let text = match &spring {
        Some(cause) => format!("Property '{property}' threw exception; nested exception is {cause}"),
        None => format!("Property '{property}' threw exception"),
    };
    let found = match spring {
        Some(cause) => found.spring(innermost(&cause)),
        None => found,
    };
    (text, Box::new(with_origin(found, &value.origin, "this value")))
}
