//! Static methods that aren't evaluated: what they take and give, so that a call that Java refuses is told from one whose result
//! isn't known here.
//!
//! `unevaluated.txt` has a class of Java 17 or Spring 5.3 on each line, then `name(type:name,..)result` of its public
//! static methods as reflection orders them. A type without a package is a primitive one or of `java.lang`. Where the
//! class of a result is known better than the method declares, that one stands there.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::super::object::Object;
use super::super::{Thrown, is_primitive_name};
use super::{Invocation, Method};

static METHODS: LazyLock<HashMap<&str, Vec<Method>>> = LazyLock::new(|| {
    let lines = include_str!("unevaluated.txt").lines().filter_map(|line| line.split_once(' '));
    lines
        .map(|(class, written)| (class, written.split(' ').filter_map(|m| method(class, m)).collect()))
        .collect()
});

/// The methods of this name.
pub(super) fn of(class: &str, name: &str) -> impl Iterator<Item = &'static Method> {
    METHODS.get(class).into_iter().flatten().filter(move |method| method.name == name)
}

fn method(class: &'static str, written: &'static str) -> Option<Method> {
    let (name, rest) = written.split_once('(')?;
    let (parameters, returns) = rest.split_once(')')?;
    let typed: Vec<&'static str> =
        parameters.split(',').filter(|written| !written.is_empty()).map(parameter).collect();
    let call = if name == "newFixedThreadPool" { pool } else { unknown };
    Some(Method {
        is_evaluated: false,
        is_variadic: parameters.contains("..."),
        ..Method::of_class(class, name, typed.leak(), full_name(returns).leak(), call)
    })
}

/// What isn't evaluated.
fn unknown(_: &mut Invocation<'_>) -> Result<Object, Thrown> {
    Err(Thrown::unsupported(""))
}

/// A pool that must have threads.
fn pool(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    match call.number(0) {
        ..=0 => Err(Thrown::new("java.lang.IllegalArgumentException")),
        _ => unknown(call),
    }
}

/// Type and name, parted by a blank.
fn parameter(written: &str) -> &'static str {
    let (class, name) = written.split_once(':').unwrap_or((written, ""));
    format!("{} {name}", full_name(class)).leak()
}

/// The name of a type with its package; `...` is an array.
fn full_name(written: &str) -> String {
    let name = written.replace("...", "[]");
    let has_package = name.contains('.') || name == "void" || is_primitive_name(name.trim_end_matches("[]"));
    if has_package { name } else { format!("java.lang.{name}") }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn types_get_their_packages() {
        let found = of("java.util.logging.Level", "parse").next().expect("the method");
        assert_eq!(
            (found.parameters, found.returns),
            (["java.lang.String name"].as_slice(), "java.util.logging.Level")
        );
        let variadic =
            of("java.nio.file.Paths", "get").find(|method| method.is_variadic).expect("the method");
        assert_eq!(variadic.parameters, ["java.lang.String first", "java.lang.String[] more"]);
    }
}
