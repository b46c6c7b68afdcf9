//! `run`: boots the buses, takes events as NDJSON, hands each to every bus, and says what became of them.

mod input;
mod job;
mod signals;
mod tally;
mod tap;

use std::io;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use busboot::boot::{Boot, Running, watch};
use busboot::diagnostic::Diagnostics;
use busboot::event::EventTopic;
use sd_notify::NotifyState;

use super::args::Run;
use super::logging;
use super::output::{Outcome, Output};
use input::Lines;
use job::Job;
pub(super) use signals::Signals;
use tap::Tap;

pub(crate) fn run(args: &Run, boot: &Boot, output: Output) -> Outcome {
    let topic = match args.tap.as_deref().map(EventTopic::parse).transpose() {
        Ok(topic) => topic,
        Err(error) => return output.usage("topic", &error.to_string()),
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

/// Boots, prints the findings and starts the log; an exit code when that failed.
pub(super) fn started(boot: &Boot, output: Output) -> io::Result<Result<Running, ExitCode>> {
    let running = match boot.start() {
        Ok(running) => running,
        Err(error) => return output.failed(&error.report.diagnostics, &error.report.sources).map(Err),
    };
    let report = running.report();
    output.findings(&report.diagnostics, &report.sources)?;
    if let Some(configuration) = &report.configuration
        && let Err(message) = logging::start(&configuration.own)
    {
        return output.fault("setting-value", &message).map(Err);
    }
    Ok(Ok(running))
}

async fn work(args: &Run, topic: Option<EventTopic>, boot: &Boot, output: Output) -> Outcome {
    let mut lines = match Lines::open(args.input.as_deref()).await {
        Ok(lines) => lines,
        Err(message) => return output.fault("input", &message),
    };
    let running = match started(boot, output)? {
        Ok(running) => running,
        Err(code) => return Ok(code),
    };
    if running.buses().is_empty() {
        return output.fault("no-bus", "there is no bus to hand events to");
    }
    let tap = Tap::open(topic, &running, output).await;
    let begun = Instant::now();
    let mut signals = Signals::new()?;
    let mut job = Job::new(&running, tap, output);
    tell_systemd(NotifyState::Ready);
    tokio::select! {
        taken = job.take(&mut lines, &mut signals) => taken?,
        () = watch::watch(&running, boot.root(), boot.files()) => {}
    }
    tell_systemd(NotifyState::Stopping);
    let tally = job.drain(drain_timeout(&running), &mut signals).await;
    tally.report(output, begun.elapsed())
}

fn drain_timeout(running: &Running) -> Duration {
    // A value that can't be read was an error of the boot.
    let own = running.report().configuration.as_ref().map(|configuration| &configuration.own);
    own.map_or(Duration::ZERO, |own| own.duration("drain.timeout", "", &mut Diagnostics::new()))
}

/// Outside of systemd there is nobody to tell.
fn tell_systemd(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::debug!("systemd was not told: {error}");
    }
}
