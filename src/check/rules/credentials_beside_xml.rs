//! Properties files in the folder of a module.

use std::path::{Path, PathBuf};

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "credentials-beside-xml",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A properties file lies beside the XML files of a module and nothing reads it.",
        why: "classpath: means the root, /etc/cloudstack/management, not the folder of the file that names it. \
              A properties file in META-INF/cloudstack is not found.",
        example: "META-INF/cloudstack/event/cred.properties",
        fix: "Move the file into the root.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for folder in subject.survey.layout.folders.values() {
        let properties =
            |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "properties");
        let unread = |path: &&PathBuf| !subject.may_be_read(path) && !subject.is_named_by_idle(path);
        for path in folder.others.iter().filter(properties).filter(unread) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            found.push(
                Diagnostic::warning(RULE.name, format!("{} is read by nobody", path.display()))
                    .at_maybe(subject.place(path), "not on the class path by this name")
                    .note(format!("classpath:{name} is {name} in the root"))
                    .help(subject.moving(path, Path::new(&name))),
            );
        }
    }
}
