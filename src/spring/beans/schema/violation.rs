//! The findings: Xerces' sentence for whoever searches for it, ours for whoever mends the file.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::spring::xml::{Attribute, Element};

use super::super::reader::qualified_name;
use super::Violation;
use super::datatype::Datatype;
use super::model::Symbol;
use super::table::{Declaration, TABLE};

/// A finding about an element.
pub(super) fn violation(
    element: Element<'_>,
    span: Span,
    message: String,
    xerces: String,
    help: String,
) -> Violation {
    let diagnostic = Diagnostic::error("xml-schema", message).at(span, "").spring(xerces).help(help);
    Violation { element: element.start_tag(), diagnostic }
}

/// A child that may not stand where it does.
pub(super) fn unexpected(child: Element<'_>, expected: &[Symbol]) -> Violation {
    let name = qualified_name(child);
    let shown = child.namespace().map_or(name.clone(), |uri| format!("{{\"{uri}\":{}}}", child.local()));
    let xerces = if expected.is_empty() {
        format!(
            "cvc-complex-type.2.4.d: Invalid content was found starting with element '{name}'. No child element is \
             expected at this point."
        )
    } else {
        format!(
            "cvc-complex-type.2.4.a: Invalid content was found starting with element '{shown}'. One of '{{{}}}' is \
             expected.",
            listed(expected)
        )
    };
    let help = instead_of(child, expected);
    violation(child, child.start_tag(), format!("<{name}> may not stand here"), xerces, help)
}

/// What to do with a child that may not stand where it does.
fn instead_of(child: Element<'_>, expected: &[Symbol]) -> String {
    let names: Vec<&str> = expected.iter().map(|symbol| symbol_name(*symbol)).collect();
    let known = child.namespace().is_some_and(|uri| TABLE.element(uri, child.local()).is_some());
    if names.is_empty() {
        "delete it, or move it to where it belongs".to_owned()
    } else if let Some(Symbol::Element { namespace, local }) =
        expected.iter().find(|symbol| symbol_name(**symbol) == child.local())
    {
        format!("write <{local}> so that it is in the namespace {namespace}")
    } else if let Some(nearest) = nearest(child.local(), &names).filter(|_| !known) {
        format!("did you mean <{nearest}>?")
    } else {
        format!("what may stand here: {}", names.join(", "))
    }
}

/// An element that no schema declares; `root` has a message of its own.
pub(super) fn undeclared(element: Element<'_>, root: bool) -> Violation {
    let name = qualified_name(element);
    let xerces = if root {
        format!("cvc-elt.1.a: Cannot find the declaration of element '{name}'.")
    } else {
        format!(
            "cvc-complex-type.2.4.c: The matching wildcard is strict, but no declaration can be found for element \
             '{name}'."
        )
    };
    let uri = element.namespace().unwrap_or_default();
    let help = if uri.is_empty() {
        "write the namespace: xmlns=\"http://www.springframework.org/schema/beans\", and xsi:schemaLocation"
            .to_owned()
    } else if TABLE.global(uri, element.local()).is_some() {
        let short = uri.rsplit('/').next().unwrap_or_default();
        format!("add to xsi:schemaLocation of <beans>: {uri} {uri}/spring-{short}.xsd")
    } else if TABLE.knows(uri) {
        format!("correct the name: the namespace {uri} has no such element")
    } else {
        format!("delete it: no library of the server has a schema for the namespace {uri}")
    };
    violation(element, element.start_tag(), format!("no schema declares <{name}>"), xerces, help)
}

/// The schema of a location is another namespace's.
pub(super) fn wrong_location(element: Element<'_>, expected: &str, found: &str) -> Violation {
    let xerces = format!(
        "TargetNamespace.1: Expecting namespace '{expected}', but the target namespace of the schema document is \
         '{found}'."
    );
    let message = format!("xsi:schemaLocation gives {expected} the schema of {found}");
    let help = "xsi:schemaLocation is a list of pairs: a namespace, then the place of its schema".to_owned();
    violation(element, element.start_tag(), message, xerces, help)
}

/// An attribute that the element doesn't have.
pub(super) fn unknown_attribute(
    element: Element<'_>,
    attribute: &Attribute,
    declaration: &Declaration,
) -> Violation {
    let (name, own) = (qualified_name(element), attribute_name(attribute));
    let xerces =
        format!("cvc-complex-type.3.2.2: Attribute '{own}' is not allowed to appear in element '{name}'.");
    attribute_violation(element, attribute, declaration, xerces)
}

/// The same, in the words of a schema or a document type.
pub(super) fn attribute_violation(
    element: Element<'_>,
    attribute: &Attribute,
    declaration: &Declaration,
    xerces: String,
) -> Violation {
    let known: Vec<&str> = declaration.attributes.iter().map(|rule| rule.name).collect();
    let help = match nearest(&attribute.name.local, &known) {
        Some(nearest) => format!("did you mean {nearest}?"),
        None if known.is_empty() => "delete it".to_owned(),
        None => format!("its attributes are: {}", known.join(", ")),
    };
    let message = format!("<{}> has no attribute '{}'", qualified_name(element), attribute_name(attribute));
    violation(element, attribute.span, message, xerces, help)
}

