//! What needs no thought: rows that are passed, ignored or refused as they stand, keys of librdkafka itself, and keys
//! that nobody knows.

use crate::config::nearest;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::draft::Draft;
use super::row::{Row, Scope, Treatment};
use super::{NATIVE_PREFIX, java, table};

/// The most unknown keys that are reported: a file of nothing else isn't one for Kafka.
const MOST_UNKNOWN: usize = 25;

/// Applies every row that no theme cares for.
pub(super) fn rows(draft: &mut Draft<'_>) {
    for row in table::rows() {
        match row.treatment {
            Treatment::Pass { scope, to, range } => pass(draft, row, scope, to, range),
            Treatment::Ignored(reason) => ignore(draft, row, reason),
            Treatment::Refused(reason) => refuse(draft, row, reason),
            Treatment::Theme => {}
        }
    }
}

fn pass(draft: &mut Draft<'_>, row: &Row, scope: Scope, to: &str, range: Option<(i64, i64)>) {
    let Some(text) = draft.text(row.key).map(java::trim).map(str::to_owned) else { return };
    match range {
        Some(range) => ranged(draft, row.key, scope, to, range),
        None if text.is_empty() => {}
        None => draft.set(scope, to, text),
    }
}

/// Passes a number on, brought into librdkafka's range, with a warning where that changes it.
pub(super) fn ranged(draft: &mut Draft<'_>, key: &str, scope: Scope, to: &str, (least, most): (i64, i64)) {
    let Some(text) = draft.text(key).map(java::trim) else { return };
    let Ok(number) = text.parse::<i64>() else {
        let found = draft.error("kafka-value", key, format!("the value of {key} is not a whole number"));
        draft.report(found);
        return;
    };
    let clamped = number.clamp(least, most);
    if clamped != number && draft.is_given(key) {
        let message =
            format!("{key}={} becomes {clamped}, the nearest value that librdkafka takes", draft.shown(key));
        let found = draft.warning("kafka-changed", key, message);
        draft.report(found.note(format!("its {to} can be from {least} to {most}")));
    }
    draft.set(scope, to, clamped.to_string());
}

fn ignore(draft: &mut Draft<'_>, row: &Row, reason: &str) {
    if draft.is_given(row.key) {
        let found = draft.warning("kafka-ignored", row.key, format!("{} is ignored: {reason}", row.key));
        draft.report(found);
    }
}

fn refuse(draft: &mut Draft<'_>, row: &Row, reason: &str) {
    if draft.given(row.key).is_some_and(|value| !java::trim(value).is_empty()) {
        let found = draft.error("kafka-refused", row.key, format!("{} is refused: {reason}", row.key));
        draft.report(found.help(format!("remove the line of {}", row.key)));
    }
}

/// Refuses interceptors, in the moment in which Java would load them.
pub(super) fn interceptors(draft: &mut Draft<'_>) {
    let key = "interceptor.classes";
    let Some(first) = java::list(draft.text(key).unwrap_or("")).first().map(|class| (*class).to_owned())
    else {
        return;
    };
    let found = draft
        .error(
            "kafka-refused",
            key,
            "interceptors may change every record, and are Java code that can't run here",
        )
        .spring(first)
        .note("the server says so when its class path lacks the class, and runs it when it has it")
        .help(format!("remove the line of {key}"));
    draft.report(found);
}

/// Passes keys that start with `rdkafka.` on to librdkafka without the prefix.
pub(super) fn native(draft: &mut Draft<'_>) {
    let keys = draft.entries().iter().filter_map(|(key, given)| {
        let name = key.strip_prefix(NATIVE_PREFIX).filter(|name| !name.is_empty())?;
        Some((name.to_owned(), java::trim(given.text.reveal()).to_owned()))
    });
    for (name, value) in keys.collect::<Vec<_>>() {
        draft.set(Scope::Both, &name, value);
    }
}

/// Warns about keys that neither Java nor we know.
pub(super) fn unknown(draft: &mut Draft<'_>) {
    let unknown = draft.entries().iter().filter(|(key, _)| {
        table::find(key).is_none() && !key.starts_with(NATIVE_PREFIX) && !key.starts_with("config.providers.")
    });
    let found: Vec<Diagnostic> =
        unknown.take(MOST_UNKNOWN).map(|(key, given)| unknown_key(key, given.key_span)).collect();
    for found in found {
        draft.report(found);
    }
}

fn unknown_key(key: &str, span: Span) -> Diagnostic {
    let found =
        Diagnostic::warning("kafka-unknown", format!("{key} is no key of a Kafka producer and is ignored"))
            .at(span, "")
            .note("Java's client ignores it as well");
    match nearest(key, table::rows().map(|row| row.key)) {
        Some(near) => found.help(format!("did you mean {near}?")),
        None => found,
    }
}
