//! The life of one connection: sends what the window lets go, settles what the broker confirms.
//!
//! In: a fresh link, entries and the window. Out: why it ended. Leaves in the window whatever isn't settled.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use lapin::Event;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::confirms::{Confirms, Verdict};
use super::connect::Link;
use super::failure::Failure;
use super::handle::Shared;
use super::publishing::{Published, Publishing, publish};
use super::subscription::Consumers;
use super::window::{Entry, Sequence, Window};
use crate::bus::Delivery;

/// The longest time for a clean end of the connection, after the time for draining.
const GOODBYE: Duration = Duration::from_secs(2);

/// Why a session ended.
pub(super) enum End {
    /// The bus is stopped.
    Stopped,
    /// The connection is of no use any more.
    Failed {
        /// Which it was.
        address: String,
        /// Why.
        failure: Failure,
        /// Whether anything was settled on it.
        progress: bool,
    },
}

/// Lives on a link until it fails or the bus is stopped.
pub(super) async fn run(
    link: Link,
    shared: &Arc<Shared>,
    intake: &mut mpsc::UnboundedReceiver<Entry>,
    window: &mut Window,
) -> End {
    shared.status.connected(&link.address);
    let mut session = Session {
        link,
        shared,
        window,
        under_way: FuturesUnordered::new(),
        confirms: Confirms::default(),
        blocked: false,
        progress: false,
    };
    if session.link.connection.status().blocked() {
        session.block("no reason is known".to_owned());
    }
    match session.live(intake).await {
        Ok(()) => {
            session.link.close(GOODBYE).await;
            End::Stopped
        }
        Err(failure) => {
            session.settle_rest();
            let Session { link: Link { address, .. }, progress, .. } = session;
            End::Failed { address, failure, progress }
        }
    }
}

struct Session<'a> {
    link: Link,
    shared: &'a Arc<Shared>,
    window: &'a mut Window,
    under_way: FuturesUnordered<Publishing>,
    confirms: Confirms,
    blocked: bool,
    progress: bool,
}

impl Session<'_> {
    async fn live(&mut self, intake: &mut mpsc::UnboundedReceiver<Entry>) -> Result<(), Failure> {
        let shared = self.shared;
        let mut consumers = Consumers::new(shared);
        let mut stopping = false;
        let expired = shared.stopping.expired();
        tokio::pin!(expired);
        loop {
            self.feed();
            if stopping && self.window.is_empty() && intake.is_empty() {
                return Ok(());
            }
            let wake = self.window.next_wake();
            tokio::select! {
                () = &mut expired => return Ok(()),
                () = shared.stopping.requested(), if !stopping => stopping = true,
                Some(entry) = intake.recv() => self.accept(entry, intake),
                Some(first) = self.under_way.next() => self.settle(first)?,
                Some(event) = self.link.events.next() => self.heed(event)?,
                () = consumers.keep(&self.link.connection) => {}
                () = sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => {}
            }
        }
    }

    /// Takes in all that is waiting.
    fn accept(&mut self, first: Entry, intake: &mut mpsc::UnboundedReceiver<Entry>) {
        self.window.accept(first);
        while let Ok(entry) = intake.try_recv() {
            self.window.accept(entry);
        }
    }

    /// Sends what may be sent, in order. A blocked connection is fed nothing: what lapin has queued can't be taken
    /// back.
    fn feed(&mut self) {
        if self.blocked {
            return;
        }
        let now = Instant::now();
        while let Some((sequence, publication)) = self.window.next_to_send(now) {
            let Link { channel, exchange, .. } = &self.link;
            self.under_way.push(publish(channel.clone(), exchange.clone(), sequence, publication));
        }
    }

    /// Settles a confirmation together with all others that are there by now, as [`Confirms`] asks for.
    fn settle(&mut self, first: Published) -> Result<(), Failure> {
        let (mut batch, mut errors) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        while let Some(outcome) = next {
            match outcome {
                Ok(confirmed) => batch.push(confirmed),
                Err(error) => errors.push(error),
            }
            next = self.under_way.next().now_or_never().flatten();
        }
        for (sequence, verdict) in self.confirms.settle(batch, self.under_way.len()) {
            self.conclude(sequence, verdict);
        }
        // Of many errors only the broker's own reply says why.
        let error = errors.iter().find(|error| error.is_amqp_error()).or(errors.first());
        match error {
            Some(error) => Err(Failure::of_connection(error, &self.shared.settings)),
            None => Ok(()),
        }
    }

    /// Settles what was confirmed before the connection broke, so that it isn't sent again.
    fn settle_rest(&mut self) {
        if let Some(Some(first)) = self.under_way.next().now_or_never() {
            // The failure is known already.
            drop(self.settle(first));
        }
    }

    fn conclude(&mut self, sequence: Sequence, verdict: Verdict) {
        let delivery = match verdict {
            Verdict::Routed => Delivery::Confirmed,
            Verdict::Unroutable => Delivery::Unroutable,
            Verdict::Rejected => {
                if let Some(publication) = self.window.publication(sequence) {
                    let routing_key = publication.label.routing_key.as_str().escape_debug();
                    self.shared.status.rejected(&format!("what goes by the routing key {routing_key}"));
                }
                self.window.rest(sequence, Instant::now(), self.shared.settings.longest_pause);
                return;
            }
        };
        self.window.settle(sequence, delivery);
        if !self.progress {
            self.progress = true;
            self.shared.status.works();
        }
    }

    fn heed(&mut self, event: Event) -> Result<(), Failure> {
        match event {
            Event::ConnectionBlocked(reason) => self.block(reason),
            Event::ConnectionUnblocked => {
                self.blocked = false;
                self.shared.status.unblocked();
            }
            Event::Error(error) => return Err(Failure::of_connection(&error, &self.shared.settings)),
            _ => {}
        }
        Ok(())
    }

    fn block(&mut self, reason: String) {
        self.blocked = true;
        self.shared.status.blocked(reason);
    }
}
