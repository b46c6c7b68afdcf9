//! Editors of classes, resources, files, URLs and URIs.

use crate::source::{Origin, Text, Traced};
use crate::spring::resource::Resource;
use crate::spring::text::{has_text, java_trim};

use super::super::classes::is_primitive_name;
use super::super::object::Object;
use super::editors::scalar;
use super::{ConversionError, Converted, Converter};

impl Converter<'_> {
    pub(super) fn class(&self, text: &Text) -> Converted {
        let name = java_trim(text.reveal());
        if !has_text(name) {
            return Ok(Object::Null);
        }
        if self.classes.exists(name) || is_primitive_name(name.trim_end_matches("[]")) {
            return Ok(Object::Class(name.into()));
        }
        Err(ConversionError { exception: "java.lang.ClassNotFoundException", text: name.to_owned() })
    }

    /// `ResourceEditor`: placeholders are resolved against the environment, and those it doesn't know stay.
    pub(super) fn resource(&self, text: &Text) -> Converted {
        if !has_text(text.reveal()) {
            return Ok(Object::Null);
        }
        let location = self.path(text)?;
        Ok(Object::Resource(self.resources.locate(java_trim(location.reveal()))))
    }

    fn path(&self, text: &Text) -> Result<Text, ConversionError> {
        let resolved = self.environment.resolve(text.reveal());
        let resolved = resolved.map_err(|error| ConversionError::illegal_argument(error.to_string()))?;
        Ok(Text::plain(resolved).guarded(text.is_secret()))
    }

    /// `ResourceArrayPropertyEditor`: patterns are looked up, missing directories ignored in lists.
    pub(super) fn resources(&self, value: &Object) -> Converted {
        let mut found: Vec<Traced<Object>> = Vec::new();
        let mut add = |resource: Resource, origin: &Origin| {
            let known = found
                .iter()
                .any(|other| matches!(&other.value, Object::Resource(known) if *known == resource));
            if !known {
                found.push(Traced::new(Object::Resource(resource), origin.clone()));
            }
        };
        match value {
            Object::Text(text) => {
                let pattern = self.path(text)?;
                let pattern = java_trim(pattern.reveal());
                let resources = self.resources.search(pattern).map_err(|error| {
                    ConversionError::illegal_argument(format!(
                        "Could not resolve resource location pattern [{pattern}]: {error}"
                    ))
                })?;
                resources.into_iter().for_each(|resource| add(resource, &Origin::default()));
            }
            Object::Sequence(sequence) => {
                for item in sequence.items.iter() {
                    match &item.value {
                        Object::Text(text) => {
                            let pattern = self.path(text)?;
                            let resources =
                                self.resources.search(java_trim(pattern.reveal())).unwrap_or_default();
                            resources.into_iter().for_each(|resource| add(resource, &item.origin));
                        }
                        Object::Resource(resource) => add(resource.clone(), &item.origin),
                        // What the editor throws is swallowed: each element is converted on its own then.
                        _ => return Ok(value.clone()),
                    }
                }
            }
            other => return Ok(other.clone()),
        }
        Ok(Object::sequence("org.springframework.core.io.Resource[]", found))
    }

    pub(super) fn file(&self, text: &Text) -> Converted {
        let written = text.reveal();
        if written.starts_with('/') {
            return Ok(scalar("java.io.File", written, text));
        }
        let location = self.path(text)?;
        let resource = self.resources.locate(java_trim(location.reveal()));
        match self.resources.path(&resource) {
            Ok(path) if self.resources.exists(&resource) || matches!(resource, Resource::FileUrl { .. }) => {
                Ok(scalar("java.io.File", &path.to_string_lossy(), text))
            }
            _ if written.contains(':') => Err(ConversionError::illegal_argument(format!(
                "Could not retrieve file for {resource}: {resource} cannot be resolved to absolute file path because \
                 it does not exist"
            ))),
            _ => Ok(scalar("java.io.File", written, text)),
        }
    }

    pub(super) fn url(&self, text: &Text) -> Converted {
        let location = self.path(text)?;
        let resource = self.resources.locate(java_trim(location.reveal()));
        match &resource {
            Resource::Url(url) | Resource::FileUrl { location: url, .. } => {
                Ok(scalar("java.net.URL", url, text))
            }
            _ => match self.resources.path(&resource) {
                Ok(path) if self.resources.exists(&resource) => {
                    Ok(scalar("java.net.URL", &format!("file:{}", path.display()), text))
                }
                _ => Err(ConversionError::illegal_argument(format!(
                    "Could not retrieve URL for {resource}: {resource} cannot be resolved to URL because it does not exist"
                ))),
            },
        }
    }

    pub(super) fn uri(&self, text: &str) -> Converted {
        let Some(path) = text.strip_prefix("classpath:") else {
            return Ok(Object::scalar("java.net.URI", text.replace(' ', "%20")));
        };
        let resource = self.resources.locate(text);
        match self.resources.path(&resource) {
            Ok(path) if self.resources.exists(&resource) => {
                Ok(Object::scalar("java.net.URI", format!("file:{}", path.display())))
            }
            _ => Err(ConversionError::illegal_argument(format!(
                "Could not retrieve URI for {resource}: class path resource [{path}] cannot be resolved to URL because \
                 it does not exist"
            ))),
        }
    }
}
