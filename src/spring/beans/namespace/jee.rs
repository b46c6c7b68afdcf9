//! The `jee` namespace (Spring's `JeeNamespaceHandler`), as far as an outline shows it.

use crate::spring::xml::Element;

use super::super::definition::BeanDefinition;
use super::super::reader::{Fault, Reader, text_of, token_of};
use super::super::text::{has_text, property_name};
use super::{Naming, Outcome, definition_of, unknown};

/// Attributes that don't become the property of their name.
const SPECIAL: [&str; 5] = ["id", "environment-ref", "lazy-init", "default-value", "default-ref"];

/// Reads one element.
pub(super) fn read(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> Outcome {
    let class = match element.local() {
        "jndi-lookup" => "org.springframework.jndi.JndiObjectFactoryBean",
        "local-slsb" => "org.springframework.ejb.access.LocalStatelessSessionProxyFactoryBean",
        "remote-slsb" => "org.springframework.ejb.access.SimpleRemoteStatelessSessionProxyFactoryBean",
        _ => return unknown(reader, element),
    };
    let mut own = definition_of(reader, element, containing, class);
    for name in property_attributes(element) {
        own = own.with(&property_name(name));
    }
    let environment = element.elements().any(|child| child.local() == "environment");
    if environment || !text_of(element, "environment-ref").is_empty() {
        own = own.with("jndiEnvironment");
    }
    let lazy = token_of(element, "lazy-init");
    if has_text(lazy) && lazy != "default" {
        own.lazy = Some(lazy == "true");
    }
    let (value, reference) = (text_of(element, "default-value"), text_of(element, "default-ref"));
    if !value.is_empty() && !reference.is_empty() {
        let sentence = "<jndi-lookup> element is only allowed to contain either 'default-value' attribute OR \
                        'default-ref' attribute, not both";
        reader.problem_at(element.start_tag(), &Fault::Attributes(sentence));
    }
    if !value.is_empty() || !reference.is_empty() {
        own = own.with("defaultObject");
    }
    Outcome::Foreign { own: Some((Box::new(own), Naming::Written(String::new()))), others: Vec::new() }
}

/// Those that are written and those that the schema gives, in the order of their names.
fn property_attributes(element: Element<'_>) -> Vec<&str> {
    let mut names: Vec<&str> = element
        .attributes()
        .iter()
        .filter(|attribute| attribute.name.namespace.is_none())
        .map(|attribute| &*attribute.name.local)
        .filter(|name| !SPECIAL.contains(name))
        .chain(schema_defaults(element.local()).iter().copied())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn schema_defaults(element: &str) -> &'static [&'static str] {
    match element {
        "jndi-lookup" => &["cache", "expose-access-context", "lookup-on-startup", "resource-ref"],
        "local-slsb" => &["cache-home", "expose-access-context", "lookup-home-on-startup", "resource-ref"],
        _ => &[
            "cache-home",
            "cache-session-bean",
            "expose-access-context",
            "lookup-home-on-startup",
            "refresh-home-on-connect-failure",
            "resource-ref",
        ],
    }
}
