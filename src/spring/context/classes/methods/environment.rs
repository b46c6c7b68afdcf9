//! Spring's `Environment` as definitions and expressions ask it.

use crate::source::{Origin, Text, Traced};
use crate::spring::environment::Environment;
use crate::spring::placeholder::PlaceholderError;
use crate::spring::text::java_trim;

use super::super::super::convert::comma_separated;
use super::super::super::factory::environment;
use super::super::super::number::{NumberType, parse};
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, items};

/// The class of the bean `environment`.
pub(in super::super::super) const ENVIRONMENT: &str = "org.springframework.core.env.StandardEnvironment";

const STRING: &str = "java.lang.String";
const STRINGS: &str = "java.lang.String[]";
const CLASS: &str = "java.lang.Class";
const OBJECT: &str = "java.lang.Object";
const MAP: &str = "java.util.Map";

pub(super) const METHODS: &[Method] = &[
    Method::instance(ENVIRONMENT, "getProperty", &[STRING], STRING, |call| {
        Ok(property(call)?.unwrap_or(Object::Null))
    }),
    Method::instance(ENVIRONMENT, "getProperty", &[STRING, STRING], STRING, |call| {
        Ok(property(call)?.unwrap_or_else(|| call.argument(1).clone()))
    }),
    Method::instance(ENVIRONMENT, "getProperty", &[STRING, CLASS], OBJECT, |call| {
        Ok(typed(call)?.unwrap_or(Object::Null))
    }),
    Method::instance(ENVIRONMENT, "getProperty", &[STRING, CLASS, OBJECT], OBJECT, |call| {
        Ok(typed(call)?.unwrap_or_else(|| call.argument(2).clone()))
    }),
    Method::instance(ENVIRONMENT, "getRequiredProperty", &[STRING], STRING, |call| {
        property(call)?.ok_or_else(|| required(call))
    }),
    Method::instance(ENVIRONMENT, "getRequiredProperty", &[STRING, CLASS], OBJECT, |call| {
        typed(call)?.ok_or_else(|| required(call))
    }),
    Method::instance(ENVIRONMENT, "containsProperty", &[STRING], "boolean", |call| {
        Ok(Object::Boolean(Environment::of(call.host).property(call.text(0)).is_some()))
    }),
    Method::instance(ENVIRONMENT, "resolvePlaceholders", &[STRING], STRING, |call| {
        Environment::of(call.host).resolve_text(call.text(0), true).map(Object::Text).map_err(failed)
    }),
    Method::instance(ENVIRONMENT, "resolveRequiredPlaceholders", &[STRING], STRING, |call| {
        Environment::of(call.host).resolve_text(call.text(0), false).map(Object::Text).map_err(failed)
    }),
    Method::instance(ENVIRONMENT, "acceptsProfiles", &[STRINGS], "boolean", |call| {
        let environment = Environment::of(call.host);
        let accepts = |profile: &Text| match profile.reveal().strip_prefix('!') {
            Some(profile) => !environment.profile_active(profile),
            None => environment.profile_active(profile.reveal()),
        };
        let mut profiles = items(call.argument(0)).iter().filter_map(|profile| profile.value.text());
        Ok(Object::Boolean(profiles.any(accepts)))
    })
    .variadic(),
    Method::instance(ENVIRONMENT, "getActiveProfiles", &[], STRINGS, |call| {
        Ok(strings(STRINGS, Environment::of(call.host).active_profiles().into_iter().map(Text::plain)))
    }),
    Method::instance(ENVIRONMENT, "getDefaultProfiles", &[], STRINGS, |call| {
        Ok(strings(STRINGS, Environment::of(call.host).default_profiles().into_iter().map(Text::plain)))
    }),
    Method::instance(ENVIRONMENT, "getSystemProperties", &[], MAP, |call| {
        Ok(environment::system_properties(call.host))
    }),
    Method::instance(ENVIRONMENT, "getSystemEnvironment", &[], MAP, |call| {
        Ok(environment::variables(call.host))
    }),
];

/// The value of the name that the first argument gives.
fn property(call: &Invocation<'_>) -> Result<Option<Object>, Thrown> {
    match Environment::of(call.host).resolved_property(call.text(0), false) {
        Ok(found) => Ok(found.map(|found| Object::Text(found.value))),
        Err(error) => Err(failed(error)),
    }
}

/// The same as Spring's conversion service makes it an object of the class that the second argument gives.
fn typed(call: &Invocation<'_>) -> Result<Option<Object>, Thrown> {
    let (Some(Object::Text(text)), Object::Class(class)) = (property(call)?, call.argument(1)) else {
        return Ok(None);
    };
    let trimmed = java_trim(text.reveal());
    let shown = |message: String| Thrown::new(if text.is_secret() { "***".to_owned() } else { message });
    if let Some(target) = NumberType::named(class) {
        if text.reveal().is_empty() {
            return Ok(None);
        }
        return parse(text.reveal(), target).map(|number| Some(Object::Number(number))).map_err(shown);
    }
    match &**class {
        STRING | OBJECT => Ok(Some(Object::Text(text.clone()))),
        "java.lang.Boolean" | "boolean" => match trimmed.to_lowercase().as_str() {
            "" => Ok(None),
            "true" | "on" | "yes" | "1" => Ok(Some(Object::Boolean(true))),
            "false" | "off" | "no" | "0" => Ok(Some(Object::Boolean(false))),
            _ => Err(shown(format!("Invalid boolean value '{trimmed}'"))),
        },
        STRINGS => Ok(Some(comma_separated(STRINGS, &text))),
        "java.util.List" | "java.util.Collection" => Ok(Some(comma_separated("java.util.ArrayList", &text))),
        other => Err(Thrown::unsupported(format!("a property as a {other}"))),
    }
}

fn strings(class: &str, texts: impl Iterator<Item = Text>) -> Object {
    Object::sequence(class, texts.map(|text| Traced::new(Object::Text(text), Origin::default())).collect())
}

fn required(call: &Invocation<'_>) -> Thrown {
    Thrown::new(format!("Required key '{}' not found", call.shown(0)))
}

fn failed(error: PlaceholderError) -> Thrown {
    match error {
        PlaceholderError::OfJvm { name } => {
            Thrown::unsupported(format!("the system property {name} that the server's JVM sets"))
        }
        other => Thrown::new(other.to_string()),
    }
}
