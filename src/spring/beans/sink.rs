//! Where a file's definitions go: the registry's side of reading.

use crate::diagnostic::Diagnostics;
use crate::source::Sources;

use super::definition::{BeanDefinition, Foreign, Import, Spanned};

/// Takes what a file defines, in the order written, and answers what reading depends on.
pub trait DefinitionSink {
    /// Whether a definition is registered under this very name (`containsBeanDefinition`).
    fn contains(&self, name: &str) -> bool;

    /// Whether a definition, an alias or a singleton has this name (`isBeanNameInUse`).
    fn in_use(&self, name: &str) -> bool;

    /// Registers a definition and then its aliases, in their order.
    fn bean(&mut self, definition: BeanDefinition, diagnostics: &mut Diagnostics);

    /// Registers a further name.
    fn alias(&mut self, name: Spanned, alias: Spanned, diagnostics: &mut Diagnostics);

    /// Reads another file, before anything that follows in this one.
    fn import(&mut self, import: Import, sources: &mut Sources, diagnostics: &mut Diagnostics);

    /// Notes an element of a namespace that isn't understood here.
    fn foreign(&mut self, foreign: Foreign, diagnostics: &mut Diagnostics);

    /// Whether this profile is active (the default profile counts when no other is).
    fn profile_active(&self, profile: &str) -> bool;

    /// Replaces placeholders by what the environment (system properties, then variables) says and leaves those that
    /// nothing resolves (`Environment.resolvePlaceholders`).
    ///
    /// # Errors
    /// Spring's message, when placeholders refer to each other in a circle.
    fn resolve_placeholders(&self, text: &str) -> Result<String, String>;

    /// The same, where a placeholder that nothing resolves is an error (`resolveRequiredPlaceholders`).
    ///
    /// # Errors
    /// Spring's message.
    fn resolve_required_placeholders(&self, text: &str) -> Result<String, String>;
}
