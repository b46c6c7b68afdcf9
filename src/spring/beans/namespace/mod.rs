//! Elements outside Spring's own namespace, each read as its handler in the server's jars would.
//!
//! `util` and `context` become the definitions of factory beans and configurers. What this crate has no use for is
//! handed over as [`Foreign`]: whoever depends on it has to say so.

mod context;
mod util;

use crate::spring::xml::Element;

use super::definition::{BeanDefinition, Foreign, Property, Spanned, TypedString, ValueNode};
use super::reader::{Fault, Reader, qualified_name, text_of};
use super::text::{comma_separated, has_text, java_trim};

/// Who handles a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handler {
    /// `p`.
    Properties,
    /// `c`.
    Arguments,
    /// `util`.
    Util,
    /// `context`.
    Context,
    /// A handler of the server's jars that isn't rebuilt here, with the elements it knows.
    Other(&'static Elements),
}

/// The elements that a handler knows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Elements {
    /// Those that make a bean of their own.
    beans: &'static [&'static str],
    /// Those that only register something, so that they can't be a value.
    effects: &'static [&'static str],
    /// Those that change the bean they stand in.
    decorators: &'static [&'static str],
}

/// `META-INF/spring.handlers` of spring-beans, spring-context and spring-aop.
const HANDLERS: &[(&str, Handler)] = &[
    ("http://www.springframework.org/schema/p", Handler::Properties),
    ("http://www.springframework.org/schema/c", Handler::Arguments),
    ("http://www.springframework.org/schema/util", Handler::Util),
    ("http://www.springframework.org/schema/context", Handler::Context),
    (
        "http://www.springframework.org/schema/aop",
        Handler::Other(&Elements {
            beans: &[],
            effects: &["config", "aspectj-autoproxy", "spring-configured"],
            decorators: &["scoped-proxy"],
        }),
    ),
    (
        "http://www.springframework.org/schema/cache",
        Handler::Other(&Elements { beans: &["advice"], effects: &["annotation-driven"], decorators: &[] }),
    ),
    (
        "http://www.springframework.org/schema/jee",
        Handler::Other(&Elements {
            beans: &["jndi-lookup", "local-slsb", "remote-slsb"],
            effects: &[],
            decorators: &[],
        }),
    ),
    (
        "http://www.springframework.org/schema/lang",
        Handler::Other(&Elements {
            beans: &["groovy", "bsh", "std"],
            effects: &["defaults"],
            decorators: &[],
        }),
    ),
    (
        "http://www.springframework.org/schema/task",
        Handler::Other(&Elements {
            beans: &["executor", "scheduler", "scheduled-tasks"],
            effects: &["annotation-driven"],
            decorators: &[],
        }),
    ),
];

/// The handler of a namespace.
pub(super) fn handler(uri: &str) -> Option<Handler> {
    HANDLERS.iter().find(|(known, _)| *known == uri).map(|(_, handler)| *handler)
}

/// Whether an element of this namespace may decorate the bean that it stands in.
pub(super) fn decorates(uri: &str, local: &str) -> bool {
    matches!(handler(uri), Some(Handler::Other(elements)) if elements.decorators.contains(&local))
}

/// How a definition from another namespace gets its name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Naming {
    /// From `id`, else this text.
    Written(String),
    /// Always generated.
    Generated,
}

/// What a handler makes of an element.
enum Outcome {
    /// A bean.
    Bean(Box<BeanDefinition>, Naming),
    /// Something that isn't rebuilt here; whether it is a bean.
    Foreign { bean: bool },
    /// Nothing: it was wrong, and that is reported.
    Nothing,
}

/// Reads an element that stands directly in `<beans>`, or is the root.
pub(super) fn read_top_level(reader: &mut Reader<'_>, element: Element<'_>) {
    match read(reader, element, None) {
        Outcome::Bean(definition, naming) => register(reader, element, *definition, naming),
        Outcome::Foreign { .. } => reader.sink.foreign(foreign(element), reader.diagnostics),
        Outcome::Nothing => {}
    }
}

