//! Rounds of fixes in memory: what is wrong, which of the fixes can be made together, and again with the result.
//!
//! In: a report with fixes. Out: the files as they would be. A fix whose edits overlap with those of another waits for
//! the next round, where it is made if the fault is still there; so do all others while errors are mended, since behind an
//! error there may be the next one. Writes nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::{Report, Request, check};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Host, Overlay, READ_LIMIT, Sources};
use crate::spring::encode_like;

use super::edits::{TextEdit, edited};
use super::{ApplyError, Which};

/// Nobody's fixes need more: what takes longer goes in circles.
const MOST_ROUNDS: usize = 20;

/// The files as they would be, by the path under which they are shown.
pub(super) struct Outcome {
    pub(super) files: BTreeMap<PathBuf, Version>,
    /// How many fixes were made.
    pub(super) fixes: usize,
    /// What is found in the result; `None` when nothing was fixed.
    pub(super) report: Option<Report>,
}

/// A file's bytes as they were read from the disk, and as they are to be.
pub(super) struct Version {
    pub(super) old: Vec<u8>,
    pub(super) new: Vec<u8>,
}

/// Fixes until there is nothing more to fix.
pub(super) fn run(request: &Request<'_>, first: &Report, which: Which) -> Result<Outcome, ApplyError> {
    let mut outcome = Outcome { files: BTreeMap::new(), fixes: 0, report: None };
    let mut host = request.host.clone();
    for _ in 0..MOST_ROUNDS {
        let report = outcome.report.as_ref().unwrap_or(first);
        let (fixes, edits) = compatible(&report.diagnostics, &report.sources, which);
        if fixes == 0 {
            break;
        }
        all_kept(report)?;
        for (path, edits) in &edits {
            let old = read(&host, request.root, path)?;
            let new = rewritten(&old, path, &report.sources, edits)?;
            outcome.files.entry(path.clone()).or_insert(Version { old, new: Vec::new() }).new = new;
        }
        outcome.fixes += fixes;
        host = as_it_would_be(request.root, request.host, &outcome.files);
        let next = check(&Request { host: &host, ..request.clone() });
        no_worse(report, &next)?;
        outcome.report = Some(next);
    }
    Ok(outcome)
}

/// As many fixes as can be made together, in the order of the findings: their number, and their edits by file.
fn compatible(
    findings: &[Diagnostic],
    sources: &Sources,
    which: Which,
) -> (usize, BTreeMap<PathBuf, Vec<TextEdit>>) {
    let mut taken: BTreeMap<PathBuf, Vec<TextEdit>> = BTreeMap::new();
    let mut fixes = 0;
    let fixable = || findings.iter().filter_map(|found| Some((found.severity, found.fix.as_ref()?)));
    let wanted = || fixable().filter(|(_, fix)| which.makes(fix));
    let mends_errors = wanted().any(|(severity, _)| severity == Severity::Error);
    for (_, fix) in wanted().filter(|(severity, _)| !mends_errors || *severity == Severity::Error) {
        let edits: Option<Vec<(PathBuf, TextEdit)>> = fix
            .edits
            .iter()
            .map(|edit| {
                let range = edit.span.start..edit.span.end;
                let path = sources.get(edit.span.file)?.path().to_owned();
                Some((path, TextEdit { range, replacement: edit.replacement.clone() }))
            })
            .collect();
        let Some(edits) = edits else { continue };
        let clashes = edits.iter().any(|(path, edit)| {
            taken.get(path).is_some_and(|others| others.iter().any(|other| other.overlaps(edit)))
        });
        if !clashes {
            fixes += 1;
            for (path, edit) in edits {
                taken.entry(path).or_default().push(edit);
            }
        }
    }
    (fixes, taken)
}

fn as_it_would_be(root: &Path, host: &Host, files: &BTreeMap<PathBuf, Version>) -> Host {
    let mut overlay = Overlay::new(Arc::clone(&host.files));
    for (path, version) in files {
        overlay.put(root.join(path), version.new.clone());
    }
    overlay.host(host)
}

fn read(host: &Host, root: &Path, path: &Path) -> Result<Vec<u8>, ApplyError> {
    let read = host.files.read(&root.join(path), READ_LIMIT);
    read.map_err(|source| ApplyError::Unreadable { path: path.to_owned(), source })
}

/// The bytes with the edits made. That the present bytes are those of the text that the edits were made for is a part
/// of the encoding's check.
fn rewritten(old: &[u8], path: &Path, sources: &Sources, edits: &[TextEdit]) -> Result<Vec<u8>, ApplyError> {
    let changed = || ApplyError::Changed(path.to_owned());
    let (_, file) = sources.iter().find(|(_, file)| file.path() == path).ok_or_else(changed)?;
    let text = edited(file.text(), edits).ok_or_else(changed)?;
    encode_like(file.encoding(), old, file.text(), &text).ok_or_else(changed)
}

/// Findings that aren't kept can't be compared.
fn all_kept(report: &Report) -> Result<(), ApplyError> {
    match report.further.total() {
        0 => Ok(()),
        further => Err(ApplyError::TooMany(further)),
    }
}

/// A fix that brings an error that wasn't there is a fault of its rule, and not made. Only where an error is gone, a new
/// one is what was behind it: a server stops at the first.
fn no_worse(before: &Report, after: &Report) -> Result<(), ApplyError> {
    let errors = |report: &Report| -> Vec<String> {
        let errors = report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        errors.map(|error| format!("{}: {}", error.code, error.message)).collect()
    };
    all_kept(after)?;
    let (mut gone, mut new) = (errors(before), errors(after));
    new.retain(|error| match gone.iter().position(|old| old == error) {
        Some(at) => {
            gone.swap_remove(at);
            false
        }
        None => true,
    });
    match new.into_iter().next().filter(|_| gone.is_empty()) {
        Some(error) => Err(ApplyError::Worse(error)),
        None => Ok(()),
    }
}
