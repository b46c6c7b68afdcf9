//! Spring's `StandardEnvironment`: system properties first, then environment variables.

use crate::source::{Host, Origin, Step, Text, Traced};
use crate::spring::placeholder::{Found, PlaceholderError, Placeholders};

/// Environment variables that select profiles are found under these names, too.
const ACTIVE: &str = "spring.profiles.active";
const DEFAULT: &str = "spring.profiles.default";

#[derive(Clone, Copy, Debug)]
pub(super) struct Environment<'a> {
    pub(super) host: &'a Host,
}

impl Environment<'_> {
    /// A property as it stands, without resolving what is in it.
    pub(super) fn raw(&self, name: &str) -> Option<Traced<Text>> {
        if let Some(value) = self.host.system_properties.get(name) {
            return Some(traced(value, Step::SystemProperty(name.to_owned())));
        }
        let variable = self.variable_name(name)?;
        let value = self.host.variables.get(&variable)?;
        Some(traced(value, Step::EnvironmentVariable(variable)))
    }

    /// The name under which a variable is found: as it is, with `.` and `-` as `_`, or all of that in capitals
    /// (`SystemEnvironmentPropertySource.resolvePropertyName`).
    fn variable_name(&self, name: &str) -> Option<String> {
        let spellings = |name: &str| {
            [name.to_owned(), name.replace('.', "_"), name.replace('-', "_"), name.replace(['.', '-'], "_")]
        };
        let upper = name.to_uppercase();
        spellings(name).into_iter().chain(spellings(&upper)).find(|found| self.host.variables.contains_key(found))
    }

    /// `Environment.getProperty`: the placeholders in a value are resolved, too, and must be resolvable unless
    /// `lenient`.
    pub(super) fn property(&self, name: &str, lenient: bool) -> Found {
        let Some(value) = self.raw(name) else { return Ok(None) };
        let syntax = Placeholders::standard("the environment", lenient);
        syntax.replace(&value, &mut |inner| Ok(self.raw(inner))).map(Some)
    }

    /// `resolvePlaceholders`: unknown names stay.
    pub(super) fn resolve_placeholders(&self, text: &str) -> Result<String, PlaceholderError> {
        self.resolve(text, true)
    }

    /// `resolveRequiredPlaceholders`.
    pub(super) fn resolve_required_placeholders(&self, text: &str) -> Result<String, PlaceholderError> {
        self.resolve(text, false)
    }

    fn resolve(&self, text: &str, lenient: bool) -> Result<String, PlaceholderError> {
        let text = Traced::new(Text::plain(text), Origin::default());
        let syntax = Placeholders::standard("the environment", lenient);
        // `getPropertyAsRawString`: values are resolved by the outer run, which sees cycles.
        syntax.replace(&text, &mut |name| Ok(self.raw(name))).map(|done| done.value.reveal().to_owned())
    }

    /// Whether a profile is active: those that `spring.profiles.active` names, else the default ones.
    pub(super) fn profile_active(&self, profile: &str) -> bool {
        let list = |name: &str| self.property(name, true).ok().flatten().map(|value| value.value.reveal().to_owned());
        let active = list(ACTIVE).filter(|names| crate::spring::text::has_text(names));
        let names = active.or_else(|| list(DEFAULT)).unwrap_or_else(|| "default".to_owned());
        names.split(',').any(|name| crate::spring::text::trim_all_whitespace(name) == profile)
    }
}

fn traced(value: &str, step: Step) -> Traced<Text> {
    Traced::new(Text::plain(value), Origin::of(step))
}
