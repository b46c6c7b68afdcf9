//! The brokers to ask first: bootstrap.servers, read as `ClientUtils.parseAndValidateAddresses` does.
//!
//! Names aren't looked up: that takes a network, and a broker that is away now may be there later.

use super::draft::Draft;
use super::java;
use super::row::Scope::Both;

const KEY: &str = "bootstrap.servers";

/// Sets bootstrap.servers.
pub(super) fn translate(draft: &mut Draft<'_>) {
    let text = draft.text(KEY).unwrap_or("").to_owned();
    let mut servers = Vec::new();
    let mut faulty = false;
    for url in java::list(&text).into_iter().filter(|url| !url.is_empty()) {
        match Server::parse(url) {
            Ok(server) => servers.push(server),
            Err(fault) => {
                faulty = true;
                report(draft, url, fault);
            }
        }
    }
    if servers.is_empty() && !faulty {
        report_none(draft);
    }
    if servers.iter().any(|server| server.host.is_empty()) {
        report_no_host(draft, &text);
    }
    let names: Vec<String> = servers.iter().map(Server::to_librdkafka).collect();
    draft.set(Both, KEY, names.join(","));
}

struct Server<'a> {
    host: &'a str,
    port: u16,
}

enum Fault {
    /// Not `host:port`.
    Url,
    /// A port that doesn't exist.
    Port,
}

impl<'a> Server<'a> {
    /// Java's pattern, matched against the whole: `.*?\[?([0-9a-zA-Z\-%._:]*)\]?:([0-9]+)`. What stands in front of the
    /// host, such as `PLAINTEXT://`, is dropped.
    fn parse(url: &'a str) -> Result<Self, Fault> {
        let (front, port) = url.rsplit_once(':').ok_or(Fault::Url)?;
        if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Fault::Url);
        }
        let port = port.parse().map_err(|_| Fault::Port)?;
        let front = front.strip_suffix(']').unwrap_or(front);
        let in_host = |character: char| {
            character.is_ascii_alphanumeric() || matches!(character, '-' | '%' | '.' | '_' | ':')
        };
        let host = front.rsplit(|character| !in_host(character)).next().unwrap_or(front);
        Ok(Self { host, port })
    }

    /// With brackets around an IPv6 address. Java takes no host for this machine (`InetAddress.getByName("")`).
    fn to_librdkafka(&self) -> String {
        match self.host {
            "" => format!("localhost:{}", self.port),
            host if host.contains(':') => format!("[{host}]:{}", self.port),
            host => format!("{host}:{}", self.port),
        }
    }
}

fn report(draft: &mut Draft<'_>, url: &str, fault: Fault) {
    let (message, text) = match fault {
        Fault::Url => {
            ("a broker's address is a host, a colon and a port", format!("Invalid url in {KEY}: {url}"))
        }
        Fault::Port => ("a broker's port is at most 65535", format!("Invalid port in {KEY}: {url}")),
    };
    let found = draft.error("kafka-value", KEY, message).spring(text);
    draft.report(found.help(format!("write `{KEY}=<host>:9092`, several with commas between them")));
}

fn report_none(draft: &mut Draft<'_>) {
    let mut found = draft
        .error("kafka-value", KEY, format!("{KEY} names no broker"))
        .spring(format!("No resolvable bootstrap urls given in {KEY}"))
        .help(format!("write `{KEY}=<host>:9092`, several with commas between them"));
    if let Some(old) = draft.entries().get("metadata.broker.list") {
        found = found.at(old.key_span, "the name of 0.8, which no client reads any more");
    }
    draft.report(found);
}

/// One of the guides has lost its host between `=` and `:9092`.
fn report_no_host(draft: &mut Draft<'_>, text: &str) {
    let found = draft
        .warning("kafka-no-host", KEY, format!("{text} names no host, which means this machine"))
        .note("Java's client connects to localhost then, and so do we; a guide prints `:9092` because its markup swallowed the host")
        .help(format!("write the broker's name: `{KEY}=<host>:9092`"));
    draft.report(found);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_cut_as_kafka_cuts_them() {
        for (url, expected) in [
            ("h:1", Some("h:1")),
            (":9092", Some("localhost:9092")),
            ("PLAINTEXT://h:1", Some("h:1")),
            ("[::1]:1", Some("[::1]:1")),
            ("::1:9092", Some("[::1]:9092")),
            ("h", None),
            ("h:", None),
            ("h:1x", None),
            ("h:65536", None),
            ("", None),
        ] {
            let server = Server::parse(url).ok().map(|server| server.to_librdkafka());
            assert_eq!(server.as_deref(), expected, "{url}");
        }
    }
}
