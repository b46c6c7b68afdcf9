//! Buses in `core` and in `event`.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::diagnostic::Severity;

pub(in crate::check) const RULE: Rule = Rule {
    name: "both-folders",
    levels: Levels::ByModule { core: None, event: Some(Severity::Warning) },
    docs: Docs {
        what: "Both META-INF/cloudstack/core and META-INF/cloudstack/event define buses.",
        why: "A server since 4.20 makes the beans of both and registers those of event. RabbitMQEventBus keeps \
              its settings in static fields, so the one that is configured last decides for both.",
        example: "META-INF/cloudstack/core/spring-event-bus-context.xml\n\
                  META-INF/cloudstack/event/spring-event-bus-context.xml",
        fix: "Remove the file in core once every server is 4.20 or later.",
    },
    finder: Finder::Loading,
};
