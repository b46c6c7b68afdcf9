//! The one list of busboot's own settings.

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Key in the file.
    pub key: &'static str,
    /// What is written behind it.
    pub value: &'static str,
    /// What holds without it.
    pub default: &'static str,
    /// Whether `bus.<bean id>.` may stand in front.
    pub per_bus: bool,
    /// What it does.
    pub help: &'static str,
}

impl Setting {
    /// Its environment variable.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("BUSBOOT_{}", self.key.replace('.', "_").to_uppercase())
    }

    /// Its flag, without the dashes.
    #[must_use]
    pub fn flag(&self) -> String {
        self.key.replace('.', "-")
    }
}

const fn setting(
    key: &'static str,
    value: &'static str,
    default: &'static str,
    per_bus: bool,
    help: &'static str,
) -> Setting {
    Setting { key, value, default, per_bus, help }
}

/// All settings, sorted by key.
pub const SETTINGS: [Setting; 23] = [
    setting("alert.purge.delay", "DAYS", "0", false, "how long alerts stay in the event log; 0 for ever"),
    setting(
        "alert.purge.interval",
        "SECONDS",
        "86400",
        false,
        "the time between two purges of alerts by `run`; 0 for none",
    ),
    setting("connect.timeout", "DURATION", "10s", true, "time for each step of connecting to a broker"),
    setting(
        "drain.timeout",
        "DURATION",
        "30s",
        false,
        "how long `run` waits at its end for what is not confirmed",
    ),
    setting(
        "event.purge.delay",
        "DAYS",
        "15",
        false,
        "how long all other events stay in the event log; 0 for ever",
    ),
    setting(
        "event.purge.interval",
        "SECONDS",
        "86400",
        false,
        "the time between two purges of these by `run`; 0 for none",
    ),
    setting(
        "hosts",
        "HOST[:PORT],..",
        "",
        true,
        "further RabbitMQ brokers, tried in turn after the XML's server",
    ),
    setting("in.flight", "NUMBER", "1000", true, "the most events that a bus holds unconfirmed in memory"),
    setting(
        "in.memory.keep",
        "NUMBER",
        "0",
        true,
        "how many of its last events an in-memory bus keeps, for tests",
    ),
    setting(
        "journal.dir",
        "PATH",
        "",
        false,
        "directory of the journal of `run`, in busboot.properties relative to the root; without it `$STATE_DIRECTORY`, \
         else `/var/lib/busboot` for root and `$XDG_STATE_HOME/busboot` or `~/.local/state/busboot` for others",
    ),
    setting(
        "journal.enabled",
        "true|false",
        "true",
        false,
        "whether `run` keeps every event on disk until each bus has it",
    ),
    setting(
        "journal.keep.age",
        "DURATION",
        "",
        false,
        "how long events that every bus has are kept; without it, as long as there is room",
    ),
    setting(
        "journal.keep.size",
        "SIZE",
        "",
        false,
        "above this the oldest events that every bus has are removed; without it, four fifths of journal.max.size",
    ),
    setting(
        "journal.keep.unroutable",
        "DURATION",
        "7d",
        false,
        "how long events that no queue took are kept to be replayed; 0 for ever",
    ),
    setting("journal.max.size", "SIZE", "10g", false, "above this no event is accepted any more"),
    setting(
        "journal.start",
        "end|beginning",
        "end",
        true,
        "whether a bus that the journal doesn't know yet gets what was accepted before, as far as it is kept",
    ),
    setting("log.format", "text|json", "text", false, "how the log is written"),
    setting(
        "log.level",
        "LEVEL",
        "info",
        false,
        "error, warn, info, debug, trace, or a filter as RUST_LOG has it",
    ),
    setting("purge.archived", "true|false", "false", false, "whether archived events are purged too"),
    setting(
        "tls.ca.file",
        "PATH",
        "",
        true,
        "PEM file with the CA certificates to trust instead of the system's",
    ),
    setting("tls.certificate.file", "PATH", "", true, "PEM file with the client's certificate chain"),
    setting(
        "tls.insecure",
        "true|false",
        "false",
        true,
        "takes any certificate of any host, as CloudStack does",
    ),
    setting("tls.key.file", "PATH", "", true, "PEM file with the client's private key"),
];
