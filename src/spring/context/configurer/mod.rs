//! Configurers: beans that replace texts in definitions before any other bean is made.
//!
//! In: a finished bean of a configurer class. Out: what its properties say, and the values it knows. Rules from
//! Spring's `PropertyResourceConfigurer` and its subclasses, and from jasypt's.

mod cipher;
mod decrypt;
mod load;
mod lookup;
mod overrides;
mod run;
mod settings;
mod texts;

use cipher::Cipher;
pub use cipher::is_stand_in;
pub(super) use lookup::PropertyTable;
use settings::Settings;

/// What a configurer does with its properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `PropertyPlaceholderConfigurer`: its properties, then system properties and variables.
    Placeholder,
    /// `PropertySourcesPlaceholderConfigurer`: the environment, then its properties.
    Sources,
    /// `PropertyOverrideConfigurer`: sets properties of beans.
    Override,
}

/// The class whose properties name files and inline properties.
pub(super) const LOADER: &str = "org.springframework.core.io.support.PropertiesLoaderSupport";
const PACKAGE: &str = "org.springframework.beans.factory.config";

impl Kind {
    /// The kind of a modelled class.
    pub(super) fn of(modelled: &str) -> Option<Self> {
        let short = modelled.rsplit('.').next().unwrap_or(modelled);
        let known =
            modelled.starts_with(PACKAGE) || modelled.starts_with("org.springframework.context.support");
        match short {
            _ if !known => None,
            "PropertyPlaceholderConfigurer" => Some(Self::Placeholder),
            "PropertySourcesPlaceholderConfigurer" => Some(Self::Sources),
            "PropertyOverrideConfigurer" => Some(Self::Override),
            _ => None,
        }
    }
}
