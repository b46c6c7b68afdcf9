//! `listen`: subscribes and prints what arrives, one JSON object a line. Whoever starts it with `NOTIFY_SOCKET`, as
//! systemd does, is told when nothing that is published from then on is missed.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use busboot::boot::Boot;
use busboot::bus::Arrival;
use busboot::event::EventTopic;
use sd_notify::NotifyState;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::args::Listen;
use super::output::{Outcome, Output};
use super::run::{Signals, on_runtime, started, tell_systemd};

/// Arrivals that may wait to be printed.
const WAITING: usize = 10_000;

pub(crate) fn listen(args: &Listen, boot: &Boot, output: Output) -> Outcome {
    let topic = match EventTopic::parse(&args.topic) {
        Ok(topic) => topic,
        Err(error) => return Ok(output.usage("topic", &error.to_string())),
    };
    on_runtime(follow(args, topic, boot, output))
}

async fn follow(args: &Listen, topic: EventTopic, boot: &Boot, output: Output) -> Outcome {
    let mut signals = Signals::new()?;
    let running = match started(boot, output) {
        Ok(running) => running,
        Err(code) => return Ok(code),
    };
    let (sender, mut arrivals) = mpsc::channel(WAITING);
    let subscriber = Arc::new(move |arrival| {
        if sender.try_send(arrival).is_err() {
            tracing::warn!("output is too slow: an event was not printed");
        }
    });
    let subscribed = tokio::select! {
        outcome = running.subscribe(topic, subscriber) => Some(outcome),
        () = signals.next() => None,
    };
    match subscribed {
        Some(Ok(_)) => {}
        Some(Err(error)) => return Ok(output.fault("subscribe", &error.to_string())),
        None => {
            running.stop(Duration::ZERO).await;
            return Ok(ExitCode::SUCCESS);
        }
    }
    tell_systemd(NotifyState::Ready);
    let mut left = args.count.unwrap_or(u64::MAX);
    while left > 0 {
        tokio::select! {
            Some(arrival) = arrivals.recv() => {
                output.line(arrival_json(&arrival).to_string())?;
                left -= 1;
            }
            () = signals.next() => break,
        }
    }
    tell_systemd(NotifyState::Stopping);
    running.stop(Duration::from_secs(1)).await;
    Ok(ExitCode::SUCCESS)
}

/// An arrival; the body is a string, as it came.
pub(crate) fn arrival_json(arrival: &Arrival) -> Value {
    json!({
        "bus": arrival.bus.as_ref(),
        "key": arrival.key,
        "eventUuid": arrival.uuid,
        "description": String::from_utf8_lossy(&arrival.body),
    })
}
