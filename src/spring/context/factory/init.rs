//! What happens once the properties are set: `afterPropertiesSet`, init and destroy methods.

use super::super::definition::{Definition, LifecycleMethod};
use super::super::fault::Outcome;
use super::super::object::Object;
use super::BeanFactory;
use crate::diagnostic::Diagnostic;

/// Methods that every object has.
const OBJECT_METHODS: [&str; 6] = ["hashCode", "toString", "getClass", "notify", "notifyAll", "wait"];

impl BeanFactory<'_> {
    pub(super) fn initialise(
        &mut self,
        name: &str,
        definition: &Definition,
        object: Object,
    ) -> Outcome<Object> {
        self.after_properties_set(&object, definition)?;
        for (method, kind) in
            [(&definition.init_method, "an init"), (&definition.destroy_method, "a destroy")]
        {
            if let Some(method) = method {
                self.check_method(name, &object, method, kind)?;
            }
        }
        Ok(object)
    }

    /// A method that the bean itself names must exist; one that only `<beans>` names needn't.
    fn check_method(&self, name: &str, object: &Object, method: &LifecycleMethod, kind: &str) -> Outcome<()> {
        let LifecycleMethod { name: method, enforced } = method;
        let inferred = kind == "a destroy" && method.text == "(inferred)";
        let Some(class) = object.class_name(&self.heap) else { return Ok(()) };
        let known =
            OBJECT_METHODS.contains(&method.text.as_str()) || self.classes.has_method(&class, &method.text);
        let known = known || self.classes.undescribed(&class).is_some();
        if !*enforced || known || inferred || method.text.is_empty() {
            return Ok(());
        }
        let word = if kind == "an init" { "an init" } else { "a destroy" };
        Err(Box::new(
            Diagnostic::error("method-missing", format!("{class} has no method `{}`", method.text))
                .at(method.span, "no such method without parameters")
                .spring(format!(
                    "Could not find {word} method named '{}' on bean with name '{name}'",
                    method.text
                ))
                .help("take it out, or name a method of the class"),
        ))
    }
}
