//! Changes inside of files: classes that no release ships, values that only busboot decrypts, names of Kafka's keys
//! that no client reads any more.

use std::path::Path;
use std::sync::Arc;

use crate::config::classes::{CONFIGURER, KAFKA, is_not_shipped};
use crate::config::kafka::FILE_NAME;
use crate::source::{Origin, Span, Step as Link};
use crate::spring::context::{Bean, Value};
use crate::spring::jasypt;

use super::draft::Draft;
use super::view::elements;
use super::{StepKind, notices};

/// The name that jasypt gives its configurer in every package.
const ENCRYPTABLE: &str = ".EncryptablePropertyPlaceholderConfigurer";

/// Keys of the producer of 0.8, and their names since.
const RENAMED: [(&str, &str); 6] = [
    ("compression.codec", "compression.type"),
    ("message.send.max.retries", "retries"),
    ("metadata.broker.list", BROKERS),
    ("metadata.fetch.timeout.ms", "max.block.ms"),
    ("request.required.acks", "acks"),
    ("timeout.ms", "request.timeout.ms"),
];

/// The key without which no producer works.
const BROKERS: &str = "bootstrap.servers";

/// Plans to name CloudStack's configurer instead of jasypt's.
pub(super) fn classes(draft: &mut Draft<'_>) {
    for path in draft.view.spring_files() {
        let Some(document) = draft.view.document(&path) else { continue };
        let classes = elements(document).into_iter().filter_map(|element| element.attribute("class"));
        for class in
            classes.filter(|class| is_not_shipped(&class.value) && class.value.ends_with(ENCRYPTABLE))
        {
            draft.edit(class.value_span, CONFIGURER);
            let reason = format!("no release ships {}; {CONFIGURER} takes its place", class.value);
            draft.step(StepKind::Class, class.value_span, reason);
        }
    }
}

/// Plans to write `ENC(..)` around what the encryptor has decrypted although it isn't written so. Without the secret
/// nothing was decrypted, and nothing is done.
pub(super) fn bare_values(draft: &mut Draft<'_>) {
    let buses: Vec<Arc<Bean>> = draft.view.buses().to_vec();
    for origin in buses.iter().flat_map(|bus| origins(bus)) {
        let Some((key, span)) = decrypted_entry(&origin) else { continue };
        let written = draft.view.sources.slice(span);
        if jasypt::is_encrypted(written).is_some() {
            continue;
        }
        let end = span.start + written.trim_end().len();
        draft.edit(Span::new(span.file, span.start, span.start), "ENC(");
        draft.edit(Span::new(span.file, end, end), ")");
        let reason = format!("{key} is encrypted, but a server decrypts only what is written as ENC(..)");
        draft.step(StepKind::Value, span, reason);
    }
}

/// The entry of a properties file whose text was decrypted on the way to a value.
fn decrypted_entry(origin: &Origin) -> Option<(String, Span)> {
    origin.steps().iter().filter(|_| origin.decrypted()).find_map(|link| match link {
        Link::Property { key, span } => Some((key.clone(), *span)),
        _ => None,
    })
}

/// The origins of all values of a bean, those of inner beans included.
fn origins(bean: &Bean) -> Vec<Origin> {
    let mut origins = Vec::new();
    let mut waiting: Vec<_> = bean.properties.values().map(|property| &property.value).collect();
    while let Some(value) = waiting.pop() {
        origins.push(value.origin.clone());
        match &value.value {
            Value::List(items) => waiting.extend(items),
            Value::Map(entries) => waiting.extend(entries.iter().flat_map(|(key, value)| [key, value])),
            Value::Bean(inner) => waiting.extend(inner.properties.values().map(|property| &property.value)),
            _ => {}
        }
    }
    origins
}

/// Plans to give Kafka's keys the names that are read since 0.9, where no producer works without: in a file that names no
/// brokers otherwise. In one that does, they never had an effect, and would change what a working bus does: they stay,
/// and are told. So does a key whose new name is there too.
pub(super) fn kafka_keys(draft: &mut Draft<'_>) -> Option<String> {
    let view = draft.view;
    if !view.buses().iter().any(|bus| uses_kafka(bus)) {
        return None;
    }
    let properties = view.properties(Path::new(FILE_NAME))?;
    let renamed = properties.entries.iter().filter_map(|entry| {
        let pair = RENAMED.iter().find(|(old, _)| *old == entry.key)?;
        let in_force = properties.get(pair.1).is_none() && properties.get(pair.0) == Some(entry);
        in_force.then_some((entry.key_span, *pair))
    });
    let renamed: Vec<(Span, (&str, &str))> = renamed.collect();
    if properties.get(BROKERS).is_some() {
        return notices::old_keys(renamed.into_iter().map(|(_, pair)| pair).collect());
    }
    for (span, (old, new)) in renamed {
        draft.edit(span, new);
        draft.step(
            StepKind::Key,
            span,
            format!("{old} is called {new} since 0.9; until now it had no effect"),
        );
    }
    None
}

fn uses_kafka(bus: &Bean) -> bool {
    let inner = bus.properties.values().filter_map(|property| match &property.value.value {
        Value::Bean(inner) => Some(inner),
        _ => None,
    });
    bus.class == KAFKA || inner.into_iter().any(|inner| inner.class == KAFKA)
}
