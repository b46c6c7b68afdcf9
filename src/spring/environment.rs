//! Spring's `Environment`: JVM system properties, then environment variables, and the profiles they name.
//!
//! In: a [`Host`]. Out: values of names with the chain they came by. Knows no file: what configurers load is theirs.

use crate::source::{Host, Origin, Step, Text, Traced};

use super::placeholder::{Found, PlaceholderError, Placeholders};

const ACTIVE: &str = "spring.profiles.active";
const DEFAULT: &str = "spring.profiles.default";

/// The profile that is active when none is named.
const DEFAULT_PROFILE: &str = "default";

/// What the process was started with.
#[derive(Clone, Debug)]
pub struct Environment<'a> {
    host: &'a Host,
    profiles: Vec<String>,
}

impl<'a> Environment<'a> {
    /// The environment of this host, with the profiles that `spring.profiles.active`, else `spring.profiles.default`,
    /// names.
    #[must_use]
    pub fn of(host: &'a Host) -> Self {
        let mut environment = Self { host, profiles: Vec::new() };
        environment.profiles = [ACTIVE, DEFAULT]
            .iter()
            .find_map(|name| environment.profiles_named_by(name))
            .unwrap_or_else(|| vec![DEFAULT_PROFILE.to_owned()]);
        environment
    }

    fn profiles_named_by(&self, name: &str) -> Option<Vec<String>> {
        let names = self.resolve(self.property(name)?.value.reveal()).ok()?;
        let names: String = names.split_whitespace().collect();
        (!names.is_empty()).then(|| names.split(',').map(str::to_owned).collect())
    }

    /// The profiles that `spring.profiles.active` names.
    #[must_use]
    pub fn active_profiles(&self) -> Vec<String> {
        self.profiles_named_by(ACTIVE).unwrap_or_default()
    }

    /// The profiles that count where no other is active.
    #[must_use]
    pub fn default_profiles(&self) -> Vec<String> {
        self.profiles_named_by(DEFAULT).unwrap_or_else(|| vec![DEFAULT_PROFILE.to_owned()])
    }

    /// What Spring says of the first profile, active or default, that it refuses.
    #[must_use]
    pub fn refused_profile(&self) -> Option<String> {
        [ACTIVE, DEFAULT].into_iter().find_map(|name| match self.resolved_property(name, false) {
            Err(error) => Some(error.to_string()),
            Ok(_) => self.profiles_named_by(name)?.into_iter().find_map(|profile| match profile.as_str() {
                "" => Some("Invalid profile []: must contain text".to_owned()),
                _ if profile.starts_with('!') => {
                    Some(format!("Invalid profile [{profile}]: must not begin with ! operator"))
                }
                _ => None,
            }),
        })
    }

    /// Whether a bean definition of this profile counts.
    #[must_use]
    pub fn profile_active(&self, profile: &str) -> bool {
        self.profiles.iter().any(|active| active == profile)
    }

    /// The value of a name, placeholders in it not replaced yet.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<Traced<Text>> {
        let text = |value: &str| self.host.text(name, value);
        if let Some(value) = self.host.system_properties.get(name) {
            return Some(Traced::new(text(value), Origin::of(Step::SystemProperty(name.to_owned()))));
        }
        let (variable, value) = self.variable(name)?;
        Some(Traced::new(text(value), Origin::of(Step::EnvironmentVariable(variable))))
    }

    /// The value of a name with the placeholders in it replaced (`getProperty`); unless `lenient`, they must be known.
    ///
    /// # Errors
    /// When one of them can't be resolved or leads back to itself.
    pub fn resolved_property(&self, name: &str, lenient: bool) -> Found {
        let Some(value) = self.find(name)? else { return Ok(None) };
        Placeholders::standard("environment", lenient).replace(&value, &mut |name| self.find(name)).map(Some)
    }

    fn find(&self, name: &str) -> Found {
        match self.host.leaves_to_jvm(name) {
            true => Err(PlaceholderError::OfJvm { name: name.to_owned() }),
            false => Ok(self.property(name)),
        }
    }

    /// `SystemEnvironmentPropertySource`: dots and hyphens may be underscores, and all of it capitals.
    fn variable(&self, name: &str) -> Option<(String, &'a str)> {
        let spellings = |name: &str| {
            let (no_dot, no_hyphen) = (name.replace('.', "_"), name.replace('-', "_"));
            let neither = no_dot.replace('-', "_");
            [name.to_owned(), no_dot, no_hyphen, neither]
        };
        let candidates = spellings(name).into_iter().chain(spellings(&name.to_uppercase()));
        candidates.into_iter().find_map(|variable| {
            let value = self.host.variables.get(&variable)?;
            Some((variable, value.as_str()))
        })
    }

    /// The text with its placeholders replaced; those that nothing resolves stay (`resolvePlaceholders`).
    ///
    /// # Errors
    /// When placeholders refer to each other in a circle.
    pub fn resolve(&self, text: &str) -> Result<String, PlaceholderError> {
        Ok(self.resolve_text(text, true)?.reveal().to_owned())
    }

    /// The text with its placeholders replaced (`resolveRequiredPlaceholders`).
    ///
    /// # Errors
    /// When one can't be resolved or leads back to itself.
    pub fn resolve_required(&self, text: &str) -> Result<String, PlaceholderError> {
        Ok(self.resolve_text(text, false)?.reveal().to_owned())
    }

    /// The same as a text, secret if what it was made of is; unless `lenient`, placeholders must be known.
    ///
    /// # Errors
    /// When one can't be resolved or leads back to itself.
    pub fn resolve_text(&self, text: &str, lenient: bool) -> Result<Text, PlaceholderError> {
        let text = Traced::new(Text::plain(text), Origin::default());
        let resolved =
            Placeholders::standard("environment", lenient).replace(&text, &mut |name| self.find(name))?;
        Ok(resolved.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_system_property_beats_a_variable() {
        let host =
            Host::new(Memory::new()).with_variable("A", "variable").with_system_property("A", "property");
        assert_eq!(Environment::of(&host).resolve("<${A}${B}${C:d}>").unwrap(), "<property${B}d>");
    }

    #[test]
    fn a_variable_may_be_spelt_as_shells_need_it() {
        let host = Host::new(Memory::new()).with_variable("MY_BUS_PORT", "1");
        assert_eq!(Environment::of(&host).resolve_required("${my.bus-port}").unwrap(), "1");
    }

    #[test]
    fn an_unknown_name_is_an_error_where_it_is_required() {
        let host = Host::new(Memory::new());
        let error = Environment::of(&host).resolve_required("${nope}/x.xml").unwrap_err();
        assert_eq!(error.to_string(), "Could not resolve placeholder 'nope' in value \"${nope}/x.xml\"");
    }

    #[test]
    fn the_default_profile_is_active_when_no_other_is() {
        let host = Host::new(Memory::new());
        assert!(Environment::of(&host).profile_active("default"));
        let host = host.with_variable("SPRING_PROFILES_ACTIVE", "a, b");
        let environment = Environment::of(&host);
        assert!(environment.profile_active("b") && !environment.profile_active("default"));
    }
}
