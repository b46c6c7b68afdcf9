//! The encryption passwords that a root's encryptors have, as far as they are here.

use crate::source::Secret;
use crate::spring::beans::{BeanDefinition, ValueNode};

use super::subject::Subject;

/// Passwords by what the definitions of jasypt's classes say: a variable, a system property, or the text itself.
pub(super) fn of(subject: &Subject<'_>) -> Vec<Secret> {
    let host = subject.host;
    let jasypt = subject
        .definitions()
        .filter(|bean| bean.class.as_ref().is_some_and(|class| class.text.starts_with("org.jasypt.")));
    let mut passwords = Vec::new();
    for bean in jasypt {
        passwords
            .extend(text(bean, "passwordEnvName").and_then(|name| host.variables.get(name)).map(Secret::new));
        passwords.extend(
            text(bean, "passwordSysPropertyName")
                .and_then(|name| host.system_properties.get(name))
                .map(Secret::new),
        );
        passwords.extend(text(bean, "password").map(Secret::new));
    }
    passwords
}

fn text<'a>(bean: &'a BeanDefinition, property: &str) -> Option<&'a str> {
    match &bean.property(property)?.value {
        ValueNode::Text(text) => Some(&text.text.text),
        _ => None,
    }
}
