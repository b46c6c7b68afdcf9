//! Reads the files of a context into the registry, imports included.
//!
//! In: files. Out: a filled [`Registry`]. Rules from `XmlBeanDefinitionReader` and
//! `DefaultBeanDefinitionDocumentReader`.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, MOST_BYTES, MOST_FILES, Sources};
use crate::spring::beans::{self, BeanDefinition, DefinitionSink, Foreign, Import, Spanned};
use crate::spring::environment::Environment;
use crate::spring::resource::{Resource, ResourceError, ResourceLoader, clean_path, is_absolute};
use crate::spring::xml::{self, Parsed};

use super::ConfigFile;
use super::definition::Definition;
use super::registry::Registry;
use super::stack;

/// How many files may import each other in a row.
const MOST_IMPORTS: usize = 200;

/// Reads files into a registry.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) resources: ResourceLoader<'a>,
    pub(super) environment: Environment<'a>,
    pub(super) registry: Registry,
    /// Where each file really lies.
    pub(super) paths: HashMap<FileId, PathBuf>,
    /// Elements of namespaces that aren't understood.
    pub(super) foreign: Vec<Foreign>,
    /// Keys of properties that secrets are made of.
    pub(super) secret_keys: HashSet<String>,
    /// The names of the beans that these make.
    foreign_beans: HashSet<String>,
    /// Files that are being read, the innermost last.
    loading: Vec<Resource>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(resources: ResourceLoader<'a>) -> Self {
        Self {
            resources,
            environment: Environment::of(resources.host),
            registry: Registry::default(),
            paths: HashMap::new(),
            foreign: Vec::new(),
            secret_keys: HashSet::new(),
            foreign_beans: HashSet::new(),
            loading: Vec::new(),
        }
    }

    /// Reads one of the context's own files.
    pub(super) fn load(&mut self, file: &ConfigFile, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        let resource = Resource::File(file.path.clone());
        if let Some(text) = &file.built_in {
            return self.document(text.as_bytes(), &file.path, &file.shown, &resource, sources, diagnostics);
        }
        let confined = self.resources.confined(file.path.clone());
        match confined.and_then(|resource| self.resources.read(&resource)) {
            Ok(bytes) => self.document(&bytes, &file.path, &file.shown, &resource, sources, diagnostics),
            Err(error) => diagnostics.push(unreadable(&error, &resource)),
        }
    }

    fn document(
        &mut self,
        bytes: &[u8],
        path: &Path,
        shown: &str,
        resource: &Resource,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let document = match xml::parse_as_far_as_possible(bytes, shown, sources, self.resources.host.reveal)
        {
            Parsed::Whole(document) => document,
            Parsed::Broken { before, fault } => {
                return beans::refuse(before.as_ref(), *fault, sources, diagnostics);
            }
        };
        self.paths.insert(document.file(), path.to_owned());
        self.loading.push(cleaned(resource));
        stack::with_room(|| beans::read(&document, &resource.to_string(), self, sources, diagnostics));
        self.loading.pop();
    }

    /// What an import names; several files when it has wildcards.
    fn imported(&self, location: &str) -> Result<Vec<Resource>, ResourceError> {
        if is_absolute(location) {
            return self.resources.search(location);
        }
        match self.loading.last() {
            Some(importing) => self.resources.beside(importing, location),
            None => self.resources.search(location),
        }
    }

    fn import_resource(
        &mut self,
        resource: &Resource,
        import: &Import,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        if sources.is_full() || self.loading.len() > MOST_IMPORTS {
            return diagnostics.push(too_many(import));
        }
        if self.loading.contains(&cleaned(resource)) {
            return diagnostics.push(cyclic(resource, import));
        }
        let read = self.resources.path(resource).and_then(|path| Ok((self.resources.read(resource)?, path)));
        let (bytes, path) = match read {
            Ok(read) => read,
            Err(error) => return diagnostics.push(not_imported(&error, import)),
        };
        let shown = path.strip_prefix(self.resources.root).unwrap_or(&path).display().to_string();
        self.document(&bytes, &path, &shown, resource, sources, diagnostics);
    }
}

