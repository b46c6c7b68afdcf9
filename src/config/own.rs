//! Settings that CloudStack doesn't know: `busboot.properties` in the root, environment variables, flags.
//!
//! A flag beats the environment, the environment beats the file; within each, `bus.<bean id>.<key>` beats the key
//! alone. [`SETTINGS`] is the one list of them; `docs/configuration.md` is held against it.

mod judge;
mod table;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Host, Origin, READ_LIMIT, ReadError, Secret, Sources, Span, Step};
use crate::spring::properties;

use super::unreadable;
pub use table::{SETTINGS, Setting};

/// The file's name, in the root.
pub const FILE: &str = "busboot.properties";

/// What stands in front of a rule's name in the key of its level: `level.<rule>=error|warning|note|off`.
pub const LEVEL_PREFIX: &str = "level.";

/// Where a value was given; later ones win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    File,
    Environment,
    Flag,
}

#[derive(Clone, Debug)]
struct Given {
    text: String,
    origin: Origin,
}

/// All values that were given.
#[derive(Clone, Debug, Default)]
pub struct OwnSettings {
    given: BTreeMap<(Level, String), Given>,
}

impl OwnSettings {
    /// Reads the file under `root` (if there is one) and the environment, and takes the flags' pairs of key and value.
    pub fn read(
        root: &Path,
        host: &Host,
        flags: &[(String, String)],
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut settings = Self::default();
        settings.read_file(root, host, sources, diagnostics);
        for setting in &SETTINGS {
            if let Some(text) = host.variables.get(&setting.variable()) {
                let origin = Origin::of(Step::EnvironmentVariable(setting.variable()));
                settings.give(Level::Environment, setting.key, text, origin, diagnostics);
            }
        }
        for (key, text) in flags {
            settings.give(Level::Flag, key, text, Origin::default(), diagnostics);
        }
        settings
    }

    fn read_file(&mut self, root: &Path, host: &Host, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        let bytes = match host.files.read(&root.join(FILE), READ_LIMIT) {
            Ok(bytes) => bytes,
            Err(ReadError::Missing) => return,
            Err(error) => {
                diagnostics.push(unreadable(FILE, error));
                return;
            }
        };
        let Some(parsed) = properties::parse(&bytes, None, FILE, sources, diagnostics) else { return };
        for entry in &parsed.entries {
            let origin = Origin::of(Step::Property { key: entry.key.clone(), span: entry.value_span });
            if known(&entry.key) {
                self.give(Level::File, &entry.key, entry.value.trim(), origin, diagnostics);
            } else {
                diagnostics.push(unknown(&entry.key, Some(entry.key_span)));
            }
        }
    }

    fn give(&mut self, level: Level, key: &str, text: &str, origin: Origin, diagnostics: &mut Diagnostics) {
        if known(key) {
            self.given.insert((level, key.to_owned()), Given { text: text.to_owned(), origin });
        } else {
            diagnostics.push(unknown(key, None));
        }
    }

    fn find(&self, key: &str, bus: &str) -> Option<&Given> {
        let special = format!("bus.{bus}.{key}");
        [Level::Flag, Level::Environment, Level::File].into_iter().find_map(|level| {
            self.given.get(&(level, special.clone())).or_else(|| self.given.get(&(level, key.to_owned())))
        })
    }

    /// The levels that were given for rules: name, text and where it was given, the strongest of each name last.
    pub fn levels(&self) -> impl Iterator<Item = (&str, &str, &Origin)> {
        self.given.iter().filter_map(|((_, key), given)| {
            let rule = key.strip_prefix(LEVEL_PREFIX)?;
            Some((rule, given.text.as_str(), &given.origin))
        })
    }

    /// The text given for a bus (or for none, with an empty id), if any and if it isn't empty.
    #[must_use]
    pub fn text(&self, key: &str, bus: &str) -> Option<&str> {
        self.find(key, bus).map(|given| given.text.as_str()).filter(|text| !text.is_empty())
    }

    /// The chain of what [`text`](Self::text) gives.
    #[must_use]
    pub fn origin(&self, key: &str, bus: &str) -> Option<&Origin> {
        self.find(key, bus).map(|given| &given.origin)
    }

    /// A duration; a value that can't be read is reported and the default taken.
    pub fn duration(&self, key: &str, bus: &str, diagnostics: &mut Diagnostics) -> Duration {
        self.parsed(key, bus, "a time such as 500ms, 30s or 2m", parse_duration, diagnostics)
            .unwrap_or_default()
    }

