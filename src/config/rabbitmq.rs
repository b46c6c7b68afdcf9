//! From a bean of `RabbitMQEventBus` to [`RabbitMqSettings`], with CloudStack's own texts for what is missing.
//!
//! Rules from `RabbitMQEventBus.configure` and `createConnection`.

use std::time::Duration;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Secret;
use crate::spring::context::{Bean, Value, is_stand_in};

use super::settings::{Address, RabbitMqSettings, TlsSettings};
use super::{Surroundings, nearest};

/// What `secureProtocol` may say: the names of the JDK's SSL contexts.
const PROTOCOLS: [&str; 7] = ["TLSv1.2", "TLSv1.3", "TLS", "TLSv1.1", "TLSv1", "SSL", "Default"];

/// What a URI, a list or a path has, and no name or address of a host.
const NOT_IN_A_HOST: [char; 5] = ['/', '@', ',', ' ', '\t'];

/// Checks a bean; reports everything that is wrong with it.
pub(super) fn settings(bean: &Bean, around: &mut Surroundings<'_>) -> Option<RabbitMqSettings> {
    let raw = Raw { bean };
    let server = raw.server(around);
    let username = raw.required("username", "Unable to get the username details", around.diagnostics);
    let password = raw.required("password", "Unable to get the password details", around.diagnostics);
    let exchange = raw.required(
        "exchange",
        "Unable to get the _exchange details on the AMQP server",
        around.diagnostics,
    );
    let port = raw.port(around.diagnostics);
    let tls = raw.tls(around);
    let longest_pause = raw.retry_interval(around.diagnostics);
    let (id, own) = (bean.name.as_str(), around.own);
    let mut addresses = vec![Address { host: server?, port: port? }];
    addresses.extend(further_hosts(id, port?, around));
    Some(RabbitMqSettings {
        addresses,
        username: username?,
        password: Secret::new(password?),
        virtual_host: raw
            .text("virtualHost")
            .filter(|host| !host.is_empty())
            .unwrap_or_else(|| "/".to_owned()),
        exchange: exchange?,
        tls: tls?,
        longest_pause: longest_pause?,
        connect_timeout: own.duration("connect.timeout", id, around.diagnostics),
        in_flight: own.count("in.flight", id, around.diagnostics),
    })
}

struct Raw<'a> {
    bean: &'a Bean,
}

