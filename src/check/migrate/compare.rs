//! Whether the buses are the same before and after: every property of every bean, by its value and, where there is no
//! secret to decrypt it with, by its encrypted text.

use crate::source::{Origin, Sources, Step};
use crate::spring::context::{Bean, NOT_DECRYPTED, Value};
use crate::spring::jasypt;

use super::view::View;

/// What differs, as `bus.property`; values are not told, since they may be secrets.
pub(super) fn differences(before: &View, after: &View) -> Vec<String> {
    let mut differences = Vec::new();
    for old in before.buses() {
        match after.buses().iter().find(|new| new.name == old.name) {
            None => differences.push(format!("the bus {} is gone", old.name)),
            Some(new) => differences.extend(bean(old, &before.sources, new, &after.sources)),
        }
    }
    let added = after.buses().iter().filter(|new| before.buses().iter().all(|old| old.name != new.name));
    differences.extend(added.map(|new| format!("the bus {} is new", new.name)));
    differences
}

fn bean(old: &Bean, old_sources: &Sources, new: &Bean, new_sources: &Sources) -> Vec<String> {
    let mut differences = Vec::new();
    if old.class != new.class {
        differences.push(format!("the class of {}", old.name));
    }
    for name in
        old.properties.keys().chain(new.properties.keys().filter(|name| !old.properties.contains_key(*name)))
    {
        let told = |bean: &Bean, sources: &Sources| {
            let property = bean.properties.get(name)?;
            Some(told(&property.value.value, &property.value.origin, sources))
        };
        if told(old, old_sources) != told(new, new_sources) {
            differences.push(format!("{}.{name}", old.name));
        }
    }
    differences
}

/// A value as a text of its own; never shown.
fn told(value: &Value, origin: &Origin, sources: &Sources) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) if text.reveal() == NOT_DECRYPTED => {
            format!("encrypted {}", encrypted(origin, sources))
        }
        Value::Text(text) => format!("text {:?}", text.reveal()),
        Value::Integer(number) => format!("integer {number}"),
        Value::Boolean(flag) => format!("boolean {flag}"),
        Value::List(items) => {
            let items = items.iter().map(|item| told(&item.value, &item.origin, sources));
            format!("list {:?}", items.collect::<Vec<_>>())
        }
        Value::Map(entries) => {
            let entries = entries.iter().flat_map(|(key, value)| [key, value]);
            let entries = entries.map(|item| told(&item.value, &item.origin, sources));
            format!("map {:?}", entries.collect::<Vec<_>>())
        }
        Value::Class(name) | Value::Resource(name) | Value::Reference(name) => format!("name {name:?}"),
        Value::Bean(bean) => format!("bean {} {:?}", bean.class, inner(bean, sources)),
    }
}

fn inner(bean: &Bean, sources: &Sources) -> Vec<String> {
    let properties = bean.properties.iter();
    properties
        .map(|(name, property)| {
            format!("{name}={}", told(&property.value.value, &property.value.origin, sources))
        })
        .collect()
}

/// The encrypted text that the value would come from.
fn encrypted<'s>(origin: &Origin, sources: &'s Sources) -> &'s str {
    let written = origin.steps().iter().find_map(|step| match step {
        Step::Property { span, .. } => Some(sources.slice(*span)),
        _ => None,
    });
    written.and_then(jasypt::is_encrypted).unwrap_or_default()
}
