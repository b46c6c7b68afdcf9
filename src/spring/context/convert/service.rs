//! What a bean named `conversionService` converts that Spring's editors don't, or do otherwise (`DefaultConversionService`).
//!
//! `TypeConverterDelegate` asks it first. Where it gives what the editors give, nothing is said here.

use crate::source::{Origin, Text, Traced};

use super::super::catalog::JavaType;
use super::super::classes;
use super::super::number::{Number, NumberType};
use super::super::object::Object;
use super::super::stack;
use super::arrays::comma_separated;
use super::editors::collection_class;
use super::{ConversionError, Converted, Converter};

/// The classes of objects that have a converter to `String`, or a constructor or `valueOf` that takes one.
const WRITABLE: [&str; 9] = [
    "java.io.File",
    "java.lang.StringBuffer",
    "java.lang.StringBuilder",
    "java.net.URI",
    "java.net.URL",
    "java.util.Currency",
    "java.util.Locale",
    "java.util.UUID",
    "java.util.concurrent.TimeUnit",
];

impl Converter<'_> {
    /// What the service makes of a value; `None` where it leaves it to the editors or agrees with them.
    pub(super) fn served(&self, value: &Object, required: &JavaType) -> Option<Converted> {
        match (value, required) {
            (Object::Sequence(sequence), JavaType::String) => Some(self.joined(&sequence.items)),
            (Object::Text(text), JavaType::Array(component)) if self.parts_fit(component) => {
                let made = self.parts(text, component);
                Some(made.map(|items| Object::sequence(format!("{component}[]"), items)))
            }
            (Object::Text(text), _) => {
                let class = collection_class(required)?;
                let element = match required {
                    JavaType::List(element) | JavaType::Set(element) => element,
                    _ => &JavaType::Object,
                };
                let list = self.parts(text, element).map(Object::list);
                Some(list.and_then(|list| super::editors::collection(class, &list, self.heap)))
            }
            (_, JavaType::String) if self.is_writable(value) => {
                Some(Ok(Object::Text(Text::plain(self.to_text(value)).guarded(value.is_secret()))))
            }
            (Object::Character(character), JavaType::Integer | JavaType::Int) => {
                let code = i32::try_from(u32::from(*character)).unwrap_or(i32::MAX);
                Some(Ok(Object::integer(code)))
            }
            (Object::Sequence(sequence), _)
                if takes_one(required) && !self.is_assignable(required, value) =>
            {
                Some(
                    sequence.items.first().map_or(Ok(Object::Null), |first| self.one(&first.value, required)),
                )
            }
            _ => None,
        }
    }

    /// `CollectionToStringConverter`.
    fn joined(&self, items: &[Traced<Object>]) -> Converted {
        let mut written = Vec::with_capacity(items.len());
        for item in items {
            written.push(self.to_text(&self.one(&item.value, &JavaType::String)?));
        }
        let secret = items.iter().any(|item| item.value.is_secret());
        Ok(Object::Text(Text::plain(written.join(",")).guarded(secret)))
    }

    /// The parts of a text between its commas, each as the required type.
    fn parts(&self, text: &Text, required: &JavaType) -> Result<Vec<Traced<Object>>, ConversionError> {
        let Object::Sequence(parts) = comma_separated("java.lang.String[]", text) else {
            return Ok(Vec::new());
        };
        let convert =
            |part: &Traced<Object>| Ok(Traced::new(self.one(&part.value, required)?, Origin::default()));
        parts.items.iter().map(convert).collect()
    }

    /// Whether texts have a converter to this type.
    fn parts_fit(&self, component: &JavaType) -> bool {
        match component {
            JavaType::Class
            | JavaType::Resource
            | JavaType::Map
            | JavaType::MapOf(..)
            | JavaType::Instance(_) => false,
            JavaType::Other(name) => {
                NumberType::named(name).is_some() || matches!(name.as_str(), "boolean" | "char")
            }
            _ => true,
        }
    }

    /// `ConversionService.convert`: without the editors, but for what they do alike.
    fn one(&self, value: &Object, required: &JavaType) -> Converted {
        if value.is_null() || self.is_assignable(required, value) {
            return Ok(value.clone());
        }
        if let Some(made) = stack::with_room(|| self.served(value, required)) {
            return made;
        }
        let edited = match value {
            Object::Text(text) if takes_one(required) && *required != JavaType::Class => {
                match self.edited(value, required)? {
                    Object::Text(_) => self.constructed(text, required).unwrap_or_else(|| value.clone()),
                    edited => edited,
                }
            }
            Object::Number(_) | Object::Boolean(_) | Object::Character(_)
                if *required == JavaType::String =>
            {
                Object::plain(self.to_text(value))
            }
            Object::Number(_) => self.edited(value, required)?,
            _ => value.clone(),
        };
        if edited.is_null() || self.is_assignable(required, &edited) {
            return Ok(edited);
        }
        Err(ConversionError::illegal_state(format!(
            "No converter found capable of converting from type [{}] to type [{}]",
            self.described(value),
            described_type(required)
        )))
    }

    fn is_writable(&self, value: &Object) -> bool {
        match value {
            Object::Number(Number::BigDecimal(_) | Number::BigInteger(_)) | Object::Resource(_) => true,
            Object::Scalar(scalar) => {
                WRITABLE.contains(&scalar.class)
                    || self.classes.is_subtype(scalar.class, "java.nio.charset.Charset")
                    || self.classes.is_subtype(scalar.class, "java.time.ZoneId")
            }
            _ => false,
        }
    }

    /// The type of a value, as messages write it.
    fn described(&self, value: &Object) -> String {
        let class = value.class_name(self.heap).unwrap_or_else(|| "null".into());
        match value {
            Object::Map(_) if &*class == "java.util.Properties" => class.to_string(),
            Object::Map(_) => format!("{class}<?, ?>"),
            Object::Sequence(_) if !class.ends_with("[]") => format!("{class}<?>"),
            _ => class.to_string(),
        }
    }
}

/// Whether the type is that of a single object.
fn takes_one(required: &JavaType) -> bool {
    !matches!(required, JavaType::Array(_) | JavaType::Object) && collection_class(required).is_none()
}

fn described_type(required: &JavaType) -> String {
    match required {
        JavaType::MapOf(key, value) => {
            format!("{required}<{}, {}>", described_type(key), described_type(value))
        }
        JavaType::Map => format!("{required}<?, ?>"),
        JavaType::Other(name) if classes::is_primitive_name(name) => name.clone(),
        other => other.to_string(),
    }
}
