//! Loads the properties of a configurer or of a `PropertiesFactoryBean` (`PropertiesLoaderSupport`).

use std::path::Path;

use crate::diagnostic::{Diagnostic, Diagnostics, shell_path};
use crate::source::{MOST_BYTES, MOST_FILES, Origin, ReadError, Step, Text, Traced};
use crate::spring::properties;
use crate::spring::resource::{Resource, ResourceError};

use super::super::definition::asked_for;
use super::super::factory::BeanFactory;
use super::super::fault::{Outcome, with_origin};
use super::super::object::{InstanceId, Object};
use super::PropertyTable;
use super::settings::Loading;

impl BeanFactory<'_> {
    /// Files and inline properties merged, as written.
    pub(in super::super) fn load_properties(&mut self, id: InstanceId) -> Outcome<PropertyTable> {
        let Some(loading) = self.heap.get(id).map(Loading::of) else { return Ok(PropertyTable::new()) };
        let mut table = PropertyTable::new();
        if loading.local_override {
            self.load_files(&loading, &mut table)?;
        }
        for inline in &loading.inline {
            if let Object::Map(map) = &inline.value {
                let defaults = map.defaults.iter().flat_map(|defaults| defaults.iter());
                for (key, value) in defaults.chain(map.entries.iter()) {
                    let mut text = self.text_of(value);
                    if text.origin.steps().is_empty() {
                        // All of them are written as one text.
                        text.origin = inline.origin.clone();
                    }
                    add(&mut table, self.text_of(key).value.reveal().to_owned(), text);
                }
            }
        }
        if !loading.local_override {
            self.load_files(&loading, &mut table)?;
        }
        self.conceal(&mut table);
        Ok(table)
    }

    /// Makes secret what the properties ask for that hold a secret, and what that asks for in turn: also where loading
    /// ends before any of it is brought in.
    fn conceal(&mut self, table: &mut PropertyTable) {
        let mut waiting: Vec<String> =
            self.secret_keys.iter().filter(|key| table.contains_key(*key)).cloned().collect();
        while let Some(key) = waiting.pop() {
            let Some(value) = table.get_mut(&key) else { continue };
            *value = value.clone().concealed(self.sources);
            let asked = asked_for(value.value.reveal()).map(str::to_owned);
            waiting.extend(asked.filter(|key| self.secret_keys.insert(key.clone())));
        }
    }

    fn load_files(&mut self, loading: &Loading, table: &mut PropertyTable) -> Outcome<()> {
        for location in &loading.locations {
            let resource = match &location.value {
                Object::Resource(resource) => resource,
                Object::Null => return Err(Box::new(no_location(&location.origin))),
                _ => continue,
            };
            if self.sources.is_full() {
                return Err(Box::new(too_many(&location.origin)));
            }
            let read = self.resources.read(resource);
            let (bytes, resource) = match read {
                Ok(bytes) => (bytes, resource.clone()),
                Err(error) => match self.beside(resource, &error, &location.origin) {
                    Some(found) => found,
                    None if loading.ignore_missing && matches!(error, ResourceError::Missing(_)) => continue,
                    None => return Err(Box::new(not_loaded(&error, &location.origin))),
                },
            };
            self.load_file(&bytes, &resource, loading.encoding.as_deref(), &location.origin, table)?;
        }
        Ok(())
    }

    fn load_file(
        &mut self,
        bytes: &[u8],
        resource: &Resource,
        encoding: Option<&str>,
        origin: &Origin,
        table: &mut PropertyTable,
    ) -> Outcome<()> {
        // What lies in no file is named by its description.
        let path = self.resources.path(resource).unwrap_or_else(|_| resource.to_string().into());
        let shown = path.strip_prefix(self.resources.root).unwrap_or(&path).to_owned();
        let mut found = Diagnostics::new();
        let parsed = if path.extension().is_some_and(|extension| extension == "xml") {
            properties::parse_xml(bytes, shown, self.sources, &mut found)
        } else {
            properties::parse(bytes, encoding, shown, self.sources, &mut found)
        };
        let failed = found.first_error().cloned();
        self.diagnostics.extend(found.iter().filter(|other| Some(*other) != failed.as_ref()).cloned());
        let Some(parsed) = parsed else {
            let failed = failed
                .unwrap_or_else(|| Diagnostic::error("properties", format!("{resource} can't be read")));
            return Err(Box::new(failed.at_maybe(origin.span(), "the file is named here")));
        };
        self.properties_files.push(parsed.file);
        for entry in parsed.entries {
            let origin = Origin::of(Step::Property { key: entry.key.clone(), span: entry.value_span });
            let value = Text::plain(entry.value).guarded(self.loader.host.conceals(&entry.key));
            add(table, entry.key, Traced::new(value, origin));
        }
        Ok(())
    }

    /// Kindness to readers of the guides: a missing class path resource is taken from the folder of the file that
    /// names it.
    fn beside(
        &mut self,
        resource: &Resource,
        error: &ResourceError,
        origin: &Origin,
    ) -> Option<(Vec<u8>, Resource)> {
        let (Resource::ClassPath(name), ResourceError::Missing(text)) = (resource, error) else {
            return None;
        };
        if self.loader.options.as_spring {
            return None;
        }
        let file = origin.span().and_then(|span| self.paths.get(&span.file))?;
        let beside = file.parent().unwrap_or_else(|| Path::new("/")).join(name);
        let bytes = self.resources.read(&self.resources.confined(beside.clone()).ok()?).ok()?;
        let wanted = self.resources.root.join(name);
        let found = Diagnostic::warning(
            "resource-beside-xml",
            format!("`{name}` is taken from the folder of the file that names it; a management server doesn't find it there"),
        )
        .at_maybe(origin.span(), "`classpath:` means the root directory")
        .spring(text.clone())
        .note("the class path of a management server is its root directory, not the folder of the XML file")
        .help(format!("mv -n {} {}", shell_path(&beside), shell_path(&wanted)));
        self.diagnostics.push(found);
        Some((bytes, Resource::File(beside)))
    }
}

