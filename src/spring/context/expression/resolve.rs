//! Which method an expression calls (Spring's `ReflectiveMethodResolver` and `ReflectionHelper`).
//!
//! In: methods of one name, arguments. Out: the one that fits best, with the arguments as it takes them.

use crate::source::{Origin, Traced};

use super::super::catalog::JavaType;
use super::super::classes::{Method, is_primitive_name};
use super::super::convert::comma_separated;
use super::super::factory::BeanFactory;
use super::super::number::NumberType;
use super::super::object::Object;
use super::EvaluationError;

/// How well arguments fit.
enum Fit {
    Exact,
    /// They are of subtypes; so far away are the types.
    Close(i64),
    /// They have to be converted.
    Converting,
}

/// A method and the types that it takes from so many arguments.
struct Candidate<'m> {
    method: &'m Method,
    required: Vec<JavaType>,
}

impl BeanFactory<'_> {
    /// The method that fits, and the arguments as it takes them.
    pub(super) fn resolved<'m>(
        &self,
        methods: &[&'m Method],
        arguments: &[Object],
    ) -> Result<Option<(&'m Method, Vec<Object>)>, EvaluationError> {
        let mut order = methods.to_vec();
        order.sort_by_key(|method| (method.parameters.len(), method.is_variadic));
        let (mut close, mut converting): (Option<(i64, Candidate<'m>)>, Option<Candidate<'m>>) = (None, None);
        let mut several = false;
        for method in order {
            let Some(candidate) = self.candidate(method, arguments) else { continue };
            match self.fit_of(&candidate.required, arguments) {
                None => {}
                Some(Fit::Exact) => return self.prepared(&candidate, arguments).map(Some),
                Some(Fit::Close(weight)) if close.as_ref().is_none_or(|(known, _)| weight < *known) => {
                    close = Some((weight, candidate));
                }
                Some(Fit::Close(_)) => {}
                Some(Fit::Converting) => several |= converting.replace(candidate).is_some(),
            }
        }
        match (close, converting) {
            (Some((_, candidate)), _) => self.prepared(&candidate, arguments).map(Some),
            (None, Some(candidate)) if several => Err(EvaluationError::spring(format!(
                "EL1033E: Method call of '{}' is ambiguous, supported type conversions allow multiple variants to match",
                candidate.method.name
            ))),
            (None, Some(candidate)) => self.prepared(&candidate, arguments).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The types that a method takes from these arguments, if it takes as many.
    fn candidate<'m>(&self, method: &'m Method, arguments: &[Object]) -> Option<Candidate<'m>> {
        let mut required: Vec<JavaType> =
            method.signature().into_iter().map(|(_, required)| required).collect();
        if method.is_variadic && arguments.len() + 1 >= required.len() && !self.is_gathered(method, arguments)
        {
            let component = match required.pop() {
                Some(JavaType::Array(component)) => *component,
                _ => JavaType::Object,
            };
            required.resize(arguments.len().max(required.len()), component);
        }
        (required.len() == arguments.len()).then_some(Candidate { method, required })
    }

    /// Whether the last argument is the array already that the others would be gathered into.
    fn is_gathered(&self, method: &Method, arguments: &[Object]) -> bool {
        let last = arguments.last().and_then(|last| last.class_name(&self.heap));
        let wanted = method.signature().pop().map(|(_, required)| required.to_string());
        arguments.len() == method.parameters.len() && last.is_some() && last.as_deref() == wanted.as_deref()
    }

    fn fit_of(&self, required: &[JavaType], arguments: &[Object]) -> Option<Fit> {
        let mut fit = Fit::Exact;
        let mut distance = 0;
        for (required, argument) in required.iter().zip(arguments) {
            let primitive = is_primitive_name(&required.to_string());
            let Some(class) = argument.class_name(&self.heap) else {
                if primitive {
                    return None;
                }
                continue;
            };
            let boxed = boxed(required);
            let wanted = if primitive { &JavaType::Object } else { &boxed };
            distance += self.classes.distance(wanted, Some(&class));
            if required.to_string() == *class {
                continue;
            }
            fit = match fit {
                _ if !self.converter().is_assignable(&boxed, argument) => {
                    self.is_convertible(&class, &boxed).then_some(Fit::Converting)?
                }
                Fit::Converting => Fit::Converting,
                _ => Fit::Close(0),
            };
        }
        Some(if let Fit::Close(_) = fit { Fit::Close(distance) } else { fit })
    }

    /// `DefaultConversionService.canConvert`.
    fn is_convertible(&self, class: &str, required: &JavaType) -> bool {
        let wanted = required.to_string();
        let is_number = |name: &str| NumberType::named(name).is_some();
        let is_collection =
            |name: &str| name.ends_with("[]") || self.classes.is_subtype(name, "java.util.Collection");
        if let JavaType::Array(component) = required {
            return is_collection(class)
                || self.classes.is_subtype(class, &component.to_string())
                || self.is_convertible(class, &boxed(component));
        }
        match class {
            "java.lang.String" => {
                is_number(&wanted) || is_collection(&wanted) || OF_TEXT.contains(&wanted.as_str())
            }
            "java.lang.Character" => wanted == "java.lang.String" || is_number(&wanted),
            _ if is_number(class) => {
                matches!(wanted.as_str(), "java.lang.String" | "java.lang.Character")
                    || is_number(&wanted)
                    || is_collection(&wanted)
            }
            _ if is_collection(class) => true,
            _ => is_collection(&wanted) || wanted == "java.lang.String" && TO_TEXT.contains(&class),
        }
    }

    fn prepared<'m>(
        &self,
        candidate: &Candidate<'m>,
        arguments: &[Object],
    ) -> Result<(&'m Method, Vec<Object>), EvaluationError> {
        let Candidate { method, required } = candidate;
        let gathers = method.is_variadic && !self.is_gathered(method, arguments);
        let fixed = if gathers { method.parameters.len().saturating_sub(1) } else { arguments.len() };
        let mut values = Vec::with_capacity(arguments.len());
        for (required, argument) in required.iter().zip(arguments) {
            values.push(self.as_argument(argument, required)?);
        }
        if gathers {
            let rest = values.split_off(fixed.min(values.len()));
            let component = required.get(fixed).map_or("java.lang.Object".to_owned(), JavaType::to_string);
            values.push(self.gathered(rest, &component));
        }
        Ok((*method, values))
    }

    /// The last arguments as an array. A single one that isn't of its type is converted to the array as a whole.
    fn gathered(&self, mut values: Vec<Object>, component: &str) -> Object {
        let item = |value| Traced::new(value, Origin::default());
        let items = match values.as_slice() {
            [Object::Sequence(only)] => only.items.as_ref().clone(),
            [Object::Text(only)] if component != "java.lang.String" => {
                return comma_separated(format!("{component}[]"), only);
            }
            _ => values.drain(..).map(item).collect(),
        };
        Object::sequence(format!("{component}[]"), items)
    }

    /// An argument as Spring's conversion service makes it one of a parameter's type.
    fn as_argument(&self, argument: &Object, required: &JavaType) -> Result<Object, EvaluationError> {
        let boxed = boxed(required);
        if self.converter().is_assignable(&boxed, argument) {
            return Ok(argument.clone());
        }
        if boxed == JavaType::String {
            return self.as_text(argument).map(Object::Text);
        }
        let traced = Traced::new(argument.clone(), Origin::default());
        self.converter().convert(None, &traced, required).map_err(|error| EvaluationError::Spring(error.text))
    }
}

