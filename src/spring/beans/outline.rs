//! What one file defines, as `XmlBeanDefinitionReader` registers it in an empty registry: no class is needed.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Host, Sources, Span};
use crate::spring::environment::Environment;
use crate::spring::resource::{Resource, ResourceError, ResourceLoader, apply_relative_path, is_absolute};
use crate::spring::xml;

use super::definition::{BeanDefinition, Foreign, Import, Spanned};
use super::{DefinitionSink, read};

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
    let loader = ResourceLoader { host, root };
    let mut registry = Registry {
        loader,
        environment: Environment::of(host),
        outline: Outline::default(),
        open: Vec::new(),
    };
    registry.load(&Resource::File(path.to_owned()), shown, None, sources, diagnostics);
    registry.outline
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

/// Spring's `SimpleBeanDefinitionRegistry` with the reader around it.
struct Registry<'a> {
    loader: ResourceLoader<'a>,
    environment: Environment<'a>,
    outline: Outline,
    /// The files being read, the innermost last.
    open: Vec<Resource>,
}

impl Registry<'_> {
    /// Reads a file in place of an `<import>`, or the first one.
    fn load(
        &mut self,
        resource: &Resource,
        shown: &Path,
        at: Option<Span>,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        if self.open.contains(resource) {
            let text = format!("Detected cyclic loading of {resource} - check your import definitions!");
            diagnostics.push(
                Diagnostic::error("import-cycle", format!("{} imports itself", shown.display()))
                    .at_maybe(at, "")
                    .spring(text)
                    .help("delete one of the imports"),
            );
            return;
        }
        match self.loader.read(resource) {
            Ok(bytes) => {
                let Some(document) = xml::parse(&bytes, shown, sources, diagnostics) else { return };
                self.open.push(resource.clone());
                read(&document, &resource.to_string(), self, sources, diagnostics);
                self.open.pop();
            }
            Err(error) => diagnostics.push(
                Diagnostic::error("file-unreadable", format!("{} can't be read", shown.display()))
                    .at_maybe(at, "")
                    .spring(error.to_string())
                    .help("correct the path, or create the file"),
            ),
        }
    }

    /// What an import names: beside the importing file if it is there, else whatever the location as a URL yields.
    fn locate(&self, location: &str) -> Result<Vec<Resource>, ResourceError> {
        if is_absolute(location) {
            return self.loader.search(location);
        }
        let base = self.open.last().map(|open| self.loader.path(open)).transpose()?.unwrap_or_default();
        let path = apply_relative_path(&base.to_string_lossy(), location);
        let beside = Resource::File(PathBuf::from(&path));
        if self.loader.exists(&beside) {
            Ok(vec![beside])
        } else {
            self.loader.search(&format!("file:{path}"))
        }
    }
}

impl DefinitionSink for Registry<'_> {
    fn contains(&self, name: &str) -> bool {
        self.outline.beans.contains_key(name)
    }

    fn in_use(&self, name: &str) -> bool {
        self.contains(name) || self.outline.aliases.contains_key(name)
    }

    fn bean(&mut self, definition: BeanDefinition, diagnostics: &mut Diagnostics) {
        let name = definition.name.clone();
        for alias in definition.aliases.clone() {
            self.add_alias(&name, &alias, definition.name_span, diagnostics);
        }
        self.outline.beans.insert(name, definition);
    }

    fn alias(&mut self, name: Spanned, alias: Spanned, diagnostics: &mut Diagnostics) {
        self.add_alias(&name.text, &alias.text, alias.span, diagnostics);
    }

    fn import(&mut self, import: Import, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        let resources = match self.locate(&import.location) {
            Ok(resources) => resources,
            Err(text) => {
                let fault =
                    Diagnostic::error("file-unreadable", format!("{} can't be read", import.location));
                return diagnostics.push(fault.at(import.resource.span, "").spring(text.to_string()));
            }
        };
        for resource in resources {
            let shown = self.loader.path(&resource).unwrap_or_else(|_| PathBuf::from(&import.location));
            self.load(&resource, &shown, Some(import.resource.span), sources, diagnostics);
        }
    }

    fn foreign(&mut self, foreign: Foreign, _: &mut Diagnostics) {
        self.outline.foreign.push(foreign);
    }

    fn profile_active(&self, profile: &str) -> bool {
        self.environment.profile_active(profile)
    }

    fn resolve_placeholders(&self, text: &str) -> Result<String, String> {
        self.environment.resolve(text).map_err(|error| error.to_string())
    }

    fn resolve_required_placeholders(&self, text: &str) -> Result<String, String> {
        self.environment.resolve_required(text).map_err(|error| error.to_string())
    }
}

impl Registry<'_> {
    /// `SimpleAliasRegistry.registerAlias`: a later alias takes over, a circle is refused.
    fn add_alias(&mut self, name: &str, alias: &str, span: Span, diagnostics: &mut Diagnostics) {
        if name == alias {
            self.outline.aliases.shift_remove(alias);
        } else if self.leads_to(name, alias) {
            let text = format!(
                "Cannot register alias '{alias}' for name '{name}': Circular reference - '{name}' is a direct or \
                 indirect alias for '{alias}' already"
            );
            let message = format!("'{name}' and '{alias}' would be aliases of each other");
            let fault = Diagnostic::error("alias-cycle", message).at(span, "").spring(text);
            diagnostics.push(fault.help("delete one of the two aliases"));
        } else {
            self.outline.aliases.insert(alias.to_owned(), name.to_owned());
        }
    }

    /// Whether `alias` is what the chain of aliases that starts at `name` comes to.
    fn leads_to(&self, name: &str, target: &str) -> bool {
        let mut seen = HashSet::new();
        let mut name = name;
        while let Some(next) = self.outline.aliases.get(name) {
            if next == target || !seen.insert(next) {
                return next == target;
            }
            name = next;
        }
        false
    }
}
