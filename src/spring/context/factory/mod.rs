//! The bean factory: names to finished objects.
//!
//! In: resolved definitions, classes, the parent context. Out: singletons in order, references, prototypes. Rules
//! from Spring's `AbstractBeanFactory` and `DefaultSingletonBeanRegistry`.

mod arguments;
mod autowire;
mod build;
mod conversion;
pub(super) mod environment;
mod faults;
mod init;
mod instantiate;
mod invoking;
mod merge;
mod methods;
mod opaque;
mod paths;
mod populate;
mod products;
mod setter_checks;
mod setters;
mod types;
mod values;
mod work;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Host, Origin, Sources, Span, Text, Traced};
use crate::spring::beans::Foreign;
use crate::spring::environment::Environment;
use crate::spring::resource::ResourceLoader;

use super::classes::Classes;
use super::convert::Converter;
use super::definition::Definition;
use super::fault::Outcome;
use super::object::{Heap, InstanceId, Object};
use super::registry::Registry;
use super::{ApplicationContext, Loader, stack};

pub(super) use merge::{MOST_PARENTS, too_many as too_many_parents};
pub(super) use work::STEPS_A_NODE;

/// How many beans may wait for each other in a row. Java's stack ends somewhere near as well.
const MOST_NESTED: usize = 1_000;

/// How many findings say which name is meant.
const MOST_SUGGESTIONS: u32 = 100;

/// The most rounds of the key derivation for all encrypted values of a context: a minute or two.
pub(super) const MOST_ROUNDS: u64 = 200_000_000;

/// Makes the beans of one context.
pub(super) struct BeanFactory<'a> {
    pub(super) loader: Loader<'a>,
    pub(super) classes: Classes<'a>,
    pub(super) resources: ResourceLoader<'a>,
    pub(super) environment: &'a Environment<'a>,
    /// The host as beans see it: they may set system properties.
    pub(super) host: Host,
    pub(super) registry: Registry,
    /// Where each file really lies.
    pub(super) paths: HashMap<FileId, PathBuf>,
    /// Elements of namespaces that aren't understood, by the names of their beans.
    pub(super) foreign: HashMap<String, Arc<Foreign>>,
    pub(super) parent: Option<Arc<ApplicationContext>>,
    pub(super) heap: Heap,
    /// Finished singletons; a factory bean stands for itself here.
    pub(super) singletons: IndexMap<String, Object>,
    /// What the singleton factory beans made.
    pub(super) products: HashMap<InstanceId, Outcome<Object>>,
    pub(super) sources: &'a mut Sources,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Scopes that beans have registered.
    scopes: HashSet<String>,
    /// Beans that are being made, the innermost last.
    creating: Vec<String>,
    /// Singletons that are being made and already exist, their properties not set yet.
    early: HashMap<String, Object>,
    /// What making a bean failed with.
    failed: HashMap<String, Box<Diagnostic>>,
    /// Who is to be made before whom, as `depends-on` says.
    dependents: HashMap<String, HashSet<String>>,
    /// How many rounds of the key derivation may still be spent.
    pub(super) rounds_left: u64,
    /// The properties files that beans have loaded.
    pub(super) properties_files: Vec<FileId>,
    /// Keys of properties that are secret since a secret is made of them.
    pub(super) secret_keys: HashSet<String>,
    /// Texts with a chain that the expression has read which is being evaluated.
    pub(super) texts_read: Vec<Traced<Text>>,
    /// The elements that selections and projections are evaluated for, the innermost last.
    pub(super) elements: Vec<Object>,
    /// How much may still be done.
    steps_left: Cell<u64>,
    /// How many findings may still say which name is meant: comparing names takes longer than all else.
    suggestions_left: Cell<u32>,
    /// Whether a bean converts values before the editors do.
    has_conversion_service: bool,
    /// How many beans wait for those that they depend on.
    waiting: usize,
    /// What a value is being resolved for, as Spring's messages put it.
    subject: String,
}

