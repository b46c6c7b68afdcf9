//! How migrate says that it did nothing: what was found, and what to type.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use busboot::check::Release;
use busboot::check::migrate::{Backup, Refusal, Since, WriteError};
use busboot::diagnostic::render;
use busboot::diagnostic::{Diagnostic, shell_path};
use busboot::source::Sources;
use serde_json::{Value, json};

use crate::cli::args::{Common, Format};
use crate::cli::output::{Outcome, Output};

/// Says why nothing was planned.
pub(super) fn refused(refusal: &Refusal, output: Output) -> Outcome {
    told(&refusal.diagnostics, None, &refusal.sources, output)
}

/// Says why nothing was written, or not all of it could be put back.
pub(super) fn failed(error: &WriteError, common: &Common, output: Output) -> Outcome {
    told(&[described(error, common)], error.path(), &Sources::default(), output)
}

/// Says that something is to be put back first.
pub(super) fn interrupted(backup: &Backup, target: Release, common: &Common, output: Output) -> Outcome {
    let undo = common.next("migrate --undo");
    let write = common.again(&format!("migrate --target {target} --write"));
    let found = Diagnostic::error("migrate-interrupted", "an earlier migration was interrupted")
        .note(format!("everything that it was to change is in {}", backup.path.display()))
        .help(format!(
            "{undo} puts everything back as it was before; {write} does that first and then migrates"
        ));
    told(&[found], Some(&backup.path), &Sources::default(), output)
}

/// The first of these ended the command; `file` is what it is about, where it points into none.
fn told(findings: &[Diagnostic], file: Option<&Path>, sources: &Sources, output: Output) -> Outcome {
    match (output.format, findings) {
        (Format::Json, [first, behind @ ..]) => {
            let mut error = render::error_json(first, sources);
            if let (Some(path), Some(error)) = (file, error.as_object_mut()) {
                error.insert("file".to_owned(), json!(path.display().to_string()));
            }
            if let Some(error) = error.as_object_mut() {
                error.insert("help".to_owned(), json!(first.fix.as_ref().map(|fix| &fix.message)));
            }
            let behind: Vec<Value> =
                behind.iter().map(|found| render::diagnostic_json(found, sources)).collect();
            output.line(json!({ "error": error, "diagnostics": behind }).to_string())?;
        }
        _ => findings.iter().for_each(|found| output.finding(found, sources)),
    }
    Ok(ExitCode::FAILURE)
}

fn described(error: &WriteError, common: &Common) -> Diagnostic {
    let said = error.to_string();
    match error {
        WriteError::Changed { path, since } => {
            changed(Diagnostic::error("migrate-changed", said), path, since, common)
        }
        WriteError::Link(_) => Diagnostic::error("migrate-link", said)
            .note("the file behind it may belong to another server, or to a tool that manages it")
            .help("name the directory where the files really are with --root, or put a copy in the place of the link"),
        WriteError::Locked => Diagnostic::error("migrate-locked", said).help("wait for it, then start again"),
        WriteError::NoBackup => {
            Diagnostic::error("migrate-no-backup", said).help("name the root that was migrated with --root")
        }
        WriteError::Damaged { path, .. } => Diagnostic::error("migrate-backup", said)
            .help(format!("if nothing is to be restored from it: {}", giving_up(path))),
        WriteError::Io { .. } => {
            Diagnostic::error("migrate-io", said).help("mend what the message names, then start again")
        }
    }
}

fn changed(found: Diagnostic, path: &Path, since: &Since, common: &Common) -> Diagnostic {
    let back = |backup: &Backup| {
        let restoring = backup.restoring(&common.root, path).unwrap_or_default();
        format!("to go back without that change: {restoring} && {}", common.next("migrate --undo"))
    };
    let kept = |backup: &Backup| format!("what was there before is kept in {}", backup.path.display());
    match since {
        Since::Reading => found.help("look who else writes these files, then start again"),
        Since::Migration(backup) => found
            .note(kept(backup))
            .note("migrate --target, with the release to go back to, keeps the change")
            .help(back(backup)),
        Since::Interruption(backup) => found.note(kept(backup)).help(format!(
            "{}\n      to keep all files as they are now: {}",
            back(backup),
            giving_up(&backup.path)
        )),
    }
}

/// The command that gives a backup a name which isn't one of a backup.
fn giving_up(backup: &Path) -> String {
    let name = backup.file_name().unwrap_or_default().to_string_lossy().replace(".busboot-", ".given-up-");
    let new: PathBuf = backup.with_file_name(name);
    format!("mv -nT {} {}", shell_path(backup), shell_path(&new))
}
