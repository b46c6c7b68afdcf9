//! What rules look at: the files as they lie and as they are written, and the configuration that they make.
//!
//! In: a survey of the root and the files that it read. Out: questions that several rules ask. Finds nothing itself.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::classes::HYBRID;
use crate::config::{MODULES, Survey, kafka, own};
use crate::diagnostic::{Diagnostics, shell_path};
use crate::source::{Encoding, FileId, Host, Origin, READ_LIMIT, Sources, Span, Step, Text};
use crate::spring::beans::BeanDefinition;
use crate::spring::context::{Bean, Value};
use crate::spring::properties::{self, Entry, Properties};
use crate::spring::xml::{self, Document};

use super::release::Release;
use super::written;

/// Everything that a rule may judge by. No network and no secret is behind it.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The directory that stands for `/etc/cloudstack/management`.
    pub root: &'a Path,
    /// Files, environment, clock.
    pub host: &'a Host,
    /// The release that is judged for.
    pub release: Release,
    /// What loading saw.
    pub survey: &'a Survey,
    /// The texts of all files.
    pub sources: &'a Sources,
    /// The XML files that were read, in that order.
    pub documents: Vec<XmlFile>,
    /// Spring files that lie in a module's folder and are not loaded.
    pub idle: Vec<XmlFile>,
    /// The properties files that were read, in that order.
    pub properties: Vec<PropertiesFile>,
    /// Codes of what loading found.
    pub(super) loading: Vec<&'static str>,
    /// Paths of the files that loading read.
    read: BTreeSet<PathBuf>,
    places: BTreeMap<PathBuf, FileId>,
    /// Where the definition that begins there has its name.
    names: HashMap<Span, Span>,
}

/// A Spring file as written.
#[derive(Debug)]
pub struct XmlFile {
    /// Relative to the root.
    pub path: PathBuf,
    /// Its elements.
    pub document: Document,
    /// Its definitions, inner beans inside of theirs.
    pub beans: Vec<BeanDefinition>,
}

/// A properties file as written.
#[derive(Debug)]
pub struct PropertiesFile {
    /// Relative to the root.
    pub path: PathBuf,
    /// Its entries.
    pub properties: Properties,
    /// Whether a configurer or another bean loaded it.
    pub is_loaded: bool,
}

impl XmlFile {
    /// The module in whose folder the file lies.
    #[must_use]
    pub fn module(&self) -> Option<&str> {
        self.path.strip_prefix(MODULES).ok()?.iter().next()?.to_str()
    }
}

impl PropertiesFile {
    fn has_a_purpose_of_its_own(&self) -> bool {
        let is = |name: &str| self.path.file_name().is_some_and(|file| file == name);
        is(own::FILE)
            || is(kafka::FILE_NAME)
            || is("db.properties") && !self.is_loaded
            || self.path.starts_with(MODULES) && self.is_defaults()
    }

    fn is_defaults(&self) -> bool {
        self.path.to_string_lossy().ends_with("defaults.properties")
    }
}

/// A text that a bus bean has in the end.
#[derive(Clone, Copy, Debug)]
pub struct TextValue<'a> {
    /// The bean.
    pub bean: &'a Arc<Bean>,
    /// The property's name.
    pub property: &'a str,
    /// The text.
    pub text: &'a Text,
    /// How it came there.
    pub origin: &'a Origin,
}

impl TextValue<'_> {
    /// Whether the text stands in the definition itself, brought in by no placeholder.
    #[must_use]
    pub fn is_written(&self) -> bool {
        matches!(self.origin.steps(), [Step::Written(_)])
    }

    /// Where the text itself was written: in a properties file, if a placeholder brought it in.
    #[must_use]
    pub fn source(&self) -> Option<Span> {
        let steps = || self.origin.steps().iter().rev();
        let entry = steps().find(|step| matches!(step, Step::Property { .. }));
        entry.into_iter().chain(steps()).find_map(|step| Origin::of(step.clone()).span())
    }
}

/// The part of a subject that needs the sources to itself.
#[derive(Debug, Default)]
pub(super) struct Readings {
    documents: Vec<XmlFile>,
    idle: Vec<XmlFile>,
    properties: Vec<PropertiesFile>,
    read: BTreeSet<PathBuf>,
}

