//! The `context` namespace (Spring's `ContextNamespaceHandler`): two elements make configurers; the others matter to
//! classes with annotations, which aren't looked at here.

use crate::spring::xml::Element;

use super::super::definition::{
    BeanDefinition, BeanReference, Collection, CollectionKind, Spanned, TypedString, ValueNode,
};
use super::super::reader::{Fault, Reader, spanned, text_of};
use super::super::text::{comma_separated, has_text, parse_int};
use super::sketch::{effects, is_true, sketch};
use super::{Naming, Outcome, definition_of, set, set_flag, set_text, spanned_text, unknown};

const SOURCES_CONFIGURER: &str = "org.springframework.context.support.PropertySourcesPlaceholderConfigurer";
const PLACEHOLDER_CONFIGURER: &str = "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer";
const OVERRIDE_CONFIGURER: &str = "org.springframework.beans.factory.config.PropertyOverrideConfigurer";

/// The mode that the schema gives where none is written.
const DEFAULT_MODE: &str = "ENVIRONMENT";

/// What `annotation-config` registers: names and classes.
const ANNOTATION_PROCESSORS: [(&str, &str); 4] = [
    (
        "org.springframework.context.annotation.internalConfigurationAnnotationProcessor",
        "org.springframework.context.annotation.ConfigurationClassPostProcessor",
    ),
    (
        "org.springframework.context.annotation.internalAutowiredAnnotationProcessor",
        "org.springframework.beans.factory.annotation.AutowiredAnnotationBeanPostProcessor",
    ),
    (
        "org.springframework.context.event.internalEventListenerProcessor",
        "org.springframework.context.event.EventListenerMethodProcessor",
    ),
    (
        "org.springframework.context.event.internalEventListenerFactory",
        "org.springframework.context.event.DefaultEventListenerFactory",
    ),
];

/// Reads one element.
pub(super) fn read(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> Outcome {
    let definition = match element.local() {
        "property-placeholder" => placeholder_configurer(reader, element, containing),
        "property-override" => override_configurer(reader, element, containing),
        "annotation-config" => return effects(annotation_processors(element)),
        "component-scan" => {
            if element.attribute("scope-resolver").is_some() && element.attribute("scoped-proxy").is_some() {
                let sentence =
                    "Cannot define both 'scope-resolver' and 'scoped-proxy' on <component-scan> tag";
                reader.problem_at(element.start_tag(), &Fault::Attributes(sentence));
            }
            let annotations = text_of(element, "annotation-config");
            let wanted = annotations.is_empty() || is_true(annotations);
            return effects(if wanted { annotation_processors(element) } else { Vec::new() });
        }
        "spring-configured" => return effects(vec![configurer_aspect(element)]),
        "load-time-weaver" => return load_time_weaver(reader, element, containing),
        "mbean-export" => return mbean_exporter(element),
        "mbean-server" => return mbean_server(element),
        _ => return unknown(reader, element),
    };
    Outcome::Bean(Box::new(definition), Naming::Generated)
}

fn annotation_processors(element: Element<'_>) -> Vec<BeanDefinition> {
    ANNOTATION_PROCESSORS.iter().map(|(name, class)| sketch(element, class).called(name)).collect()
}

/// The aspect of `spring-configured`, which `aop` has too.
pub(super) fn configurer_aspect(element: Element<'_>) -> BeanDefinition {
    sketch(element, "org.springframework.beans.factory.aspectj.AnnotationBeanConfigurerAspect")
        .called("org.springframework.context.config.internalBeanConfigurerAspect")
        .made_by("aspectOf")
}

fn load_time_weaver(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> Outcome {
    let written = element.attribute("weaver-class").map(|class| class.value.as_str());
    let class = written.unwrap_or("org.springframework.context.weaving.DefaultContextLoadTimeWeaver");
    let mut others = Vec::new();
    if text_of(element, "aspectj-weaving") == "on" {
        others.push(
            sketch(element, "org.springframework.context.weaving.AspectJWeavingEnabler")
                .called("org.springframework.context.config.internalAspectJWeavingEnabler"),
        );
    }
    let own = Box::new(definition_of(reader, element, containing, class));
    Outcome::Foreign { own: Some((own, Naming::Fixed("loadTimeWeaver"))), others }
}

fn mbean_exporter(element: Element<'_>) -> Outcome {
    let own = sketch(element, "org.springframework.jmx.export.annotation.AnnotationMBeanExporter")
        .with_text_of(element, &[("default-domain", "defaultDomain"), ("server", "server")])
        .with("registrationPolicy");
    Outcome::Foreign { own: Some((Box::new(own), Naming::Fixed("mbeanExporter"))), others: Vec::new() }
}

fn mbean_server(element: Element<'_>) -> Outcome {
    let server = sketch(element, "org.springframework.jmx.support.MBeanServerFactoryBean");
    let own = if has_text(text_of(element, "agent-id")) {
        server.with("agentId")
    } else {
        server.with("locateExistingServerIfPossible")
    };
    let naming = Naming::Written("mbeanServer".to_owned());
    Outcome::Foreign { own: Some((Box::new(own), naming)), others: Vec::new() }
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