/// Reads an element that stands where a value is expected.
pub(super) fn read_nested(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> Option<ValueNode> {
    match read(reader, element, containing) {
        Outcome::Bean(mut definition, _) => {
            definition.name = reader.inner_name(&qualified_name(element));
            Some(ValueNode::Bean(definition))
        }
        Outcome::Foreign { bean: true } => Some(ValueNode::Foreign(foreign(element))),
        Outcome::Foreign { bean: false } => {
            reader.problem(element, &Fault::NotNestable(qualified_name(element)));
            None
        }
        Outcome::Nothing => None,
    }
}

/// The element as something that isn't understood here.
pub(super) fn foreign(element: Element<'_>) -> Foreign {
    Foreign {
        namespace: element.namespace().unwrap_or_default().to_owned(),
        local: element.local().to_owned(),
        id: spanned_text(element, "id"),
        span: element.span(),
    }
}

fn read(reader: &mut Reader<'_>, element: Element<'_>, containing: Option<&BeanDefinition>) -> Outcome {
    let uri = element.namespace().unwrap_or_default();
    let fault = match handler(uri) {
        Some(Handler::Util) => return util::read(reader, element, containing),
        Some(Handler::Context) => return context::read(reader, element, containing),
        Some(Handler::Other(elements)) if elements.beans.contains(&element.local()) => {
            return Outcome::Foreign { bean: true };
        }
        Some(Handler::Other(elements)) if elements.effects.contains(&element.local()) => {
            return Outcome::Foreign { bean: false };
        }
        Some(Handler::Other(_)) => no_parser(element),
        Some(Handler::Properties) => unsupported("SimplePropertyNamespaceHandler"),
        Some(Handler::Arguments) => unsupported("SimpleConstructorNamespaceHandler"),
        None => {
            reader.problem(element, &Fault::NamespaceUnknown(uri.to_owned()));
            return Outcome::Nothing;
        }
    };
    reader.problem_at(element.start_tag(), &fault);
    Outcome::Nothing
}

fn no_parser(element: Element<'_>) -> Fault {
    Fault::NamespaceMisused(format!("Cannot locate BeanDefinitionParser for element [{}]", element.local()))
}

fn unsupported(handler: &str) -> Fault {
    let class = format!("org.springframework.beans.factory.xml.{handler}");
    Fault::NamespaceMisused(format!("Class [{class}] does not support custom elements."))
}

/// Names the definition and hands it over (Spring's `AbstractBeanDefinitionParser.parse`).
fn register(reader: &mut Reader<'_>, element: Element<'_>, mut definition: BeanDefinition, naming: Naming) {
    let name = match naming {
        Naming::Generated => reader.generated_name(&definition),
        Naming::Written(otherwise) => {
            Some(text_of(element, "id").to_owned()).filter(|id| has_text(id)).or(Some(otherwise))
        }
    };
    let Some(name) = name.filter(|name| has_text(name)) else {
        let fault = Fault::IdMissing(element.local().to_owned());
        // Spring catches its own exception and reports it once more.
        let inner = reader.configuration_problem(&fault.sentence());
        let text = reader.configuration_problem(&inner);
        return reader.report(element.start_tag(), &fault, text);
    };
    definition.name = name;
    definition.aliases =
        comma_separated(text_of(element, "name")).map(|name| java_trim(name).to_owned()).collect();
    reader.sink.bean(definition, reader.diagnostics);
}

/// An empty definition of a class that the namespace stands for.
fn definition_of(
    reader: &Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
    class: &str,
) -> BeanDefinition {
    let mut definition = BeanDefinition::at(element.span(), element.start_tag());
    if let Some(id) = element.attribute("id") {
        definition.name_span = id.value_span;
    }
    definition.class = Some(Spanned { text: class.to_owned(), span: element.start_tag() });
    definition.scope = containing.and_then(|containing| containing.scope.clone());
    definition.lazy = reader.lazy_by_default().then_some(true);
    definition
}

/// Adds a property with a text.
fn set_text(definition: &mut BeanDefinition, name: &str, text: Spanned) {
    set(definition, name, ValueNode::Text(TypedString::untyped(text)));
}

/// Adds a property.
fn set(definition: &mut BeanDefinition, name: &str, value: ValueNode) {
    let span = definition.span;
    definition.set_property(Property { name: Spanned { text: name.to_owned(), span }, value, span });
}

/// Adds a property that is true when the attribute says so, and false otherwise.
fn set_flag(definition: &mut BeanDefinition, name: &str, element: Element<'_>, attribute: &str) {
    let written = element.attribute(attribute);
    let text = written.is_some_and(|value| value.value.trim().eq_ignore_ascii_case("true")).to_string();
    let span = written.map_or(element.start_tag(), |attribute| attribute.value_span);
    set_text(definition, name, Spanned { text, span });
}

/// An attribute that isn't empty.
fn spanned_text(element: Element<'_>, name: &str) -> Option<Spanned> {
    let attribute = element.attribute(name).filter(|attribute| !attribute.value.is_empty())?;
    Some(Spanned { text: attribute.value.clone(), span: attribute.value_span })
}