/// Classes that Spring makes of a text, numbers and collections apart.
const OF_TEXT: [&str; 14] = [
    "java.io.File",
    "java.lang.Boolean",
    "java.lang.Character",
    "java.lang.StringBuffer",
    "java.lang.StringBuilder",
    "java.net.URI",
    "java.net.URL",
    "java.nio.charset.Charset",
    "java.time.ZoneId",
    "java.util.Currency",
    "java.util.Locale",
    "java.util.Properties",
    "java.util.UUID",
    "java.util.concurrent.TimeUnit",
];

/// Classes that Spring makes a text of.
const TO_TEXT: [&str; 5] = [
    "java.lang.Boolean",
    "java.util.Currency",
    "java.util.Locale",
    "java.util.UUID",
    "java.util.concurrent.TimeUnit",
];

/// The class of a primitive type's objects.
fn boxed(required: &JavaType) -> JavaType {
    match required {
        JavaType::Int => JavaType::Integer,
        JavaType::Other(name) => match name.as_str() {
            "boolean" => JavaType::Boolean,
            "char" => JavaType::Other("java.lang.Character".to_owned()),
            name => match NumberType::named(name) {
                Some(number) => JavaType::named(number.class_name()),
                None => required.clone(),
            },
        },
        _ => required.clone(),
    }
}
