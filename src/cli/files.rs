//! `beans FILE..` and `properties FILE..`: what Spring and Java read from single files, no root needed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use busboot::diagnostic::render::error_json;
use busboot::diagnostic::{Diagnostic, Diagnostics};
use busboot::source::{Host, READ_LIMIT, Sources};
use busboot::spring::{beans, properties};
use serde_json::{Map, Value, json};

use super::args::{Files, Format};
use super::output::{Outcome, Output};

pub(crate) fn beans(args: &Files, host: &Host, root: &Path, output: Output) -> Outcome {
    each(&args.files, output, |path, sources, diagnostics| {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let outline = beans::outline(host, root, &absolute, path, sources, diagnostics);
        Some(outline.to_json())
    })
}

pub(crate) fn properties(args: &Files, host: &Host, output: Output) -> Outcome {
    each(&args.files, output, |path, sources, diagnostics| {
        let bytes = match host.files.read(path, READ_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("{} cannot be read: {error}", path.display());
                diagnostics.push(Diagnostic::error("unreadable", message));
                return None;
            }
        };
        let parsed = if properties::is_xml(path) {
            properties::parse_xml(&bytes, path, sources, diagnostics)
        } else {
            properties::parse(&bytes, None, path, sources, diagnostics)
        }?;
        let entries = parsed.entries.iter();
        let entries: Vec<Value> = entries
            .map(|entry| json!({ "key": entry.key, "value": entry.value, "line": entry.line }))
            .collect();
        Some(json!({ "entries": entries }))
    })
}

/// Reads every file, whatever is wrong with another; JSON holds all results, text prints one after the other.
fn each(
    files: &[PathBuf],
    output: Output,
    read: impl Fn(&Path, &mut Sources, &mut Diagnostics) -> Option<Value>,
) -> Outcome {
    let mut results = Map::new();
    let mut failed = false;
    for path in files {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let result = read(path, &mut sources, &mut diagnostics);
        output.findings(&diagnostics, &sources);
        let name = path.display().to_string();
        if let Some(error) = diagnostics.first_error() {
            failed = true;
            results.insert(name, json!({ "error": error_json(error, &sources) }));
        } else if let Some(result) = result {
            if output.format == Format::Text {
                output.line(text(&name, &result))?;
            }
            results.insert(name, result);
        }
    }
    if output.format == Format::Json {
        output.line(Value::Object(results).to_string())?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn text(name: &str, result: &Value) -> String {
    let mut lines = vec![name.to_owned()];
    for (bean, definition) in result.get("beans").and_then(Value::as_object).into_iter().flatten() {
        lines.push(format!("  {bean}"));
        for (key, value) in definition.as_object().into_iter().flatten().filter(|(_, value)| tells(value)) {
            lines.push(format!("    {key}: {}", plain(value)));
        }
    }
    for entry in result.get("entries").and_then(Value::as_array).into_iter().flatten() {
        let part = |key| entry.get(key).map(plain).unwrap_or_default();
        lines.push(format!("  {:>5}  {} = {}", part("line"), visible(&part("key")), visible(&part("value"))));
    }
    lines.join("\n")
}

/// Whether a value of a definition says more than that nothing was written.
fn tells(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_u64() != Some(0),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A text with what the eye would miss: blanks at its ends, control characters, no-break spaces.
fn visible(text: &str) -> String {
    let core = text.trim_matches(' ');
    let lead = text.len() - text.trim_start_matches(' ').len();
    let trail = text.len() - lead - core.len();
    let middle: String = core
        .chars()
        .map(|character| match character {
            '\u{a0}' => "\u{237d}".to_owned(),
            '\u{feff}' => "\\u{feff}".to_owned(),
            control if control.is_control() => control.escape_default().to_string(),
            other => other.to_string(),
        })
        .collect();
    format!("{}{middle}{}", "\u{2423}".repeat(lead), "\u{2423}".repeat(trail))
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_the_eye_would_miss_is_shown() {
        assert_eq!(visible("guest "), "guest␣");
        assert_eq!(visible("  a b\t"), "␣␣a b\\t");
        assert_eq!(visible("a\u{a0}b\n"), "a⍽b\\n");
        assert_eq!(visible("   "), "␣␣␣");
    }
}
