//! Buses in `core`, where servers looked until 4.19.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::diagnostic::Severity;

pub(in crate::check) const RULE: Rule = Rule {
    name: "legacy-folder",
    levels: Levels::ByModule { core: None, event: Some(Severity::Error) },
    docs: Docs {
        what: "A bus is configured in META-INF/cloudstack/core, for a release that looks in event.",
        why: "CloudStack 4.20 and later make the bean and connect to the broker, but never register it: no \
              event is ever published, and nothing is logged.",
        example: "META-INF/cloudstack/core/spring-event-bus-context.xml",
        fix: "Move the file to META-INF/cloudstack/event, as busboot migrate does, with what it names.",
    },
    finder: Finder::Loading,
};
