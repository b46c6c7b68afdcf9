//! The methods of JDK classes that definitions and expressions call.
//!
//! In: a target and arguments of the right types. Out: what the method gives, or what it throws. Adding a method is
//! adding a line to a table.

mod codes;
mod collections;
mod decimals;
mod environment;
mod fields;
mod format;
mod lifecycle;
mod nulls;
mod numbers;
mod objects;
mod objects_class;
mod string_utils;
mod system;
mod text;
mod time;
mod unevaluated;
mod uri;

use crate::source::{Host, Text, Traced};

use super::super::catalog::JavaType;
use super::super::object::{Heap, Object};
use super::{Classes, Parameters, Thrown, members};

pub(in super::super) use codes::{byte_array, bytes};
pub(in super::super) use environment::ENVIRONMENT;
pub(in super::super) use fields::static_field;
pub(in super::super) use lifecycle::called_on_start;
pub(in super::super) use nulls::refused as refused_null;
pub(super) use uri::{check as check_uri, check_url};

/// What a call has to work with.
pub(in super::super) struct Invocation<'i> {
    /// The object; a `Class` for static methods.
    pub(in super::super) target: &'i Object,
    pub(in super::super) arguments: &'i [Object],
    pub(in super::super) heap: &'i Heap,
    /// System properties can be changed.
    pub(in super::super) host: &'i mut Host,
    /// How many steps it takes beyond those for the values.
    pub(in super::super) work: usize,
}

type Call = fn(&mut Invocation<'_>) -> Result<Object, Thrown>;

/// A method.
#[derive(Debug)]
pub(in super::super) struct Method {
    pub(in super::super) class: &'static str,
    pub(in super::super) name: &'static str,
    pub(in super::super) is_static: bool,
    /// Types of the parameters, each perhaps with its name behind a blank.
    pub(in super::super) parameters: &'static [&'static str],
    /// Whether the last parameter gathers any number of arguments.
    pub(in super::super) is_variadic: bool,
    /// Type of the result.
    pub(in super::super) returns: &'static str,
    /// Whether `call` does what Java does; else only the types are known.
    pub(in super::super) is_evaluated: bool,
    pub(in super::super) call: Call,
}

impl Method {
    const fn instance(
        class: &'static str,
        name: &'static str,
        parameters: &'static [&'static str],
        returns: &'static str,
        call: Call,
    ) -> Self {
        Self {
            class,
            name,
            is_static: false,
            parameters,
            is_variadic: false,
            returns,
            is_evaluated: true,
            call,
        }
    }

    const fn of_class(
        class: &'static str,
        name: &'static str,
        parameters: &'static [&'static str],
        returns: &'static str,
        call: Call,
    ) -> Self {
        Self {
            class,
            name,
            is_static: true,
            parameters,
            is_variadic: false,
            returns,
            is_evaluated: true,
            call,
        }
    }

    const fn variadic(self) -> Self {
        Self { is_variadic: true, ..self }
    }

    /// Types of the parameters.
    pub(in super::super) fn types(&self) -> impl Iterator<Item = &'static str> {
        self.parameters.iter().map(|written| written.split(' ').next().unwrap_or(written))
    }

    /// Names and types of the parameters; the name is empty where it isn't written down.
    pub(in super::super) fn signature(&self) -> Parameters {
        let parameter = |written: &&'static str| {
            let (class, name) = written.split_once(' ').unwrap_or((written, ""));
            (name, JavaType::named(class))
        };
        self.parameters.iter().map(parameter).collect()
    }
}

/// All tables.
const TABLES: [&[Method]; 18] = [
    environment::METHODS,
    objects::METHODS,
    objects_class::METHODS,
    text::METHODS,
    string_utils::METHODS,
    numbers::METHODS,
    numbers::booleans::METHODS,
    numbers::characters::METHODS,
    numbers::floats::METHODS,
    numbers::integers::METHODS,
    numbers::longs::METHODS,
    numbers::math::METHODS,
    numbers::narrow::METHODS,
    collections::METHODS,
    system::METHODS,
    codes::METHODS,
    time::METHODS,
    uri::METHODS,
];

impl Classes<'_> {
    /// The methods of this name that a class has or inherits.
    pub(in super::super) fn methods(&self, class: &str, name: &str, is_static: bool) -> Vec<&'static Method> {
        let all = TABLES.iter().flat_map(|table| table.iter());
        let mut found: Vec<&'static Method> = all
            .filter(|method| method.name == name && method.is_static == is_static)
            .filter(
                |method| if is_static { method.class == class } else { self.is_subtype(class, method.class) },
            )
            .collect();
        if is_static {
            for method in unevaluated::of(class, name) {
                if !found.iter().any(|known| known.types().eq(method.types())) {
                    found.push(method);
                }
            }
        }
        found
    }

    /// Whether all members of a class are known by name.
    pub(in super::super) fn knows_members(&self, class: &str) -> bool {
        members::count(class, "").is_some()
    }

    /// Whether a class is known to have no member of this name but those in the tables.
    pub(in super::super) fn lacks(&self, class: &str, member: &str) -> bool {
        let mut modelled: Vec<Parameters> = Vec::new();
        for method in [false, true].into_iter().flat_map(|is_static| self.methods(class, member, is_static)) {
            let unnamed = method.signature().into_iter().map(|(_, required)| ("", required)).collect();
            if !modelled.contains(&unnamed) {
                modelled.push(unnamed);
            }
        }
        self.is_of_catalog(class)
            || members::count(class, member).map_or(!modelled.is_empty(), |count| modelled.len() >= count)
    }
}

impl Invocation<'_> {
    fn argument(&self, index: usize) -> &Object {
        self.arguments.get(index).unwrap_or(&Object::Null)
    }

    /// The target as a text.
    fn this(&self) -> &str {
        text_of(self.target)
    }

    /// An argument as a text.
    fn text(&self, index: usize) -> &str {
        text_of(self.argument(index))
    }

    /// An argument as messages may show it.
    fn shown(&self, index: usize) -> &str {
        if self.argument(index).is_secret() { "***" } else { self.text(index) }
    }

    /// What is thrown for an argument, without its text where that is secret.
    fn thrown_for(&self, index: usize, text: String) -> Thrown {
        Thrown::new(if self.argument(index).is_secret() { "***".to_owned() } else { text })
    }

    /// An argument as a whole number.
    fn number(&self, index: usize) -> i64 {
        match self.argument(index) {
            Object::Number(number) => number.long_value(),
            _ => 0,
        }
    }

    fn flag(&self, index: usize) -> bool {
        matches!(self.argument(index), Object::Boolean(true))
    }
}

fn text_of(object: &Object) -> &str {
    match object {
        Object::Text(text) => text.reveal(),
        Object::Scalar(scalar) => scalar.text.reveal(),
        _ => "",
    }
}

/// The members of a list, set or array.
fn items(object: &Object) -> &[Traced<Object>] {
    match object {
        Object::Sequence(sequence) => sequence.items.as_slice(),
        _ => &[],
    }
}

fn plain(text: impl Into<String>) -> Result<Object, Thrown> {
    Ok(Object::Text(Text::plain(text)))
}

fn count(number: usize) -> Result<Object, Thrown> {
    Ok(Object::integer(i32::try_from(number).unwrap_or(i32::MAX)))
}

fn null_pointer() -> Thrown {
    Thrown::new("java.lang.NullPointerException")
}
