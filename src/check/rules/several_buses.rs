//! More buses than the release publishes to.

use std::collections::HashMap;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

pub(in crate::check) const RULE: Rule = Rule {
    name: "several-buses",
    levels: Levels::ByModule { core: Some(Severity::Warning), event: None },
    docs: Docs {
        what: "More than one bus is configured for a release that uses one.",
        why: "Until 4.19 events go to the first bus, in the order in which the files define them; the others are \
              made and get nothing. 4.20 and later publish to all of them.",
        example: "<bean id=\"rabbit\" class=\"..RabbitMQEventBus\">..</bean>\n\
                  <bean id=\"kafka\" class=\"..KafkaEventBus\">..</bean>",
        fix: "Keep one, or upgrade to 4.20 or later.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(configuration) = &subject.survey.configuration else { return };
    let [first, others @ ..] = configuration.buses.as_slice() else { return };
    let beans = configuration.beans.iter();
    let places: HashMap<&str, Span> = beans.map(|bean| (bean.name.as_str(), subject.name_of(bean))).collect();
    let place = |id: &str| places.get(id).copied();
    for other in others {
        found.push(
            Diagnostic::warning(RULE.name, format!("{} publishes to one bus only", subject.release))
                .at_maybe(place(&other.id), "gets no event")
                .at_maybe(place(&first.id), "the first one: gets all of them")
                .note("the server takes the first bus that the files define"),
        );
    }
}
