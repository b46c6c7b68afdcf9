//! Buses in `event` for a release that has no such module.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "newer-folder",
    levels: Levels::AsFound,
    docs: Docs {
        what: "A Spring file lies in META-INF/cloudstack/event, for a release that looks in core.",
        why: "Until 4.19 there is no module event: the folder is ignored without a log line, and no event is \
              published.",
        example: "META-INF/cloudstack/event/spring-event-bus-context.xml, on a 4.19 server",
        fix: "Move the file to META-INF/cloudstack/core, as busboot migrate does, or upgrade the server.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    if subject.release.has_event_module() {
        return;
    }
    let layout = &subject.survey.layout;
    let used = layout.folder("core").has_context();
    if layout.folder("event").has_context() {
        // What follows says better why there is nothing to load.
        found.retain(|other| other.code != "module-empty");
    }
    for path in layout.folder("event").spring_files() {
        let message = format!("{} has no module event: {} is ignored", subject.release, path.display());
        let severity = if used { Severity::Note } else { Severity::Error };
        let diagnostic = Diagnostic::new(severity, RULE.name, message)
            .at_maybe(subject.place(path), "ignored without a log line");
        found.push(if used {
            diagnostic.note("the file in core is used; this one counts from 4.20 on")
        } else {
            diagnostic.help(config::migrating(subject.root, &subject.release.to_string()))
        });
    }
}
