//! Marks texts that go by the name of a secret, so that no snippet of the file shows them.

use crate::source::{Sources, Span, holds_secret, looks_secret};
use crate::spring::xml::{Document, Element, Node};

/// Attributes of a property, argument or entry that aren't its value. Any other may be a misspelt `value`.
const NO_VALUES: [&str; 13] = [
    "name",
    "key",
    "index",
    "type",
    "ref",
    "bean",
    "local",
    "parent",
    "key-type",
    "value-type",
    "key-ref",
    "value-ref",
    "merge",
];

/// Marks the values of properties, arguments, entries and attributes with such a name.
pub(super) fn mark(document: &Document, sources: &mut Sources) {
    let mut waiting = vec![(document.root(), false)];
    while let Some((element, inherited)) = waiting.pop() {
        let named = ["name", "key"]
            .iter()
            .any(|name| element.attribute(name).is_some_and(|attribute| holds_secret(&attribute.value)));
        let secret = inherited || named && element.local() != "bean";
        for attribute in element.attributes() {
            let local = attribute.name.local.as_ref();
            let holds_value = secret && !NO_VALUES.contains(&local);
            let own_name = local != "name" && holds_secret(local);
            if holds_value || own_name {
                sources.mark_secret(attribute.value_span);
            } else {
                mark_pairs(attribute.value_span, sources);
            }
        }
        mark_text(element, secret, sources);
        waiting.extend(element.elements().map(|child| (child, secret && child.local() != "bean")));
    }
}

fn mark_text(element: Element<'_>, secret: bool, sources: &mut Sources) {
    for child in element.children() {
        match child {
            Node::Text { text, .. } if text.trim().is_empty() => {}
            Node::Text { span, .. } if secret => sources.mark_secret(span),
            Node::Text { span, .. } => mark_pairs(span, sources),
            _ => {}
        }
    }
}

/// Marks what stands behind `key=` with the name of a secret: properties that are written as a text. A line counts to
/// its end, as a secret may have any character.
fn mark_pairs(span: Span, sources: &mut Sources) {
    let mut secrets = Vec::new();
    let mut start = span.start;
    for line in sources.slice(span).split_inclusive(['\n', '\r']) {
        let end = start + line.trim_end().len();
        let value = line.match_indices(['=', ':']).find(|(at, sign)| {
            let before = line.get(..*at).unwrap_or_default().trim_end();
            let key = before.rsplit(|c: char| !(c.is_alphanumeric() || "._-".contains(c))).next();
            let key = key.unwrap_or_default();
            // A colon only ends the key that a line begins with: elsewhere it is one of a placeholder or an address.
            looks_secret(key) && (*sign == "=" || before.trim_start() == key)
        });
        secrets.extend(value.map(|(at, sign)| Span::new(span.file, start + at + sign.len(), end)));
        start += line.len();
    }
    for secret in secrets {
        sources.mark_secret(secret);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::spring::xml;

    fn masked(text: &str) -> String {
        let mut sources = Sources::default();
        let document = xml::parse(text.as_bytes(), "a.xml", &mut sources, &mut Diagnostics::new()).unwrap();
        mark(&document, &mut sources);
        sources.get(document.file()).unwrap().masked()
    }

    #[test]
    fn the_value_of_a_password_is_masked_in_every_form() {
        for text in [
            "<a><property name='password' value='hush'/></a>",
            "<a><property name='passwort' value='hush'/></a>",
            "<a><property name='password' valeu='hush'/></a>",
            "<a><property name='keyPassword'><value>hush</value></property></a>",
            "<a><prop key='my.secret'>hush</prop></a>",
            "<a><entry key='secret'><value><![CDATA[hush]]></value></entry></a>",
            "<a><value>\n  mq.password=hush\n  port=1 \r\n my.secret : hush hush\n</value></a>",
            "<a><property name='url' value='amqp://localhost?user=u&amp;password=hush'/></a>",
            "<a xmlns:p='http://www.springframework.org/schema/p' p:password='hush'/>",
        ] {
            assert!(!masked(text).contains("hush"), "{}", masked(text));
        }
    }

    #[test]
    fn what_only_names_a_secret_is_shown() {
        for text in [
            "<a><property name='passwordEnvName' value='MY_KEY'/></a>",
            "<a><property name='password' ref='other'/></a>",
            "<a><property name='port' value='5672'/></a>",
            "<a><value>port=1\nurl=${mq.password:}</value><property name='x' value='${password}'/></a>",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
