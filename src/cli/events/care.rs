//! `events verify`, `repair` and `drop-bus`: the journal as a whole, which is the root admin's.

use std::path::Path;
use std::process::ExitCode;

use busboot::journal::log::{Log, LogError, LogResult, Principal};
use busboot::journal::{Findings, Lock, Repaired, Store, drop_bus, pending, repair, verify};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::Action;
use super::change::events;
use super::failed;
use crate::cli::args::Format;
use crate::cli::output::{Outcome, Output, printable};

/// What is to be done.
pub(super) enum Care<'a> {
    Verify,
    Repair,
    DropBus(&'a str),
}

/// What was found or done: the exit code, and the same for programs and for people.
type Found = (bool, Value, Vec<String>);

impl<'a> Care<'a> {
    /// The command, if it is one of these.
    pub(super) fn of(action: &'a Action) -> Option<Self> {
        match action {
            Action::Verify => Some(Self::Verify),
            Action::Repair => Some(Self::Repair),
            Action::DropBus(args) => Some(Self::DropBus(&args.bus)),
            _ => None,
        }
    }

    pub(super) fn take(self, dir: &Path, principal: &Principal, now: Timestamp, output: Output) -> Outcome {
        if *principal != Principal::RootAdmin {
            return Ok(output.usage(
                "usage",
                "the journal as a whole is the root admin's: leave out --as and --as-domain",
            ));
        }
        let found = match self {
            Self::Verify => {
                Store::existing(dir).and_then(|store| verify(&store)).map(verified).map_err(LogError::from)
            }
            Self::Repair => repair(dir, "busboot events repair", now).map(repaired).map_err(LogError::from),
            Self::DropBus(name) => dropped(dir, name, now),
        };
        let (fine, json, lines) = match found {
            Ok(found) => found,
            Err(error) => return Ok(failed(&error, output)),
        };
        match output.format {
            Format::Json => output.line(json.to_string())?,
            Format::Text => {
                for line in lines {
                    output.line(printable(&line))?;
                }
            }
        }
        Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn verified(findings: Findings) -> Found {
    let fine = findings.is_sound();
    let Findings { structure, damaged, sound } = findings;
    let json = json!({ "sound": sound, "damaged": named(&damaged), "structure": structure });
    let mut lines = structure;
    lines.extend(damaged.iter().map(|(seq, reason)| format!("event {seq}: {reason}")));
    lines.push(format!("{} as accepted, {} damaged", events(sound), damaged.len()));
    if !fine {
        lines.push("busboot events repair saves what is readable; stop busboot run first".to_owned());
    }
    (fine, json, lines)
}

fn repaired(repaired: Repaired) -> Found {
    let Repaired { kept, saved, damaged, lost, incomplete } = repaired;
    let kept = kept.display().to_string();
    let buses: Vec<Value> = lost.iter().map(|(bus, count)| json!({ "bus": bus, "lost": count })).collect();
    let json = json!({
        "saved": saved, "damaged": named(&damaged), "lost": buses, "incomplete": incomplete, "kept": kept,
    });
    let mut lines: Vec<String> =
        damaged.iter().map(|(seq, reason)| format!("event {seq}: {reason}")).collect();
    lines
        .extend(lost.iter().map(|(bus, count)| {
            format!("{bus}: {count} that it had not got are lost: its dead letters now")
        }));
    lines.extend(
        incomplete
            .iter()
            .map(|table| format!("the table {table} could be read only in part: a bus may get events again")),
    );
    lines.push(format!(
        "saved {}, {} could not be read; the journal as it was is {kept}",
        events(saved),
        damaged.len()
    ));
    (true, json, lines)
}

fn named(damaged: &[(i64, String)]) -> Vec<Value> {
    damaged.iter().map(|(seq, reason)| json!({ "id": seq, "reason": reason })).collect()
}

/// Forgets a bus. One that is configured must not be delivered to meanwhile.
fn dropped(dir: &Path, name: &str, now: Timestamp) -> LogResult<Found> {
    let mut log = Log::open(dir)?;
    let row = log.bus(name)?;
    let _lock = if row.active { Some(Lock::take(dir, "busboot events drop-bus", now)?) } else { None };
    let pending = u64::try_from(pending(&log.reader()?, &row)?).unwrap_or_default();
    log.write(|change| drop_bus(change, name))?;
    let text = format!("forgot {name}; it had yet to get {}", events(pending));
    Ok((true, json!({ "bus": name, "pending": pending }), vec![text]))
}
