//! `--tap`: prints what arrives at a subscriber, and knows how much of it is still to come.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use busboot::boot::Running;
use busboot::bus::{Arrival, Subscriber};
use busboot::event::{Event, EventTopic};
use futures_util::future::join_all;
use tokio::sync::watch;

use crate::cli::args::Format;
use crate::cli::listen::arrival_json;
use crate::cli::output::{Output, printable};

/// How long the last arrivals are waited for.
const LAST: Duration = Duration::from_secs(2);

/// A subscriber that prints.
pub(super) struct Tap {
    topic: EventTopic,
    /// Ids of the buses that it is subscribed on.
    buses: BTreeSet<String>,
    arrived: watch::Receiver<u64>,
}

impl Tap {
    /// Subscribes on every bus; a broker that is away is a warning, as the events themselves will wait for it.
    pub(super) async fn open(topic: Option<EventTopic>, running: &Running, output: Output) -> Option<Self> {
        let topic = topic?;
        let (count, arrived) = watch::channel(0);
        let print = move |arrival: Arrival| {
            // A closed pipe must not keep the events from the buses.
            drop(output.line(shown(&arrival, output)));
            count.send_modify(|count| *count += 1);
        };
        let print: Subscriber = Arc::new(print);
        let attempts = running
            .buses()
            .iter()
            .map(|bus| async { (bus.id(), bus.subscribe(topic.clone(), print.clone()).await) });
        let mut buses = BTreeSet::new();
        for (id, outcome) in join_all(attempts).await {
            match outcome {
                Ok(_) => drop(buses.insert(id.to_owned())),
                Err(error) => tracing::warn!("nothing of {id} can be tapped: {error}"),
            }
        }
        Some(Self { topic, buses, arrived })
    }

    pub(super) fn wants(&self, event: &Event) -> bool {
        self.topic.matches(event)
    }

    pub(super) fn hears(&self, bus: &str) -> bool {
        self.buses.contains(bus)
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
