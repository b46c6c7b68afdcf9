//! Whether the buses are the same before and after: every property of every bean by its value, or by what stands for it
//! where it isn't decrypted, which tells ciphertexts and encryptors apart.

use crate::config::settings::KafkaSettings;
use crate::spring::context::{Bean, Value};

use super::view::View;

/// What differs, as `bus.property`; values are not told, since they may be secrets.
pub(super) fn differences(before: &View, after: &View) -> Vec<String> {
    let mut differences = Vec::new();
    for old in before.buses() {
        match after.buses().iter().find(|new| new.name == old.name) {
            None => differences.push(format!("the bus {} is gone", old.name)),
            Some(new) => differences.extend(bean(old, new)),
        }
    }
    differences.extend(producers(before, after));
    let added = after.buses().iter().filter(|new| before.buses().iter().all(|old| old.name != new.name));
    differences.extend(added.map(|new| format!("the bus {} is new", new.name)));
    differences
}

/// Buses whose Kafka producer would not be the same, of those that it works for now.
fn producers(before: &View, after: &View) -> Vec<String> {
    let new = after.producers();
    let is_same = |bus: &str, old: &KafkaSettings| {
        let now = new.iter().find(|(other, _)| *other == bus);
        now.is_some_and(|(_, now)| revealed(now).eq(revealed(old)))
    };
    let changed = before.producers().into_iter().filter(|(bus, old)| !is_same(bus, old));
    changed.map(|(bus, _)| format!("the producer of {bus}")).collect()
}

fn revealed(settings: &KafkaSettings) -> impl Iterator<Item = (&str, &str)> {
    settings.producer.iter().map(|(key, value)| (key.as_str(), value.reveal()))
}

fn bean(old: &Bean, new: &Bean) -> Vec<String> {
    let mut differences = Vec::new();
    if old.class != new.class {
        differences.push(format!("the class of {}", old.name));
    }
    let added = new.properties.keys().filter(|name| !old.properties.contains_key(*name));
    for name in old.properties.keys().chain(added) {
        let told = |bean: &Bean| bean.properties.get(name).map(|property| told(&property.value.value));
        if told(old) != told(new) {
            differences.push(format!("{}.{name}", old.name));
        }
    }
    differences
}

/// A value as a text of its own; never shown.
fn told(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => format!("text {:?}", text.reveal()),
        Value::Integer(number) => format!("integer {number}"),
        Value::Boolean(flag) => format!("boolean {flag}"),
        Value::List(items) => {
            format!("list {:?}", items.iter().map(|item| told(&item.value)).collect::<Vec<_>>())
        }
        Value::Map(entries) => {
            let entries = entries.iter().flat_map(|(key, value)| [key, value]);
            format!("map {:?}", entries.map(|item| told(&item.value)).collect::<Vec<_>>())
        }
        Value::Class(name) | Value::Resource(name) | Value::Reference(name) => format!("name {name:?}"),
        Value::Bean(bean) => format!("bean {} {:?}", bean.class, inner(bean)),
    }
}

fn inner(bean: &Bean) -> Vec<String> {
    let properties = bean.properties.iter();
    properties.map(|(name, property)| format!("{name}={}", told(&property.value.value))).collect()
}
