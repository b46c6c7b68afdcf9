//! Moves the Spring files that define buses from one module's folder to another's, with what they import from beside
//! them.
//!
//! A file without a bus stays: its beans may be the administrator's own, and those of `core` can still be referred to
//! from `event`. Only a configurer, which works on the beans of its own module alone, goes along when no file that
//! stays has a placeholder left for it.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::config::classes::BusClasses;
use crate::config::{Folder, MODULES};
use crate::source::Span;
use crate::spring::xml::{Document, Element};

use super::draft::Draft;
use super::view::elements;
use super::{Refusal, Step, StepKind};

/// Plans the move of all bus files of the folder `from` to the folder `to`.
pub(super) fn relocate(draft: &mut Draft<'_>, from: &str, to: &str, reason: &str) -> Result<(), Refusal> {
    let folders = Folders { from: Path::new(MODULES).join(from), to: Path::new(MODULES).join(to) };
    let tops = tops(draft, &draft.view.survey.layout.folder(from), from);
    let (mut moving, mut staying): (Vec<Top>, Vec<Top>) = tops.into_iter().partition(|top| top.has_bus);
    let is_needed_here = staying.iter().any(|top| !top.is_support && top.has_placeholder);
    if !is_needed_here {
        let (support, rest) = staying.into_iter().partition(|top| top.is_support);
        staying = rest;
        for top in Vec::<Top>::from_iter(support) {
            let path = folders.destination(&top.path);
            draft.relocate(&top.path, path, "a configurer resolves placeholders only in its own module");
            moving.push(top);
        }
    }
    for top in moving.iter().filter(|top| top.has_bus) {
        draft.relocate(&top.path, folders.destination(&top.path), reason);
    }
    let kept: BTreeSet<PathBuf> = staying.iter().flat_map(|top| closure(draft, &top.path)).collect();
    for top in &moving {
        imports_along(draft, &folders, &top.path, &kept);
    }
    Ok(())
}

struct Folders {
    from: PathBuf,
    to: PathBuf,
}

impl Folders {
    fn destination(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.from).map_or_else(|_| path.to_owned(), |rest| self.to.join(rest))
    }
}

/// A file that a server loads by itself.
struct Top {
    path: PathBuf,
    has_bus: bool,
    /// Defines configurers and what they decrypt with, and nothing else.
    is_support: bool,
    has_placeholder: bool,
}

/// Files that are inherited by other modules stay where they are.
fn tops(draft: &Draft<'_>, folder: &Folder, name: &str) -> Vec<Top> {
    let own = folder.contexts.iter().chain(&folder.overrides);
    own.filter(|path| path.starts_with(Path::new(MODULES).join(name))).map(|path| top(draft, path)).collect()
}

fn top(draft: &Draft<'_>, path: &Path) -> Top {
    let view = draft.view;
    let files = closure(draft, path);
    let has_bus = files.iter().any(|file| {
        let made = view.buses().iter().any(|bus| view.file(file) == Some(bus.span.file));
        made || view.document(file).is_some_and(|document| defines_bus(draft, document))
    });
    let is_support = view.document(path).is_some_and(|document| is_support(document.root()));
    let text = view.file(path).and_then(|file| view.sources.get(file)).map(|file| file.text());
    Top {
        path: path.to_owned(),
        has_bus,
        is_support,
        has_placeholder: text.is_some_and(|text| text.contains("${")),
    }
}

/// By its class or, where a later file replaces a part of it, by its name.
fn defines_bus(draft: &Draft<'_>, document: &Document) -> bool {
    elements(document).into_iter().filter(|element| element.local() == "bean").any(|bean| {
        let is = |name: &str, test: &dyn Fn(&str) -> bool| {
            bean.attribute(name).is_some_and(|attribute| test(&attribute.value))
        };
        is("class", &BusClasses::is_bus)
            || is("id", &|id| draft.view.buses().iter().any(|bus| bus.name == id))
    })
}

fn is_support(root: Element<'_>) -> bool {
    let mut children = root.elements().filter(|element| element.local() != "description").peekable();
    children.peek().is_some()
        && children.all(|element| match element.attribute("class") {
            Some(class) => class.value.ends_with("Configurer") || class.value.starts_with("org.jasypt."),
            None => element.local() == "property-placeholder",
        })
}

/// The file and everything that it imports relative to itself.
fn closure(draft: &Draft<'_>, path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    let mut at = 0;
    while let Some(file) = found.get(at).cloned() {
        for (_, imported) in imports(draft, &file) {
            if !found.contains(&imported) {
                found.push(imported);
            }
        }
        at += 1;
    }
    found
}

/// The relative imports of a file that was read: where each is written, and which file it names.
fn imports(draft: &Draft<'_>, path: &Path) -> Vec<(Span, PathBuf)> {
    let Some(document) = draft.view.document(path) else { return Vec::new() };
    let directory = path.parent().unwrap_or(Path::new(""));
    let imports = elements(document).into_iter().filter(|element| element.local() == "import");
    let resources = imports.filter_map(|element| element.attribute("resource"));
    resources
        .filter(|resource| !resource.value.contains([':', '$', '*', '?']) && !resource.value.starts_with('/'))
        .map(|resource| (resource.value_span, joined(directory, &resource.value)))
        .collect()
}

/// A relative path from a directory, `.` and `..` resolved.
fn joined(directory: &Path, relative: &str) -> PathBuf {
    let mut path = directory.to_owned();
    for component in Path::new(relative).components() {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    path
}

/// Moves what a moving file imports from the same folder, unless a file that stays needs it there: then the import is
/// written anew.
fn imports_along(draft: &mut Draft<'_>, folders: &Folders, path: &Path, kept: &BTreeSet<PathBuf>) {
    for file in closure(draft, path) {
        if !file.starts_with(&folders.from) {
            continue;
        }
        if file != path && !kept.contains(&file) {
            let reason = format!("{} imports it", path.display());
            draft.relocate(&file, folders.destination(&file), reason);
        }
        if kept.contains(&file) {
            continue;
        }
        for (span, imported) in imports(draft, &file) {
            if imported.starts_with(&folders.from) && kept.contains(&imported) {
                let target = relative(&folders.destination(&file), &imported);
                draft.edit(span, target);
                let reason =
                    format!("{} stays where it is, since a file that stays needs it", imported.display());
                draft.step(StepKind::Import, span, reason);
            }
        }
    }
}

/// How a file names another one by a path relative to itself.
fn relative(from: &Path, to: &Path) -> String {
    let directory: Vec<Component<'_>> = from.parent().unwrap_or(Path::new("")).components().collect();
    let target: Vec<Component<'_>> = to.components().collect();
    let shared = directory.iter().zip(&target).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..".to_owned(), directory.len() - shared);
    let down = target.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The steps that move a file, for who asks which these are.
pub(super) fn moves(steps: &[Step]) -> impl Iterator<Item = &Step> {
    steps.iter().filter(|step| step.to.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_between_folders() {
        let path = |text: &str| Path::new(MODULES).join(text);
        assert_eq!(relative(&path("event/a.xml"), &path("core/b.xml")), "../core/b.xml");
        assert_eq!(relative(&path("event/sub/a.xml"), &path("core/b.xml")), "../../core/b.xml");
        assert_eq!(joined(&path("event"), "./sub/../../core/b.xml"), path("core/b.xml"));
    }
}
