//! `migrate`: what another release wants done with the files; with `--write` it is done, with `--undo` taken back.

mod refused;

use std::process::ExitCode;

use busboot::check::Release;
use busboot::check::apply::storage::DiskStorage;
use busboot::check::migrate::{self, Backup, Migration, Step, WriteError};
use busboot::source::Host;
use serde_json::{Value, json};

use super::args::{self, Common, Format, ModuleArg};
use super::output::{Outcome, Output};
use refused::{failed, interrupted, refused};

/// The version of the JSON report's form.
const FORMAT_VERSION: u32 = 1;

pub(crate) fn migrate(
    args: &args::Migrate,
    common: &Common,
    host: &Host,
    settings: &[(String, String)],
    output: Output,
) -> Outcome {
    if common.module != ModuleArg::Auto {
        let message = "--module is for commands that read one module; migrate moves the buses, wherever they lie, to \
                       the module of --target";
        return Ok(output.usage("usage", message));
    }
    if common.as_spring {
        let message = "--as-spring is for commands that use or print what was read; migrate writes files that a server \
                       reads as they were meant";
        return Ok(output.usage("usage", message));
    }
    let done = if args.undo {
        migrate::undo(&common.root, &mut DiskStorage).map(|backup| undone(&backup, output))
    } else {
        migrated(args, common, host, settings, output)
    };
    done.unwrap_or_else(|error| failed(&error, common, output))
}

fn migrated(
    args: &args::Migrate,
    common: &Common,
    host: &Host,
    settings: &[(String, String)],
    output: Output,
) -> Result<Outcome, WriteError> {
    let (root, target) = (common.root.as_path(), args.target.unwrap_or(Release::NEWEST));
    // That it is a directory is for the plan to say.
    if root.is_dir() {
        if args.write {
            for backup in migrate::recover(root, &mut DiskStorage)? {
                output
                    .say(format!("an interrupted migration was taken back first: {}", backup.path.display()));
            }
        } else if let Some(backup) = migrate::interrupted(root)? {
            return Ok(interrupted(&backup, target, common, output));
        }
    }
    let migration = match migrate::plan(root, host, target, settings) {
        Ok(migration) => migration,
        Err(refusal) => return Ok(refused(&refusal, output)),
    };
    let backup = if args.write {
        migrate::write(root, &migration, host.clock.now(), &mut DiskStorage)?
    } else {
        migrate::rehearse(root, &migration)?;
        None
    };
    Ok(report(&migration, backup.as_ref(), common, output))
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
        "notices": migration.notices,
        "diff": migration.diff(),
        "warning_count": migration.warnings,
        "written": backup.is_some(),
        "backup": backup.map(|backup| backup.path.display().to_string()),
    })
}

fn as_text(migration: &Migration, backup: Option<&Backup>, common: &Common) -> String {
    let target = migration.target;
    let check = common.again(&format!("check --target {target}"));
    let left = match migration.warnings {
        0 => String::new(),
        1 => format!("\n1 warning is left: {check}"),
        number => format!("\n{number} warnings are left: {check}"),
    };
    let notices: String = migration.notices.iter().map(|notice| format!("\nnote: {notice}")).collect();
    if migration.steps.is_empty() {
        return format!("nothing to do: the files are as {target} wants them{notices}{left}");
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
            common.again(&format!("migrate --target {target} --write"))
        ),
    };
    format!("{steps}\n{}\n{end}{notices}{left}", migration.diff())
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
