//! Spring's factory beans, with their setters.

use super::super::catalog::{ClassDescriptor, JavaType};
use super::super::configurer::LOADER;
use super::spring::loader_properties;

const FACTORY_BEAN: &str = "org.springframework.beans.factory.FactoryBean";
const PACKAGE_CONFIG: [&str; 5] = [
    "org.springframework.beans.factory.config.ListFactoryBean",
    "org.springframework.beans.factory.config.SetFactoryBean",
    "org.springframework.beans.factory.config.MapFactoryBean",
    "org.springframework.beans.factory.config.MethodInvokingFactoryBean",
    "org.springframework.beans.factory.config.MethodInvokingBean",
];

pub(super) fn classes() -> Vec<ClassDescriptor> {
    let flag = || JavaType::Other("boolean".to_owned());
    let list = || JavaType::List(Box::new(JavaType::Object));
    let set = || JavaType::Set(Box::new(JavaType::Object));
    let [list_bean, set_bean, map_bean, method_bean, plain_method_bean] = PACKAGE_CONFIG;
    let invoking = || {
        vec![
            ("arguments", JavaType::Array(Box::new(JavaType::Object))),
            ("staticMethod", JavaType::String),
            ("targetClass", JavaType::Class),
            ("targetMethod", JavaType::String),
            ("targetObject", JavaType::Object),
        ]
    };
    let mut properties = loader_properties();
    properties.push(("singleton", flag()));
    vec![
        factory(
            list_bean,
            vec![("singleton", flag()), ("sourceList", list()), ("targetListClass", JavaType::Class)],
        ),
        factory(
            set_bean,
            vec![("singleton", flag()), ("sourceSet", set()), ("targetSetClass", JavaType::Class)],
        ),
        factory(
            map_bean,
            vec![("singleton", flag()), ("sourceMap", JavaType::Map), ("targetMapClass", JavaType::Class)],
        ),
        factory(method_bean, [invoking(), vec![("singleton", flag())]].concat()),
        ClassDescriptor { name: plain_method_bean, properties: invoking(), ..ClassDescriptor::default() },
        ClassDescriptor {
            supertypes: vec![FACTORY_BEAN, LOADER],
            ..factory("org.springframework.beans.factory.config.PropertiesFactoryBean", properties)
        },
        factory(
            "org.springframework.beans.factory.config.FieldRetrievingFactoryBean",
            vec![
                ("staticField", JavaType::String),
                ("targetClass", JavaType::Class),
                ("targetField", JavaType::String),
                ("targetObject", JavaType::Object),
            ],
        ),
        factory(
            "org.springframework.beans.factory.config.PropertyPathFactoryBean",
            vec![
                ("propertyPath", JavaType::String),
                ("resultType", JavaType::Class),
                ("targetBeanName", JavaType::String),
                ("targetObject", JavaType::Object),
            ],
        ),
        factory(
            "org.springframework.context.support.ConversionServiceFactoryBean",
            vec![("converters", set())],
        ),
        factory(
            "org.springframework.format.support.FormattingConversionServiceFactoryBean",
            vec![
                ("converters", set()),
                (
                    "embeddedValueResolver",
                    JavaType::Instance("org.springframework.util.StringValueResolver".to_owned()),
                ),
                ("formatterRegistrars", set()),
                ("formatters", set()),
                ("registerDefaultFormatters", flag()),
            ],
        ),
    ]
}

fn factory(name: &'static str, properties: Vec<(&'static str, JavaType)>) -> ClassDescriptor {
    ClassDescriptor { name, supertypes: vec![FACTORY_BEAN], properties, ..ClassDescriptor::default() }
}
