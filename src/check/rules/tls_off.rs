//! Connections to other machines without TLS.

use std::net::IpAddr;

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::classes::{KAFKA, RABBITMQ};
use crate::diagnostic::{Diagnostic, Severity};
use crate::spring::context::{Bean, Value, is_stand_in};
use crate::spring::properties::{Entry, Properties};

pub(in crate::check) const RULE: Rule = Rule {
    name: "tls-off",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A bus reaches a broker on another machine without TLS.",
        why: "Account, password and all events cross the network in clear text.",
        example: "<property name=\"server\" value=\"mq.example.com\"/> without useSsl",
        fix: "Set useSsl to true (RabbitMQ) or security.protocol to SSL or SASL_SSL (Kafka), and the broker's \
              TLS port.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for bean in subject.buses().filter(|bean| bean.class == RABBITMQ && !has_tls(subject, bean)) {
        found.extend(rabbitmq(bean));
    }
    found.extend(kafka(subject));
}

/// Whether a bus reaches its broker by TLS.
pub(super) fn has_tls(subject: &Subject<'_>, bean: &Bean) -> bool {
    match bean.class.as_str() {
        RABBITMQ => text(bean, "useSsl").is_some_and(|on| on.eq_ignore_ascii_case("true")),
        KAFKA => subject.kafka().is_some_and(may_have_tls),
        _ => false,
    }
}

/// Whether a Kafka bus with this file reaches its brokers by TLS, or a config provider decides.
pub(super) fn may_have_tls(file: &Properties) -> bool {
    file.get("security.protocol").is_some_and(|protocol| is_tls(protocol) || protocol.value.contains("${"))
}

fn is_tls(protocol: &Entry) -> bool {
    protocol.value.trim().to_uppercase().ends_with("SSL")
}

fn text<'a>(bean: &'a Bean, property: &str) -> Option<&'a str> {
    match &bean.properties.get(property)?.value.value {
        Value::Text(text) => Some(text.reveal()),
        _ => None,
    }
}

fn rabbitmq(bean: &Bean) -> Option<Diagnostic> {
    if ["server", "useSsl"].iter().any(|property| text(bean, property).is_some_and(is_stand_in)) {
        return None;
    }
    // What is no host name is an error of its own.
    let server =
        text(bean, "server").filter(|server| !is_here(server) && !server.contains(['$', '/', '@']))?;
    let place = |name: &str| bean.properties.get(name).and_then(|given| given.value.origin.span());
    let found = Diagnostic::warning(RULE.name, format!("{} reaches {server} without TLS", bean.name))
        .at_maybe(
            place("useSsl").or_else(|| place("server")),
            "password and events in clear text on the network",
        );
    Some(found.help("<property name=\"useSsl\" value=\"true\"/> and the broker's TLS port, usually 5671"))
}

fn kafka(subject: &Subject<'_>) -> Option<Diagnostic> {
    let file = subject.kafka()?;
    let servers = file.get("bootstrap.servers")?;
    let protocol = file.get("security.protocol");
    let hosts =
        servers.value.split(',').filter_map(|server| server.rsplit_once(':')).map(|(host, _)| host.trim());
    let away = hosts.filter(|host| !host.is_empty()).any(|host| !is_here(host));
    (away && !protocol.is_some_and(is_tls)).then(|| {
        Diagnostic::warning(RULE.name, "the Kafka bus reaches its brokers without TLS")
            .at(protocol.unwrap_or(servers).value_span, "events in clear text on the network")
            .help("write `security.protocol=SSL` (or SASL_SSL) and the brokers' TLS port")
    })
}

/// Whether a host is this machine, as far as its name tells.
fn is_here(host: &str) -> bool {
    let bare = host.trim().trim_start_matches('[').trim_end_matches(']');
    let looped = bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    looped
        || bare.is_empty()
        || bare.eq_ignore_ascii_case("localhost")
        || bare.to_lowercase().ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn this_machine_is_known_by_its_names() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "mq.localhost"] {
            assert!(is_here(host), "{host}");
        }
        for host in ["mq", "10.0.0.1", "fe80::1", "localhost.example.com"] {
            assert!(!is_here(host), "{host}");
        }
    }
}
