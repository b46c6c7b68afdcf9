//! New objects by constructor (`SimpleInstantiationStrategy`, `ConstructorResolver.autowireConstructor`).

use crate::diagnostic::Diagnostic;
use crate::source::Traced;
use crate::spring::beans::Autowire;
use crate::spring::jasypt::config::PbeBean;

use super::super::classes::{self, Parameters};
use super::super::definition::Definition;
use super::super::fault::Outcome;
use super::super::object::{Instance, Object};
use super::BeanFactory;

impl BeanFactory<'_> {
    /// The bean as it is before its properties are set.
    pub(super) fn instantiate(
        &mut self,
        name: &str,
        definition: &Definition,
        class: Option<&str>,
    ) -> Outcome<Object> {
        if definition.factory_method.is_some() {
            return self.call_factory_method(name, definition, class);
        }
        let Some(class) = class else { return Err(Box::new(no_class(definition))) };
        if self.classes.is_interface(class) {
            let text = format!("Failed to instantiate [{class}]: Specified class is an interface");
            return Err(Box::new(
                Diagnostic::error("class-abstract", format!("{class} is an interface and has no instances"))
                    .at(super::place_of(definition.class.as_ref(), definition.name_span), "this class")
                    .spring(text)
                    .help("name a class that implements it"),
            ));
        }
        let Some(candidates) = self.classes.constructors(class) else {
            return Err(Box::new(self.not_modelled(class, definition)));
        };
        let autowiring = matches!(definition.autowire, Autowire::Constructor);
        if definition.arguments.is_empty() && !autowiring {
            if candidates.iter().any(Vec::is_empty) {
                return self.construct(name, definition, class, &Parameters::new(), Vec::new());
            }
            return Err(Box::new(no_default_constructor(class, definition)));
        }
        let (parameters, arguments) = self.choose_constructor(definition, class, candidates, autowiring)?;
        self.construct(name, definition, class, &parameters, arguments)
    }

    fn construct(
        &mut self,
        name: &str,
        definition: &Definition,
        class: &str,
        parameters: &Parameters,
        arguments: Vec<Traced<Object>>,
    ) -> Outcome<Object> {
        if let Some(made) = classes::construct(class, parameters, &arguments, &self.heap) {
            return made.map_err(|thrown| {
                Box::new(
                    Diagnostic::error(
                        "constructor-failed",
                        format!("the constructor of {class} fails: {}", thrown.text),
                    )
                    .at(definition.name_span, "this bean")
                    .spring(thrown.text)
                    .help("check the constructor arguments"),
                )
            });
        }
        let instance = Instance {
            bean: name.to_owned(),
            class: class.into(),
            properties: indexmap::IndexMap::new(),
            arguments,
            span: definition.span,
            pbe: PbeBean::of_class(class),
        };
        Ok(Object::Instance(self.heap.add(instance)))
    }

    /// The finding for a class that exists and whose behaviour isn't known here.
    pub(super) fn not_modelled(&self, class: &str, definition: &Definition) -> Diagnostic {
        let origin = definition.class.as_ref().map(|class| class.origin.clone()).unwrap_or_default();
        Diagnostic::error("class-not-modelled", format!("what a bean of {class} does isn't known here"))
            .at(super::place(&origin, definition.name_span), "this class")
            .note("the class exists on a server; this program only knows classes that event bus files use")
            .help("take the bean out, or write down the value that it gives")
    }
}

fn no_class(definition: &Definition) -> Diagnostic {
    Diagnostic::error(
        "class-missing",
        format!("bean `{}` says neither its class nor its parent's", definition.name),
    )
    .at(definition.name_span, "this bean")
    .spring("No bean class specified on bean definition")
    .help("add class=\"..\"")
}

fn no_default_constructor(class: &str, definition: &Definition) -> Diagnostic {
    Diagnostic::error("constructor-missing", format!("{class} can't be made without constructor arguments"))
        .at(definition.name_span, "this bean")
        .spring(format!("{class}.<init>()"))
        .help("add <constructor-arg ../>")
}
