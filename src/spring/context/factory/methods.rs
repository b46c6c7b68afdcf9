//! Beans that a method makes: `factory-method` (`ConstructorResolver.instantiateUsingFactoryMethod`).

use crate::diagnostic::Diagnostic;
use crate::source::Traced;

use super::super::classes::{Method, Parameters};
use super::super::definition::Definition;
use super::super::expression::EvaluationError;
use super::super::fault::{Outcome, with_origin};
use super::super::object::Object;
use super::BeanFactory;

impl BeanFactory<'_> {
    pub(super) fn call_factory_method(
        &mut self,
        name: &str,
        definition: &Definition,
        class: Option<&str>,
    ) -> Outcome<Object> {
        let Some(method) = definition.factory_method.clone() else { return Ok(Object::Null) };
        let target = self.factory_target(name, definition, class)?;
        let (class, is_static) = match &target {
            Object::Class(class) if definition.factory_bean.is_none() => (class.to_string(), true),
            object => (object.class_name(&self.heap).unwrap_or_default().to_string(), false),
        };
        let method = method.value.reveal();
        let methods = self.classes.methods(&class, method, is_static);
        let candidates: Vec<Parameters> = methods.iter().map(|method| method.signature()).collect();
        let (holders, least) = self.resolve_arguments(definition)?;
        let autowiring = definition.autowire == crate::spring::beans::Autowire::Constructor;
        if let Some((place, (_, arguments))) =
            self.choose(definition, candidates, &holders, least, autowiring)?
            && let Some(chosen) = methods.get(place)
        {
            let values: Vec<Object> = arguments.into_iter().map(|argument| argument.value).collect();
            return self.result_of(chosen, &target, values, definition);
        }
        let values: Vec<Traced<Object>> =
            holders.into_iter().map(super::arguments::Holder::into_value).collect();
        let arguments: Vec<Object> = values.iter().map(|argument| argument.value.clone()).collect();
        if let Some(made) = self.bean_method(&target, method, &arguments) {
            return made.map_err(|error| method_fault(&class, method, error, definition));
        }
        if self.may_have(&target, &class, method) {
            return self.unknown_result(&target, method, None, &arguments, definition);
        }
        Err(self.no_factory_method(definition, &class, method, &values, is_static))
    }

    /// What the method gives, as far as it is known.
    pub(super) fn result_of(
        &mut self,
        method: &Method,
        target: &Object,
        arguments: Vec<Object>,
        definition: &Definition,
    ) -> Outcome<Object> {
        match self.invoke_method(method, target, arguments.clone()) {
            Err(EvaluationError::Unsupported(_)) => {
                self.unknown_result(target, method.name, Some(method), &arguments, definition)
            }
            made => made.map_err(|error| method_fault(method.class, method.name, error, definition)),
        }
    }

    /// The object or class whose method is called.
    fn factory_target(
        &mut self,
        name: &str,
        definition: &Definition,
        class: Option<&str>,
    ) -> Outcome<Object> {
        if let Some(factory) = &definition.factory_bean {
            let factory_name = factory.value.reveal();
            if factory_name == name {
                let message = "factory-bean reference points back to the same bean definition";
                return Err(invalid(definition, message));
            }
            return self.bean(factory_name).map_err(|fault| {
                if fault.labels.is_empty() {
                    Box::new(with_origin(*fault, &factory.origin, "factory-bean"))
                } else {
                    fault
                }
            });
        }
        match class {
            Some(class) => Ok(Object::Class(class.into())),
            None => Err(invalid(
                definition,
                "bean definition declares neither a bean class nor a factory-bean reference",
            )),
        }
    }

    fn no_factory_method(
        &self,
        definition: &Definition,
        class: &str,
        method: &str,
        arguments: &[Traced<Object>],
        is_static: bool,
    ) -> Box<Diagnostic> {
        let simple = |argument: &Traced<Object>| {
            let name = argument.value.class_name(&self.heap).unwrap_or_else(|| "null".into());
            name.rsplit(['.', '$']).next().unwrap_or("").to_owned()
        };
        let types: Vec<String> = arguments.iter().map(simple).collect();
        let factory = definition.factory_bean.as_ref();
        let factory =
            factory.map(|name| format!("factory bean '{}'; ", name.value.reveal())).unwrap_or_default();
        let message = format!(
            "No matching factory method found on class [{class}]: {factory}factory method '{method}({})'. Check that a \
             method with the specified name {}exists and that it is {}.",
            types.join(","),
            if arguments.is_empty() { "" } else { "and arguments " },
            if is_static { "static" } else { "non-static" }
        );
        Box::new(
            Diagnostic::error("method-missing", format!("{class} has no fitting method `{method}`"))
                .at(
                    super::place_of(definition.factory_method.as_ref(), definition.name_span),
                    "no such method",
                )
                .spring(self.creation_text(definition, &message))
                .help("check the method's name and the constructor arguments"),
        )
    }

    /// The class of a bean that a method makes, as far as it is known without calling it.
    pub(super) fn predicted_by_method(&self, definition: &Definition, level: usize) -> Option<String> {
        let method = definition.factory_method.as_ref()?.value.reveal();
        let (class, is_static) = match &definition.factory_bean {
            Some(factory) => (self.predicted_at(factory.value.reveal(), level + 1)?, false),
            None => (definition.class.as_ref()?.value.reveal().to_owned(), true),
        };
        self.classes.methods(&class, method, is_static).first().map(|method| method.returns.to_owned())
    }
}

/// A `BeanDefinitionStoreException`.
fn invalid(definition: &Definition, message: &str) -> Box<Diagnostic> {
    let place =
        definition.resource.as_ref().map(|resource| format!(" defined in {resource}")).unwrap_or_default();
    let text = format!("Invalid bean definition with name '{}'{place}: {message}", definition.name);
    Box::new(
        Diagnostic::error("factory-method", format!("bean `{}`: {message}", definition.name))
            .at(super::place_of(definition.factory_method.as_ref(), definition.name_span), "factory-method")
            .spring(text)
            .help("add class=\"..\" or factory-bean=\"..\", naming another bean"),
    )
}

/// What a method throws.
pub(super) fn method_fault(
    class: &str,
    method: &str,
    error: EvaluationError,
    definition: &Definition,
) -> Box<Diagnostic> {
    let found = match error {
        EvaluationError::Bean(fault) => return fault,
        EvaluationError::Spring(text) => {
            Diagnostic::error("method-failed", format!("{class}.{method} fails: {text}"))
                .spring(text)
                .help("check the arguments")
        }
        EvaluationError::Unsupported(what) => {
            Diagnostic::error("class-not-modelled", format!("{what} isn't known here"))
        }
    };
    Box::new(found.at(definition.name_span, "this bean"))
}
