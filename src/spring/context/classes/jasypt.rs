//! jasypt's configurers, in the packages of all its Spring modules.

use super::super::catalog::{ClassDescriptor, JavaType};

/// Class, and the class of Spring that it extends.
const CONFIGURERS: [(&str, &str); 9] = [
    ("org.jasypt.spring.properties.EncryptablePropertyPlaceholderConfigurer", PLACEHOLDER),
    ("org.jasypt.spring3.properties.EncryptablePropertyPlaceholderConfigurer", PLACEHOLDER),
    ("org.jasypt.spring31.properties.EncryptablePropertyPlaceholderConfigurer", PLACEHOLDER),
    ("org.jasypt.spring4.properties.EncryptablePropertyPlaceholderConfigurer", PLACEHOLDER),
    ("org.jasypt.spring.properties.EncryptablePropertyOverrideConfigurer", OVERRIDE),
    ("org.jasypt.spring3.properties.EncryptablePropertyOverrideConfigurer", OVERRIDE),
    ("org.jasypt.spring31.properties.EncryptablePropertyOverrideConfigurer", OVERRIDE),
    ("org.jasypt.spring4.properties.EncryptablePropertyOverrideConfigurer", OVERRIDE),
    ("org.jasypt.spring31.properties.EncryptablePropertySourcesPlaceholderConfigurer", SOURCES),
];

const PLACEHOLDER: &str = "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer";
const OVERRIDE: &str = "org.springframework.beans.factory.config.PropertyOverrideConfigurer";
const SOURCES: &str = "org.springframework.context.support.PropertySourcesPlaceholderConfigurer";

pub(super) fn classes() -> Vec<ClassDescriptor> {
    let argument = |name, class: &str| vec![(name, JavaType::Instance(class.to_owned()))];
    let descriptor = |(name, base): (&'static str, &'static str)| ClassDescriptor {
        name,
        extends: Some(base),
        constructors: vec![
            argument("stringEncryptor", "org.jasypt.encryption.StringEncryptor"),
            argument("textEncryptor", "org.jasypt.util.text.TextEncryptor"),
        ],
        ..ClassDescriptor::default()
    };
    CONFIGURERS.into_iter().map(descriptor).collect()
}
