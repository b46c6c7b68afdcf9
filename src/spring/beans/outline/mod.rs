//! What one file defines, as `XmlBeanDefinitionReader` registers it in an empty registry: no class is needed.

mod registry;

use std::collections::HashMap;
use std::path::Path;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::diagnostic::Diagnostics;
use crate::source::{Host, Sources};

use super::definition::{BeanDefinition, Foreign, Spanned};
use registry::Registry;

/// The definitions of a file and of those it imports.
#[derive(Debug, Default)]
pub struct Outline {
    /// By name, in the order of registration.
    pub beans: IndexMap<String, BeanDefinition>,
    /// Alias to name.
    pub aliases: IndexMap<String, String>,
    /// Elements of namespaces that aren't understood here.
    pub foreign: Vec<Foreign>,
}

/// Reads a file. Imports are followed; `root` is what `classpath:` means in them, and `shown` the path in messages.
pub fn outline(
    host: &Host,
    root: &Path,
    path: &Path,
    shown: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Outline {
    Registry::new(host, root).read(path, shown, sources, diagnostics)
}

impl Outline {
    /// As JSON, by name.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut aliases: HashMap<&str, Vec<&str>> = HashMap::new();
        for (alias, name) in &self.aliases {
            aliases.entry(name).or_default().push(alias);
        }
        let beans = self
            .beans
            .iter()
            .map(|(name, definition)| (name.clone(), bean_json(definition, &all_aliases(name, &aliases))));
        json!({ "beans": Value::Object(beans.collect()) })
    }
}

fn bean_json(definition: &BeanDefinition, aliases: &[&str]) -> Value {
    let text = |text: &Option<Spanned>| text.as_ref().map(|text| text.text.clone());
    let properties: Vec<&str> =
        definition.properties.iter().map(|property| property.name.text.as_str()).collect();
    json!({
        "aliases": aliases,
        "class": text(&definition.class),
        "parent": text(&definition.parent),
        "abstract": definition.is_abstract,
        "lazy": definition.lazy.unwrap_or(false),
        "scope": text(&definition.scope).unwrap_or_default(),
        "factoryMethod": text(&definition.factory_method),
        "properties": properties,
        "constructorArgs": definition.arguments.len(),
    })
}

/// All other names, those of aliases included, sorted: Spring keeps no order.
fn all_aliases<'a>(name: &'a str, aliases: &HashMap<&str, Vec<&'a str>>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    let mut names = vec![name];
    while let Some(name) = names.pop() {
        let further = aliases.get(name).into_iter().flatten();
        found.extend(further.clone());
        names.extend(further);
    }
    found.sort_unstable();
    found
}
