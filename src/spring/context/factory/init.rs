//! What happens once the properties are set: `afterPropertiesSet`, init and destroy methods
//! (`AbstractAutowireCapableBeanFactory.invokeInitMethods`, `DisposableBeanAdapter`).

use super::super::classes::{Least, called_on_start};
use super::super::definition::{Definition, LifecycleMethod};
use super::super::fault::Outcome;
use super::super::object::Object;
use super::BeanFactory;
use super::methods::method_fault;
use crate::diagnostic::Diagnostic;

impl BeanFactory<'_> {
    pub(super) fn initialise(
        &mut self,
        name: &str,
        definition: &Definition,
        object: Object,
    ) -> Outcome<Object> {
        self.after_properties_set(&object, definition)?;
        let object = self.call_init_method(name, definition, object)?;
        self.check_destroy_method(name, definition, &object)?;
        Ok(object)
    }

    /// The object as its init method leaves it. One that the bean itself names must exist; one that only `<beans>` names
    /// needn't.
    fn call_init_method(&mut self, name: &str, definition: &Definition, object: Object) -> Outcome<Object> {
        let Some(method) = definition.init_method.as_ref().filter(|method| !method.name.text.is_empty())
        else {
            return Ok(object);
        };
        let Some(class) = object.class_name(&self.heap) else { return Ok(object) };
        let text = method.name.text.as_str();
        if self.least_parameters(&object, &class, text) != Some(Least::Nothing) {
            return if method.enforced { Err(missing(name, &class, method, "an init")) } else { Ok(object) };
        }
        let called =
            called_on_start(&object, text).map_err(super::super::expression::EvaluationError::thrown);
        let called = called.map_err(|error| method_fault(&class, text, error, definition))?;
        let changed = called.extent().parts != object.extent().parts;
        if changed && definition.factory_bean.is_some() {
            // The object may be a part of another bean, which would change as well.
            return Err(Box::new(self.not_modelled(&format!("{class}.{text}"), definition)));
        }
        Ok(called)
    }

    fn check_destroy_method(&self, name: &str, definition: &Definition, object: &Object) -> Outcome<()> {
        let is_prototype = definition.scope.as_ref().is_some_and(|scope| scope.value.reveal() == "prototype");
        let named = definition.destroy_method.as_ref();
        let Some(method) = named.filter(|method| !["", "(inferred)"].contains(&method.name.text.as_str()))
        else {
            return Ok(());
        };
        let Some(class) = object.class_name(&self.heap).filter(|_| !is_prototype) else { return Ok(()) };
        let text = method.name.text.as_str();
        let reason = match self.least_parameters(object, &class, text) {
            Some(Least::Nothing | Least::Flag) => return Ok(()),
            None if method.enforced => return Err(missing(name, &class, method, "a destroy")),
            None => return Ok(()),
            Some(Least::Parameters(_, methods)) if methods > 1 => format!(
                "Could not find unique destroy method on bean with name '{name}: Cannot resolve method '{text}' to a unique method. Attempted to resolve to overloaded method with the least \
                 number of parameters but there were {methods} candidates."
            ),
            Some(Least::Parameters(1, _)) => format!(
                "Method '{text}' of bean '{name}' has a non-boolean parameter - not supported as destroy method"
            ),
            Some(Least::Parameters(..)) => format!(
                "Method '{text}' of bean '{name}' has more than one parameter - not supported as destroy method"
            ),
        };
        Err(Box::new(
            Diagnostic::error("method-missing", format!("`{text}` of {class} can't be a destroy method"))
                .at(method.name.span, "it wants arguments")
                .spring(reason)
                .help("take it out, or name a method that takes no arguments"),
        ))
    }

    /// The same of an object: of one that a method declares to give, the class may be any that fits.
    fn least_parameters(&self, object: &Object, class: &str, method: &str) -> Option<Least> {
        let found = self.classes.least_parameters(class, method);
        let may_be_another = self.is_opaque(object) && !self.classes.is_concrete(class);
        found.or(may_be_another.then_some(Least::Nothing))
    }
}

fn missing(name: &str, class: &str, method: &LifecycleMethod, kind: &str) -> Box<Diagnostic> {
    let method = &method.name;
    Box::new(
        Diagnostic::error("method-missing", format!("{class} has no method `{}`", method.text))
            .at(method.span, "no such method without parameters")
            .spring(format!(
                "Could not find {kind} method named '{}' on bean with name '{name}'",
                method.text
            ))
            .help("take it out, or name a method of the class"),
    )
}
