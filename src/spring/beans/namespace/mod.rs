//! Elements outside Spring's own namespace, each read as its handler in the server's jars would.
//!
//! `util` and `context` become the definitions of factory beans and configurers. What this crate has no use for is
//! handed over as [`Foreign`]: whoever depends on it has to say so.

mod aop;
mod cache;
mod context;
mod jee;
mod lang;
mod sketch;
mod task;
mod util;

use crate::spring::xml::Element;

use super::definition::{BeanDefinition, Foreign, Property, Spanned, TypedString, ValueNode};
use super::reader::{Fault, Reader, qualified_name, text_of};
use super::text::{comma_separated, has_text, java_trim};

pub(super) use aop::outranks;

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
    /// `aop`.
    Aop,
    /// `cache`.
    Cache,
    /// `jee`.
    Jee,
    /// `lang`.
    Lang,
    /// `task`.
    Task,
}

/// `META-INF/spring.handlers` of spring-beans, spring-context and spring-aop.
const HANDLERS: [(&str, Handler); 9] = [
    ("http://www.springframework.org/schema/aop", Handler::Aop),
    ("http://www.springframework.org/schema/c", Handler::Arguments),
    ("http://www.springframework.org/schema/cache", Handler::Cache),
    ("http://www.springframework.org/schema/context", Handler::Context),
    ("http://www.springframework.org/schema/jee", Handler::Jee),
    ("http://www.springframework.org/schema/lang", Handler::Lang),
    ("http://www.springframework.org/schema/p", Handler::Properties),
    ("http://www.springframework.org/schema/task", Handler::Task),
    ("http://www.springframework.org/schema/util", Handler::Util),
];

/// The handler of a namespace.
pub(super) fn handler(uri: &str) -> Option<Handler> {
    HANDLERS.iter().find(|(known, _)| *known == uri).map(|(_, handler)| *handler)
}

/// The element as one that changes the bean it stands in, if it is one.
pub(super) fn decoration(uri: &str, element: Element<'_>) -> Option<Foreign> {
    let proxies = handler(uri) == Some(Handler::Aop) && element.local() == "scoped-proxy";
    proxies.then(|| foreign(element, vec![aop::scoped_proxy(element)]))
}

/// How a definition from another namespace gets its name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Naming {
    /// From `id`, else this text.
    Written(String),
    /// From `id`, else generated.
    WrittenOrGenerated,
    /// Always generated.
    Generated,
    /// Always this.
    Fixed(&'static str),
}

/// What a handler makes of an element.
enum Outcome {
    /// A bean.
    Bean(Box<BeanDefinition>, Naming),
    /// Something that isn't rebuilt here: the bean that it is, if it is one, and those that it registers beside.
    Foreign { own: Option<(Box<BeanDefinition>, Naming)>, others: Vec<BeanDefinition> },
    /// Nothing: it was wrong, and that is reported.
    Nothing,
}

/// Reads an element that stands directly in `<beans>`, or is the root.
pub(super) fn read_top_level(reader: &mut Reader<'_>, element: Element<'_>) {
    match read(reader, element, None) {
        Outcome::Bean(definition, naming) => {
            if let Some(definition) = named(reader, element, *definition, naming) {
                reader.sink.bean(definition, reader.diagnostics);
            }
        }
        Outcome::Foreign { own, mut others } => {
            others.extend(own.and_then(|(own, naming)| named(reader, element, *own, naming)));
            reader.sink.foreign(foreign(element, others), reader.diagnostics);
        }
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
        Outcome::Foreign { own, others } => {
            let is_bean = own.is_some();
            if !others.is_empty() {
                reader.sink.foreign(foreign(element, others), reader.diagnostics);
            }
            if !is_bean {
                reader.problem(element, &Fault::NotNestable(qualified_name(element)));
            }
            is_bean.then(|| ValueNode::Foreign(foreign(element, Vec::new())))
        }
        Outcome::Nothing => None,
    }
}

/// The element as something that isn't understood here, with the beans it registers.
fn foreign(element: Element<'_>, beans: Vec<BeanDefinition>) -> Foreign {
    Foreign {
        namespace: element.namespace().unwrap_or_default().to_owned(),
        local: element.local().to_owned(),
        id: spanned_text(element, "id"),
        beans,
        span: element.span(),
    }
}

fn read(reader: &mut Reader<'_>, element: Element<'_>, containing: Option<&BeanDefinition>) -> Outcome {
    let uri = element.namespace().unwrap_or_default();
    let fault = match handler(uri) {
        Some(Handler::Util) => return util::read(reader, element, containing),
        Some(Handler::Context) => return context::read(reader, element, containing),
        Some(Handler::Aop) => return aop::read(reader, element),
        Some(Handler::Cache) => return cache::read(reader, element, containing),
        Some(Handler::Jee) => return jee::read(reader, element, containing),
        Some(Handler::Lang) => return lang::read(reader, element),
        Some(Handler::Task) => return task::read(reader, element, containing),
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

/// An element that its namespace's handler doesn't know.
fn unknown(reader: &mut Reader<'_>, element: Element<'_>) -> Outcome {
    let sentence = format!("Cannot locate BeanDefinitionParser for element [{}]", element.local());
    reader.problem_at(element.start_tag(), &Fault::NamespaceMisused(sentence));
    Outcome::Nothing
}

fn unsupported(handler: &str) -> Fault {
    let class = format!("org.springframework.beans.factory.xml.{handler}");
    Fault::NamespaceMisused(format!("Class [{class}] does not support custom elements."))
}

/// The definition with its names (Spring's `AbstractBeanDefinitionParser.parse`).
fn named(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    mut definition: BeanDefinition,
    naming: Naming,
) -> Option<BeanDefinition> {
    let id = Some(text_of(element, "id").to_owned()).filter(|id| has_text(id));
    let name = match naming {
        Naming::Generated => reader.generated_name(&definition),
        Naming::WrittenOrGenerated => id.or_else(|| reader.generated_name(&definition)),
        Naming::Written(otherwise) => id.or(Some(otherwise)),
        Naming::Fixed(name) => Some(name.to_owned()),
    };
    let Some(name) = name.filter(|name| has_text(name)) else {
        let fault = Fault::IdMissing(element.local().to_owned());
        // Spring catches its own exception and reports it once more.
        let inner = reader.configuration_problem(&fault.sentence());
        let text = reader.configuration_problem(&inner);
        reader.report(element.start_tag(), &fault, text);
        return None;
    };
    definition.name = name;
    definition.aliases =
        comma_separated(text_of(element, "name")).map(|name| java_trim(name).to_owned()).collect();
    Some(definition)
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
