//! What rules look at: the files as they lie and as they are written, and the configuration that they make.
//!
//! In: a survey of the root and the files that it read. Out: questions that several rules ask. Finds nothing itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Survey;
use crate::source::{FileId, Host, Sources, Span};
use crate::spring::beans::BeanDefinition;
use crate::spring::context::Bean;
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
    /// The properties files that were read, in that order.
    pub properties: Vec<PropertiesFile>,
    places: BTreeMap<PathBuf, FileId>,
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
}

/// The part of a subject that needs the sources to itself.
#[derive(Debug, Default)]
pub(super) struct Readings {
    documents: Vec<XmlFile>,
    properties: Vec<PropertiesFile>,
}

impl Readings {
    /// Reads every file of the sources again as it is written, and gives a place to those that were never read.
    pub(super) fn of(survey: &Survey, sources: &mut Sources, host: &Host) -> Self {
        let mut readings = Self::default();
        let files: Vec<(FileId, PathBuf)> =
            sources.iter().map(|(id, file)| (id, file.path().to_owned())).collect();
        for (file, path) in files {
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("xml") => readings.xml(file, path, sources, host),
                Some("properties") => readings.properties(file, path, sources),
                _ => {}
            }
        }
        for path in survey.layout.folders.values().flat_map(|folder| &folder.others) {
            if !sources.iter().any(|(_, file)| file.path() == path) {
                sources.add(path, "", crate::source::Encoding::default());
            }
        }
        readings
    }

    fn xml(&mut self, file: FileId, path: PathBuf, sources: &mut Sources, host: &Host) {
        if let Some(document) = xml::tree(file, sources) {
            let beans = written::beans(&document, host, sources);
            self.documents.push(XmlFile { path, document, beans });
        }
    }

    fn properties(&mut self, file: FileId, path: PathBuf, sources: &mut Sources) {
        if let Some(properties) = properties::entries(file, sources) {
            self.properties.push(PropertiesFile { path, properties });
        }
    }
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
        let Readings { documents, properties } = readings;
        Self { root, host, release, survey, sources, documents, properties, places }
    }

    /// All bus beans that the server makes, those of the parent module first.
    pub fn buses(&self) -> impl Iterator<Item = &Arc<Bean>> {
        let own = self.survey.configuration.iter().flat_map(|configuration| &configuration.beans);
        self.survey.parent_beans.iter().chain(own)
    }

    /// Every definition as written, inner beans left out.
    pub fn definitions(&self) -> impl Iterator<Item = &BeanDefinition> {
        self.documents.iter().flat_map(|file| &file.beans)
    }

    /// Every entry of every properties file that was read, with its file.
    pub fn entries(&self) -> impl Iterator<Item = (&PropertiesFile, &Entry)> {
        self.properties.iter().flat_map(|file| file.properties.entries.iter().map(move |entry| (file, entry)))
    }

    /// The beginning of a file that lies under `META-INF/cloudstack`, read or not.
    #[must_use]
    pub fn place(&self, path: &Path) -> Option<Span> {
        self.places.get(path).map(|&file| Span::new(file, 0, 0))
    }

    /// Where a bean has its name; its definition's start where it has none.
    #[must_use]
    pub fn name_of(&self, bean: &Bean) -> Span {
        let written = self.definitions().find(|definition| definition.span == bean.span);
        written.map_or(bean.span, |definition| definition.name_span)
    }
}