/// The resource as Spring compares it, and as relative locations start from it.
fn cleaned(resource: &Resource) -> Resource {
    match resource {
        Resource::File(path) => Resource::File(clean_path(&path.to_string_lossy()).into()),
        other => other.clone(),
    }
}

fn unreadable(error: &ResourceError, resource: &Resource) -> Diagnostic {
    let code =
        if matches!(error, ResourceError::OutsideRoot(_)) { "outside-root" } else { "resource-unreadable" };
    Diagnostic::error(code, format!("{resource} can't be loaded: {error}")).spring(error.spring())
}

fn not_imported(error: &ResourceError, import: &Import) -> Diagnostic {
    let code = match error {
        ResourceError::Missing(_) => "import-missing",
        ResourceError::OutsideRoot(_) => "outside-root",
        ResourceError::Remote(_) => "resource-remote",
        ResourceError::TooMany { .. } => "resource-limit",
        ResourceError::Unreadable { .. } => "resource-unreadable",
    };
    Diagnostic::error(code, format!("the import of `{}` fails: {error}", import.location))
        .at(import.resource.span, "named here")
        .spring(error.spring())
        .note("the server refuses to start this module when an import can't be read")
        .help("name a file that exists: relative to the importing file, or classpath:/path below the root")
}

fn too_many(import: &Import) -> Diagnostic {
    let message = format!(
        "imports lead to more than {MOST_FILES} files, {} MiB or {MOST_IMPORTS} levels, and no more are read",
        MOST_BYTES >> 20
    );
    Diagnostic::error("import-limit", message)
        .at(import.resource.span, "not read any more")
        .help("import each file once, from one place")
}

fn cyclic(resource: &Resource, import: &Import) -> Diagnostic {
    Diagnostic::error("import-cycle", format!("{resource} imports itself, directly or through other files"))
        .at(import.resource.span, "this import closes the circle")
        .spring(format!("Detected cyclic loading of {resource} - check your import definitions!"))
        .help("remove one of the imports")
}

impl DefinitionSink for Reader<'_> {
    fn contains(&self, name: &str) -> bool {
        self.registry.definitions.contains_key(name)
    }

    fn in_use(&self, name: &str) -> bool {
        self.contains(name) || self.registry.aliases.contains_key(name) || self.foreign_beans.contains(name)
    }

    fn bean(&mut self, definition: BeanDefinition, diagnostics: &mut Diagnostics) {
        let (name, span) = (definition.name.clone(), definition.name_span);
        let aliases = definition.aliases.clone();
        if definition.factory_method.is_some()
            && let Some(replaced) = definition.overrides.first()
        {
            diagnostics.push(
                Diagnostic::error("method-override", format!("bean `{name}` has a factory method and a replaced method"))
                    .at(replaced.span, "a factory method's result can't have its methods replaced")
                    .spring(
                        "Cannot combine factory method with container-generated method overrides: the factory method \
                         must create the concrete bean instance.",
                    ),
            );
        }
        let mut definition = Definition::from(definition);
        if !self.resources.host.reveal {
            definition.conceal(&mut self.secret_keys);
        }
        self.registry.register(definition);
        for alias in aliases {
            self.alias(Spanned { text: name.clone(), span }, Spanned { text: alias, span }, diagnostics);
        }
    }

    fn alias(&mut self, name: Spanned, alias: Spanned, diagnostics: &mut Diagnostics) {
        if let Err(text) = self.registry.register_alias(&name.text, &alias.text) {
            diagnostics.push(
                Diagnostic::error(
                    "alias-circle",
                    format!("`{}` and `{}` name each other", alias.text, name.text),
                )
                .at(alias.span, "this alias closes the circle")
                .spring(text)
                .help("remove one of the two aliases"),
            );
        }
    }

    fn import(&mut self, import: Import, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        match self.imported(&import.location) {
            Ok(resources) => {
                for resource in resources {
                    self.import_resource(&resource, &import, sources, diagnostics);
                }
            }
            Err(error) => diagnostics.push(not_imported(&error, &import)),
        }
    }

    fn foreign(&mut self, foreign: Foreign, _diagnostics: &mut Diagnostics) {
        self.foreign_beans.extend(foreign.beans.iter().map(|bean| bean.name.clone()));
        self.foreign.push(foreign);
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
