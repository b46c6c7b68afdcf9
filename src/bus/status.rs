//! How the bus is doing, and the log of it: one line for each change, not for each attempt.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::bus::BusState;

/// The state of one bus.
pub(super) struct Status {
    bus: Arc<str>,
    inner: Mutex<Inner>,
}

struct Inner {
    state: BusState,
    /// The failure that was logged last, until something works again.
    logged: Option<String>,
    /// When it was last said that the broker refuses messages for now, and how many it has refused since.
    rejected: Option<(Instant, u64)>,
}

/// How often it is said that the broker refuses messages for now.
const SAID: Duration = Duration::from_secs(60);

impl Status {
    /// Not connected yet.
    pub(super) fn new(bus: Arc<str>) -> Self {
        Self {
            bus,
            inner: Mutex::new(Inner { state: BusState::Connecting(None), logged: None, rejected: None }),
        }
    }

    /// How it is doing.
    pub(super) fn get(&self) -> BusState {
        self.inner().state.clone()
    }

    /// There is no connection, because of this.
    pub(super) fn failed(&self, reason: String) {
        let mut inner = self.inner();
        if inner.logged.as_ref() == Some(&reason) {
            tracing::debug!(bus = %self.bus, "{reason}");
        } else {
            tracing::warn!(bus = %self.bus, "{reason}");
            inner.logged = Some(reason.clone());
        }
        inner.state = BusState::Connecting(Some(reason));
    }

    /// There is a connection.
    pub(super) fn connected(&self, address: &str) {
        let mut inner = self.inner();
        tracing::info!(bus = %self.bus, "connected to {address}");
        inner.state = BusState::Connected;
    }

    /// The broker confirmed something: the next failure is news again.
    pub(super) fn works(&self) {
        self.inner().logged = None;
    }

    /// The broker takes nothing at present.
    pub(super) fn blocked(&self, reason: String) {
        tracing::warn!(bus = %self.bus, "the broker takes nothing at present: {reason}");
        self.inner().state = BusState::Blocked(reason);
    }

    /// The broker refuses a message for now; it is tried again.
    pub(super) fn rejected(&self, what: &str) {
        let mut inner = self.inner();
        let (said, count) = inner.rejected.map_or((None, 1), |(said, count)| (Some(said), count + 1));
        if said.is_some_and(|said| said.elapsed() < SAID) {
            inner.rejected = said.map(|said| (said, count));
            return;
        }
        tracing::warn!(
            bus = %self.bus,
            "the broker refuses {what} for now ({count} times since this was last said): it is tried again, and what is \
             behind it waits; a queue that is full refuses where its overflow is reject-publish"
        );
        inner.rejected = Some((Instant::now(), 0));
    }

    /// The broker takes messages again.
    pub(super) fn unblocked(&self) {
        tracing::info!(bus = %self.bus, "the broker takes messages again");
        self.inner().state = BusState::Connected;
    }

    /// It has ended.
    pub(super) fn stopped(&self) {
        self.inner().state = BusState::Stopped;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_a_failure_can_be_asked_for() {
        let status = Status::new("bus".into());
        assert_eq!(status.get(), BusState::Connecting(None));
        status.failed("no connection".to_owned());
        assert_eq!(status.get(), BusState::Connecting(Some("no connection".to_owned())));
        status.connected("localhost:5672");
        status.blocked("memory".to_owned());
        assert_eq!(status.get(), BusState::Blocked("memory".to_owned()));
        status.unblocked();
        assert_eq!(status.get(), BusState::Connected);
    }
}
