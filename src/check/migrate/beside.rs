//! Properties files that lie beside the XML: a server finds them only where `classpath:` says, from the root on.

use std::path::{Path, PathBuf};

use crate::config::{Folder, MODULES};
use crate::source::{READ_LIMIT, Span};

use super::draft::Draft;
use super::view::{elements, texts};
use super::{StepKind, folders};

/// What loading says when it took such a file out of kindness.
const KINDNESS: &str = "resource-beside-xml";

/// Plans to put every file that was found beside the XML where its name says that it is.
pub(super) fn to_the_root(draft: &mut Draft<'_>) {
    if !draft.view.diagnostics.iter().any(|found| found.code == KINDNESS) {
        return;
    }
    let others = texts_of_others(draft);
    for path in properties_in_modules(draft) {
        let Some(rest) = below_module(&path) else { continue };
        if mentions(draft, &path.to_string_lossy()).is_empty() && !is_named(&path, &others) {
            let reason =
                format!("classpath:{} means this place, not the folder of the XML file", rest.display());
            draft.relocate(&path, rest, reason);
        }
    }
}

/// Plans to take along what the moved files name by its path in the folder that they leave.
pub(super) fn along(draft: &mut Draft<'_>) {
    let moved: Vec<(PathBuf, PathBuf)> = folders::moves(&draft.steps)
        .filter_map(|step| Some((step.path.parent()?.to_owned(), step.to.as_ref()?.parent()?.to_owned())))
        .collect();
    let others = texts_of_others(draft);
    for path in properties_in_modules(draft) {
        let Some((from, to)) = moved.iter().find(|(from, _)| path.starts_with(from)) else { continue };
        let Ok(rest) = path.strip_prefix(from) else { continue };
        let places = mentions(draft, &path.to_string_lossy());
        let moving = draft.moving();
        let by_moved_only = places.iter().all(|(file, _)| moving.contains(file));
        let is_free = by_moved_only && !is_named(&path, &others);
        if places.is_empty() || !is_free || draft.destination(&path) != path {
            continue;
        }
        let destination = to.join(rest);
        for (file, span) in places {
            draft.edit(span, destination.to_string_lossy());
            draft.step(
                StepKind::Location,
                span,
                format!("{} goes along with {}", path.display(), file.display()),
            );
        }
        draft.relocate(&path, destination, "a file that moves names it");
    }
}

/// Properties files under `META-INF/cloudstack` that were read because a file names them.
fn properties_in_modules(draft: &Draft<'_>) -> Vec<PathBuf> {
    let own = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.starts_with(MODULES)
            && name.ends_with(".properties")
            && !name.ends_with("defaults.properties")
            && name != "module.properties"
    };
    let mut paths: Vec<PathBuf> = draft.view.paths().filter(own).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// The path below the module's folder.
fn below_module(path: &Path) -> Option<PathBuf> {
    let mut components = path.strip_prefix(MODULES).ok()?.components();
    components.next()?;
    Some(components.as_path().to_owned())
}

/// The Spring files of other folders, which aren't read otherwise.
fn texts_of_others(draft: &Draft<'_>) -> Vec<String> {
    let read = draft.view.spring_files();
    let files = draft.view.survey.layout.folders.values().flat_map(Folder::spring_files);
    let bytes = files
        .filter(|file| !read.contains(file))
        .filter_map(|file| draft.host.files.read(&draft.root.join(file), READ_LIMIT).ok());
    bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

/// Whether one of these texts has this path: what it means by that must stay there.
fn is_named(path: &Path, texts: &[String]) -> bool {
    let path = path.to_string_lossy();
    texts.iter().any(|text| text.contains(&*path))
}

/// Where Spring files write this path.
fn mentions(draft: &Draft<'_>, path: &str) -> Vec<(PathBuf, Span)> {
    let mut places = Vec::new();
    for file in draft.view.spring_files() {
        let Some(document) = draft.view.document(&file) else { continue };
        for span in elements(document).into_iter().flat_map(texts) {
            let text = draft.view.sources.slice(span);
            places.extend(text.match_indices(path).map(|(at, _)| {
                let start = span.start + at;
                (file.clone(), Span::new(span.file, start, start + path.len()))
            }));
        }
    }
    places
}
