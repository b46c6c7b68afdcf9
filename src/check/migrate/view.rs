//! What one module of a root comes to, or, for a folder that is no module, what is written in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::kafka::FILE_NAME;
use crate::config::settings::KafkaSettings;
use crate::config::{self, Module, ModuleChoice, Survey, own};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Host, READ_LIMIT, Sources, Span};
use crate::spring::context::Bean;
use crate::spring::properties::{self, Properties};
use crate::spring::xml::{self, Document, Element, Node};

use super::Job;

/// The code of the error that a module without files gives: then it has no bus, and nothing is wrong.
const EMPTY: &str = "module-empty";

/// Codes of findings about busboot's own settings, where these have no place in a file.
const OWN: [&str; 3] = ["certificate-expiring", "setting-value", "unknown-setting"];

/// A reading of one folder under `META-INF/cloudstack`.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) survey: Survey,
    pub(super) sources: Sources,
    pub(super) diagnostics: Diagnostics,
    documents: Vec<(PathBuf, Document)>,
    properties: Vec<(PathBuf, Properties)>,
}

impl View {
    /// Loads a module as a server of a release with this module would. No secret is needed.
    pub(super) fn of(job: &Job<'_>, host: &Host, module: Module) -> Self {
        let mut view = Self::default();
        let request = config::Request {
            root: job.root,
            host,
            module: ModuleChoice::Only(module),
            as_spring: false,
            with_buses: true,
            secrets: job.secrets,
            flags: job.flags,
        };
        view.survey = config::survey(&request, &mut view.sources, &mut view.diagnostics);
        let files: Vec<(FileId, PathBuf)> =
            view.sources.iter().map(|(id, file)| (id, file.path().to_owned())).collect();
        for (file, path) in files {
            if has_extension(&path, "properties") {
                let entries = properties::entries(file, &mut view.sources);
                view.properties.extend(entries.map(|entries| (path, entries)));
            } else if has_extension(&path, "xml") {
                view.documents.extend(xml::tree(file, &view.sources).map(|document| (path, document)));
            }
        }
        view
    }

    /// Only reads the files, as a folder that is no module can't be loaded.
    pub(super) fn written(job: &Job<'_>, files: &[PathBuf]) -> Self {
        let mut view = Self::default();
        for path in files {
            if let Ok(bytes) = job.host.files.read(&job.root.join(path), READ_LIMIT) {
                let document = xml::parse(&bytes, path, &mut view.sources, &mut view.diagnostics);
                view.documents.extend(document.map(|document| (path.clone(), document)));
            }
        }
        config::comments::mark(&mut view.sources);
        view
    }

    /// The buses that were made.
    pub(super) fn buses(&self) -> &[Arc<Bean>] {
        self.survey.configuration.as_ref().map_or(&[], |configuration| &configuration.beans)
    }

    /// The settings of every Kafka producer that could be made, with the bus's id.
    pub(super) fn producers(&self) -> Vec<(&str, &KafkaSettings)> {
        let buses = self.survey.configuration.iter().flat_map(|configuration| &configuration.buses);
        buses.filter_map(|bus| Some((bus.id.as_str(), bus.settings.kafka()?))).collect()
    }

    /// Whether something is wrong with the beans: not that there are none, and not with Kafka's file or busboot's own,
    /// which have no part in them.
    pub(super) fn is_faulty(&self) -> bool {
        let kafka = self.file(Path::new(FILE_NAME));
        let mut errors = self.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        errors.any(|found| {
            found.code != EMPTY
                && (kafka.is_none() || found.span().map(|at| at.file) != kafka)
                && !is_own(found, &self.sources)
        })
    }

    /// The file of this path relative to the root, if it was read.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        self.sources.iter().find(|(_, file)| file.path() == path).map(|(id, _)| id)
    }

    /// The elements of a file that was read; of one that was read twice, those of the first reading.
    pub(super) fn document(&self, path: &Path) -> Option<&Document> {
        self.documents.iter().find(|(read, _)| read == path).map(|(_, document)| document)
    }

    /// The entries of a properties file that was read.
    pub(super) fn properties(&self, path: &Path) -> Option<&Properties> {
        self.properties.iter().find(|(read, _)| read == path).map(|(_, properties)| properties)
    }

    /// Paths of the Spring files that were read, each once; what the server's jars bring is left out.
    pub(super) fn spring_files(&self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = self.paths().filter(|path| has_extension(path, "xml")).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// Paths of all files that were read.
    pub(super) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        self.sources.iter().map(|(_, file)| file.path().to_owned())
    }
}

/// Whether a finding is about a setting of busboot's own, in its file or typed: no server reads it, and nothing moves it.
pub(super) fn is_own(found: &Diagnostic, sources: &Sources) -> bool {
    let file = found.span().and_then(|span| sources.get(span.file));
    file.map_or_else(|| OWN.contains(&found.code), |file| file.path() == Path::new(own::FILE))
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension == wanted)
}

/// All elements of a document, in the order in which they start.
pub(super) fn elements(document: &Document) -> Vec<Element<'_>> {
    let mut elements = Vec::new();
    let mut waiting = vec![document.root()];
    while let Some(element) = waiting.pop() {
        elements.push(element);
        let children: Vec<Element<'_>> = element.elements().collect();
        waiting.extend(children.into_iter().rev());
    }
    elements
}

/// All attributes of an element and its texts: where a location may be written.
pub(super) fn texts(element: Element<'_>) -> Vec<Span> {
    let attributes = element.attributes().iter().map(|attribute| attribute.value_span);
    let texts = element.children().filter_map(|node| match node {
        Node::Text { span, .. } => Some(span),
        Node::Element(_) | Node::Comment { .. } => None,
    });
    attributes.chain(texts).collect()
}
