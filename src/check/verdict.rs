//! From what was found to what is reported: levels by release and by setting, silencers, order.

use crate::diagnostic::Diagnostic;

use super::registry;
use super::subject::Subject;

/// The findings that count, by place.
pub(super) fn judge(subject: &Subject<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut judged: Vec<Diagnostic> =
        found.into_iter().filter_map(|diagnostic| levelled(subject, diagnostic)).collect();
    judged.sort_by_key(|diagnostic| diagnostic.span());
    judged
}

/// With the severity that the rule has for the release.
fn levelled(subject: &Subject<'_>, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
    if let Some(rule) = registry::find(diagnostic.code) {
        diagnostic.severity = rule.levels.severity(diagnostic.severity, subject.release)?;
    }
    Some(diagnostic)
}
