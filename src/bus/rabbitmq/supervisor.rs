//! Keeps a connection: makes it, lives on it, and makes the next one when it ends.
//!
//! In: the entries that the bus accepted. Out: nothing but their answers. Ends when the bus is stopped: at once when
//! nothing is in hand, else when all is settled or the time for draining is over.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use super::connect::{Addresses, Link, connect};
use super::failure::Failure;
use super::handle::Shared;
use super::session::{self, End};
use super::window::{Entry, Window};
use crate::bus::backoff::pause;

/// The one task behind a bus.
pub(super) struct Supervisor {
    shared: Arc<Shared>,
    intake: mpsc::UnboundedReceiver<Entry>,
    window: Window,
    addresses: Addresses,
    /// Attempts since something worked.
    failures: u32,
}

/// Supervises until the bus is stopped; `alive` is closed then.
pub(super) async fn run(mut supervisor: Supervisor, alive: watch::Sender<()>) {
    while let Some(link) = supervisor.connected().await {
        match session::run(link, &supervisor.shared, &mut supervisor.intake, &mut supervisor.window).await {
            End::Stopped => break,
            End::Failed { address, failure, progress } => supervisor.recover(&address, &failure, progress),
        }
    }
    let Supervisor { shared, intake, window, .. } = supervisor;
    // What is left is answered as pending before anybody sees that the bus has stopped.
    drop((intake, window));
    shared.subscriptions.close();
    shared.status.stopped();
    drop(alive);
}

impl Supervisor {
    /// A supervisor that hasn't tried anything yet.
    pub(super) fn new(shared: Arc<Shared>, intake: mpsc::UnboundedReceiver<Entry>) -> Self {
        let addresses = Addresses::new(shared.settings.addresses.clone());
        Self { shared, intake, window: Window::default(), addresses, failures: 0 }
    }

    /// The next connection; none when the bus is stopped before there is one.
    async fn connected(&mut self) -> Option<Link> {
        let Self { shared, intake, window, addresses, failures } = self;
        let settings = &shared.settings;
        let attempts = async {
            loop {
                if *failures > 0 {
                    sleep(pause(*failures - 1, settings.longest_pause)).await;
                }
                match connect(&shared.id, settings, addresses).await {
                    Ok(link) => return link,
                    Err(reason) => shared.status.failed(reason),
                }
                *failures = failures.saturating_add(1);
            }
        };
        let given_up = async {
            shared.stopping.requested().await;
            if !(window.is_empty() && intake.is_empty()) {
                shared.stopping.expired().await;
            }
        };
        tokio::select! {
            link = attempts => Some(link),
            () = given_up => None,
        }
    }

    /// Makes ready for the next connection.
    fn recover(&mut self, address: &str, failure: &Failure, progress: bool) {
        let refused = self.window.refuse(|publication| failure.refuses(publication));
        self.failures = if progress || refused { 1 } else { self.failures.saturating_add(1) };
        self.shared.status.failed(format!("{address}: {failure}"));
        self.window.replay();
    }
}
