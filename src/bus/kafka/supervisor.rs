//! Keeps a producer: makes it, lives with it, and makes the next one when it is of no use any more.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};

use super::client::{Client, Report};
use super::failure::describe;
use super::handle::Shared;
use super::ledger::{Entry, Ledger};
use super::session::{End, Session};
use super::setback::Setback;
use crate::bus::backoff::pause;
use crate::source::SystemClock;

/// The longest pause between two producers.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How long an old producer may take to end before the next one starts.
const FAREWELL: Duration = Duration::from_secs(5);

/// The one task behind a bus.
pub(super) struct Supervisor {
    shared: Arc<Shared>,
    intake: mpsc::UnboundedReceiver<Entry>,
    ledger: Ledger,
    /// Attempts since something worked.
    failures: u32,
    setback: Setback<SystemClock>,
}

/// Supervises until the bus is stopped; `alive` is closed then.
pub(super) async fn run(mut supervisor: Supervisor, alive: watch::Sender<()>) {
    while let Some((client, mut reports)) = supervisor.next_client().await {
        let Supervisor { shared, intake, ledger, setback, .. } = &mut supervisor;
        let mut session = Session { client: client.clone(), shared, ledger, progress: false };
        let end = session.run(intake, &mut reports, setback.noticed()).await;
        let progress = session.progress;
        drop(session);
        give_up(client).await;
        // What was delivered while the producer ended needn't be sent again.
        while let Ok(report) = reports.try_recv() {
            ledger.settle_confirmed(report);
        }
        match end {
            End::Stopped => break,
            End::Failed { reason, blocked } => supervisor.recover(reason, blocked, progress),
        }
    }
    let Supervisor { shared, intake, ledger, .. } = supervisor;
    // What is left is answered as pending before anybody sees that the bus has stopped.
    drop((intake, ledger));
    shared.status.stopped();
    drop(alive);
}

impl Supervisor {
    /// A supervisor that hasn't tried anything yet.
    pub(super) fn new(shared: Arc<Shared>, intake: mpsc::UnboundedReceiver<Entry>) -> Self {
        let setback = Setback::new(SystemClock);
        Self { shared, intake, ledger: Ledger::default(), failures: 0, setback }
    }

    /// The next producer; none when the bus is stopped before there is one.
    async fn next_client(&mut self) -> Option<(Arc<Client>, mpsc::UnboundedReceiver<Report>)> {
        let Self { shared, intake, ledger, failures, .. } = self;
        let attempts = async {
            loop {
                if *failures > 0 {
                    sleep(pause(*failures - 1, LONGEST_PAUSE)).await;
                }
                match new_client(shared.clone()).await {
                    Ok(made) => return made,
                    Err(reason) => shared.status.failed(reason),
                }
                *failures = failures.saturating_add(1);
            }
        };
        let given_up = async {
            shared.stopping.requested().await;
            if !(ledger.is_empty() && intake.is_empty()) {
                shared.stopping.expired().await;
            }
        };
        tokio::select! {
            made = attempts => Some(made),
            () = given_up => None,
        }
    }

    /// Makes ready for the next producer.
    fn recover(&mut self, reason: String, blocked: bool, progress: bool) {
        self.failures = if progress { 1 } else { self.failures.saturating_add(1) };
        if blocked {
            self.shared.status.blocked(reason);
        } else {
            self.shared.status.failed(reason);
        }
        self.ledger.replay();
    }
}

async fn new_client(shared: Arc<Shared>) -> Result<(Arc<Client>, mpsc::UnboundedReceiver<Report>), String> {
    let (sender, reports) = mpsc::unbounded_channel();
    // Starts threads, and waits for them.
    let making = tokio::task::spawn_blocking(move || {
        let made = Client::new(&shared.settings, sender, shared.watch.clone());
        made.map_err(|error| describe(&error, &shared.settings.topic))
    });
    let client = making.await.map_err(|panic| panic.to_string())??;
    Ok((Arc::new(client), reports))
}

/// Ends a producer together with whatever it still has under way. Where its threads take their time, nothing goes out later.
async fn give_up(client: Arc<Client>) {
    let ending = tokio::task::spawn_blocking(move || client.forget_all());
    if timeout(FAREWELL, ending).await.is_err() {
        tracing::debug!("an old Kafka producer takes its time to end");
    }
}
