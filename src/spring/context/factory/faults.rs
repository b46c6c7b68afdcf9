//! Why a bean can't be had.

use crate::diagnostic::Diagnostic;

use super::super::definition::Definition;
use super::super::fault::{Outcome, with_origin};
use super::super::suggest;
use super::{BeanFactory, MOST_NESTED};

impl BeanFactory<'_> {
    /// Whether one more bean may wait.
    pub(super) fn check_depth(&self, definition: &Definition) -> Outcome<()> {
        if self.creating.len() + self.waiting < MOST_NESTED {
            return Ok(());
        }
        Err(Box::new(
            Diagnostic::error("beans-nested", format!("more than {MOST_NESTED} beans wait for each other"))
                .at(definition.name_span, "this bean would be the next")
                .help("break the chain of references"),
        ))
    }

    /// Whether a bean of this definition can be asked for.
    pub(super) fn check_usable(&self, name: &str, definition: &Definition) -> Outcome<()> {
        if definition.is_abstract {
            let text = format!("Error creating bean with name '{name}': Bean definition is abstract");
            return Err(Box::new(
                Diagnostic::error(
                    "bean-abstract",
                    format!("bean `{name}` is abstract and can't be used itself"),
                )
                .at(definition.name_span, "abstract=\"true\"")
                .spring(text)
                .help("refer to a bean that has it as its parent"),
            ));
        }
        let Some(scope) = &definition.scope else { return Ok(()) };
        match scope.value.reveal() {
            "" | "singleton" | "prototype" => Ok(()),
            other if self.scopes.contains(other) => Ok(()),
            other => {
                let found = Diagnostic::error(
                    "scope-unknown",
                    format!("bean `{name}` has the unknown scope `{other}`"),
                )
                .spring(format!("No Scope registered for scope name '{other}'"))
                .help("write scope=\"singleton\" or \"prototype\", or leave it out");
                Err(Box::new(with_origin(found, &scope.origin, "this scope")))
            }
        }
    }

    pub(super) fn in_creation(&self, name: &str, definition: &Definition) -> Box<Diagnostic> {
        let text = format!(
            "Error creating bean with name '{name}': Requested bean is currently in creation: Is there an unresolvable \
             circular reference?"
        );
        Box::new(
            Diagnostic::error("bean-cycle", format!("bean `{name}` needs itself before it can be made"))
                .at(definition.name_span, "this bean waits for itself")
                .spring(text)
                .note(format!("the way round: {} -> {name}", self.creating.join(" -> ")))
                .help(
                    "set one of the references by a property instead of a constructor argument, or drop it",
                ),
        )
    }

    /// The name that may be meant, as long as there are few findings that say so.
    pub(super) fn nearest<'n>(&self, name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        self.suggestions_left.set(self.suggestions_left.get().checked_sub(1)?);
        suggest::nearest(name, known)
    }

    pub(super) fn no_such_bean(&self, name: &str) -> Box<Diagnostic> {
        let name = name.trim_start_matches('&');
        if let Some(foreign) = self.foreign.get(name) {
            return Box::new(
                Diagnostic::error("element-not-modelled", format!("the bean `{name}` isn't known here"))
                    .at(foreign.span, format!("it comes of this element of {}", foreign.namespace))
                    .help("define the bean with the elements of the beans namespace"),
            );
        }
        let names = self.registry.definitions.keys().chain(self.registry.aliases.keys());
        let found = Diagnostic::error("bean-missing", format!("there is no bean named `{name}`"))
            .spring(format!("No bean named '{name}' available"));
        Box::new(match self.nearest(name, names.map(String::as_str)) {
            Some(nearest) => found.help(format!("did you mean `{nearest}`?")),
            None => found.help("define the bean, or name one that is defined"),
        })
    }
}
