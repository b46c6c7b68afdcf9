//! What is wrong with a path, in Spring's words and in ours.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::super::super::classes::binary_name;
use super::super::super::display::to_java_string;
use super::super::super::object::{Heap, Object};
use super::Accessor;

/// The message of Spring's `InvalidPropertyException`.
pub(super) fn invalid(accessor: &Accessor, name: &str, message: &str) -> String {
    let (path, class) = (accessor.path_of(name), binary_name(&accessor.root));
    format!("Invalid property '{path}' of bean class [{class}]: {message}")
}

pub(super) fn unreadable(accessor: &Accessor, name: &str) -> Box<Diagnostic> {
    let path = accessor.path_of(name);
    let text = format!(
        "Bean property '{path}' is not readable or has an invalid getter method: Does the return type of the getter match \
         the parameter type of the setter?"
    );
    Box::new(
        Diagnostic::error("property-unreadable", format!("there is no getter for `{path}`"))
            .at(accessor.span, "this path leads through it")
            .spring(invalid(accessor, name, &text))
            .help("set the property on the bean that it belongs to"),
    )
}

pub(super) fn null(accessor: &Accessor, name: &str, message: &str) -> Box<Diagnostic> {
    let path = accessor.path_of(name);
    let known =
        path.rsplit_once('[').filter(|_| message.starts_with("Cannot")).map_or(&*path, |(known, _)| known);
    Box::new(
        Diagnostic::error("property-null", format!("`{known}` is null, so nothing in it can be set or read"))
            .at(accessor.span, "this path leads through it")
            .spring(invalid(accessor, name, message))
            .help(format!("set {known} first")),
    )
}

/// The finding for a key behind something that has none.
pub(super) fn no_collection(
    accessor: &Accessor,
    name: &str,
    kinds: &str,
    value: &Object,
    heap: &Heap,
) -> Box<Diagnostic> {
    let shown = if value.is_secret() { "***".to_owned() } else { to_java_string(value, heap) };
    let text = format!(
        "Property referenced in indexed property path '{name}' is neither {kinds}; returned value was [{shown}]"
    );
    leads_nowhere(&accessor.path_of(name), invalid(accessor, name, &text), accessor.span)
}

pub(super) fn leads_nowhere(path: &str, spring: String, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("property-path", format!("the path `{path}` leads nowhere"))
            .at(span, "this path")
            .spring(spring)
            .help("set the whole collection with <list> or <map>"),
    )
}
