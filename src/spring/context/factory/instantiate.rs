//! New objects by constructor (`SimpleInstantiationStrategy`, `ConstructorResolver.autowireConstructor`).

use crate::diagnostic::Diagnostic;
use crate::source::Traced;
use crate::spring::beans::Autowire;
use crate::spring::jasypt::config::PbeBean;

use super::super::classes::{self, Kind, Parameters};
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
        self.check_interface(class, definition)?;
        let Some(candidates) = self.classes.constructors(class) else {
            return self.undescribed(name, definition, class);
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

    fn check_interface(&self, class: &str, definition: &Definition) -> Outcome<()> {
        if !self.classes.is_interface(class) {
            return Ok(());
        }
        let text = format!("Failed to instantiate [{class}]: Specified class is an interface");
        Err(Box::new(
            Diagnostic::error("class-abstract", format!("{class} is an interface and has no instances"))
                .at(super::place_of(definition.class.as_ref(), definition.name_span), "this class")
                .spring(text)
                .help("name a class that implements it"),
        ))
    }

    /// Whether a constructor without arguments makes an object of the class.
    pub(super) fn check_instantiable(&self, class: &str, definition: &Definition) -> Outcome<()> {
        self.check_interface(class, definition)?;
        match self.classes.undescribed(class) {
            Some(Kind::Abstract) => Err(Box::new(abstract_class(class, definition))),
            Some(Kind::Demanding) => Err(Box::new(no_default_constructor(class, definition))),
            _ => Ok(()),
        }
    }

    fn construct(
        &mut self,
        name: &str,
        definition: &Definition,
        class: &str,
        parameters: &Parameters,
        arguments: Vec<Traced<Object>>,
    ) -> Outcome<Object> {
        let unknown = arguments.iter().any(|argument| self.is_opaque(&argument.value));
        if let Some(made) = classes::construct(class, parameters, &arguments, &self.heap) {
            if unknown || made.as_ref().is_err_and(|thrown| thrown.unsupported) {
                return Ok(self.opaque(class, &format!("this constructor of {class}"), definition));
            }
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
        if unknown {
            return Err(Box::new(self.not_modelled(class, definition)));
        }
        let instance = Instance {
            made_by: None,
            bean: name.to_owned(),
            class: class.into(),
            properties: indexmap::IndexMap::new(),
            arguments,
            span: definition.span,
            pbe: PbeBean::of_class(class),
        };
        Ok(Object::Instance(self.heap.add(instance)))
    }

    /// An object of a class of which only the name is known. It may stand in the context, as most beans do, but no
    /// value can be taken from it.
    fn undescribed(&mut self, name: &str, definition: &Definition, class: &str) -> Outcome<Object> {
        let bare = definition.arguments.is_empty() && definition.autowire != Autowire::Constructor;
        match self.classes.undescribed(class) {
            Some(Kind::Demanding) if bare => return Err(Box::new(no_default_constructor(class, definition))),
            Some(Kind::Abstract) if bare => return Err(Box::new(abstract_class(class, definition))),
            Some(Kind::Plain | Kind::Demanding) => {}
            _ => return Err(Box::new(self.not_modelled(class, definition))),
        }
        self.resolve_arguments(definition)?;
        let noted = Diagnostic::note_only(
            "class-not-modelled",
            format!("what a bean of {class} does isn't known here"),
        );
        self.diagnostics.push(noted.at(definition.name_span, "this bean is left as it is"));
        let instance = Instance {
            made_by: None,
            bean: name.to_owned(),
            class: class.into(),
            properties: indexmap::IndexMap::new(),
            arguments: Vec::new(),
            span: definition.span,
            pbe: None,
        };
        Ok(Object::Instance(self.heap.add(instance)))
    }

    /// The class in a value of which only the name is known.
    pub(in super::super) fn undescribed_in(&self, object: &Object) -> Option<String> {
        match object {
            Object::Instance(id) => {
                let instance = self.heap.get(*id)?;
                let class = self.classes.undescribed(&instance.class).map(|_| &instance.class);
                instance.made_by.as_ref().or(class).map(ToString::to_string)
            }
            Object::Sequence(sequence) => {
                sequence.items.iter().find_map(|item| self.undescribed_in(&item.value))
            }
            Object::Map(map) => map.entries.iter().find_map(|(key, value)| {
                self.undescribed_in(&key.value).or_else(|| self.undescribed_in(&value.value))
            }),
            _ => None,
        }
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

fn abstract_class(class: &str, definition: &Definition) -> Diagnostic {
    Diagnostic::error("class-abstract", format!("{class} is abstract and has no instances"))
        .at(super::place_of(definition.class.as_ref(), definition.name_span), "this class")
        .spring("java.lang.InstantiationException")
        .help("name a class that extends it")
}

fn no_default_constructor(class: &str, definition: &Definition) -> Diagnostic {
    Diagnostic::error("constructor-missing", format!("{class} can't be made without constructor arguments"))
        .at(definition.name_span, "this bean")
        .spring(format!("{class}.<init>()"))
        .help("add <constructor-arg ../>")
}
