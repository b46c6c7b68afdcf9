//! Buses in a module whose beans are not registered as buses.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::classes::BusClasses;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "unregistered-module",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A bus is defined in a module that registers none.",
        why: "Only the module event (until 4.19: core) hands its buses to those who publish. A bean elsewhere \
              is made and connects, and gets no event.",
        example: "META-INF/cloudstack/storage/spring-event-bus-context.xml",
        fix: "Move the bean to META-INF/cloudstack/event (until 4.19: core).",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for file in &subject.idle {
        let Some(module) = file.module().filter(|module| !["core", "event"].contains(module)) else {
            continue;
        };
        if !subject.survey.layout.is_module(module) {
            continue;
        }
        for bean in &file.beans {
            let Some(class) = bean.class.as_ref().filter(|class| BusClasses::is_bus(&class.text)) else {
                continue;
            };
            let wanted = subject.release.module();
            found.push(
                Diagnostic::error(RULE.name, format!("the bus {} is in the module {module}", bean.name))
                    .at(class.span, "made, but never registered: it gets no event")
                    .note(format!("{} looks for buses in the module {wanted}", subject.release))
                    .help(format!("move the bean to a file in META-INF/cloudstack/{wanted}")),
            );
        }
    }
}
