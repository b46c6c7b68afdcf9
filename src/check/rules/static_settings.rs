//! Two RabbitMQ buses, of which one gets the other's settings.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::classes::RABBITMQ;
use crate::diagnostic::{Diagnostic, Severity};
use crate::spring::context::{Bean, BeanProperty, Value};

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
    // A file that two modules read, such as an inheritable one, makes two beans that agree.
    for other in beans.filter(|other| !same_settings(first, other)) {
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

/// Whether two beans agree in all properties but the name.
fn same_settings(one: &Bean, other: &Bean) -> bool {
    let settings = |bean: &'_ Bean| bean.properties.keys().filter(|name| *name != "name").count();
    let agrees = |(name, given): (&String, &BeanProperty)| {
        name == "name"
            || other.properties.get(name).is_some_and(|theirs| same(&given.value.value, &theirs.value.value))
    };
    settings(one) == settings(other) && one.properties.iter().all(agrees)
}

fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => one.reveal() == other.reveal(),
        (Value::Integer(one), Value::Integer(other)) => one == other,
        _ => false,
    }
}
