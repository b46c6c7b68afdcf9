//! `MethodInvokingFactoryBean`, `MethodInvokingBean`, `FieldRetrievingFactoryBean`, `PropertyPathFactoryBean`.

use crate::diagnostic::Diagnostic;
use crate::spring::text::trim_all_whitespace;

use super::super::classes::static_field;
use super::super::definition::Definition;
use super::super::fault::Outcome;
use super::super::object::{InstanceId, Object};
use super::BeanFactory;
use super::methods::method_fault;

impl BeanFactory<'_> {
    /// Calls the method that the bean's properties name (`MethodInvoker.prepare` and `invoke`).
    pub(super) fn invoke(&mut self, id: InstanceId, definition: &Definition) -> Outcome<Object> {
        let (target, method) = self.invocation_target(id, definition)?;
        if let Some(unknown) = self.property_value(id, "arguments").filter(|given| self.is_opaque(given)) {
            return self.unknown_result(&target, &method, None, &[unknown], definition);
        }
        let arguments: Vec<Object> = match self.property_value(id, "arguments") {
            Some(Object::Sequence(sequence)) => {
                sequence.items.iter().map(|item| item.value.clone()).collect()
            }
            _ => Vec::new(),
        };
        let (class, is_static) = match &target {
            Object::Class(class) => (class.to_string(), true),
            object => (object.class_name(&self.heap).unwrap_or_default().to_string(), false),
        };
        let mut methods = self.classes.methods(&class, &method, is_static);
        if !is_static {
            methods.extend(self.classes.methods(&class, &method, true));
        }
        if let Some((chosen, arguments)) = self.best(&methods, &arguments) {
            return self.result_of(chosen, &target, arguments, definition);
        }
        if is_static && self.best(&self.classes.methods(&class, &method, false), &arguments).is_some() {
            return Err(incomplete(definition, "Target method must not be non-static without a target"));
        }
        if let Some(made) = self.bean_method(&target, &method, &arguments) {
            return made.map_err(|error| method_fault(&class, &method, error, definition));
        }
        if self.may_have(&target, &class, &method) {
            return self.unknown_result(&target, &method, None, &arguments, definition);
        }
        let types: Vec<String> = arguments
            .iter()
            .map(|value| {
                value
                    .class_name(&self.heap)
                    .map_or_else(|| "java.lang.Object".to_owned(), |name| name.to_string())
            })
            .collect();
        Err(Box::new(
            Diagnostic::error("method-missing", format!("{class} has no fitting method `{method}`"))
                .at(definition.name_span, "this bean calls it")
                .spring(format!("{class}.{method}({})", types.join(",")))
                .help("check the method's name and the arguments"),
        ))
    }

    fn invocation_target(&mut self, id: InstanceId, definition: &Definition) -> Outcome<(Object, String)> {
        if let Some(Object::Text(written)) = self.property_value(id, "staticMethod") {
            let Some((class, method)) = written.reveal().rsplit_once('.') else {
                return Err(incomplete(
                    definition,
                    "staticMethod must be a fully qualified class plus method name: e.g. \
                     'example.MyExampleClass.myExampleMethod'",
                ));
            };
            if !self.classes.exists(class) {
                return Err(Box::new(
                    self.class_missing(class).at(definition.name_span, "staticMethod of this bean"),
                ));
            }
            return Ok((Object::Class(class.into()), method.to_owned()));
        }
        let target = self
            .property_value(id, "targetObject")
            .filter(|target| !target.is_null())
            .or_else(|| self.property_value(id, "targetClass").filter(|target| !target.is_null()));
        let Some(target) = target else {
            return Err(incomplete(definition, "Either 'targetClass' or 'targetObject' is required"));
        };
        match self.property_value(id, "targetMethod") {
            Some(Object::Text(method)) => Ok((target, method.reveal().to_owned())),
            _ => Err(incomplete(definition, "Property 'targetMethod' is required")),
        }
    }

    fn property_value(&self, id: InstanceId, name: &str) -> Option<Object> {
        self.heap.get(id)?.property(name).map(|value| value.value.clone())
    }

    /// The value of a static field (`util:constant`).
    pub(super) fn field(&mut self, id: InstanceId, definition: &Definition) -> Outcome<Object> {
        let text = |factory: &Self, name: &str| match factory.property_value(id, name) {
            Some(Object::Text(text)) => Some(trim_all_whitespace(text.reveal())),
            _ => None,
        };
        let (class, object) =
            (self.property_value(id, "targetClass"), self.property_value(id, "targetObject"));
        let (class, field) = match (class.or(object.clone()), text(self, "targetField")) {
            (Some(Object::Class(_)), _) if object.is_some() => {
                return Err(incomplete(definition, "Specify either targetClass or targetObject, not both"));
            }
            (Some(_), None) => return Err(incomplete(definition, "targetField is required")),
            (Some(Object::Class(class)), Some(field)) => (class.to_string(), field),
            (Some(object), Some(field)) => {
                (object.class_name(&self.heap).unwrap_or_default().to_string(), field)
            }
            _ => {
                let written =
                    text(self, "staticField").unwrap_or_else(|| trim_all_whitespace(&definition.name));
                let Some((class, field)) = written.rsplit_once('.') else {
                    return Err(incomplete(
                        definition,
                        "staticField must be a fully qualified class plus static field name: e.g. \
                         'example.MyExampleClass.MY_EXAMPLE_FIELD'",
                    ));
                };
                (class.to_owned(), field.to_owned())
            }
        };
        if !self.classes.exists(&class) {
            return Err(Box::new(
                self.class_missing(&class).at(definition.name_span, "this bean reads a field of it"),
            ));
        }
        if let Some(value) = static_field(&class, &field) {
            return Ok(value);
        }
        if !self.classes.lacks(&class, &field) {
            return Ok(self.opaque("java.lang.Object", &format!("{class}.{field}"), definition));
        }
        Err(Box::new(
            Diagnostic::error("field-missing", format!("{class} has no public static field `{field}`"))
                .at(definition.name_span, "this bean reads it")
                .spring(field)
                .help("check the field's name"),
        ))
    }

    /// The bean and the path that `util:property-path` names.
    pub(super) fn path_target(
        &mut self,
        id: InstanceId,
        definition: &Definition,
    ) -> Outcome<(Object, String)> {
        let text = |name: &str| match self.property_value(id, name) {
            Some(Object::Text(text)) => Some(trim_all_whitespace(text.reveal())),
            _ => None,
        };
        let (target, name) = (self.property_value(id, "targetObject"), text("targetBeanName"));
        let found = match (target, name, text("propertyPath")) {
            (Some(target), _, Some(path)) => (target, path),
            (None, Some(name), Some(path)) => (self.bean(&name)?, path),
            (None, None, None) => match definition.name.split_once('.') {
                Some((name, path)) => (self.bean(name)?, path.to_owned()),
                None => {
                    let text = format!(
                        "Neither 'targetObject' nor 'targetBeanName' specified, and PropertyPathFactoryBean bean name \
                         '{}' does not follow 'beanName.property' syntax",
                        definition.name
                    );
                    return Err(incomplete(definition, &text));
                }
            },
            (None, None, Some(_)) => {
                return Err(incomplete(
                    definition,
                    "Specify 'targetObject' or 'targetBeanName' in combination with 'propertyPath'",
                ));
            }
            (_, _, None) => return Err(incomplete(definition, "'propertyPath' is required")),
        };
        Ok(found)
    }
}

fn incomplete(definition: &Definition, text: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("property-missing", format!("bean `{}` can't work: {text}", definition.name))
            .at(definition.name_span, "this bean")
            .spring(text)
            .help("add the missing property"),
    )
}
