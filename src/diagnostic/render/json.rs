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
        "notes": diagnostic.notes,
        "fix": diagnostic.fix.as_ref().map(|fix| fix_json(fix, sources)),
    })
}

fn fix_json(fix: &Fix, sources: &Sources) -> Value {
    let edits: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            let mut place = Map::new();
            let (file, line, column) = start(Some(edit.span), sources);
            let end = sources.end(edit.span);
            place.insert("file".into(), file);
            place.insert("line".into(), line);
            place.insert("column".into(), column);
            place.insert("end_line".into(), json!(end.map(|end| end.line)));
            place.insert("end_column".into(), json!(end.map(|end| end.column)));
            place.insert("replacement".into(), json!(edit.replacement));
            Value::Object(place)
        })
        .collect();
    json!({ "message": fix.message, "applicability": fix.applicability, "edits": edits })
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
