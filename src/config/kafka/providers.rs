//! Variables in values, `${provider:path:key}`, as Kafka's config providers resolve them.
//!
//! In: the file's entries. Out: what Java keeps of them, by key, variables resolved. Knows the three providers
//! that come with kafka-clients and no key beside `config.providers`. Rules from `AbstractConfig.resolveConfigVariables`,
//! `ConfigTransformer` and the providers of 3.9.1.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileKind, Host, Secret, Sources, looks_secret};
use crate::spring::properties::{self, Entry, Properties};

use super::draft::Given;
use super::row::Row;
use super::{java, table};

/// The most that is read of a file that a variable names, in bytes.
const LIMIT: u64 = 16 << 20;
const PACKAGE: &str = "org.apache.kafka.common.config.provider.";

/// One of the providers that kafka-clients brings.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Environment,
    File,
    Directory,
}

/// A provider as configured.
#[derive(Debug)]
struct Provider {
    kind: Kind,
    /// `allowed.paths`; everything where it is empty.
    allowed: Vec<String>,
}

/// The entries that Java keeps, variables resolved.
pub(super) fn resolve(
    file: &Properties,
    host: &Host,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Given> {
    let mut given: BTreeMap<String, Given> = file.entries.iter().map(keep).collect();
    let providers = configured(&given, diagnostics);
    if providers.is_empty() {
        return given;
    }
    for value in given.values_mut() {
        let resolved = substitute(value.text.reveal(), |name, path, key| {
            let provider = providers.get(name)?;
            match provider.look_up(path, key, host) {
                Ok(found) => found,
                Err(text) => {
                    let message = format!("the variable ${{{name}:{path}:{key}}} can't be resolved");
                    diagnostics
                        .push(Diagnostic::error("kafka-provider", message).at(value.span, "").spring(text));
                    None
                }
            }
        });
        if let Some(resolved) = resolved {
            value.text = Secret::new(resolved);
            value.secret = true;
        }
    }
    given
}

fn keep(entry: &Entry) -> (String, Given) {
    let given = Given {
        text: Secret::new(entry.value.as_str()),
        key_span: entry.key_span,
        span: entry.value_span,
        secret: is_secret(&entry.key),
    };
    (entry.key.clone(), given)
}

/// Whether a key's value is a secret, by the table or, for keys that nobody knows, by its name.
fn is_secret(key: &str) -> bool {
    looks_secret(key) || table::find(key).is_some_and(Row::secret)
}

fn configured(given: &BTreeMap<String, Given>, diagnostics: &mut Diagnostics) -> BTreeMap<String, Provider> {
    let Some(names) = given.get("config.providers") else { return BTreeMap::new() };
    let mut providers = BTreeMap::new();
    for name in java::list(names.text.reveal()) {
        let key = format!("config.providers.{name}.class");
        let Some(class) = given.get(&key) else { continue };
        let kind = match java::trim(class.text.reveal()).strip_prefix(PACKAGE) {
            Some("EnvVarConfigProvider") => Kind::Environment,
            Some("FileConfigProvider") => Kind::File,
            Some("DirectoryConfigProvider") => Kind::Directory,
            _ => {
                diagnostics.push(foreign(&key, class));
                continue;
            }
        };
        let allowed = given.get(&format!("config.providers.{name}.param.allowed.paths"));
        let allowed = allowed.map(|paths| paths.text.reveal().split(',').map(str::to_owned).collect());
        providers.insert(name.to_owned(), Provider { kind, allowed: allowed.unwrap_or_default() });
    }
    providers
}

fn foreign(key: &str, class: &Given) -> Diagnostic {
    let text = class.text.reveal();
    Diagnostic::error("kafka-refused", format!("the config provider of {key} is Java code, which can't run here"))
        .at(class.span, "")
        .spring(format!(
            "Invalid value {text} for configuration {key}: Could not load config provider class or one of its dependencies"
        ))
        .note("that is what a server says whose class path lacks the class")
        .help(format!("use {PACKAGE}EnvVarConfigProvider, FileConfigProvider or DirectoryConfigProvider"))
}

impl Provider {
    /// The value, none when there is no such key; or the text of Java's exception.
    fn look_up(&self, path: &str, key: &str, host: &Host) -> Result<Option<String>, String> {
        match self.kind {
            Kind::Environment if path.is_empty() => Ok(host.variables.get(key).cloned()),
            Kind::Environment => {
                Err(format!("Path is not supported for EnvVarConfigProvider, invalid value '{path}'"))
            }
            Kind::File | Kind::Directory if path.is_empty() || !self.allows(path) => Ok(None),
            Kind::File => property_of_file(path, key, host),
            Kind::Directory => file_of_directory(path, key, host),
        }
    }

    fn allows(&self, path: &str) -> bool {
        let steps_out = Path::new(path).components().any(|part| part == std::path::Component::ParentDir);
        self.allowed.is_empty()
            || (!steps_out && self.allowed.iter().any(|allowed| Path::new(path).starts_with(allowed)))
    }
}

fn property_of_file(path: &str, key: &str, host: &Host) -> Result<Option<String>, String> {
    let unreadable = || format!("Could not read properties from file {path}");
    let bytes = host.files.read(Path::new(path), LIMIT).map_err(|_| unreadable())?;
    if std::str::from_utf8(&bytes).is_err() {
        return Err(unreadable());
    }
    // What is wrong within the file is Java's one exception here, so its findings aren't kept.
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let properties = properties::parse(&bytes, Some("UTF-8"), path, &mut sources, &mut found)
        .ok_or("Malformed \\uxxxx encoding.")?;
    Ok(properties.get(key).map(|entry| entry.value.clone()))
}

fn file_of_directory(path: &str, key: &str, host: &Host) -> Result<Option<String>, String> {
    let file = Path::new(path).join(key);
    if key.contains('/') || host.files.kind(&file) != Some(FileKind::File) {
        return Ok(None);
    }
    let bytes = host
        .files
        .read(&file, LIMIT)
        .map_err(|_| format!("Could not read file {} for property {key}", file.display()))?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Replaces every `${name:key}` and `${name:path:key}` that `find` knows; `None` when nothing was replaced.
///
/// Kafka's pattern is `\$\{([^}]*?):(([^}]*?):)?([^}]*?)\}`: with more than two colons the rest belongs to the key.
fn substitute(text: &str, mut find: impl FnMut(&str, &str, &str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut replaced = false;
    while let Some((before, variable, after)) = next_variable(rest) {
        out.push_str(before);
        match parts(variable).and_then(|(name, path, key)| find(name, path, key)) {
            Some(value) => {
                out.push_str(&value);
                replaced = true;
            }
            None => {
                out.push_str("${");
                out.push_str(variable);
                out.push('}');
            }
        }
        rest = after;
    }
    out.push_str(rest);
    replaced.then_some(out)
}

/// The text in front of the next variable, what stands between its braces, and the text behind it.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, tail) = text.split_once("${")?;
    let (variable, after) = tail.split_once('}')?;
    Some((before, variable, after))
}

fn parts(variable: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = variable.split_once(':')?;
    Some(match rest.split_once(':') {
        Some((path, key)) => (name, path, key),
        None => (name, "", rest),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn variables_are_cut_as_kafka_cuts_them() {
        let shown = |name: &str, path: &str, key: &str| Some(format!("<{name}|{path}|{key}>"));
        for (text, expected) in [
            ("a ${env:HOME} b", Some("a <env||HOME> b")),
            ("${file:/a/b:c:d}${x:y}", Some("<file|/a/b|c:d><x||y>")),
            ("${none} ${env:A", None),
            ("$ {env:A}", None),
            ("${a ${env:A}", Some("<a ${env||A>")),
        ] {
            assert_eq!(substitute(text, shown).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_no_provider_knows_stays(text in "[${}:a ]*") {
            prop_assert_eq!(substitute(&text, |_, _, _| None), None);
        }
    }
}