impl<'a> BeanFactory<'a> {
    pub(super) fn new(
        loader: Loader<'a>,
        environment: &'a Environment<'a>,
        parent: Option<Arc<ApplicationContext>>,
        sources: &'a mut Sources,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            loader,
            classes: Classes::new(loader.catalog),
            resources: ResourceLoader { host: loader.host, root: loader.root },
            environment,
            host: loader.host.clone(),
            registry: Registry::default(),
            paths: HashMap::new(),
            foreign: HashMap::new(),
            heap: parent.as_ref().map(|parent| parent.state.heap.clone()).unwrap_or_default(),
            parent,
            singletons: IndexMap::new(),
            products: HashMap::new(),
            sources,
            diagnostics,
            scopes: HashSet::new(),
            creating: Vec::new(),
            early: HashMap::new(),
            failed: HashMap::new(),
            dependents: HashMap::new(),
            rounds_left: MOST_ROUNDS,
            properties_files: Vec::new(),
            secret_keys: HashSet::new(),
            texts_read: Vec::new(),
            elements: Vec::new(),
            steps_left: Cell::new(work::MOST_STEPS),
            suggestions_left: Cell::new(MOST_SUGGESTIONS),
            has_conversion_service: false,
            waiting: 0,
            subject: String::new(),
        }
    }

    /// Makes all singletons that aren't lazy, in the order of their definitions.
    pub(super) fn make_singletons(&mut self) {
        if let Err(fault) = self.take_conversion_service() {
            self.diagnostics.push(*fault);
        }
        let names: Vec<String> = self.registry.definitions.keys().cloned().collect();
        for name in names {
            let made = self.merged(&name).and_then(|definition| {
                let eager =
                    !definition.is_abstract && definition.is_singleton() && !definition.lazy.unwrap_or(false);
                // An alias of the same name hides the definition.
                let target = self.registry.canonical(&name).to_owned();
                if eager { self.existing(&target) } else { Ok(()) }
            });
            if let Err(fault) = made {
                self.diagnostics.push(*fault);
            }
        }
    }

    /// Makes a bean, a factory bean without asking for its product.
    fn existing(&mut self, name: &str) -> Outcome<()> {
        if self.registry.definitions.contains_key(name) {
            return self.raw_bean(name).map(drop);
        }
        self.bean(name).map(drop)
    }

    /// What `EventListenerMethodProcessor` does to every bean once the singletons are made: it asks for its type, so
    /// that the class of a lazy bean or of a prototype must exist, too.
    pub(super) fn check_types(&mut self) {
        let names: Vec<String> = self.registry.definitions.keys().cloned().collect();
        for name in names {
            let checked = self.merged(&name).and_then(|definition| {
                if definition.is_abstract { Ok(()) } else { self.bean_class(&definition).map(drop) }
            });
            if let Err(fault) = checked {
                self.diagnostics.push(*fault);
            }
        }
    }

    /// `getBean`: what a factory bean makes rather than the factory bean, unless the name starts with `&`.
    pub(super) fn bean(&mut self, name: &str) -> Outcome<Object> {
        let wants_factory = name.starts_with('&');
        let plain = name.trim_start_matches('&');
        let canonical = self.registry.canonical(plain).to_owned();
        if !self.registry.definitions.contains_key(&canonical) && !self.singletons.contains_key(&canonical) {
            return self.bean_of_parent(name, &canonical);
        }
        let raw = self.raw_bean(&canonical)?;
        match (wants_factory, self.is_factory_bean(&raw)) {
            (true, false) => Err(self.no_factory_bean(&canonical, &raw)),
            (false, true) => self.product(&raw),
            _ => Ok(raw),
        }
    }

    pub(super) fn bean_of_parent(&mut self, name: &str, canonical: &str) -> Outcome<Object> {
        if let Some(found) = self.environment_bean(canonical) {
            return Ok(found);
        }
        let Some(parent) = self.parent.clone() else { return Err(self.no_such_bean(canonical)) };
        if let Some(found) = parent.object(name) {
            return Ok(found);
        }
        match parent.definition(canonical).cloned() {
            // Lazy beans and prototypes of the parent are made here: nobody can tell.
            Some(definition) => {
                let merged = self.merged_definition(definition)?;
                self.check_usable(canonical, &merged)?;
                stack::with_room(|| self.make_dependencies(canonical, &merged))?;
                self.make(canonical, &merged)
            }
            None => Err(self.no_such_bean(canonical)),
        }
    }

    /// The object of a definition of this context; a factory bean stands for itself.
    pub(super) fn raw_bean(&mut self, name: &str) -> Outcome<Object> {
        if let Some(done) = self.singletons.get(name).or_else(|| self.early.get(name)) {
            return Ok(done.clone());
        }
        if let Some(fault) = self.failed.get(name) {
            return Err(fault.clone());
        }
        let definition = self.merged(name)?;
        if self.creating.iter().any(|other| other == name) {
            return Err(self.in_creation(name, &definition));
        }
        self.check_usable(name, &definition)?;
        let ready = stack::with_room(|| self.make_dependencies(name, &definition));
        let made = ready.and_then(|()| self.make(name, &definition));
        match &made {
            Ok(object) if definition.is_singleton() => {
                self.singletons.insert(name.to_owned(), object.clone());
            }
            Ok(_) => {}
            Err(fault) => {
                self.failed.insert(name.to_owned(), fault.clone());
            }
        }
        made
    }

    fn make(&mut self, name: &str, definition: &Definition) -> Outcome<Object> {
        self.check_depth(definition)?;
        if !definition.is_singleton() {
            self.spend(work::STEPS_A_PROTOTYPE)?;
        }
        self.creating.push(name.to_owned());
        let made = stack::with_room(|| self.build(name, definition));
        self.creating.pop();
        self.early.remove(name);
        made
    }

    /// Whether this context or a parent knows the name.
    pub(super) fn contains_bean(&self, name: &str) -> bool {
        let plain = name.trim_start_matches('&');
        let canonical = self.registry.canonical(plain);
        self.registry.definitions.contains_key(canonical)
            || self.singletons.contains_key(canonical)
            || environment::is_of_environment(canonical)
            || self.parent.as_ref().is_some_and(|parent| parent.contains(plain))
    }

    pub(super) fn converter(&self) -> Converter<'_> {
        Converter {
            classes: self.classes,
            resources: self.resources,
            environment: self.environment,
            heap: &self.heap,
            has_service: self.has_conversion_service,
        }
    }

    /// An object as text, secret if anything in it is.
    pub(super) fn text_of(&self, object: &Traced<Object>) -> Traced<Text> {
        let text = match &object.value {
            Object::Text(text) => text.clone(),
            other => {
                Text::plain(super::display::to_java_string(other, &self.heap)).guarded(other.is_secret())
            }
        };
        Traced::new(text, object.origin.clone())
    }
}

impl Definition {
    /// `isSingleton`: no scope means singleton.
    pub(super) fn is_singleton(&self) -> bool {
        self.scope.as_ref().is_none_or(|scope| matches!(scope.value.reveal(), "" | "singleton"))
    }
}

/// Where a text of a definition stands.
fn place_of(text: Option<&Traced<Text>>, fallback: Span) -> Span {
    text.map_or(fallback, |text| place(&text.origin, fallback))
}

/// A place for a finding about a text.
fn place(origin: &Origin, fallback: Span) -> Span {
    origin.span().unwrap_or(fallback)
}
