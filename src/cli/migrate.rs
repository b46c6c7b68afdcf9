//! `migrate`: what another release wants done with the files; with `--write` it is done, with `--undo` taken back.

use std::path::Path;
use std::process::ExitCode;

use busboot::check::Release;
use busboot::check::apply::storage::DiskStorage;
use busboot::check::migrate::{self, Backup, Migration, Refusal, Step, WriteError};
use busboot::diagnostic::render;
use busboot::source::Host;
use serde_json::{Value, json};

use super::args::{self, Common, Format};
use super::output::{Outcome, Output};

/// The version of the JSON report's form.
const FORMAT_VERSION: u32 = 1;

pub(crate) fn migrate(
    args: &args::Migrate,
    common: &Common,
    host: &Host,
    settings: &[(String, String)],
    output: Output,
) -> Outcome {
    let root = common.root.as_path();
    if args.undo {
        return match migrate::undo(root, &mut DiskStorage) {
            Ok(backup) => undone(&backup, output),
            Err(error) => Ok(failed(&error, output)),
        };
    }
    match put_in_order(args, root, output) {
        Ok(None) => {}
        Ok(Some(code)) => return Ok(code),
        Err(error) => return Ok(failed(&error, output)),
    }
    let migration = match migrate::plan(root, host, args.target.unwrap_or(Release::NEWEST), settings) {
        Ok(migration) => migration,
        Err(refusal) => return refused(&refusal, output),
    };
    if !args.write {
        return report(&migration, None, common, output);
    }
    match migrate::write(root, &migration, host.clock.now(), &mut DiskStorage) {
        Ok(backup) => report(&migration, backup.as_ref(), common, output),
        Err(error) => Ok(failed(&error, output)),
    }
}

/// Before anything is planned: nothing may be left of an interrupted migration. Only `--write` may put that back.
fn put_in_order(args: &args::Migrate, root: &Path, output: Output) -> Result<Option<ExitCode>, WriteError> {
    if !root.is_dir() {
        return Ok(None); // the plan says so
    }
    if args.write {
        for backup in migrate::recover(root, &mut DiskStorage)? {
            output.say(format!("an interrupted migration was taken back first: {}", backup.path.display()));
        }
        return Ok(None);
    }
    let message = "an earlier migration was interrupted; --undo puts everything back as it was before, --write does \
                   that first and then migrates";
    Ok(migrate::is_interrupted(root)?.then(|| output.fault("migrate-interrupted", message)))
}

fn report(migration: &Migration, backup: Option<&Backup>, common: &Common, output: Output) -> Outcome {
    match output.format {
        Format::Json => output.line(as_json(migration, backup).to_string())?,
        Format::Text => output.line(as_text(migration, backup, common))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(migration: &Migration, backup: Option<&Backup>) -> Value {
    let steps = migration.steps.iter().map(|step| {
        json!({
            "kind": step.kind,
            "path": step.path.display().to_string(),
            "to": step.to.as_ref().map(|to| to.display().to_string()),
            "reason": step.reason,
        })
    });
    json!({
        "format_version": FORMAT_VERSION,
        "target": migration.target.to_string(),
        "steps": steps.collect::<Vec<_>>(),
        "diff": migration.diff(),
        "warning_count": migration.warnings,
        "written": backup.is_some(),
        "backup": backup.map(|backup| backup.path.display().to_string()),
    })
}

fn as_text(migration: &Migration, backup: Option<&Backup>, common: &Common) -> String {
    let target = migration.target;
    let check = common.next(&format!("check --target {target}"));
    let left = match migration.warnings {
        0 => String::new(),
        1 => format!("\n1 warning is left: {check}"),
        number => format!("\n{number} warnings are left: {check}"),
    };
    if migration.steps.is_empty() {
        return format!("nothing to do: the files are as {target} wants them{left}");
    }
    let steps = migration.steps.iter().zip(1..).map(|(step, number)| step_text(step, number));
    let steps: String = steps.collect();
    let end = match backup {
        Some(backup) => format!(
            "written for {target}; the server reads the files when it starts.\nbackup: {} ({} restores it)",
            backup.path.display(),
            common.next("migrate --undo")
        ),
        None => format!(
            "nothing is written yet: {} does it",
            common.next(&format!("migrate --target {target} --write"))
        ),
    };
    format!("{steps}\n{}\n{end}{left}", migration.diff())
}

fn step_text(step: &Step, number: usize) -> String {
    let path = step.path.display();
    let what = match &step.to {
        Some(to) => format!("move {path}\n     to {}", to.display()),
        None => format!("edit {path}"),
    };
    format!("{number:2}. {what}\n    {}\n", step.reason)
}

fn undone(backup: &Backup, output: Output) -> Outcome {
    let path = backup.path.display().to_string();
    match output.format {
        Format::Json => {
            output.line(json!({ "format_version": FORMAT_VERSION, "undone": path }).to_string())?
        }
        Format::Text => output.line(format!("everything is as it was before; the backup stays: {path}"))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn refused(refusal: &Refusal, output: Output) -> Outcome {
    let Refusal { diagnostics, sources } = refusal;
    match (output.format, diagnostics.first()) {
        (Format::Json, Some(first)) => {
            let behind = diagnostics.iter().skip(1).map(|found| render::diagnostic_json(found, sources));
            let report = json!({
                "error": render::error_json(first, sources),
                "diagnostics": behind.collect::<Vec<_>>(),
            });
            output.line(report.to_string())?;
        }
        _ => diagnostics.iter().for_each(|found| output.say(format!("{}\n", output.render(found, sources)))),
    }
    Ok(ExitCode::FAILURE)
}

fn failed(error: &WriteError, output: Output) -> ExitCode {
    let code = match error {
        WriteError::Changed { .. } => "migrate-changed",
        WriteError::Link(_) => "migrate-link",
        WriteError::Locked => "migrate-locked",
        WriteError::NoBackup => "migrate-no-backup",
        WriteError::Io { .. } => "migrate-io",
    };
    output.fault(code, &error.to_string())
}
