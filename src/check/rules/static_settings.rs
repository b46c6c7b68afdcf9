//! Two RabbitMQ buses, of which one gets the other's settings.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::classes::RABBITMQ;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "static-settings",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "More than one bean of the class RabbitMQEventBus is loaded.",
        why: "The class keeps its settings in static fields. The bean that is configured last decides the broker, the \
              account and the exchange of all of them; the broker that the other one names gets nothing. A bean in \
              the module core counts too, although nothing is ever published to it since 4.20.",
        example: "<bean id=\"first\" class=\"org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus\">..</bean>\n\
                  <bean id=\"second\" class=\"org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus\">..</bean>",
        fix: "Keep one of the beans. To reach two brokers, let one forward to the other (federation or shovel).",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut beans = subject.buses().filter(|bean| bean.class == RABBITMQ);
    let Some(first) = beans.next() else { return };
    for other in beans {
        found.push(
            Diagnostic::error(
                RULE.name,
                format!("{} and {} share one set of settings", first.name, other.name),
            )
            .at(subject.name_of(other), "the bean that is configured last decides for both")
            .at(subject.name_of(first), "also a RabbitMQEventBus")
            .note("RabbitMQEventBus keeps server, port, account and exchange in static fields")
            .help("keep one of the two beans"),
        );
    }
}
