//! Files in the right folder with a name that no server loads.

use std::path::Path;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config;
use crate::diagnostic::{Diagnostic, Severity, shell_path};
use crate::source::FileKind;

pub(in crate::check) const RULE: Rule = Rule {
    name: "file-not-loaded",
    levels: Levels::AsFound,
    docs: Docs {
        what: "A file in the folder of a module looks like a Spring file, and its name keeps it from being \
               loaded.",
        why: "A server loads the files whose names end in context.xml, context-inheritable.xml or \
              context-override.xml, in lower case, directly in the folder. It says nothing about the others.",
        example: "META-INF/cloudstack/event/spring-event-bus.xml\n\
                  META-INF/cloudstack/event/Spring-Event-Bus-Context.XML\n\
                  META-INF/cloudstack/event/spring-event-bus-context.xml.bak",
        fix: "Rename the file so that its name ends in context.xml, or put copies elsewhere.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for name in ["core", "event"] {
        for path in subject.survey.layout.folder(name).others {
            let full = subject.root.join(&path);
            let directory = subject.host.files.kind(&full) == Some(FileKind::Directory);
            let suspect = if directory { has_spring_file(subject, &full) } else { looks_like_spring(&path) };
            if suspect {
                found.push(ignored(subject, &path, directory));
            }
        }
    }
}

fn looks_like_spring(path: &Path) -> bool {
    path.to_string_lossy().to_lowercase().contains(".xml")
}

fn has_spring_file(subject: &Subject<'_>, directory: &Path) -> bool {
    let entries = subject.host.files.entries(directory).unwrap_or_default();
    entries.iter().any(|entry| entry.name.to_lowercase().ends_with(".xml"))
}

fn ignored(subject: &Subject<'_>, path: &Path, directory: bool) -> Diagnostic {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_copy = !directory && !name.to_lowercase().ends_with(".xml");
    let severity = if is_copy { Severity::Note } else { Severity::Warning };
    let diagnostic = Diagnostic::new(severity, RULE.name, format!("{} is not loaded", path.display()))
        .at_maybe(subject.place(path), "ignored without a log line")
        .note(config::why_not(path, directory));
    if is_copy {
        return diagnostic;
    }
    let folder = path.parent().unwrap_or(path);
    diagnostic.help(if directory {
        format!("in the root: mv {}/*context.xml {}/", shell_path(path), shell_path(folder))
    } else {
        format!("in the root: mv {} {}", shell_path(path), shell_path(&folder.join(loadable(&name))))
    })
}

/// The name that the file probably should have.
fn loadable(name: &str) -> String {
    let name = name.to_lowercase();
    match name.strip_suffix(".xml") {
        Some(stem) if !stem.ends_with("context") => format!("{stem}-context.xml"),
        _ => name,
    }
}
