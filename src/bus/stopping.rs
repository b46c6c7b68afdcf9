//! The request to stop: when it was made, and until when to drain.

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Set once by whoever stops the bus, seen by everybody.
pub(super) struct Stopping(watch::Sender<Option<Instant>>);

impl Stopping {
    /// No request yet.
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(None))
    }

    /// Asks to stop, and to be through by the moment `end`; of several requests the soonest counts.
    pub(super) fn request(&self, end: Instant) {
        self.0.send_if_modified(|asked| {
            let sooner = asked.is_none_or(|asked| end < asked);
            if sooner {
                *asked = Some(end);
            }
            sooner
        });
    }

    /// Whether stopping was asked for.
    pub(super) fn is_requested(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Resolves when stopping is asked for.
    pub(super) async fn requested(&self) {
        let mut seen = self.0.subscribe();
        // The sender is ours, so waiting can't fail.
        drop(seen.wait_for(Option::is_some).await);
    }

    /// Resolves when the time for draining is over.
    pub(super) async fn expired(&self) {
        let mut seen = self.0.subscribe();
        loop {
            let end = *seen.borrow_and_update();
            let over = async {
                match end {
                    Some(end) => sleep_until(end).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = over => return,
                changed = seen.changed() => drop(changed),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_soonest_request_counts() {
        let stopping = Stopping::new();
        assert!(stopping.requested().now_or_never().is_none());
        let start = Instant::now();
        stopping.request(start + Duration::from_secs(5));
        stopping.request(start + Duration::from_secs(50));
        assert!(stopping.is_requested());
        let expiry = stopping.expired();
        let sooner = async { stopping.request(start + Duration::from_secs(2)) };
        tokio::join!(expiry, sooner);
        assert_eq!(start.elapsed().as_secs(), 2);
    }
}
