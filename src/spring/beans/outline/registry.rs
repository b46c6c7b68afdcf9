//! The registry that an outline is read into.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Host, Sources, Span};
use crate::spring::aliases;
use crate::spring::environment::Environment;
use crate::spring::resource::{Resource, ResourceError, ResourceLoader, is_absolute};
use crate::spring::xml::{self, Parsed};

use super::super::definition::{BeanDefinition, Foreign, Import, Spanned};
use super::super::namespace::outranks;
use super::super::{DefinitionSink, read, refuse};
use super::Outline;

/// Spring's `SimpleBeanDefinitionRegistry` with the reader around it.
pub(super) struct Registry<'a> {
    loader: ResourceLoader<'a>,
    environment: Environment<'a>,
    outline: Outline,
    /// The names that have an alias.
    targets: HashSet<String>,
    /// The files being read, the innermost last.
    open: Vec<Resource>,
    files_left: usize,
}

/// Files may import each other this deep; reading one calls itself.
const DEEPEST_IMPORT: usize = 50;

/// The most files that one outline reads: imports can double with every level.
const MOST_FILES: usize = 1_000;

impl<'a> Registry<'a> {
    /// An empty registry; `root` is what `classpath:` means.
    pub(super) fn new(host: &'a Host, root: &'a Path) -> Self {
        Self {
            loader: ResourceLoader { host, root },
            environment: Environment::of(host),
            outline: Outline::default(),
            targets: HashSet::new(),
            open: Vec::new(),
            files_left: MOST_FILES,
        }
    }

    /// Reads a file and what it imports.
    pub(super) fn read(
        mut self,
        path: &Path,
        shown: &Path,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Outline {
        self.load(&Resource::File(path.to_owned()), shown, None, sources, diagnostics);
        if let Some(found) = aliases::too_long(&self.outline.aliases) {
            diagnostics.push(found);
            self.outline.aliases.clear();
        }
        self.outline
    }

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
        if self.open.len() >= DEEPEST_IMPORT || self.files_left == 0 {
            let fault = Diagnostic::error("import-limit", "imports lead to too many files").at_maybe(at, "");
            return diagnostics.push(fault.help("import each file once, from one place"));
        }
        self.files_left -= 1;
        match self.loader.read(resource) {
            Ok(bytes) => {
                let document = match xml::parse_as_far_as_possible(&bytes, shown, sources, false) {
                    Parsed::Whole(document) => document,
                    Parsed::Broken { before, fault } => {
                        return refuse(before.as_ref(), *fault, sources, diagnostics);
                    }
                };
                self.open.push(resource.clone());
                read(&document, &resource.to_string(), self, sources, diagnostics);
                self.open.pop();
            }
            Err(error) => diagnostics.push(
                Diagnostic::error("unreadable", format!("{} can't be read", shown.display()))
                    .at_maybe(at, "")
                    // Java names a file as it was asked for.
                    .spring(if at.is_some() { error.to_string() } else { shown.display().to_string() })
                    .help("correct the path, or create the file"),
            ),
        }
    }

    /// What an import names: beside the importing file if it is there, else whatever the location as a URL yields.
    fn locate(&self, location: &str) -> Result<Vec<Resource>, ResourceError> {
        if is_absolute(location) {
            return self.loader.search(location);
        }
        match self.open.last() {
            Some(importing) => self.loader.beside(importing, location),
            None => self.loader.search(location),
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
        let definition = self.behind_proxies(definition);
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
            Err(error) => {
                let message = format!("{} can't be read", import.location);
                let fault = Diagnostic::error("unreadable", message).at(import.resource.span, "");
                return diagnostics.push(fault.spring(error.to_string()).help("correct the path"));
            }
        };
        for resource in resources {
            let shown = self.loader.path(&resource).unwrap_or_else(|_| PathBuf::from(&import.location));
            self.load(&resource, &shown, Some(import.resource.span), sources, diagnostics);
        }
    }

    fn foreign(&mut self, foreign: Foreign, diagnostics: &mut Diagnostics) {
        for bean in &foreign.beans {
            self.add_infrastructure(bean);
            for alias in &bean.aliases {
                self.add_alias(&bean.name, alias, bean.name_span, diagnostics);
            }
        }
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
    /// Registers what another namespace's element brings; what is there already is only added to.
    fn add_infrastructure(&mut self, bean: &BeanDefinition) {
        let Some(present) = self.outline.beans.get_mut(&bean.name).filter(|_| bean.name.starts_with("org."))
        else {
            self.outline.beans.insert(bean.name.clone(), bean.clone());
            return;
        };
        for property in &bean.properties {
            present.set_property(property.clone());
        }
        if let (Some(new), Some(old)) = (&bean.class, &present.class)
            && outranks(&new.text, &old.text)
        {
            present.class = bean.class.clone();
        }
    }

    /// Puts a bean that is decorated aside, and its proxy in its place.
    fn behind_proxies(&mut self, mut bean: BeanDefinition) -> BeanDefinition {
        for decoration in std::mem::take(&mut bean.decorations) {
            let Some(proxy) = decoration.beans.into_iter().next() else { continue };
            let (name, aliases) = (bean.name.clone(), std::mem::take(&mut bean.aliases));
            bean.name = format!("scopedTarget.{name}");
            self.outline.beans.insert(bean.name.clone(), bean);
            bean = BeanDefinition { name, aliases, ..proxy };
        }
        bean
    }

    /// `SimpleAliasRegistry.registerAlias`: a later alias takes over, a circle is refused.
    fn add_alias(&mut self, name: &str, alias: &str, span: Span, diagnostics: &mut Diagnostics) {
        if name == alias {
            self.outline.aliases.swap_remove(alias);
        } else if self.leads_to(name, alias) {
            let text = format!(
                "Cannot register alias '{alias}' for name '{name}': Circular reference - '{name}' is a direct or \
                 indirect alias for '{alias}' already"
            );
            let message = format!("'{name}' and '{alias}' would be aliases of each other");
            let fault = Diagnostic::error("alias-circle", message).at(span, "").spring(text);
            diagnostics.push(fault.help("delete one of the two aliases"));
        } else {
            self.outline.aliases.insert(alias.to_owned(), name.to_owned());
            self.targets.insert(name.to_owned());
        }
    }

    /// Whether `alias` is what the chain of aliases that starts at `name` comes to. Longer chains than are followed here
    /// are refused at the end.
    fn leads_to(&self, name: &str, target: &str) -> bool {
        let next = |name: &&String| self.outline.aliases.get(*name);
        self.targets.contains(target)
            && std::iter::successors(self.outline.aliases.get(name), next)
                .take(aliases::MOST_STEPS)
                .any(|name| name == target)
    }
}
