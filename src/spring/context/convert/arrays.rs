//! Editors that make arrays of a text.

use std::sync::Arc;

use crate::source::{Origin, Text, Traced};
use crate::spring::text::java_trim;

use super::super::catalog::JavaType;
use super::super::classes::byte_array;
use super::super::object::Object;
use super::{ConversionError, Converted, Converter};

impl Converter<'_> {
    /// `char[]`, `byte[]` and `Class[]` have editors of their own; texts and whole numbers are parted at commas.
    pub(super) fn array(&self, component: &JavaType, text: &Text) -> Converted {
        match component {
            JavaType::Class => {
                let classes: Result<Vec<_>, _> = parts(text)
                    .map(|name| Ok(Traced::new(self.class(&Text::plain(name))?, Origin::default())))
                    .collect();
                Ok(Object::sequence("java.lang.Class[]", classes?))
            }
            JavaType::String | JavaType::Int => Ok(comma_separated("java.lang.String[]", text)),
            JavaType::Other(name) => Ok(match name.as_str() {
                "char" => characters(text),
                "byte" if !text.is_secret() => byte_array(text.reveal().as_bytes()),
                "short" | "long" => comma_separated("java.lang.String[]", text),
                _ => Object::Text(text.clone()),
            }),
            _ => Ok(Object::Text(text.clone())),
        }
    }

    /// `InputStreamEditor` and its kin: the resource must be there.
    pub(super) fn stream(&self, class: &str, text: &Text) -> Converted {
        let Object::Resource(resource) = self.resource(text)? else { return Ok(Object::Null) };
        if !self.resources.exists(&resource) {
            return Err(ConversionError {
                exception: "java.io.FileNotFoundException",
                text: format!("{resource} cannot be opened because it does not exist"),
            });
        }
        let class = match class {
            "java.io.InputStream" => "java.io.BufferedInputStream",
            "java.io.Reader" => "java.io.InputStreamReader",
            _ => "org.xml.sax.InputSource",
        };
        Ok(Object::scalar(class, class))
    }
}

/// `StringArrayPropertyEditor`: parted at commas, blanks around the parts left out.
fn parts(text: &Text) -> impl Iterator<Item = &str> {
    text.reveal().split(',').map(java_trim).filter(|_| !text.reveal().is_empty())
}

/// The parts as a sequence of a class, each as secret as the text: `StringToArrayConverter` and its kin part so too.
pub(in super::super) fn comma_separated(class: impl Into<Arc<str>>, text: &Text) -> Object {
    let item =
        |part| Traced::new(Object::Text(Text::plain(part).guarded(text.is_secret())), Origin::default());
    Object::sequence(class, parts(text).map(item).collect())
}

/// The characters of a text; those of a secret stay texts, which alone can be secret.
fn characters(text: &Text) -> Object {
    let item = |character: char| match text.is_secret() {
        true => Object::Text(Text::plain(character.to_string()).guarded(true)),
        false => Object::Character(character),
    };
    let items = text.reveal().chars().map(|character| Traced::new(item(character), Origin::default()));
    Object::sequence("char[]", items.collect())
}
