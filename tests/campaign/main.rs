//! The campaign: many events through the real `busboot run` to a real RabbitMQ and a real Kafka at once, while faults come
//! over all of them; then everything is counted, and nothing that was accepted may be missing or out of order.
//!
//! A hundred thousand events are part of `tests/run`. A million, by hand:
//! `tests/run --release --test campaign -- --ignored --nocapture a_million`.
//!
//! A day without brokers, by hand as well: `tests/run --release --test campaign -- --ignored --nocapture a_day`.
//!
//! `BUSBOOT_SEED` says which faults come when (at which event, for how long); it is printed. Faults and events run beside
//! each other, so that a seed repeats what is done to the programs, not each of their steps.

#![cfg(test)]

#[path = "../support/java.rs"]
#[expect(dead_code, reason = "nothing here asks the Java side but the broker that is written in it")]
mod java;

#[path = "../brokers/support/mod.rs"]
#[expect(dead_code, reason = "the tests of single brokers use more of it")]
mod support;

mod arrivals;
mod backlog;
mod books;
mod campaign;
mod clock;
mod events;
mod feeder;
mod ledger;
mod machine;
mod plan;
mod program;
mod progress;
mod proxy;
mod setback;
mod stage;
mod verdict;

use campaign::Campaign;

#[test]
fn a_hundred_thousand_events_survive_the_faults_of_a_minute() {
    Campaign { events: number("BUSBOOT_EVENTS", 100_000), a_second: 2_000, seed: number("BUSBOOT_SEED", 1) }
        .run();
}

#[test]
#[ignore = "takes a quarter of an hour"]
fn a_million_events_survive_the_faults_of_ten_minutes() {
    let seed = number("BUSBOOT_SEED", rand::random_range(0..1_000_000));
    Campaign { events: number("BUSBOOT_EVENTS", 1_000_000), a_second: 2_000, seed }.run();
}

/// 24 hours at 200 events a second.
#[test]
#[ignore = "takes an hour and 40 GB of disk"]
fn a_day_of_backlog_goes_out() {
    backlog::drain(number("BUSBOOT_EVENTS", 24 * 60 * 60 * 200));
}

/// A number from the environment.
fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("a number"))
}
