//! Findings as JSON, with the keys of the command-line contract.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{Sources, Span};

/// `{"code","message","spring","file","line","column"}` of the error that ended a command.
#[must_use]
pub fn error_json(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let (file, line, column) = start(diagnostic.span(), sources);
    json!({
        "code": diagnostic.code,
        "message": diagnostic.message,
        "spring": diagnostic.spring,
        "file": file,
        "line": line,
        "column": column,
    })
}

/// One finding with all that is known of it.
#[must_use]
pub fn diagnostic_json(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let (file, line, column) = start(diagnostic.span(), sources);
    let end = diagnostic.span().and_then(|span| sources.end(span));
    let related = diagnostic.labels.iter().skip(1).map(|label| {
        let mut related = place(label.span, sources);
        related.insert("label".into(), json!(label.text));
        Value::Object(related)
    });
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "spring": diagnostic.spring,
        "file": file,
        "line": line,
        "column": column,
        "end_line": end.map(|end| end.line),
        "end_column": end.map(|end| end.column),
        "related": related.collect::<Vec<_>>(),
        "notes": diagnostic.notes,
        "fix": diagnostic.fix.as_ref().map(|fix| fix_json(fix, sources)),
    })
}

fn fix_json(fix: &Fix, sources: &Sources) -> Value {
    let edits: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            let mut json = place(edit.span, sources);
            json.insert("replacement".into(), json!(edit.shown(sources)));
            Value::Object(json)
        })
        .collect();
    json!({ "message": fix.message, "applicability": fix.applicability, "edits": edits })
}

fn place(span: Span, sources: &Sources) -> Map<String, Value> {
    let (file, line, column) = start(Some(span), sources);
    let end = sources.end(span);
    let mut place = Map::new();
    place.insert("file".into(), file);
    place.insert("line".into(), line);
    place.insert("column".into(), column);
    place.insert("end_line".into(), json!(end.map(|end| end.line)));
    place.insert("end_column".into(), json!(end.map(|end| end.column)));
    place
}

fn start(span: Option<Span>, sources: &Sources) -> (Value, Value, Value) {
    let file = span.and_then(|span| sources.get(span.file));
    let at = span.and_then(|span| sources.start(span));
    (
        json!(file.map(|file| file.path().display().to_string())),
        json!(at.map(|at| at.line)),
        json!(at.map(|at| at.column)),
    )
}