/// A key that is there already keeps its place and takes the later value.
fn add(table: &mut PropertyTable, key: String, value: Traced<Text>) {
    table.insert(key, value);
}

fn too_many(origin: &Origin) -> Diagnostic {
    let message =
        format!("more than {MOST_FILES} files or {} MiB are to be read, and no more are", MOST_BYTES >> 20);
    let found = Diagnostic::error("resource-limit", message).help("name each file once");
    with_origin(found, origin, "not read any more")
}

fn not_loaded(error: &ResourceError, origin: &Origin) -> Diagnostic {
    let (code, help) = match error {
        ResourceError::Missing(_) => {
            ("resource-missing", "create the file, or name the one that exists: `classpath:x` is ROOT/x")
        }
        ResourceError::OutsideRoot(_) => {
            ("outside-root", "write file:/absolute/path to read a file outside the root")
        }
        ResourceError::Remote(_) => {
            ("resource-remote", "copy the file below the root and name it by classpath:")
        }
        ResourceError::TooMany { .. } => ("resource-limit", "name a directory with less in it"),
        ResourceError::Unreadable { .. } => {
            ("resource-unreadable", "check that it is a regular file and its permissions")
        }
    };
    let text = error.to_string();
    let found = Diagnostic::error(code, format!("properties can't be loaded: {text}")).help(help);
    let found = match error {
        ResourceError::OutsideRoot(resource) => {
            found.spring(format!("{resource} cannot be opened because it does not exist"))
        }
        ResourceError::Missing(_) => found.spring(text),
        ResourceError::Unreadable { source: ReadError::NotAFile, .. } => found.spring(error.spring()),
        _ => found,
    };
    with_origin(found, origin, "named here")
}

/// A location that is null.
fn no_location(origin: &Origin) -> Diagnostic {
    let found = Diagnostic::error("resource-missing", "a location of this configurer is null")
        .spring("Resource must not be null")
        .help("name a file, or take the location out");
    with_origin(found, origin, "it is null")
}