/// An attribute's value that its type doesn't allow.
pub(super) fn bad_value(
    element: Element<'_>,
    attribute: &Attribute,
    datatype: &Datatype,
    xerces: String,
) -> Violation {
    let help = match datatype {
        Datatype::Boolean => "write true or false".to_owned(),
        Datatype::Integer => "write a whole number".to_owned(),
        Datatype::OneOf { values, .. } => format!("write one of: {}", values.join(", ")),
        Datatype::IdReference => "write bean=\"..\" with the id of the bean that is meant".to_owned(),
        _ => "give it a name of its own that starts with a letter".to_owned(),
    };
    let message = format!("'{}' is no value for {}", attribute.value, attribute_name(attribute));
    violation(element, attribute.value_span, message, xerces, help)
}

/// An attribute that must be there and isn't.
pub(super) fn missing_attribute(element: Element<'_>, name: &str, xerces: String) -> Violation {
    let message = format!("<{}> needs the attribute {name}", qualified_name(element));
    violation(element, element.start_tag(), message, xerces, format!("add {name}=\"..\""))
}

/// An element of a simple type with an attribute.
pub(super) fn simple_type_attribute(element: Element<'_>, attribute: &Attribute) -> Violation {
    let (name, own) = (qualified_name(element), attribute_name(attribute));
    let xerces = format!(
        "cvc-type.3.1.1: Element '{name}' is a simple type, so it cannot have attributes, excepting those whose \
         namespace name is identical to 'http://www.w3.org/2001/XMLSchema-instance' and whose [local name] is one of \
         'type', 'nil', 'schemaLocation' or 'noNamespaceSchemaLocation'. However, the attribute, '{own}' was found."
    );
    violation(element, attribute.span, format!("<{name}> has no attributes"), xerces, "delete it".to_owned())
}

/// Something in an element that must be empty.
pub(super) fn not_empty(element: Element<'_>) -> Violation {
    let name = qualified_name(element);
    let xerces = format!(
        "cvc-complex-type.2.1: Element '{name}' must have no character or element information item [children], \
         because the type's content type is empty."
    );
    let help = format!("write <{name} .. /> without anything in it, not even a line break");
    violation(element, element.start_tag(), format!("<{name}> must be empty"), xerces, help)
}

/// An element in one of a simple type.
pub(super) fn not_simple(element: Element<'_>) -> Violation {
    let name = qualified_name(element);
    let xerces = format!(
        "cvc-type.3.1.2: Element '{name}' is a simple type, so it must have no element information item [children]."
    );
    let help = "delete what stands in it".to_owned();
    violation(element, element.start_tag(), format!("<{name}> takes no elements"), xerces, help)
}

/// Text between elements.
pub(super) fn not_text(element: Element<'_>, span: Span) -> Violation {
    let name = qualified_name(element);
    let xerces = format!(
        "cvc-complex-type.2.3: Element '{name}' cannot have character [children], because the type's content type is \
         element-only."
    );
    let help = "delete the text; a remark is written <!-- like this -->".to_owned();
    violation(element, span, format!("<{name}> takes no text"), xerces, help)
}

/// An element that ends before all that must be in it is there.
pub(super) fn incomplete(element: Element<'_>, expected: &[Symbol]) -> Violation {
    let name = qualified_name(element);
    let xerces = format!(
        "cvc-complex-type.2.4.b: The content of element '{name}' is not complete. One of '{{{}}}' is expected.",
        listed(expected)
    );
    let names: Vec<&str> = expected.iter().map(|symbol| symbol_name(*symbol)).collect();
    let help = format!("what must stand in it: {}", names.join(", "));
    violation(element, element.start_tag(), format!("<{name}> lacks something"), xerces, help)
}

fn listed(expected: &[Symbol]) -> String {
    let list: Vec<String> = expected.iter().map(ToString::to_string).collect();
    list.join(", ")
}

/// The attribute's name with its prefix.
pub(super) fn attribute_name(attribute: &Attribute) -> String {
    let name = &attribute.name;
    if name.prefix.is_empty() { name.local.to_string() } else { format!("{}:{}", name.prefix, name.local) }
}

fn symbol_name(symbol: Symbol) -> &'static str {
    match symbol {
        Symbol::Element { local, .. } => local,
        Symbol::Other(_) => "elements of other namespaces",
    }
}

/// The known name that is a slip of the pen away.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |known: &str| strsim::damerau_levenshtein(name, known);
    known
        .iter()
        .copied()
        .min_by_key(|known| distance(known))
        .filter(|known| distance(known) * 3 <= known.len() + 1)
}
