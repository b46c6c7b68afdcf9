//! Method calls and constructors in expressions.

use crate::source::{Origin, Traced};
use crate::spring::spel::Node;

use super::super::catalog::JavaType;
use super::super::classes::{self, Method};
use super::super::factory::BeanFactory;
use super::super::object::Object;
use super::{Evaluated, EvaluationError};

impl BeanFactory<'_> {
    /// `value.name(..)`.
    pub(super) fn call(&mut self, value: &Object, name: &str, arguments: &[Node]) -> Evaluated {
        let arguments = self.values(arguments)?;
        self.call_with(value, name, &arguments)
    }

    pub(in super::super) fn call_with(
        &mut self,
        value: &Object,
        name: &str,
        arguments: &[Object],
    ) -> Evaluated {
        let types = self.type_names(arguments);
        if value.is_null() {
            return Err(EvaluationError::spring(format!(
                "EL1011E: Method call: Attempted to call method {name}({types}) on null context object"
            )));
        }
        if self.is_opaque(value) {
            return Err(EvaluationError::Unsupported(format!(
                "the method {name}({types}) of a bean that isn't known"
            )));
        }
        let (class, is_static) = match value {
            Object::Class(class) => (class.to_string(), true),
            _ => (value.class_name(&self.heap).unwrap_or_default().to_string(), false),
        };
        let mut methods = self.classes.methods(&class, name, is_static);
        // An object's class methods are among its methods; a class is an object, too.
        let (of, others_static) = if is_static { ("java.lang.Class", false) } else { (&*class, true) };
        methods.extend(self.classes.methods(of, name, others_static));
        let are_all = self.classes.lacks(&class, name) && (!is_static || self.classes.lacks(of, name));
        if let Some((method, arguments)) = self.resolved(&methods, arguments, are_all)? {
            return self.invoke_method(method, value, arguments);
        }
        if let Some(found) = self.bean_method(value, name, arguments) {
            return found;
        }
        if !are_all {
            return Err(EvaluationError::Unsupported(format!("the method {name}({types}) of {class}")));
        }
        Err(EvaluationError::spring(format!(
            "EL1004E: Method call: Method {name}({types}) cannot be found on type {class}"
        )))
    }

    /// A getter of a bean, and `decrypt` of one that encrypts.
    pub(in super::super) fn bean_method(
        &mut self,
        value: &Object,
        name: &str,
        arguments: &[Object],
    ) -> Option<Evaluated> {
        match (value, arguments) {
            (Object::Instance(id), [Object::Text(text)]) if name == "decrypt" => {
                self.decrypted(*id, text).map(|made| made.map_err(EvaluationError::Bean))
            }
            (Object::Instance(_), []) => {
                let property = name.strip_prefix("get").or_else(|| name.strip_prefix("is"))?;
                let mut characters = property.chars();
                let first: String = characters.next()?.to_lowercase().collect();
                let property = format!("{first}{}", characters.as_str());
                let class = value.class_name(&self.heap)?;
                self.classes.readable_type(&class, &property)?;
                Some(self.property_of(value, &property))
            }
            _ => None,
        }
    }

    /// `new name(..)`.
    pub(super) fn new_object(&mut self, name: &str, arguments: &[Node]) -> Evaluated {
        let arguments = self.values(arguments)?;
        let in_java_lang = format!("java.lang.{name}");
        let class = if self.classes.exists(name) {
            name.to_owned()
        } else if !name.contains('.') && self.classes.exists(&in_java_lang) {
            in_java_lang
        } else {
            return Err(EvaluationError::spring(format!("EL1005E: Type cannot be found '{name}'")));
        };
        let types = self.type_names(&arguments);
        let Some(constructors) = self.classes.constructors(&class) else {
            return Err(EvaluationError::Unsupported(format!("new {class}({types})")));
        };
        let Some((parameters, values)) = self.resolved_constructor(constructors, &arguments)? else {
            return Err(EvaluationError::spring(format!(
                "EL1002E: Constructor call: No suitable constructor found on type {name} for arguments ({types})"
            )));
        };
        let values: Vec<Traced<Object>> =
            values.into_iter().map(|value| Traced::new(value, Origin::default())).collect();
        match classes::construct(&class, &parameters, &values, &self.heap) {
            Some(made) => made.map_err(EvaluationError::thrown),
            None => Err(EvaluationError::Unsupported(format!("new {class}({types})"))),
        }
    }

    /// `new name[] {..}`.
    pub(super) fn new_array(&mut self, name: &str, items: Option<&[Node]>) -> Evaluated {
        let Some(items) = items else { return Err(EvaluationError::Unsupported(format!("new {name}[]"))) };
        let component = match self.type_value(name)? {
            Object::Class(class) => JavaType::named(&class),
            _ => JavaType::Object,
        };
        let mut converted = Vec::with_capacity(items.len());
        for value in self.values(items)? {
            let value = Traced::new(value, Origin::default());
            let item = self.converter().convert(None, &value, &component);
            let item = item.map_err(|error| EvaluationError::Spring(error.text))?;
            converted.push(Traced::new(item, Origin::default()));
        }
        Ok(Object::sequence(format!("{component}[]"), converted))
    }

    fn values(&mut self, nodes: &[Node]) -> Result<Vec<Object>, EvaluationError> {
        nodes.iter().map(|node| self.value_of(node)).collect()
    }

    /// The types of arguments, as Spring's messages list them.
    pub(super) fn argument_types(&mut self, nodes: &[Node]) -> Result<String, EvaluationError> {
        let values = self.values(nodes)?;
        Ok(self.type_names(&values))
    }

    fn type_names(&self, values: &[Object]) -> String {
        let names: Vec<String> = values
            .iter()
            .map(|value| {
                value.class_name(&self.heap).map_or_else(|| "null".to_owned(), |name| name.to_string())
            })
            .collect();
        names.join(",")
    }

    /// The method whose parameters are nearest to the arguments, these converted (`ArgumentConvertingMethodInvoker`).
    pub(in super::super) fn best<'m>(
        &self,
        methods: &[&'m Method],
        arguments: &[Object],
    ) -> Option<(&'m Method, Vec<Object>)> {
        methods
            .iter()
            .filter_map(|method| {
                let required: Vec<JavaType> =
                    method.signature().into_iter().map(|(_, required)| required).collect();
                let (weight, values) = self.fitted(&required, arguments)?;
                Some((weight, *method, values))
            })
            .min_by_key(|(weight, ..)| *weight)
            .map(|(_, method, values)| (method, values))
    }

    /// The arguments as the parameters take them, and how far they are from them.
    fn fitted(&self, required: &[JavaType], arguments: &[Object]) -> Option<(i64, Vec<Object>)> {
        if required.len() != arguments.len() {
            return None;
        }
        let mut weight = 0;
        let mut values = Vec::with_capacity(arguments.len());
        for (required, argument) in required.iter().zip(arguments) {
            if self.converter().is_assignable(required, argument) {
                weight += self.classes.distance(required, argument.class_name(&self.heap).as_deref());
                values.push(argument.clone());
                continue;
            }
            let text = matches!(required, JavaType::String).then(|| self.as_text(argument).ok()).flatten();
            let converted = match text {
                Some(text) if !argument.is_null() => Object::Text(text),
                _ => {
                    let traced = Traced::new(argument.clone(), Origin::default());
                    self.converter().convert(None, &traced, required).ok().filter(|value| !value.is_null())?
                }
            };
            weight += 100;
            values.push(converted);
        }
        Some((weight, values))
    }
}
