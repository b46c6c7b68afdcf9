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
use crate::spring::resource::{is_pattern, matches_pattern};
use crate::spring::xml::{Attribute, Document, Element};

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
    /// A text that names the folder that files leave, for the one that they come to.
    fn renamed(&self, text: &str) -> String {
        text.replacen(&*self.from.to_string_lossy(), &self.to.to_string_lossy(), 1)
    }

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

/// The names of the beans that move with the buses and that others may refer to: all but those that only serve buses.
pub(super) fn companions(draft: &Draft<'_>) -> Vec<String> {
    let moving = draft.moving();
    let documents = moving.iter().filter_map(|path| draft.view.document(path));
    let beans = documents.flat_map(|document| document.root().elements().collect::<Vec<_>>());
    let others = beans.filter(|bean| {
        let serves = |class: &str| BusClasses::is_bus(class) || is_support_class(class);
        bean.local() == "bean" && bean.attribute("class").is_some_and(|class| !serves(&class.value))
    });
    others.filter_map(|bean| Some(bean.attribute("id")?.value.clone())).collect()
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
            Some(class) => is_support_class(&class.value),
            None => element.local() == "property-placeholder",
        })
}

fn is_support_class(class: &str) -> bool {
    class.ends_with("Configurer") || class.starts_with("org.jasypt.")
}

/// The file and everything that it imports.
fn closure(draft: &Draft<'_>, path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    let mut at = 0;
    while let Some(file) = found.get(at).cloned() {
        for imported in imports(draft, &file).into_iter().flat_map(|import| import.files) {
            if !found.contains(&imported) {
                found.push(imported);
            }
        }
        at += 1;
    }
    found
}

/// An import of files under the root.
struct Import {
    /// Where it is written.
    span: Span,
    /// What is written.
    text: String,
    /// Whether it names the way from the root on, and not from the file.
    from_root: bool,
    /// The files that it names; any number of those that were read where it is a pattern.
    files: Vec<PathBuf>,
}

/// The imports of a file that was read, by `classpath:` or relative to it.
fn imports(draft: &Draft<'_>, path: &Path) -> Vec<Import> {
    let Some(document) = draft.view.document(path) else { return Vec::new() };
    let directory = path.parent().unwrap_or(Path::new(""));
    let imports = elements(document).into_iter().filter(|element| element.local() == "import");
    let resources = imports.filter_map(|element| element.attribute("resource"));
    let import = |resource: &Attribute| {
        let text = &resource.value;
        let root = format!("file:{}/", draft.root.display());
        let prefixes = ["classpath*:", "classpath:", &root];
        let way = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
        let target = match way {
            Some(way) => joined(Path::new(""), way),
            None if text.starts_with('/') => return None,
            None => joined(directory, text),
        };
        if way.unwrap_or(text).contains([':', '$']) {
            return None;
        }
        let files = if is_pattern(text) { matching(draft, &target) } else { vec![target] };
        Some(Import { span: resource.value_span, text: text.clone(), from_root: way.is_some(), files })
    };
    resources.filter_map(import).collect()
}

fn matching(draft: &Draft<'_>, pattern: &Path) -> Vec<PathBuf> {
    let pattern = pattern.to_string_lossy();
    let read = draft.view.spring_files().into_iter();
    read.filter(|path| matches_pattern(&pattern, &path.to_string_lossy())).collect()
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

/// Moves what a moving file imports from the same folder, unless a file that stays needs it there; an import that would
/// not find its file any more is written anew.
fn imports_along(draft: &mut Draft<'_>, folders: &Folders, path: &Path, kept: &BTreeSet<PathBuf>) {
    for file in closure(draft, path) {
        if !file.starts_with(&folders.from) || kept.contains(&file) {
            continue;
        }
        if file != path {
            let reason = format!("{} imports it", path.display());
            draft.relocate(&file, folders.destination(&file), reason);
        }
        for import in imports(draft, &file) {
            let stays = import.files.iter().find(|imported| kept.contains(*imported));
            let (text, reason) = match (import.from_root, stays) {
                (false, Some(stays)) if stays.starts_with(&folders.from) => (
                    relative(&folders.destination(&file), stays),
                    format!("{} stays where it is, since a file that stays needs it", stays.display()),
                ),
                (true, None) => (folders.renamed(&import.text), "it names what moves".to_owned()),
                _ => continue,
            };
            if text != import.text {
                draft.edit(import.span, text);
                draft.step(StepKind::Import, import.span, reason);
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