impl Readings {
    /// Reads every file of the sources again as it is written, and gives a place to those that were never read.
    pub(super) fn of(survey: &Survey, sources: &mut Sources, root: &Path, host: &Host) -> Self {
        let mut readings = Self::default();
        let files: Vec<(FileId, PathBuf)> =
            sources.iter().map(|(id, file)| (id, file.path().to_owned())).collect();
        for (file, path) in files {
            // `file:` names it from the file system's root on.
            readings.read.insert(path.strip_prefix(root).unwrap_or(&path).to_owned());
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("xml") => readings.xml(file, path, sources, host),
                Some("properties") => {
                    let is_loaded = survey.properties_files.contains(&file);
                    readings.properties(file, path, is_loaded, sources);
                }
                _ => {}
            }
        }
        for folder in survey.layout.folders.values() {
            let unread: Vec<&PathBuf> =
                folder.files().filter(|path| !readings.read.contains(*path)).collect();
            for path in unread {
                let spring = folder.spring_files().any(|file| file == path);
                if !(spring && readings.idle(path, sources, root, host)) {
                    sources.add(path, "", Encoding::default());
                }
            }
        }
        readings
    }

    /// Reads a file that loading passed over; `false` when there is nothing to be had from it. Only a well-formed
    /// file's text is kept, since only its secrets are known.
    fn idle(&mut self, path: &Path, sources: &mut Sources, root: &Path, host: &Host) -> bool {
        let Ok(bytes) = host.files.read(&root.join(path), READ_LIMIT) else { return false };
        let mut unheard = Diagnostics::new();
        if xml::parse(&bytes, path, &mut Sources::default(), &mut unheard).is_none() {
            return false;
        }
        let Some(document) = xml::parse(&bytes, path, sources, &mut unheard) else { return false };
        let beans = written::beans(&document, host, sources);
        self.idle.push(XmlFile { path: path.to_owned(), document, beans });
        true
    }

    fn xml(&mut self, file: FileId, path: PathBuf, sources: &mut Sources, host: &Host) {
        if let Some(document) = xml::tree(file, sources) {
            let beans = written::beans(&document, host, sources);
            self.documents.push(XmlFile { path, document, beans });
        }
    }

    fn properties(&mut self, file: FileId, path: PathBuf, is_loaded: bool, sources: &mut Sources) {
        if let Some(properties) = properties::entries(file, sources) {
            self.properties.push(PropertiesFile { path, properties, is_loaded });
        }
    }
}

/// The buses that a bean holds, if it is a hybrid one.
fn members(bean: &Bean) -> impl Iterator<Item = &Arc<Bean>> {
    let given = bean.properties.values().filter(|_| bean.class == HYBRID);
    given.filter_map(|property| match &property.value.value {
        Value::Bean(member) => Some(member),
        _ => None,
    })
}

impl<'a> Subject<'a> {
    /// Puts the parts together.
    pub(super) fn new(
        root: &'a Path,
        host: &'a Host,
        release: Release,
        survey: &'a Survey,
        sources: &'a Sources,
        readings: Readings,
    ) -> Self {
        let places = sources.iter().map(|(id, file)| (file.path().to_owned(), id)).collect();
        let Readings { documents, idle, properties, read } = readings;
        let definitions = documents.iter().flat_map(|file| &file.beans);
        let names = definitions.map(|definition| (definition.span, definition.name_span)).collect();
        let loading = Vec::new();
        Self {
            root,
            host,
            release,
            survey,
            sources,
            documents,
            idle,
            properties,
            loading,
            read,
            places,
            names,
        }
    }

    /// All bus beans that the server makes, those of the parent module first, and the members of hybrid buses behind
    /// theirs; each definition once.
    pub fn buses(&self) -> impl Iterator<Item = &Arc<Bean>> {
        let own = self.survey.configuration.iter().flat_map(|configuration| &configuration.beans);
        let top = self.survey.parent_beans.iter().chain(own);
        let spans: HashSet<Span> = top.clone().map(|bus| bus.span).collect();
        top.flat_map(move |bus| {
            let others = members(bus).filter(|member| !spans.contains(&member.span));
            std::iter::once(bus).chain(others).collect::<Vec<_>>()
        })
    }

    /// Every definition as written, inner beans among them.
    pub fn definitions(&self) -> impl Iterator<Item = &BeanDefinition> {
        self.documents.iter().flat_map(|file| &file.beans).flat_map(BeanDefinition::with_inner)
    }

