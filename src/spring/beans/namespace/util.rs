//! The `util` namespace (Spring's `UtilNamespaceHandler`): every element stands for a factory bean.

use crate::spring::xml::Element;

use super::super::definition::{BeanDefinition, CollectionKind, ValueNode};
use super::super::reader::{Fault, Reader, text_of};
use super::super::text::{has_text, property_name};
use super::context::set_locations;
use super::{Naming, Outcome, definition_of, set, set_flag, set_text, spanned_text, unknown};

/// Where Spring's factory beans live.
const PACKAGE: &str = "org.springframework.beans.factory.config";

/// Reads one element.
pub(super) fn read(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> Outcome {
    let (class, otherwise) = match element.local() {
        "constant" => ("FieldRetrievingFactoryBean", text_of(element, "static-field")),
        "property-path" => ("PropertyPathFactoryBean", text_of(element, "path")),
        "list" => ("ListFactoryBean", ""),
        "set" => ("SetFactoryBean", ""),
        "map" => ("MapFactoryBean", ""),
        "properties" => ("PropertiesFactoryBean", ""),
        _ => return unknown(reader, element),
    };
    let mut definition = factory_bean(reader, element, containing, class);
    match element.local() {
        "constant" => set_constant(element, &mut definition),
        "property-path" => set_path(reader, element, &mut definition),
        "properties" => set_properties(reader, element, &mut definition),
        _ => set_collection(reader, element, &mut definition),
    }
    Outcome::Bean(definition, Naming::Written(otherwise.to_owned()))
}

/// The definition without properties; on the heap, as values nest.
fn factory_bean(
    reader: &Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
    class: &str,
) -> Box<BeanDefinition> {
    Box::new(definition_of(reader, element, containing, &format!("{PACKAGE}.{class}")))
}

/// Every attribute but `id` is a property.
fn set_constant(element: Element<'_>, definition: &mut BeanDefinition) {
    for attribute in element.attributes().iter().filter(|attribute| &*attribute.name.local != "id") {
        let text = super::super::reader::spanned(attribute);
        set_text(definition, &property_name(&attribute.name.local), text);
    }
}

fn set_path(reader: &mut Reader<'_>, element: Element<'_>, definition: &mut BeanDefinition) {
    let path = spanned_text(element, "path").filter(|path| has_text(&path.text));
    let sentence = match path.as_ref().map(|path| (path, path.text.split_once('.'))) {
        None => "Attribute 'path' must not be empty",
        Some((_, None)) => "Attribute 'path' must follow pattern 'beanName.propertyName'",
        Some((path, Some((bean, property)))) => {
            for (name, part) in [("targetBeanName", bean), ("propertyPath", property)] {
                let mut text = path.clone();
                text.text = part.to_owned();
                set_text(definition, name, text);
            }
            return;
        }
    };
    reader.problem_at(element.start_tag(), &Fault::PathMalformed(sentence));
}

fn set_collection(reader: &mut Reader<'_>, element: Element<'_>, definition: &mut BeanDefinition) {
    let (source, target, attribute) = match element.local() {
        "list" => ("sourceList", "targetListClass", "list-class"),
        "set" => ("sourceSet", "targetSetClass", "set-class"),
        _ => ("sourceMap", "targetMapClass", "map-class"),
    };
    let value = match element.local() {
        "list" => {
            ValueNode::Collection(reader.read_collection(element, CollectionKind::List, Some(definition)))
        }
        "set" => {
            ValueNode::Collection(reader.read_collection(element, CollectionKind::Set, Some(definition)))
        }
        _ => ValueNode::Map(reader.read_map(element, Some(definition))),
    };
    set(definition, source, value);
    if let Some(class) = spanned_text(element, attribute).filter(|class| has_text(&class.text)) {
        set_text(definition, target, class);
    }
    set_scope(element, definition);
}

fn set_properties(reader: &mut Reader<'_>, element: Element<'_>, definition: &mut BeanDefinition) {
    let properties = reader.read_props(element);
    set(definition, "properties", ValueNode::Map(properties));
    set_locations(reader, element, definition);
    set_flag(definition, "ignoreResourceNotFound", element, "ignore-resource-not-found");
    set_flag(definition, "localOverride", element, "local-override");
    set_scope(element, definition);
}

fn set_scope(element: Element<'_>, definition: &mut BeanDefinition) {
    if let Some(scope) = spanned_text(element, "scope") {
        definition.scope = Some(scope);
    }
}
