//! `run`: boots the buses, takes events as NDJSON, hands each to every bus, and says what became of them.

mod answers;
mod input;
mod job;
mod journaled;
mod signals;
mod tally;
mod tap;

use std::process::ExitCode;
use std::time::Instant;

use busboot::boot::{Boot, Report, Running};
use busboot::event::EventTopic;
use sd_notify::NotifyState;

use super::args::Run;
use super::logging;
use super::output::{Outcome, Output};
use input::Lines;
use job::Job;
pub(super) use job::progress;
pub(super) use signals::Signals;
use tap::Tap;

pub(crate) fn run(args: &Run, boot: &Boot, output: Output) -> Outcome {
    let topic = match args.tap.as_deref().map(EventTopic::parse).transpose() {
        Ok(topic) => topic,
        Err(error) => return Ok(output.usage("topic", &error.to_string())),
    };
    on_runtime(work(args, topic, boot, output))
}

/// Runs a command that waits; a read that is still under way at its end (standard input) isn't waited for.
pub(super) fn on_runtime(command: impl Future<Output = Outcome>) -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let outcome = runtime.block_on(command);
    runtime.shutdown_background();
    outcome
}

/// Boots, prints the findings and starts the log; an exit code when that failed or there is no bus.
pub(super) fn started(boot: &Boot, output: Output) -> Result<Running, ExitCode> {
    start(boot, prepared(boot, output)?, output)
}

/// Reads and checks, prints the findings and starts the log.
fn prepared(boot: &Boot, output: Output) -> Result<Report, ExitCode> {
    let report = boot.prepare();
    if let Some(configuration) = report.bootable() {
        output.findings(&report.diagnostics, &report.sources);
        // Before the buses are made, as they say only once that a broker is away.
        logging::start(&configuration.own, output.coloured())
            .map_err(|message| output.fault("setting-value", &message))?;
    }
    Ok(report)
}

fn start(boot: &Boot, report: Report, output: Output) -> Result<Running, ExitCode> {
    let running = boot
        .start_configured(report)
        .map_err(|error| output.failed(&error.report.diagnostics, &error.report.sources))?;
    if running.buses().is_empty() {
        return Err(output.fault("no-bus", "there is no bus to hand events to or to listen on"));
    }
    Ok(running)
}

async fn work(args: &Run, topic: Option<EventTopic>, boot: &Boot, output: Output) -> Outcome {
    let mut lines = match Lines::open(args.input.as_deref()).await {
        Ok(lines) => lines,
        Err(message) => return Ok(output.fault("input", &message)),
    };
    let mut signals = Signals::new()?;
    let report = match prepared(boot, output) {
        Ok(report) => report,
        Err(code) => return Ok(code),
    };
    if report.bootable().is_some_and(|configuration| configuration.journal.enabled) {
        return journaled::work(args, boot, report, topic, (&mut lines, &mut signals), output).await;
    }
    if args.acknowledge {
        return Ok(output.usage(
            "usage",
            "--acknowledge needs the journal: without it no event is safe when it is taken",
        ));
    }
    let running = match start(boot, report, output) {
        Ok(running) => running,
        Err(code) => return Ok(code),
    };
    let tap = tokio::select! {
        tap = Tap::open(topic, &running, output) => Some(tap),
        () = signals.next() => None,
    };
    let begun = Instant::now();
    let interrupted = tap.is_none();
    let mut job = Job::new(&running, tap.flatten(), output);
    if !interrupted {
        tell_systemd(NotifyState::Ready);
        tokio::select! {
            () = job.take(&mut lines, &mut signals) => {}
            () = running.watch() => {}
        }
    }
    tell_systemd(NotifyState::Stopping);
    let limit = running.report().configuration.as_ref().map(|configuration| configuration.drain_timeout);
    let tally = job.drain(&mut lines, limit.unwrap_or_default(), &mut signals).await;
    tally.report(output, begun.elapsed())
}

/// Outside of systemd there is nobody to tell.
pub(super) fn tell_systemd(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::debug!("systemd was not told: {error}");
    }
}
