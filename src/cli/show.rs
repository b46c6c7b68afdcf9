//! `show`: the finished configuration, as text or JSON.

use std::collections::HashMap;
use std::process::ExitCode;

use busboot::boot::{Boot, Report};
use busboot::config::Configuration;
use busboot::config::settings::ProducerKey;
use busboot::source::{Sources, looks_secret};
use busboot::spring::context::{Bean, Value};
use serde_json::{Map, Value as Json, json};

use super::args::{Format, Show};
use super::output::{Outcome, Output, printable};

pub(crate) fn show(args: &Show, boot: &Boot, output: Output) -> Outcome {
    let report = boot.configure();
    let Report { sources, diagnostics, .. } = &report;
    let Some(configuration) = report.bootable() else {
        return Ok(output.failed(diagnostics, sources));
    };
    output.findings(diagnostics, sources);
    match output.format {
        Format::Json => output.line(as_json(configuration, sources, args.reveal).to_string())?,
        Format::Text => output.line(as_text(configuration, sources, args.reveal))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(configuration: &Configuration, sources: &Sources, reveal: bool) -> Json {
    let files: Vec<Json> = configuration
        .files
        .iter()
        .map(|file| json!({ "path": file.path.display().to_string(), "loaded": file.loaded, "reason": file.reason }))
        .collect();
    let producers = producers(configuration);
    let keys = |bean: &Bean| producers.get(bean.name.as_str()).copied().unwrap_or_default();
    let buses: Map<String, Json> = configuration
        .beans
        .iter()
        .map(|bean| (bean.name.clone(), bus_json(bean, keys(bean), sources, reveal)))
        .collect();
    json!({
        "root": configuration.root.display().to_string(),
        "module": configuration.module.name(),
        "files": files,
        "buses": buses,
    })
}

/// The settings of the Kafka producers by the bus that publishes with them; none as Spring reads the files, which ends before.
fn producers(configuration: &Configuration) -> HashMap<&str, &[ProducerKey]> {
    let buses = configuration.buses.iter();
    buses.filter_map(|bus| Some((bus.id.as_str(), bus.settings.kafka()?.keys.as_slice()))).collect()
}

fn bus_json(bean: &Bean, keys: &[ProducerKey], sources: &Sources, reveal: bool) -> Json {
    let mut json = bean_json(bean, sources, reveal);
    if let (false, Some(json)) = (keys.is_empty(), json.as_object_mut()) {
        let (mut properties, mut origins, mut remarks) = (Map::new(), Map::new(), Map::new());
        for key in keys {
            properties.insert(key.key.clone(), json!(key_text(key, reveal)));
            origins.insert(key.key.clone(), json!(key.origin.describe(sources)));
            if let Some(remark) = &key.remark {
                remarks.insert(key.key.clone(), json!(remark));
            }
        }
        let producer = json!({ "properties": properties, "origins": origins, "remarks": remarks });
        json.insert("producer".to_owned(), producer);
    }
    json
}

fn key_text(key: &ProducerKey, reveal: bool) -> &str {
    if reveal { key.value.reveal() } else { key.value.shown() }
}

fn bean_json(bean: &Bean, sources: &Sources, reveal: bool) -> Json {
    let mut properties = Map::new();
    let mut origins = Map::new();
    for (name, property) in &bean.properties {
        properties.insert(name.clone(), named_json(name, &property.value.value, reveal));
        origins.insert(name.clone(), json!(property.value.origin.describe(sources)));
    }
    json!({ "class": bean.class, "properties": properties, "origins": origins })
}

const MASK: &str = "***";

/// Whether a value is masked because of its name, wherever it came from.
fn hidden(name: &str, value: &Value, reveal: bool) -> bool {
    !reveal && looks_secret(name) && !matches!(value, Value::Null)
}

fn named_json(name: &str, value: &Value, reveal: bool) -> Json {
    if hidden(name, value, reveal) { json!(MASK) } else { value_json(value, reveal) }
}

fn named_text(name: &str, value: &Value, reveal: bool) -> String {
    if hidden(name, value, reveal) { MASK.to_owned() } else { java_text(value, reveal) }
}

/// Integer a number, null null, a map an object, all else strings.
fn value_json(value: &Value, reveal: bool) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => json!(number),
        Value::Map(entries) => Json::Object(
            entries
                .iter()
                .map(|(key, value)| {
                    let key = java_text(&key.value, reveal);
                    let value = named_json(&key, &value.value, reveal);
                    (key, value)
                })
                .collect(),
        ),
        other => json!(java_text(other, reveal)),
    }
}

/// The text that Java's `String.valueOf` gives.
fn java_text(value: &Value, reveal: bool) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) if reveal => text.reveal().to_owned(),
        Value::Text(text) => text.shown().to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| java_text(&item.value, reveal)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| {
                    let key = java_text(&key.value, reveal);
                    format!("{key}={}", named_text(&key, &value.value, reveal))
                })
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Class(name) | Value::Resource(name) | Value::Reference(name) => name.clone(),
        Value::Bean(bean) => bean.name.clone(),
    }
}

fn as_text(configuration: &Configuration, sources: &Sources, reveal: bool) -> String {
    let mut lines = vec![
        format!("root    {}", configuration.root.display()),
        format!("module  {}", configuration.module.name()),
        "files".to_owned(),
    ];
    for file in &configuration.files {
        let state = if file.loaded { "loaded" } else { "ignored" };
        lines.push(format!("  {state:8}{}: {}", file.path.display(), file.reason));
    }
    let producers = producers(configuration);
    for bean in &configuration.beans {
        lines.push(format!("bus {}  {}", bean.name, bean.class));
        lines.extend(properties_text(bean, sources, reveal, "  "));
        let keys = producers.get(bean.name.as_str()).copied().unwrap_or_default();
        lines.extend(producer_text(keys, sources, reveal));
    }
    lines.join("\n")
}

fn producer_text(keys: &[ProducerKey], sources: &Sources, reveal: bool) -> Vec<String> {
    let width = keys.iter().map(|key| printable(&key.key).len()).max().unwrap_or(0);
    let mut lines: Vec<String> = keys.first().map(|_| "  producer".to_owned()).into_iter().collect();
    for key in keys {
        lines.push(format!("    {:width$}  {}", printable(&key.key), printable(key_text(key, reveal))));
        let steps = key.origin.describe(sources).into_iter().map(|step| format!("<- {step}"));
        let remarks = key.remark.iter().map(|remark| format!("({remark})"));
        lines.extend(steps.chain(remarks).map(|line| format!("    {:width$}    {}", "", printable(&line))));
    }
    lines
}

fn properties_text(bean: &Bean, sources: &Sources, reveal: bool, indent: &str) -> Vec<String> {
    let width = bean.properties.keys().map(String::len).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (name, property) in &bean.properties {
        let value = printable(&named_text(name, &property.value.value, reveal));
        lines.push(format!("{indent}{name:width$}  {value}"));
        let steps = property.value.origin.describe(sources);
        lines.extend(steps.iter().map(|step| format!("{indent}{:width$}    <- {}", "", printable(step))));
        if let Value::Bean(inner) = &property.value.value {
            lines.extend(properties_text(inner, sources, reveal, &format!("{indent}    ")));
        }
    }
    lines
}
