//! Spring's configurers, with their setters.

use super::super::catalog::{ClassDescriptor, JavaType};
use super::super::configurer::LOADER;

/// What every configurer is.
const CONFIGURER: [&str; 5] = [
    LOADER,
    "org.springframework.beans.factory.config.PropertyResourceConfigurer",
    "org.springframework.beans.factory.config.BeanFactoryPostProcessor",
    "org.springframework.core.PriorityOrdered",
    "org.springframework.core.Ordered",
];

pub(super) fn classes() -> Vec<ClassDescriptor> {
    vec![
        placeholder_configurer(),
        sources_configurer(),
        override_configurer(),
        other_configurer(
            "org.springframework.beans.factory.config.CustomScopeConfigurer",
            vec![("order", JavaType::Int), ("scopes", JavaType::Map)],
        ),
        other_configurer(
            "org.springframework.beans.factory.config.CustomEditorConfigurer",
            vec![
                ("customEditors", JavaType::Map),
                ("order", JavaType::Int),
                ("propertyEditorRegistrars", JavaType::Array(Box::new(JavaType::Object))),
            ],
        ),
        ClassDescriptor {
            name: "org.springframework.beans.factory.config.PreferencesPlaceholderConfigurer",
            supertypes: vec![
                "org.springframework.beans.factory.config.BeanFactoryPostProcessor",
                "org.springframework.core.PriorityOrdered",
            ],
            properties: placeholder_properties()
                .into_iter()
                .chain([("systemTreePath", JavaType::String), ("userTreePath", JavaType::String)])
                .collect(),
            ..ClassDescriptor::default()
        },
        ClassDescriptor {
            name: "org.springframework.context.support.SimpleThreadScope",
            supertypes: vec!["org.springframework.beans.factory.config.Scope"],
            ..ClassDescriptor::default()
        },
    ]
}

fn flag() -> JavaType {
    JavaType::Other("boolean".to_owned())
}

/// Setters of `PropertiesLoaderSupport`.
pub(super) fn loader_properties() -> Vec<(&'static str, JavaType)> {
    vec![
        ("fileEncoding", JavaType::String),
        ("ignoreResourceNotFound", flag()),
        ("localOverride", flag()),
        ("location", JavaType::Resource),
        ("locations", JavaType::Array(Box::new(JavaType::Resource))),
        ("properties", JavaType::Properties),
        ("propertiesArray", JavaType::Array(Box::new(JavaType::Properties))),
        (
            "propertiesPersister",
            JavaType::Instance("org.springframework.util.PropertiesPersister".to_owned()),
        ),
    ]
}

fn common_properties() -> Vec<(&'static str, JavaType)> {
    let mut properties = loader_properties();
    properties.extend([
        ("beanFactory", JavaType::Instance("org.springframework.beans.factory.BeanFactory".to_owned())),
        ("beanName", JavaType::String),
        ("ignoreUnresolvablePlaceholders", flag()),
        ("nullValue", JavaType::String),
        ("order", JavaType::Int),
        ("placeholderPrefix", JavaType::String),
        ("placeholderSuffix", JavaType::String),
        ("trimValues", flag()),
        ("valueSeparator", JavaType::String),
    ]);
    properties
}

fn placeholder_properties() -> Vec<(&'static str, JavaType)> {
    let mut properties = common_properties();
    properties.extend([
        ("searchSystemEnvironment", flag()),
        ("systemPropertiesMode", JavaType::Int),
        ("systemPropertiesModeName", JavaType::String),
    ]);
    properties
}

/// `PropertyPlaceholderConfigurer`.
fn placeholder_configurer() -> ClassDescriptor {
    ClassDescriptor {
        name: "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer",
        supertypes: configurer_types(),
        properties: placeholder_properties(),
        ..ClassDescriptor::default()
    }
}

fn sources_configurer() -> ClassDescriptor {
    let mut properties = common_properties();
    properties
        .push(("environment", JavaType::Instance("org.springframework.core.env.Environment".to_owned())));
    properties.push((
        "propertySources",
        JavaType::Instance("org.springframework.core.env.PropertySources".to_owned()),
    ));
    ClassDescriptor {
        name: "org.springframework.context.support.PropertySourcesPlaceholderConfigurer",
        supertypes: configurer_types(),
        properties,
        ..ClassDescriptor::default()
    }
}

fn override_configurer() -> ClassDescriptor {
    let mut properties = loader_properties();
    properties.extend([
        ("beanNameSeparator", JavaType::String),
        ("ignoreInvalidKeys", flag()),
        ("order", JavaType::Int),
    ]);
    ClassDescriptor {
        name: "org.springframework.beans.factory.config.PropertyOverrideConfigurer",
        supertypes: configurer_types(),
        properties,
        ..ClassDescriptor::default()
    }
}

fn configurer_types() -> Vec<&'static str> {
    let mut types = CONFIGURER.to_vec();
    types.push("org.springframework.beans.factory.config.PlaceholderConfigurerSupport");
    types
}

fn other_configurer(name: &'static str, properties: Vec<(&'static str, JavaType)>) -> ClassDescriptor {
    ClassDescriptor {
        name,
        supertypes: vec![
            "org.springframework.beans.factory.config.BeanFactoryPostProcessor",
            "org.springframework.core.Ordered",
        ],
        properties,
        ..ClassDescriptor::default()
    }
}
