//! Definitions and aliases by name, as Spring's `DefaultListableBeanFactory` and `SimpleAliasRegistry` keep them.

use indexmap::IndexMap;

use crate::spring::aliases::{MOST_STEPS, longer, too_long};

use super::Replaced;
use super::definition::Definition;
use super::factory::{MOST_PARENTS, too_many_parents as too_many};
use super::fault::Outcome;

/// What one context defines.
#[derive(Debug, Default)]
pub(super) struct Registry {
    /// In the order of their first registration.
    pub(super) definitions: IndexMap<String, Definition>,
    /// Alias to name, which may be an alias itself.
    pub(super) aliases: IndexMap<String, String>,
    /// Definitions that are gone.
    pub(super) replaced: Vec<Replaced>,
}

impl Registry {
    /// Registers a definition; one of the same name is replaced and keeps its place.
    pub(super) fn register(&mut self, definition: Definition) {
        let (name, later) = (definition.name.clone(), definition.name_span);
        if let Some(earlier) = self.definitions.insert(name.clone(), definition) {
            self.replaced.push(Replaced { name, earlier: earlier.name_span, later });
        }
    }

    /// Registers a further name.
    ///
    /// # Errors
    /// Spring's text, when the name leads back to the alias.
    pub(super) fn register_alias(&mut self, name: &str, alias: &str) -> Result<(), String> {
        if name == alias {
            self.aliases.swap_remove(alias);
            return Ok(());
        }
        if self.aliases.get(alias).is_some_and(|known| known == name) {
            return Ok(());
        }
        self.check_for_circle(name, alias)?;
        self.aliases.insert(alias.to_owned(), name.to_owned());
        Ok(())
    }

    fn check_for_circle(&self, name: &str, alias: &str) -> Result<(), String> {
        let mut current = name;
        for _ in 0..MOST_STEPS {
            match self.aliases.get(current) {
                Some(next) if next == alias => {
                    return Err(format!(
                        "Cannot register alias '{alias}' for name '{name}': Circular reference - '{name}' is a direct \
                         or indirect alias for '{alias}' already"
                    ));
                }
                Some(next) => current = next,
                None => break,
            }
        }
        Ok(())
    }

    /// The finding for an alias whose name is an alias, and so on, further than is followed.
    ///
    /// # Errors
    /// When there is one.
    pub(super) fn check_aliases(&self) -> Outcome<()> {
        too_long(&self.aliases).map_or(Ok(()), |found| Err(Box::new(found)))
    }

    /// The finding for a bean with more ancestors in this context than are followed.
    ///
    /// # Errors
    /// When there is one.
    pub(super) fn check_parents(&self) -> Outcome<()> {
        let next = |name: &str| {
            let parent = self.definitions.get(name)?.parent.as_ref()?;
            Some(self.canonical(parent.value.reveal())).filter(|parent| *parent != name)
        };
        let found = longer(self.definitions.keys().map(String::as_str), next, MOST_PARENTS);
        match found.and_then(|name| self.definitions.get(name)) {
            Some(definition) => Err(Box::new(too_many(definition))),
            None => Ok(()),
        }
    }

    /// The bean name that an alias stands for.
    pub(super) fn canonical<'n>(&'n self, name: &'n str) -> &'n str {
        let mut current = name;
        for _ in 0..MOST_STEPS {
            match self.aliases.get(current) {
                Some(next) => current = next,
                None => break,
            }
        }
        current
    }

    /// Replaces placeholders in aliases and in the names they stand for. `resolve` gives `None` for Java's null.
    ///
    /// # Errors
    /// What `resolve` fails with, or Spring's text when two aliases clash (as `E`).
    pub(super) fn resolve_aliases<E: From<String>>(
        &mut self,
        resolve: &mut dyn FnMut(&str) -> Result<Option<String>, E>,
    ) -> Result<(), E> {
        for (alias, name) in self.aliases.clone() {
            let (Some(new_alias), Some(new_name)) = (resolve(&alias)?, resolve(&name)?) else {
                self.aliases.swap_remove(&alias);
                continue;
            };
            if new_alias == new_name {
                self.aliases.swap_remove(&alias);
            } else if new_alias != alias {
                match self.aliases.get(&new_alias) {
                    Some(known) if *known == new_name => {}
                    Some(_) => {
                        return Err(E::from(format!(
                            "Cannot register resolved alias '{new_alias}' (original: '{alias}') for name \
                             '{new_name}': It is already registered for name '{name}'."
                        )));
                    }
                    None => {
                        self.check_for_circle(&new_name, &new_alias).map_err(E::from)?;
                        self.aliases.insert(new_alias, new_name);
                    }
                }
                self.aliases.swap_remove(&alias);
            } else if new_name != name {
                self.aliases.insert(alias, new_name);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_lead_to_the_name_and_never_in_a_circle() {
        let mut registry = Registry::default();
        registry.register_alias("bus", "a").unwrap();
        registry.register_alias("a", "b").unwrap();
        assert_eq!(registry.canonical("b"), "bus");
        assert_eq!(
            registry.register_alias("b", "bus").unwrap_err(),
            "Cannot register alias 'bus' for name 'b': Circular reference - 'b' is a direct or indirect alias for \
             'bus' already"
        );
    }

    #[test]
    fn placeholders_in_aliases_are_resolved() {
        let mut registry = Registry::default();
        registry.register_alias("bus", "${x}").unwrap();
        registry.resolve_aliases::<String>(&mut |text| Ok(Some(text.replace("${x}", "y")))).unwrap();
        assert_eq!(registry.canonical("y"), "bus");
    }
}
