//! `events`: the event log, on the journal that `run` writes, whether or not one is running.

mod args;
mod care;
mod change;
mod dead;
mod follow;
mod jobs;
mod list;
mod moment;
mod stats;
mod table;
mod values;

use std::process::ExitCode;

use busboot::config::journal::{self, PurgeSettings};
use busboot::config::own::OwnSettings;
use busboot::diagnostic::Diagnostics;
use busboot::journal::log::{Log, LogError, Principal};
use busboot::source::{Host, Sources};
use jiff::Timestamp;
use serde_json::Value;

use super::args::{Common, Format, FormatArg};
use super::output::{Outcome, Output};
use args::Action;
pub(super) use args::Events;

/// What every command has at hand.
struct Session {
    log: Log,
    principal: Principal,
    purging: PurgeSettings,
    now: Timestamp,
    csv: bool,
    output: Output,
}

/// Why a command ends early.
enum Stop {
    /// Its output can't be written.
    Io(std::io::Error),
    /// The log says no.
    Log(LogError),
}

type Done = Result<(), Stop>;

pub(super) fn events(
    args: &Events,
    common: &Common,
    host: &Host,
    settings: &[(String, String)],
    output: Output,
) -> Outcome {
    let csv = common.format == FormatArg::Csv;
    if csv && !matches!(args.command, Action::List(_) | Action::Jobs(_) | Action::Dead(args::Dead::List(_))) {
        return Ok(output.usage("usage", "--format csv is for events list, events jobs and events dead list"));
    }
    if args.command.filter().is_some_and(args::FilterArgs::ends_before_it_starts) {
        return Ok(output.usage("usage", "the start date is after the end date"));
    }
    if let Action::Follow(args) = &args.command
        && let Some(flag) = args.filter.of_the_past()
    {
        let message = format!("events follow prints events as they are accepted: {flag} is for events list");
        return Ok(output.usage("usage", &message));
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let own = OwnSettings::read(&common.root, host, settings, &mut sources, &mut diagnostics);
    let purging = PurgeSettings::read(&own, &mut diagnostics);
    let dir = journal::directory(&own, &common.root, host);
    if diagnostics.first_error().is_some() {
        return Ok(output.failed(&diagnostics, &sources));
    }
    output.findings(&diagnostics, &sources);
    let Some(dir) = dir else {
        return Ok(output
            .fault("journal", "there is no directory to look for a journal in: name it with --journal-dir"));
    };
    let principal = args.who.principal();
    let now = Timestamp::now();
    if let Some(care) = care::Care::of(&args.command) {
        return care.take(&dir, &principal, now, output);
    }
    let log = match Log::open(&dir) {
        Ok(log) => log,
        Err(error) => return Ok(output.fault("journal", &error.to_string())),
    };
    let mut session = Session { log, principal, purging, now, csv, output };
    match session.act(&args.command) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(Stop::Io(error)) => Err(error),
        Err(Stop::Log(error)) => Ok(failed(&error, output)),
    }
}

impl Session {
    fn act(&mut self, action: &Action) -> Done {
        match action {
            Action::List(args) => self.list(args),
            Action::Show(args) => self.show(args),
            Action::Follow(args) => self.follow(args),
            Action::Jobs(args) => self.jobs(args),
            Action::Stats => self.stats(),
            Action::Archive(args) => self.archive(args),
            Action::Unarchive(args) => self.unarchive(args),
            Action::Delete(args) => self.delete(args),
            Action::Purge(args) => self.purge(args),
            Action::Replay(args) => self.replay(args),
            Action::Dead(args) => self.dead(args),
            // These don't need the log, and were done before it was opened.
            Action::Verify | Action::Repair | Action::DropBus(_) => Ok(()),
        }
    }

    fn is_json(&self) -> bool {
        self.output.format == Format::Json
    }

    /// One result in the form that was asked for.
    fn result(&self, json: &Value, text: &str) -> Done {
        let text = if self.is_json() { json.to_string() } else { text.to_owned() };
        Ok(self.output.line(text)?)
    }

    /// How to go on behind a page, for people.
    fn more(&self, cursor: Option<&str>) {
        if let Some(cursor) = cursor {
            self.output.say(format!("there are more: --cursor {cursor}"));
        }
    }
}

fn failed(error: &LogError, output: Output) -> ExitCode {
    let text = error.to_string();
    match error {
        LogError::Selection(_) => output.usage("selection", &text),
        LogError::Cursor(_) => output.usage("cursor", &text),
        LogError::NoBus { .. } => output.fault("no-bus", &text),
        LogError::NoEvent(_) => output.fault("no-event", &text),
        LogError::NoDeadLetter(_) => output.fault("no-dead-letter", &text),
        LogError::Journal(_) => output.fault("journal", &text),
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<LogError> for Stop {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}
