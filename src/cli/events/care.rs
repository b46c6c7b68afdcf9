//! `events verify`, `repair` and `drop-bus`: the journal as a whole, which is the root admin's.

use std::path::Path;
use std::process::ExitCode;

use busboot::journal::log::{Log, LogResult, Principal};
use busboot::journal::{Damage, Findings, JournalError, Repaired, Store, UNKNOWN, repair, verify};
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
            Self::Verify => told(dir, Store::existing(dir).and_then(|store| verify(&store)), verified),
            Self::Repair => told(dir, repair(dir, "busboot events repair", now), repaired),
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

fn told<T>(dir: &Path, found: Result<T, JournalError>, tell: fn(T) -> Found) -> LogResult<Found> {
    Ok(tell(found.map_err(|error| error.beyond_repair(dir))?))
}

fn verified(findings: Findings) -> Found {
    let fine = findings.is_sound();
    let Findings { structure, damaged, books, sound } = findings;
    let json = json!({ "sound": sound, "damaged": named(&damaged), "structure": structure, "books": books });
    let mut lines = structure;
    lines.extend(books);
    lines.extend(shown(&damaged));
    lines.push(format!("{} as accepted, {} damaged", events(sound), total(&damaged)));
    if !fine {
        lines.push("busboot events repair saves what is readable; stop busboot run first".to_owned());
    }
    (fine, json, lines)
}

fn repaired(repaired: Repaired) -> Found {
    let whole = repaired.is_whole();
    let Repaired { kept, saved, damaged, lost, letters, again, incomplete } = repaired;
    let kept = kept.display().to_string();
    let count = |key: &str, counts: &[(String, i64)]| -> Vec<Value> {
        counts.iter().map(|(bus, count)| json!({ "bus": bus, key: count })).collect()
    };
    let buses = [count("lost", &lost), count("letters", &letters)].concat();
    let json = json!({
        "saved": saved, "damaged": named(&damaged), "lost": buses, "again": again,
        "incomplete": incomplete, "kept": kept,
    });
    let mut lines = shown(&damaged);
    lines
        .extend(lost.iter().map(|(bus, count)| {
            format!("{bus}: {count} that it had not got are lost: its dead letters now")
        }));
    lines.extend(letters.iter().map(|(bus, count)| {
        format!("{bus}: {count} dead letters or unroutable events are not known as such any more: they count as settled or are sent again")
    }));
    lines.extend(
        again
            .iter()
            .map(|bus| format!("{bus}: what it had got is not known: it gets all that is kept again")),
    );
    lines.extend(
        incomplete
            .iter()
            .map(|table| format!("the table {table} could be read only in part: {}", consequence(table))),
    );
    lines.push(format!(
        "saved {}, {} could not be read; the journal as it was is {kept}",
        events(saved),
        total(&damaged)
    ));
    (whole, json, lines)
}

/// What it means for the user that a table is incomplete.
fn consequence(table: &str) -> String {
    match table {
        "bus" => format!(
            "at the next start, each bus that the journal doesn't know any more gets every event that is kept, also what \
             it had got; until then stats has them as {UNKNOWN}"
        ),
        "event" => "how many events there were is not known".to_owned(),
        "absence" => "a bus may get events that were accepted while it was away".to_owned(),
        "damaged" => "which events were set aside before is not known".to_owned(),
        _ => "a bus may get events again".to_owned(),
    }
}

fn named(damaged: &[Damage]) -> Vec<Value> {
    let named =
        |Damage { first, last, reason }: &Damage| json!({ "first": first, "last": last, "reason": reason });
    damaged.iter().map(named).collect()
}

/// The first of them, for people.
fn shown(damaged: &[Damage]) -> Vec<String> {
    const MOST: usize = 100;
    let mut lines: Vec<String> = damaged.iter().take(MOST).map(Damage::to_string).collect();
    let further = damaged.get(MOST..).map(total).filter(|further| *further > 0);
    lines.extend(
        further.map(|further| format!("and {} further on; --format json names all", events(further))),
    );
    lines
}

fn total(damaged: &[Damage]) -> u64 {
    damaged.iter().map(Damage::count).sum()
}

fn dropped(dir: &Path, name: &str, now: Timestamp) -> LogResult<Found> {
    let pending = Log::open(dir)?.drop_bus(name, "busboot events drop-bus", now)?;
    let text = format!("forgot {name}; it had yet to get {}", events(pending));
    Ok((true, json!({ "bus": name, "pending": pending }), vec![text]))
}
