//! Tests on real brokers. `tests/run` installs them; each test binary starts its own on free ports.

#![cfg(test)]

#[path = "../support/java.rs"]
mod java;

mod support;

mod kafka;
mod rabbitmq;
mod run;
