//! `--tap`: prints what arrives at a subscriber, and knows how much of it is still to come.

use std::sync::Arc;
use std::time::Duration;

use busboot::boot::Running;
use busboot::bus::Arrival;
use busboot::event::{Event, EventTopic};
use tokio::sync::watch;

use crate::cli::args::Format;
use crate::cli::listen::arrival_json;
use crate::cli::output::{Output, printable};

/// How long the last arrivals are waited for.
const LAST: Duration = Duration::from_secs(2);

/// A subscriber that prints.
pub(super) struct Tap {
    topic: EventTopic,
    arrived: watch::Receiver<u64>,
}

impl Tap {
    /// Subscribes; a broker that is away is a warning, as the events themselves will wait for it.
    pub(super) async fn open(topic: Option<EventTopic>, running: &Running, output: Output) -> Option<Self> {
        let topic = topic?;
        let (count, arrived) = watch::channel(0);
        let print = move |arrival: Arrival| {
            // A closed pipe must not keep the events from the buses.
            drop(output.line(shown(&arrival, output)));
            count.send_modify(|count| *count += 1);
        };
        match running.subscribe(topic.clone(), Arc::new(print)).await {
            Ok(_) => Some(Self { topic, arrived }),
            Err(error) => {
                tracing::warn!("nothing can be tapped: {error}");
                None
            }
        }
    }

    pub(super) fn wants(&self, event: &Event) -> bool {
        self.topic.matches(event)
    }

    /// Waits, for a bounded time, until so many have arrived.
    pub(super) async fn wait_for(&mut self, expected: u64) {
        let all = self.arrived.wait_for(|count| *count >= expected);
        // Late arrivals are not printed; the summary counts confirms, not arrivals.
        drop(tokio::time::timeout(LAST, all).await);
    }
}

fn shown(arrival: &Arrival, output: Output) -> String {
    match output.format {
        Format::Json => arrival_json(arrival).to_string(),
        Format::Text => {
            let body = String::from_utf8_lossy(&arrival.body);
            format!("{}  {}  {}", arrival.bus, printable(&arrival.key), printable(&body))
        }
    }
}