    /// Every entry of every properties file that was read.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.properties.iter().flat_map(|file| &file.properties.entries)
    }

    /// The files that configurers load: all but busboot's own, Kafka's, the modules' defaults, and the server's database
    /// settings where nothing else loads them.
    pub fn credential_files(&self) -> impl DoubleEndedIterator<Item = &PropertiesFile> {
        self.properties.iter().filter(|file| !file.has_a_purpose_of_its_own())
    }

    /// The entries of the files that configurers load.
    pub fn credentials(&self) -> impl Iterator<Item = &Entry> {
        self.credential_files().flat_map(|file| &file.properties.entries)
    }

    /// The entry of this key in a file that a configurer loads; of several, the one that wins.
    #[must_use]
    pub fn credential(&self, key: &str) -> Option<&Entry> {
        self.credential_files().rev().find_map(|file| file.properties.get(key))
    }

    /// `kafka.producer.properties`, where a Kafka bus has read it.
    #[must_use]
    pub fn kafka(&self) -> Option<&Properties> {
        let file = self.properties.iter().find(|file| file.path.ends_with(kafka::FILE_NAME));
        file.map(|file| &file.properties)
    }

    /// The text values of all bus beans.
    pub fn values(&self) -> impl Iterator<Item = TextValue<'_>> {
        self.buses().flat_map(|bean| {
            bean.properties.iter().filter_map(|(property, given)| match &given.value.value {
                Value::Text(text) => Some(TextValue { bean, property, text, origin: &given.value.origin }),
                _ => None,
            })
        })
    }

    /// How each property value of all bus beans came by its text, numbers included.
    pub fn origins(&self) -> impl Iterator<Item = &Origin> {
        self.buses().flat_map(|bean| bean.properties.values()).map(|given| &given.value.origin)
    }

    /// Whether loading found something with this code.
    #[must_use]
    pub fn reported(&self, code: &str) -> bool {
        self.loading.contains(&code)
    }

    /// Whether loading read a file.
    fn was_read(&self, path: &Path) -> bool {
        self.read.contains(path)
    }

    /// Whether loading read a file, or ended at an error in front of it: a file that it did read names it, or has a
    /// wildcard that may mean it.
    #[must_use]
    pub fn may_be_read(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let named = || {
            let mut read = self.sources.iter().filter(|(_, file)| self.was_read(file.path()));
            read.any(|(_, file)| file.text().contains(&*name) || file.text().contains('*'))
        };
        self.was_read(path) || self.survey.configuration.is_none() && named()
    }

    /// The same for any file below a folder.
    #[must_use]
    pub fn may_read_below(&self, folder: &Path) -> bool {
        self.may_be_read(folder) || self.read.iter().any(|path| path.starts_with(folder))
    }

    /// Whether a Spring file that isn't loaded writes this path: once it is loaded, it finds the file there.
    #[must_use]
    pub fn is_named_by_idle(&self, path: &Path) -> bool {
        let texts = self.idle.iter().filter_map(|idle| self.sources.get(*self.places.get(&idle.path)?));
        texts.into_iter().any(|file| file.text().contains(&*path.to_string_lossy()))
    }

    /// What to type so that a file or folder is found elsewhere in the root, in a folder that may have to be made; nothing
    /// that overwrites another file.
    #[must_use]
    pub fn moving(&self, from: &Path, to: &Path) -> String {
        if self.host.files.kind(&self.root.join(to)).is_some() {
            return format!(
                "{} is there too: put into it what is missing there, and delete {}",
                to.display(),
                from.display()
            );
        }
        let folder = to.parent().filter(|folder| *folder != Path::new("") && from.parent() != Some(*folder));
        let made = folder.map(|folder| format!("mkdir -p {} && ", shell_path(folder))).unwrap_or_default();
        format!("in the root: {made}mv -n {} {}", shell_path(from), shell_path(to))
    }

    /// The beginning of a file that lies under `META-INF/cloudstack`, read or not.
    #[must_use]
    pub fn place(&self, path: &Path) -> Option<Span> {
        self.places.get(path).map(|&file| Span::new(file, 0, 0))
    }

    /// Where a bean has its name; its definition's start where it has none.
    #[must_use]
    pub fn name_of(&self, bean: &Bean) -> Span {
        self.names.get(&bean.span).copied().unwrap_or(bean.span)
    }
}