    /// A duration that may be left out.
    pub fn limit(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Duration> {
        let parsed = self.parsed(key, "", "a time such as 90s, 12h or 15d", parse_duration, diagnostics);
        parsed.filter(|duration| !duration.is_zero())
    }

    /// A number of bytes that may be left out.
    pub fn size(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<u64> {
        self.parsed(key, "", "a size such as 500m or 10g", parse_size, diagnostics)
    }

    /// One of two words: whether it is the second.
    pub fn second_of(&self, key: &str, bus: &str, words: [&str; 2], diagnostics: &mut Diagnostics) -> bool {
        let wanted = words.join(" or ");
        let parse = |text: &str| words.iter().position(|word| word.eq_ignore_ascii_case(text));
        self.parsed(key, bus, &wanted, parse, diagnostics).unwrap_or_default() == 1
    }

    /// A number from 1.
    pub fn count(&self, key: &str, bus: &str, diagnostics: &mut Diagnostics) -> usize {
        let parse = |text: &str| text.parse().ok().filter(|number| *number > 0);
        self.parsed(key, bus, "a whole number from 1", parse, diagnostics).unwrap_or(1)
    }

    /// A number from 0.
    pub fn number(&self, key: &str, bus: &str, diagnostics: &mut Diagnostics) -> usize {
        self.parsed(key, bus, "a whole number", |text| text.parse().ok(), diagnostics).unwrap_or_default()
    }

    /// A truth value.
    pub fn flag(&self, key: &str, bus: &str, diagnostics: &mut Diagnostics) -> bool {
        let parse = |text: &str| text.to_lowercase().parse().ok();
        self.parsed(key, bus, "true or false", parse, diagnostics).unwrap_or_default()
    }

    fn parsed<T>(
        &self,
        key: &str,
        bus: &str,
        wanted: &str,
        parse: impl Fn(&str) -> Option<T>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let text = self.text(key, bus);
        if let Some(value) = text.and_then(&parse) {
            return Some(value);
        }
        if let Some(text) = text {
            diagnostics.push(
                Diagnostic::error("setting-value", format!("{key}: {text:?} is not {wanted}"))
                    .at_maybe(self.origin(key, bus).and_then(Origin::span), format!("expected {wanted}")),
            );
        }
        SETTINGS.iter().find(|setting| setting.key == key).and_then(|setting| parse(setting.default))
    }

    /// The bytes of the file that a setting names; a relative path is taken from the root.
    pub fn file(
        &self,
        key: &str,
        bus: &str,
        root: &Path,
        host: &Host,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<u8>> {
        const LIMIT: u64 = 4 << 20;
        let path = root.join(self.text(key, bus)?);
        match host.files.read(&path, LIMIT) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let span: Option<Span> = self.origin(key, bus).and_then(Origin::span);
                let what = format!("{key}: {}", path.display());
                diagnostics.push(unreadable(what, error).at_maybe(span, "named here"));
                None
            }
        }
    }

    /// The client's certificate chain and private key, both or none.
    pub fn identity(
        &self,
        bus: &str,
        root: &Path,
        host: &Host,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Vec<u8>, Secret)> {
        let chain = self.file("tls.certificate.file", bus, root, host, diagnostics);
        let key = self.file("tls.key.file", bus, root, host, diagnostics);
        let (Some(chain), Some(key)) = (chain, key) else {
            let given = |key| self.text(key, bus).is_some();
            if given("tls.certificate.file") != given("tls.key.file") {
                let message = "a client certificate needs both tls.certificate.file and tls.key.file";
                diagnostics.push(Diagnostic::error("setting-value", message));
            }
            return None;
        };
        Some((chain, Secret::new(String::from_utf8_lossy(&key))))
    }
}

/// The bean id in `bus.<bean id>.<key>`.
fn bus_of(key: &str) -> Option<&str> {
    let rest = key.strip_prefix("bus.")?;
    let settings = SETTINGS.iter().filter(|setting| setting.per_bus);
    settings
        .filter_map(|setting| rest.strip_suffix(setting.key)?.strip_suffix('.'))
        .find(|bus| !bus.is_empty())
}

fn known(key: &str) -> bool {
    key.starts_with(LEVEL_PREFIX)
        || SETTINGS.iter().any(|setting| setting.key == key)
        || bus_of(key).is_some()
}

fn unknown(key: &str, span: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-setting", format!("busboot has no setting {key}"))
        .at_maybe(span, "not a setting of busboot");
    match super::nearest(key, SETTINGS.iter().map(|setting| setting.key)) {
        Some(near) => diagnostic.help(format!("did you mean {near}?")),
        None => diagnostic
            .help("docs/configuration.md lists all settings; for one bus, write bus.<bean id>.<key>"),
    }
}

/// `500ms`, `30s`, `2m`, `12h`, `15d`; a bare number is seconds.
#[must_use]
pub fn parse_duration(text: &str) -> Option<Duration> {
    let (number, unit) = with_unit(text)?;
    let seconds = match unit {
        "ms" => return Some(Duration::from_millis(number)),
        "" | "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    number.checked_mul(seconds).map(Duration::from_secs)
}

/// `4096`, `64k`, `500m`, `10g` in bytes; a unit is 1,024 times the one before, in either case.
#[must_use]
pub fn parse_size(text: &str) -> Option<u64> {
    let text = text.to_ascii_lowercase();
    let (number, unit) = with_unit(&text)?;
    let shift = match unit {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        _ => return None,
    };
    number.checked_mul(1 << shift)
}

fn with_unit(text: &str) -> Option<(u64, &str)> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    Some((digits.trim().parse().ok()?, text.strip_prefix(digits)?))
}
