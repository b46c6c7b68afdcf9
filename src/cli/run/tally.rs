//! What became of the events, counted for each bus.

use std::fmt;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use busboot::bus::Delivery;
use busboot::event::Event;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::cli::args::Format;
use crate::cli::output::{Outcome, Output};

/// The most events that are named one by one.
const NAMED: usize = 1000;

/// Where people find an event.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// A line of the input, from 1.
    Line(u64),
    /// A place in the journal.
    Journal(i64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Journal(number) => write!(f, "event {number}"),
        }
    }
}

/// An event that was handed over, as it is named to people.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    place: Place,
    event_type: String,
    uuid: String,
    bus: String,
    tapped: bool,
}

impl Sent {
    pub(super) fn new(place: Place, event: &Event, tapped: bool) -> Self {
        Self {
            place,
            event_type: event.event_type.clone(),
            uuid: event.event_uuid.clone().unwrap_or_default(),
            bus: String::new(),
            tapped,
        }
    }

    /// The same event on this bus, which the tap hears or not.
    pub(super) fn on(&self, bus: &str, heard: bool) -> Self {
        Self { bus: bus.to_owned(), tapped: self.tapped && heard, ..self.clone() }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    confirmed: u64,
    unroutable: u64,
    refused: u64,
    pending: u64,
}

/// All counts.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) accepted: u64,
    pub(super) rejected: u64,
    /// Whether reading the input failed.
    pub(super) broken_off: bool,
    /// How many the tap has yet to print or has printed.
    pub(super) expected: u64,
    buses: IndexMap<String, Counts>,
    named: Vec<String>,
    unnamed: u64,
}

impl Tally {
    pub(super) fn new(buses: impl Iterator<Item = String>) -> Self {
        let buses = buses.map(|id| (id, Counts::default())).collect();
        Self {
            accepted: 0,
            rejected: 0,
            broken_off: false,
            expected: 0,
            buses,
            named: Vec::new(),
            unnamed: 0,
        }
    }

    pub(super) fn count(&mut self, sent: &Sent, delivery: Delivery) {
        let counts = self.buses.entry(sent.bus.clone()).or_default();
        let fate = match delivery {
            Delivery::Confirmed => {
                counts.confirmed += 1;
                self.expected += u64::from(sent.tapped);
                return;
            }
            Delivery::Unroutable => {
                counts.unroutable += 1;
                "unroutable: the broker has no queue bound for it".to_owned()
            }
            Delivery::Refused(reason) => {
                counts.refused += 1;
                format!("refused: {reason}")
            }
            Delivery::Pending => {
                counts.pending += 1;
                "pending: not confirmed in time".to_owned()
            }
        };
        if self.named.len() < NAMED {
            let Sent { place, event_type, uuid, bus, .. } = sent;
            self.named.push(format!("{place}: {event_type} {uuid} on {bus}: {fate}"));
        } else {
            self.unnamed += 1;
        }
    }

    /// Whether an event on this bus got no answer.
    pub(super) fn is_pending(&self, bus: &str) -> bool {
        self.buses.get(bus).is_some_and(|counts| counts.pending > 0)
    }

    /// Counts events that wait in the journal, beyond those that were named.
    pub(super) fn count_pending(&mut self, bus: &str, pending: u64) {
        let counts = self.buses.entry(bus.to_owned()).or_default();
        self.unnamed += pending.saturating_sub(counts.pending);
        counts.pending = pending;
    }

    /// How many more events are named.
    pub(super) fn names_left(&self) -> usize {
        NAMED.saturating_sub(self.named.len())
    }

    /// Adds why a bus gave no answer, after its events.
    pub(super) fn explain(&mut self, bus: &str, reason: &str) {
        self.named.push(format!("{bus}: {reason}"));
    }

    /// A few words for a progress line.
    pub(super) fn short(&self) -> String {
        let confirmed: Vec<String> =
            self.buses.iter().map(|(id, counts)| format!("{id} confirmed {}", counts.confirmed)).collect();
        format!("accepted {}, {}", self.accepted, confirmed.join(", "))
    }

    /// Prints the summary; the exit code says whether every line was an event and every event was confirmed, whether
    /// or not anybody reads the summary.
    pub(super) fn report(self, output: Output, elapsed: Duration) -> Outcome {
        for line in &self.named {
            output.say(line);
        }
        if self.unnamed > 0 {
            output.say(format!("and {} more that were not confirmed", self.unnamed));
        }
        let printed = match output.format {
            Format::Json => output.line(self.as_json().to_string()),
            Format::Text => self.as_text(output, elapsed),
        };
        let fine = self.rejected == 0 && !self.broken_off && self.named.is_empty() && self.unnamed == 0;
        if fine { printed.map(|()| ExitCode::SUCCESS) } else { Ok(ExitCode::FAILURE) }
    }

    fn as_json(&self) -> Value {
        let buses: Map<String, Value> = self
            .buses
            .iter()
            .map(|(id, counts)| {
                let Counts { confirmed, unroutable, refused, pending } = counts;
                let counts = json!({
                    "confirmed": confirmed, "unroutable": unroutable, "refused": refused, "pending": pending,
                });
                (id.clone(), counts)
            })
            .collect();
        json!({ "accepted": self.accepted, "rejected_lines": self.rejected, "buses": buses })
    }

    fn as_text(&self, output: Output, elapsed: Duration) -> io::Result<()> {
        let seconds = elapsed.as_secs_f64();
        output
            .line(format!("accepted {}, rejected lines {}, {seconds:.2} s", self.accepted, self.rejected))?;
        for (id, Counts { confirmed, unroutable, refused, pending }) in &self.buses {
            output.line(format!(
                "{id}: confirmed {confirmed}, unroutable {unroutable}, refused {refused}, pending {pending}"
            ))?;
        }
        Ok(())
    }
}
