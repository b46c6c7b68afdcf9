//! Folders under `META-INF/cloudstack` that are no module.

use std::path::Path;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config;
use crate::diagnostic::{Diagnostic, Severity, shell_word};

pub(in crate::check) const RULE: Rule = Rule {
    name: "unknown-folder",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A folder under META-INF/cloudstack is no module of the server.",
        why: "A module exists where a module.properties is on the class path. A server ignores any other \
              folder without a log line.",
        example: "META-INF/cloudstack/events/spring-event-bus-context.xml",
        fix: "Correct the folder's name: event since 4.20, core before. To make a module of one's own, put a \
              module.properties into it.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(misspelt(subject, Path::new(""), "META-INF"));
    found.extend(misspelt(subject, Path::new("META-INF"), "cloudstack"));
    for (name, folder) in &subject.survey.layout.folders {
        if subject.survey.layout.is_module(name) || folder.files().next().is_none() {
            continue;
        }
        let place = folder.files().next().and_then(|path| subject.place(path));
        let diagnostic =
            Diagnostic::warning(RULE.name, format!("{name} is no module: the folder is ignored"))
                .at_maybe(place, "in a folder that no server looks into")
                .note("a module needs a module.properties, in the server's jars or here");
        let module = subject.release.module();
        found.push(match config::nearest(name, [module]) {
            Some(_) if folder.has_context() && subject.buses().next().is_none() => {
                diagnostic.help(config::migrating(subject.root, &subject.release.to_string()))
            }
            Some(near) => diagnostic.help(format!(
                "in the root: mkdir -p META-INF/cloudstack/{near} && mv -n {}/* META-INF/cloudstack/{near}/",
                shell_word(&format!("META-INF/cloudstack/{name}"))
            )),
            None => diagnostic.help(format!("put the bus into META-INF/cloudstack/{module}")),
        });
    }
}

/// Folders with a name like the one that a server looks for, where that one is missing.
fn misspelt(subject: &Subject<'_>, directory: &Path, wanted: &str) -> Vec<Diagnostic> {
    let entries = subject.host.files.entries(&subject.root.join(directory)).unwrap_or_default();
    if entries.iter().any(|entry| entry.name == wanted) {
        return Vec::new();
    }
    let like = |name: &str| config::nearest(name, [wanted]).is_some();
    let folders = entries.iter().filter(|entry| entry.directory && like(&entry.name));
    folders
        .map(|entry| {
            let (path, to) = (directory.join(&entry.name), directory.join(wanted));
            Diagnostic::warning(
                RULE.name,
                format!("{} is a folder that no server looks into", path.display()),
            )
            .note(format!("it looks into {}; upper and lower case count", to.display()))
            .help(subject.moving(&path, &to))
        })
        .collect()
}
