//! Who knows the value of a placeholder's name, and in which order they are asked.

use indexmap::IndexMap;

use crate::source::{Host, Origin, Step, Text, Traced};
use crate::spring::environment::Environment;
use crate::spring::placeholder::{Found, PlaceholderError};

use super::settings::SystemProperties;
use super::{Cipher, Kind, Settings};

/// The properties of a configurer: files and inline ones merged, decrypted.
pub(in super::super) type PropertyTable = IndexMap<String, Traced<Text>>;

/// Answers for one configurer.
#[derive(Debug)]
pub(in super::super) struct Lookup<'a> {
    pub(in super::super) kind: Kind,
    pub(in super::super) settings: Settings,
    pub(in super::super) table: PropertyTable,
    pub(in super::super) local_override: bool,
    /// Whether system properties and variables are decrypted, too.
    pub(in super::super) cipher: Option<Cipher>,
    pub(in super::super) environment: &'a Environment<'a>,
    pub(in super::super) host: &'a Host,
}

impl Lookup<'_> {
    /// The value of a name.
    pub(in super::super) fn find(&self, name: &str) -> Found {
        let own = || self.table.get(name).cloned();
        if self.kind == Kind::Sources {
            let local = if self.local_override { own() } else { None };
            if local.is_some() {
                return Ok(local);
            }
            let lenient = self.settings.placeholders.ignore_unresolvable;
            return Ok(self.environment.resolved_property(name, lenient)?.or_else(own));
        }
        let mode = self.settings.system_properties;
        let system = || match self.host.leaves_to_jvm(name) {
            true => Err(PlaceholderError::OfJvm { name: name.to_owned() }),
            false => Ok(self.system(name)),
        };
        let first = if mode == SystemProperties::Override { system()? } else { None };
        let found = first.or_else(own);
        if found.is_none() && mode == SystemProperties::Fallback { system() } else { Ok(found) }
    }

    /// Whether an environment variable may answer.
    pub(in super::super) fn asks_environment(&self) -> bool {
        self.kind == Kind::Sources
            || self.settings.search_environment && self.settings.system_properties != SystemProperties::Never
    }

    /// `System.getProperty`, then `System.getenv`, by the very name.
    fn system(&self, name: &str) -> Option<Traced<Text>> {
        let property =
            self.host.system_properties.get(name).map(|value| (value, Step::SystemProperty(name.to_owned())));
        let variable = || {
            let value = self.host.variables.get(name).filter(|_| self.settings.search_environment)?;
            Some((value, Step::EnvironmentVariable(name.to_owned())))
        };
        let (value, step) = property.or_else(variable)?;
        let found = Traced::new(self.host.text(name, value), Origin::of(step));
        match &self.cipher {
            Some(cipher) => cipher.decrypt(&found).ok().flatten().or(Some(found)),
            None => Some(found),
        }
    }
}
