//! The module of the buses is excluded.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "excluded-module",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A defaults file excludes the module in which buses count.",
        why: "An excluded module isn't loaded, nor is any module below it: no bus is made and no event is \
              published.",
        example: "modules.exclude=event",
        fix: "Remove the module's name from modules.exclude, or set modules.include.event=true.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let module = subject.release.module();
    // What excludes an ancestor excludes its descendants.
    for name in ["core", module] {
        if !subject.survey.excluded_modules.contains(name) {
            continue;
        }
        let include = format!("modules.include.{name}");
        let entry = subject.entries().find(|entry| {
            entry.key == include
                || entry.key == "modules.exclude"
                    && entry.value.split(',').any(|listed| listed.trim() == name)
        });
        // What loading says of that: that there is nothing to load.
        found.retain(|other| other.code != "module-empty");
        found.push(
            Diagnostic::error(RULE.name, format!("the module {name} is excluded"))
                .at_maybe(entry.map(|entry| entry.value_span), "excluded here")
                .note("an excluded module isn't loaded: its buses are never made")
                .help(format!("remove {name} here")),
        );
        return;
    }
}