impl Raw<'_> {
    fn text(&self, property: &str) -> Option<String> {
        match &self.bean.properties.get(property)?.value.value {
            Value::Text(text) => Some(text.reveal().to_owned()),
            _ => None,
        }
    }

    /// A property as it may be shown.
    fn shown(&self, property: &str) -> &str {
        match self.bean.properties.get(property).map(|given| &given.value.value) {
            Some(Value::Text(text)) => text.shown(),
            _ => "",
        }
    }

    fn required(&self, property: &str, cloudstack: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let text = self.text(property).filter(|text| !text.is_empty());
        if text.is_none() {
            diagnostics.push(self.missing(property, cloudstack));
        }
        text
    }

    /// A host, and not the URI of one, which may have a password in it.
    fn server(&self, around: &mut Surroundings<'_>) -> Option<String> {
        let server = self.required("server", "Unable to get the AMQP server details", around.diagnostics)?;
        if self.is_hidden("server") || !server.contains(NOT_IN_A_HOST) {
            return Some(server);
        }
        if let (true, Some(given)) = (server.contains('@'), self.bean.properties.get("server")) {
            given.value.origin.texts().for_each(|text| around.sources.mark_secret(text));
        }
        let message = format!("the server of the RabbitMQ bus {} is no host name", self.bean.name);
        let found = self.invalid("server", message, "java.net.UnknownHostException".to_owned());
        around.diagnostics.push(
            found
                .note("a server takes the whole text for a name, finds no such host, and tries again for ever")
                .help("write the host alone: <property name=\"server\" value=\"mq.example.com\"/>; port, username, password and virtualHost are properties of their own"),
        );
        None
    }

    fn missing(&self, property: &str, cloudstack: &str) -> Diagnostic {
        let id = &self.bean.name;
        let place = self.bean.properties.get(property).map(|given| given.name_span);
        let what = if place.is_some() { "is empty" } else { "is missing" };
        Diagnostic::error(
            "missing-setting",
            format!("the RabbitMQ bus {id} cannot start: its {property} {what}"),
        )
        .at(place.unwrap_or(self.bean.span), format!("{property} {what}"))
        .spring(cloudstack)
        .help(format!("<property name=\"{property}\" value=\"..\"/>"))
    }

    fn integer(&self, property: &str) -> Option<i64> {
        match &self.bean.properties.get(property)?.value.value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    fn invalid(&self, property: &str, message: String, cloudstack: String) -> Diagnostic {
        let span = self
            .bean
            .properties
            .get(property)
            .map_or(self.bean.span, |given| given.value.origin.span().unwrap_or(given.name_span));
        Diagnostic::error("setting-value", message).at(span, "").spring(cloudstack)
    }

    fn port(&self, diagnostics: &mut Diagnostics) -> Option<u16> {
        if self.is_hidden("port") {
            return None;
        }
        let Some(number) = self.integer("port") else {
            diagnostics.push(self.missing("port", "Unable to get the port details of AMQP server"));
            return None;
        };
        let port = u16::try_from(number).ok().filter(|port| *port > 0);
        if port.is_none() {
            let message = format!("{number} is no port: ports go from 1 to 65535");
            diagnostics.push(self.invalid("port", message, format!("port out of range:{number}")));
        }
        port
    }

    fn retry_interval(&self, diagnostics: &mut Diagnostics) -> Option<Duration> {
        const DEFAULT: i64 = 10_000;
        let milliseconds = self.integer("retryInterval").unwrap_or(DEFAULT);
        let interval = u64::try_from(milliseconds).ok().map(Duration::from_millis);
        if interval.is_none() {
            let message = format!("retryInterval is negative: {milliseconds} ms");
            diagnostics.push(self.invalid("retryInterval", message, "timeout value is negative".to_owned()));
        }
        interval
    }

    /// Whether a property is yet to be decrypted, so that nothing can be said of it.
    fn is_hidden(&self, property: &str) -> bool {
        self.text(property).is_some_and(|text| is_stand_in(&text))
    }

    /// `Some(None)` without TLS, `None` after a fault and where nothing can be said.
    fn tls(&self, around: &mut Surroundings<'_>) -> Option<Option<TlsSettings>> {
        if self.is_hidden("useSsl") || self.is_hidden("secureProtocol") {
            return None;
        }
        let wanted = self.text("useSsl").unwrap_or_default();
        match wanted.to_lowercase().as_str() {
            "" | "false" => return Some(None),
            "true" => {}
            _ => {
                let message = format!("useSsl is {:?}; it takes true or false", self.shown("useSsl"));
                let cloudstack = "Invalid configuration parameter for 'ssl'.".to_owned();
                around.diagnostics.push(self.invalid("useSsl", message, cloudstack));
                return None;
            }
        }
        let protocol = self.text("secureProtocol").unwrap_or_else(|| "TLSv1.2".to_owned());
        if !PROTOCOLS.iter().any(|known| known.eq_ignore_ascii_case(&protocol)) {
            let shown = self.shown("secureProtocol");
            let message = format!("secureProtocol {shown:?} is unknown");
            let mut fault =
                self.invalid("secureProtocol", message, format!("{shown} SSLContext not available"));
            if let Some(near) = nearest(&protocol, PROTOCOLS) {
                fault = fault.help(format!("did you mean {near}?"));
            }
            around.diagnostics.push(fault);
            return None;
        }
        let mut tls = around.tls(&self.bean.name);
        tls.protocol = Some(protocol);
        Some(Some(tls))
    }
}

/// The brokers that busboot's own setting `hosts` adds; without a port they have the XML's.
fn further_hosts(bus: &str, port: u16, around: &mut Surroundings<'_>) -> Vec<Address> {
    let listed = around.own.text("hosts", bus).unwrap_or_default();
    let mut addresses = Vec::new();
    for item in listed.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        match parse_address(item, port) {
            Some(address) => addresses.push(address),
            None => around.diagnostics.push(Diagnostic::error(
                "setting-value",
                format!("hosts: {item:?} is not HOST, HOST:PORT or [IPv6]:PORT"),
            )),
        }
    }
    addresses
}

fn parse_address(text: &str, default_port: u16) -> Option<Address> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        let port = match rest.strip_prefix(':') {
            Some(port) => port.parse().ok()?,
            None if rest.is_empty() => default_port,
            None => return None,
        };
        return Some(Address { host: host.to_owned(), port });
    }
    match text.split_once(':') {
        Some((_, rest)) if rest.contains(':') => Some(Address { host: text.to_owned(), port: default_port }),
        Some((host, port)) if !host.is_empty() => {
            Some(Address { host: host.to_owned(), port: port.parse().ok()? })
        }
        Some(_) => None,
        None => Some(Address { host: text.to_owned(), port: default_port }),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_address;

    #[test]
    fn addresses_of_all_forms() {
        let parsed = |text| parse_address(text, 5672).map(|address| (address.host, address.port));
        assert_eq!(parsed("mq2"), Some(("mq2".into(), 5672)));
        assert_eq!(parsed("mq2:5673"), Some(("mq2".into(), 5673)));
        assert_eq!(parsed("[::1]:5673"), Some(("::1".into(), 5673)));
        assert_eq!(parsed("[::1]"), Some(("::1".into(), 5672)));
        assert_eq!(parsed("fe80::1"), Some(("fe80::1".into(), 5672)));
        assert_eq!(parsed("mq2:many"), None);
        assert_eq!(parsed(":5672"), None);
    }
}
