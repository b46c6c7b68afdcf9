//! Findings as SARIF 2.1.0 (OASIS), one run.
//!
//! In: findings, the texts they point into, what is to be said of each code. Out: the log. Knows no rule.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Applicability, Diagnostic, Fix, Label};
use crate::source::{Sources, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The base that the paths of files are relative to.
const ROOT: &str = "ROOT";

/// What is to be said of a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo<'a> {
    /// The code.
    pub code: &'a str,
    /// One sentence.
    pub summary: &'a str,
    /// Why it matters and what to do.
    pub help: &'a str,
}

/// The log of one run over the files under `root`; `codes` may have more than the findings use.
#[must_use]
pub fn sarif(findings: &[Diagnostic], sources: &Sources, root: &Path, codes: &[CodeInfo<'_>]) -> Value {
    let used: BTreeSet<&str> = findings.iter().map(|found| found.code).collect();
    let rules: Vec<&CodeInfo<'_>> = codes.iter().filter(|info| used.contains(info.code)).collect();
    let results: Vec<Value> = findings.iter().map(|found| result(found, sources, &rules)).collect();
    let rules: Vec<Value> = rules.into_iter().map(rule).collect();
    let base = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "busboot",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "originalUriBaseIds": { ROOT: { "uri": format!("file://{}/", uri(&base.display().to_string())) } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(info: &CodeInfo<'_>) -> Value {
    json!({
        "id": info.code,
        "shortDescription": { "text": info.summary },
        "help": { "text": info.help },
    })
}

fn result(found: &Diagnostic, sources: &Sources, rules: &[&CodeInfo<'_>]) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".into(), json!(found.code));
    if let Some(index) = rules.iter().position(|info| info.code == found.code) {
        result.insert("ruleIndex".into(), json!(index));
    }
    result.insert("level".into(), json!(found.severity));
    result.insert("message".into(), json!({ "text": message(found) }));
    let mut locations = found.labels.iter().filter_map(|label| location(label, sources));
    result.insert("locations".into(), locations.next().into_iter().collect());
    let related: Vec<Value> = locations.collect();
    if !related.is_empty() {
        result.insert("relatedLocations".into(), Value::Array(related));
    }
    if let Some(fix) = found.fix.as_ref().and_then(|fix| fix_json(fix, sources)) {
        result.insert("fixes".into(), json!([fix]));
    }
    Value::Object(result)
}

fn message(found: &Diagnostic) -> String {
    let mut lines = vec![format!("{}.", found.message)];
    lines.extend(found.spring.iter().map(|spring| format!("The server says: {spring}")));
    lines.extend(found.notes.iter().cloned());
    lines.extend(found.fix.iter().map(|fix| format!("Help: {}", fix.message)));
    lines.join("\n")
}

fn location(label: &Label, sources: &Sources) -> Option<Value> {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": artifact(label.span, sources)?,
            "region": region(label.span, sources)?,
        },
    });
    if !label.text.is_empty()
        && let Some(location) = location.as_object_mut()
    {
        location.insert("message".into(), json!({ "text": label.text }));
    }
    Some(location)
}

/// Under the root the path is relative to it; a file elsewhere has an absolute path.
fn artifact(span: Span, sources: &Sources) -> Option<Value> {
    let path = sources.get(span.file)?.path();
    let text = uri(&path.display().to_string());
    Some(if path.is_absolute() {
        json!({ "uri": format!("file://{text}") })
    } else {
        json!({ "uri": text, "uriBaseId": ROOT })
    })
}

fn region(span: Span, sources: &Sources) -> Option<Value> {
    let (start, end) = (sources.start(span)?, sources.end(span)?);
    Some(json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
    }))
}

/// A fix with edits that may be applied; one for display only is part of the message, and so is one in a secret.
fn fix_json(fix: &Fix, sources: &Sources) -> Option<Value> {
    if fix.edits.is_empty() || fix.applicability == Applicability::DisplayOnly {
        return None;
    }
    let changes: Option<Vec<Value>> = fix
        .edits
        .iter()
        .map(|edit| {
            Some(json!({
                "artifactLocation": artifact(edit.span, sources)?,
                "replacements": [{
                    "deletedRegion": region(edit.span, sources)?,
                    "insertedContent": { "text": edit.shown(sources)? },
                }],
            }))
        })
        .collect();
    Some(json!({ "description": { "text": fix.message }, "artifactChanges": changes? }))
}

/// A path as the path of a URI: everything but unreserved characters and slashes is escaped (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte.into())
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
