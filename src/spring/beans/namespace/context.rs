//! The `context` namespace (Spring's `ContextNamespaceHandler`): the two elements that make configurers.

use crate::spring::xml::Element;

use super::super::definition::{
    BeanDefinition, BeanReference, Collection, CollectionKind, Spanned, TypedString, ValueNode,
};
use super::super::reader::{Fault, Reader, spanned};
use super::super::text::{comma_separated, parse_int};
use super::{Naming, Outcome, definition_of, no_parser, set, set_flag, set_text, spanned_text};

const SOURCES_CONFIGURER: &str = "org.springframework.context.support.PropertySourcesPlaceholderConfigurer";
const PLACEHOLDER_CONFIGURER: &str = "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer";
const OVERRIDE_CONFIGURER: &str = "org.springframework.beans.factory.config.PropertyOverrideConfigurer";

/// The mode that the schema gives where none is written.
const DEFAULT_MODE: &str = "ENVIRONMENT";

/// Reads one element.
pub(super) fn read(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> Outcome {
    let definition = match element.local() {
        "property-placeholder" => placeholder_configurer(reader, element, containing),
        "property-override" => override_configurer(reader, element, containing),
        "load-time-weaver" | "mbean-export" | "mbean-server" => return Outcome::Foreign { bean: true },
        "annotation-config" | "component-scan" | "spring-configured" => {
            return Outcome::Foreign { bean: false };
        }
        _ => {
            reader.problem_at(element.start_tag(), &no_parser(element));
            return Outcome::Nothing;
        }
    };
    Outcome::Bean(Box::new(definition), Naming::Generated)
}

fn placeholder_configurer(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> BeanDefinition {
    let mode = element.attribute("system-properties-mode").map(spanned);
    let by_environment = mode.as_ref().is_none_or(|mode| mode.text == DEFAULT_MODE);
    let class = if by_environment { SOURCES_CONFIGURER } else { PLACEHOLDER_CONFIGURER };
    let mut definition = definition_of(reader, element, containing, class);
    set_loading(reader, element, &mut definition);
    set_flag(&mut definition, "ignoreUnresolvablePlaceholders", element, "ignore-unresolvable");
    if let Some(mode) = mode.filter(|_| !by_environment) {
        let text = format!("SYSTEM_PROPERTIES_MODE_{}", mode.text);
        set_text(&mut definition, "systemPropertiesModeName", Spanned { text, ..mode });
    }
    // The schema's default.
    let colon = Spanned { text: ":".to_owned(), span: element.start_tag() };
    set_text(&mut definition, "valueSeparator", element.attribute("value-separator").map_or(colon, spanned));
    for (attribute, property) in [("trim-values", "trimValues"), ("null-value", "nullValue")] {
        if let Some(attribute) = element.attribute(attribute) {
            set_text(&mut definition, property, spanned(attribute));
        }
    }
    definition
}

fn override_configurer(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> BeanDefinition {
    let mut definition = definition_of(reader, element, containing, OVERRIDE_CONFIGURER);
    set_loading(reader, element, &mut definition);
    set_flag(&mut definition, "ignoreInvalidKeys", element, "ignore-unresolvable");
    definition
}

/// What both have in common: where the properties come from.
fn set_loading(reader: &mut Reader<'_>, element: Element<'_>, definition: &mut BeanDefinition) {
    set_locations(reader, element, definition);
    if let Some(name) = spanned_text(element, "properties-ref") {
        set(definition, "properties", ValueNode::Reference(BeanReference { name, in_parent: false }));
    }
    if let Some(encoding) = spanned_text(element, "file-encoding") {
        set_text(definition, "fileEncoding", encoding);
    }
    if let Some(order) = spanned_text(element, "order") {
        let number = order.text.trim();
        if parse_int(number).is_none() {
            reader.exception(order.span, &Fault::NotANumber(number.to_owned()));
        } else {
            set_text(definition, "order", order);
        }
    }
    set_flag(definition, "ignoreResourceNotFound", element, "ignore-resource-not-found");
    set_flag(definition, "localOverride", element, "local-override");
}

/// Sets `locations` from `location`: placeholders of the environment replaced, then cut at commas, blanks kept.
pub(super) fn set_locations(reader: &mut Reader<'_>, element: Element<'_>, definition: &mut BeanDefinition) {
    let Some(location) = spanned_text(element, "location") else { return };
    let text = match reader.sink.resolve_placeholders(&location.text) {
        Ok(text) => text,
        Err(sentence) => return reader.exception(location.span, &Fault::Placeholder(sentence)),
    };
    let items = comma_separated(&text)
        .map(|part| Spanned { text: part.to_owned(), span: location.span })
        .map(|part| ValueNode::Text(TypedString::untyped(part)))
        .collect();
    let locations = Collection {
        kind: CollectionKind::Array,
        items,
        entries: Vec::new(),
        value_type: None,
        merge: false,
        span: location.span,
    };
    set(definition, "locations", ValueNode::Collection(locations));
}
