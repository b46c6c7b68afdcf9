//! Which method an expression calls (Spring's `ReflectiveMethodResolver` and `ReflectionHelper`).
//!
//! In: methods of one name, arguments. Out: the one that fits best, with the arguments as it takes them.

use crate::source::{Origin, Traced};

use super::super::catalog::JavaType;
use super::super::classes::{Method, Parameters, is_primitive_name};
use super::super::convert::comma_separated;
use super::super::factory::BeanFactory;
use super::super::number::{Number, NumberType};
use super::super::object::Object;
use super::{EvaluationError, guarded};

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
    /// The method that fits, and the arguments as it takes them; where the methods aren't all that there are, only one that
    /// takes the arguments as they are.
    pub(super) fn resolved<'m>(
        &self,
        methods: &[&'m Method],
        arguments: &[Object],
        are_all: bool,
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
            (None, Some(_)) if !are_all => Ok(None),
            (None, Some(candidate)) if several => Err(EvaluationError::spring(format!(
                "EL1033E: Method call of '{}' is ambiguous, supported type conversions allow multiple variants to match",
                candidate.method.name
            ))),
            (None, Some(candidate)) => self.prepared(&candidate, arguments).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The public constructor that fits (`ReflectiveConstructorResolver`): of those that fit equally well the last one.
    pub(super) fn resolved_constructor(
        &self,
        mut constructors: Vec<Parameters>,
        arguments: &[Object],
    ) -> Result<Option<(Parameters, Vec<Object>)>, EvaluationError> {
        let is_private = |parameters: &Parameters| parameters.iter().any(|(name, _)| name.starts_with('-'));
        constructors.retain(|parameters| parameters.len() == arguments.len() && !is_private(parameters));
        let (mut exact, mut close, mut converting) = (None, None, None);
        for parameters in constructors {
            let required: Vec<JavaType> = parameters.iter().map(|(_, required)| required.clone()).collect();
            match self.fit_of(&required, arguments) {
                None => {}
                Some(Fit::Exact) => exact = exact.or(Some(parameters)),
                Some(Fit::Close(_)) => close = Some(parameters),
                Some(Fit::Converting) => converting = Some(parameters),
            }
        }
        let Some(parameters) = exact.or(close).or(converting) else { return Ok(None) };
        let values = parameters.iter().zip(arguments);
        let values = values.map(|((_, required), argument)| self.as_argument(argument, required));
        let values = values.collect::<Result<Vec<Object>, EvaluationError>>()?;
        Ok(Some((parameters, values)))
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
            // An array of another type is a member itself.
            [Object::Sequence(only)] if component != "java.lang.Object" || !only.class.ends_with("[]") => {
                only.items.as_ref().clone()
            }
            [Object::Text(only)] if component != "java.lang.String" => {
                return comma_separated(format!("{component}[]"), only);
            }
            _ => values.drain(..).map(item).collect(),
        };
        Object::sequence(format!("{component}[]"), items)
    }

    /// An array of the members, each converted.
    fn converted_array(&self, members: Object, component: &JavaType) -> Result<Object, EvaluationError> {
        let Object::Sequence(members) = members else { return Ok(members) };
        let item = |item: &Traced<Object>| {
            let converted = self.as_argument(&item.value, component)?;
            Ok(Traced::new(converted, item.origin.clone()))
        };
        let items = members.items.iter().map(item).collect::<Result<Vec<_>, EvaluationError>>()?;
        Ok(Object::sequence(format!("{component}[]"), items))
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
        let converted = match (argument, &boxed) {
            (Object::Text(text), JavaType::Array(component)) if is_simple(component) => {
                self.converted_array(comma_separated("", text), component)?
            }
            (Object::Number(_) | Object::Character(_), JavaType::Array(component))
                if is_simple(component) =>
            {
                let only = Traced::new(argument.clone(), Origin::default());
                self.converted_array(Object::sequence("", vec![only]), component)?
            }
            _ => match simple(argument, &boxed) {
                Some(converted) => converted?,
                None => {
                    let traced = Traced::new(argument.clone(), Origin::default());
                    let converted = self.converter().convert(None, &traced, required);
                    converted.map_err(|error| EvaluationError::Spring(error.text))?
                }
            },
        };
        if converted.is_null() && is_primitive_name(&required.to_string()) {
            return Err(EvaluationError::spring("A null value cannot be assigned to a primitive type"));
        }
        // The only character of a secret is as secret.
        Ok(if argument.is_secret() { guarded(converted) } else { converted })
    }
}

/// Numbers and characters as others of them (`NumberToNumberConverterFactory` and its kin); `None` for what others do.
fn simple(argument: &Object, required: &JavaType) -> Option<Result<Object, EvaluationError>> {
    let class = required.to_string();
    let number = NumberType::named(&class);
    let as_number =
        |found: &Number, target| found.converted(target).map(Object::Number).map_err(EvaluationError::Spring);
    match (argument, number) {
        (Object::Number(found), Some(target)) => Some(as_number(found, target)),
        (Object::Character(character), Some(target)) => {
            let code = u16::try_from(u32::from(*character)).ok()?;
            Some(as_number(&Number::Short(code.cast_signed()), target))
        }
        (Object::Number(found), None) if class == CHARACTER => {
            let Some(Number::Short(code)) = found.narrowed(NumberType::Short) else { return None };
            Some(Ok(Object::Character(char::from_u32(u32::from(code.cast_unsigned()))?)))
        }
        (Object::Text(text), None) if class == CHARACTER => {
            let mut characters = text.reveal().chars();
            Some(match (characters.next(), characters.next()) {
                (None, _) => Ok(Object::Null),
                (Some(only), None) => Ok(Object::Character(only)),
                _ => Err(EvaluationError::Spring(format!(
                    "Can only convert a [String] with length of 1 to a [Character]; string value '{}'  has length of {}",
                    text.shown(),
                    text.reveal().encode_utf16().count()
                ))),
            })
        }
        _ => None,
    }
}

/// Whether it is the type of a number or character.
fn is_simple(component: &JavaType) -> bool {
    let class = boxed(component).to_string();
    NumberType::named(&class).is_some() || class == CHARACTER
}

const CHARACTER: &str = "java.lang.Character";

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
