//! `beans FILE..` and `properties FILE..`: what Spring and Java read from single files, no root needed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use busboot::config::comments;
use busboot::diagnostic::render::error_json;
use busboot::diagnostic::{Diagnostic, Diagnostics};
use busboot::source::{Host, READ_LIMIT, Sources};
use busboot::spring::{beans, properties};
use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::args::{Files, Format};
use super::output::{Outcome, Output, printable};

/// What was read from one file.
#[derive(Serialize)]
#[serde(untagged)]
enum Found {
    Beans(Value),
    Entries { entries: Vec<Entry> },
    Error { error: Value },
}

#[derive(Serialize)]
struct Entry {
    key: String,
    value: String,
    line: usize,
}

/// What was read, by file.
struct Results(IndexMap<String, Found>);

impl Serialize for Results {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

pub(crate) fn beans(args: &Files, host: &Host, root: &Path, output: Output) -> Outcome {
    each(&args.files, output, |path, sources, diagnostics| {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let outline = beans::outline(host, root, &absolute, path, sources, diagnostics);
        Some(Found::Beans(outline.to_json()))
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
        let entry = |properties::Entry { key, value, line, .. }| Entry { key, value, line };
        Some(Found::Entries { entries: parsed.entries.into_iter().map(entry).collect() })
    })
}

/// Reads every file, whatever is wrong with another; JSON holds all results, text prints one after the other.
fn each(
    files: &[PathBuf],
    output: Output,
    read: impl Fn(&Path, &mut Sources, &mut Diagnostics) -> Option<Found>,
) -> Outcome {
    let mut results = Results(IndexMap::new());
    let mut failed = false;
    for path in files {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let result = read(path, &mut sources, &mut diagnostics);
        comments::mark(&mut sources);
        output.findings(&diagnostics, &sources);
        let name = path.display().to_string();
        if let Some(error) = diagnostics.first_error() {
            failed = true;
            results.0.insert(name, Found::Error { error: error_json(error, &sources) });
        } else if let Some(found) = result {
            match output.format {
                Format::Text => output.line(text(&name, &found))?,
                Format::Json => drop(results.0.insert(name, found)),
            }
        }
    }
    if output.format == Format::Json {
        output.line(serde_json::to_string(&results)?)?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn text(name: &str, found: &Found) -> String {
    let mut lines = vec![name.to_owned()];
    match found {
        Found::Beans(beans) => {
            for (bean, definition) in beans.get("beans").and_then(Value::as_object).into_iter().flatten() {
                lines.push(format!("  {}", printable(bean)));
                let told = definition.as_object().into_iter().flatten().filter(|(_, value)| tells(value));
                lines.extend(told.map(|(key, value)| format!("    {key}: {}", printable(&plain(value)))));
            }
        }
        Found::Entries { entries } => {
            lines.extend(entries.iter().map(|Entry { key, value, line }| {
                format!("  {line:>5}  {} = {}", visible(key), visible(value))
            }))
        }
        Found::Error { .. } => {}
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

/// A text with what the eye would miss: blanks at its ends, no-break spaces, and what isn't [`printable`].
fn visible(text: &str) -> String {
    let core = text.trim_matches(' ');
    let lead = text.len() - text.trim_start_matches(' ').len();
    let trail = text.len() - lead - core.len();
    let middle: String = core
        .chars()
        .map(|character| match character {
            '\u{a0}' => "\u{237d}".to_owned(),
            '\u{feff}' => "\\u{feff}".to_owned(),
            other => printable(other.encode_utf8(&mut [0; 4])),
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
