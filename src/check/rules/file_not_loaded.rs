//! Files in the right folder with a name that no server loads.

use std::path::Path;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::{self, MODULES};
use crate::diagnostic::{Diagnostic, Severity, shell_path};
use crate::source::FileKind;

pub(in crate::check) const RULE: Rule = Rule {
    name: "file-not-loaded",
    levels: Levels::AsFound,
    docs: Docs {
        what: "A file looks like a module's Spring file, and its name or place keeps it from being loaded.",
        why: "A server loads the files whose names end in context.xml, context-inheritable.xml or \
              context-override.xml, in lower case, directly in the folder. It says nothing about the others.",
        example: "META-INF/cloudstack/event/spring-event-bus.xml\n\
                  META-INF/cloudstack/event/Spring-Event-Bus-Context.XML\n\
                  META-INF/cloudstack/event/spring-event-bus-context.xml.bak",
        fix: "Rename the file so that its name ends in context.xml, or put copies elsewhere.",
    },
    finder: Finder::Own(check),
};

/// What the names of a module's files end in.
const ENDING: &str = "context.xml";

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for name in ["core", "event"] {
        let folder = subject.survey.layout.folder(name);
        // Where a file is all there is, it is no copy, whatever its name says.
        let alone = !folder.has_context();
        for path in folder.others {
            let full = subject.root.join(&path);
            let directory = subject.host.files.kind(&full) == Some(FileKind::Directory);
            let suspect = if directory {
                spring_files(subject, &path).next().is_some() && !subject.may_read_below(&path)
            } else {
                looks_like_spring(&path) && !subject.may_be_read(&path)
            };
            if suspect {
                found.push(ignored(subject, &path, directory, alone));
            }
        }
    }
    for directory in ["", "META-INF", MODULES] {
        found.extend(astray(subject, Path::new(directory)));
    }
}

/// Files of a directory that is no module's folder whose names are those of a module's files.
fn astray(subject: &Subject<'_>, directory: &Path) -> Vec<Diagnostic> {
    let module = Path::new(MODULES).join(subject.release.module());
    let entries = subject.host.files.entries(&subject.root.join(directory)).unwrap_or_default();
    let files =
        entries.iter().filter(|entry| !entry.directory && entry.name.to_lowercase().ends_with(ENDING));
    let paths = files.map(|entry| directory.join(&entry.name)).filter(|path| subject.place(path).is_none());
    paths
        .map(|path| {
            let to = module.join(path.file_name().unwrap_or_default());
            Diagnostic::warning(RULE.name, format!("{} is not loaded", path.display()))
                .note("it lies in no module's folder, where alone a server looks")
                .help(subject.moving(&path, &to))
        })
        .collect()
}

fn looks_like_spring(path: &Path) -> bool {
    path.to_string_lossy().to_lowercase().contains(".xml")
}

/// The names of the XML files that lie directly in a folder.
fn spring_files(subject: &Subject<'_>, folder: &Path) -> impl Iterator<Item = String> {
    let entries = subject.host.files.entries(&subject.root.join(folder)).unwrap_or_default();
    entries.into_iter().map(|entry| entry.name).filter(|name| name.to_lowercase().ends_with(".xml"))
}

fn ignored(subject: &Subject<'_>, path: &Path, directory: bool, alone: bool) -> Diagnostic {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_copy = !directory && !name.to_lowercase().ends_with(".xml");
    let folder = path.parent().unwrap_or(path);
    let meant = original(&name).filter(|_| is_copy && alone);
    let severity = if is_copy && meant.is_none() { Severity::Note } else { Severity::Warning };
    let diagnostic = Diagnostic::new(severity, RULE.name, format!("{} is not loaded", path.display()))
        .at_maybe(subject.place(path), "ignored without a log line")
        .note(config::why_not(path, directory));
    if let Some(meant) = meant {
        return diagnostic.help(subject.moving(path, &folder.join(meant)));
    }
    if is_copy {
        return diagnostic;
    }
    diagnostic.help(if directory {
        let moves = spring_files(subject, path).map(|name| {
            format!("mv -n {} {}", shell_path(&path.join(&name)), shell_path(&folder.join(loadable(&name))))
        });
        format!("in the root: {}", moves.collect::<Vec<_>>().join(" && "))
    } else {
        subject.moving(path, &folder.join(loadable(&name)))
    })
}

/// The name of the file that a name such as `spring-context.xml.txt` is a copy of.
fn original(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let end = lower.find(ENDING)? + ENDING.len();
    lower.get(..end).filter(|name| !name.starts_with(['.', '#'])).map(str::to_owned)
}

/// The name that the file probably should have.
fn loadable(name: &str) -> String {
    let name = name.to_lowercase();
    match name.strip_suffix(".xml") {
        Some(stem) if !stem.ends_with("context") => format!("{stem}-context.xml"),
        _ => name,
    }
}
