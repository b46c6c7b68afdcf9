//! The life of one producer: from its first record to whatever ends it.

use std::sync::Arc;
use std::time::Duration;

use rdkafka::types::RDKafkaErrorCode;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::sleep;

use super::client::{Client, Report};
use super::failure::{Verdict, judge, reason};
use super::handle::Shared;
use super::ledger::{Entry, Ledger};
use crate::bus::{BusState, Delivery};

/// How many entries or reports are taken at once.
const BATCH: usize = 256;
/// How long to wait for room in librdkafka's queue before trying again.
const FULL_PAUSE: Duration = Duration::from_millis(20);
/// How long one question to the brokers may take.
const PROBE_PATIENCE: Duration = Duration::from_secs(1);

/// Why a session ended.
pub(super) enum End {
    /// The bus is being stopped.
    Stopped,
    /// The producer can't be used any more, or an event failed in a way that asks for a new start.
    Failed {
        /// Why.
        reason: String,
        /// Whether the cluster answered, but takes no event at present.
        blocked: bool,
    },
}

/// A running session.
pub(super) struct Session<'a> {
    /// The producer.
    pub(super) client: Arc<Client>,
    /// What the bus's parts share.
    pub(super) shared: &'a Shared,
    /// What is in hand.
    pub(super) ledger: &'a mut Ledger,
    /// Whether anything was delivered.
    pub(super) progress: bool,
}

impl Session<'_> {
    /// Runs until something ends it; `setback` ends when the clock was set back, and says by how much.
    pub(super) async fn run(
        &mut self,
        intake: &mut UnboundedReceiver<Entry>,
        reports: &mut UnboundedReceiver<Report>,
        setback: impl Future<Output = Duration>,
    ) -> End {
        let (mut entries, mut news) = (Vec::new(), Vec::new());
        let prober = probe(self.client.clone(), self.shared);
        tokio::pin!(prober, setback);
        loop {
            let full = match self.hand_over() {
                Ok(full) => full,
                Err(end) => return end,
            };
            let idle = self.ledger.is_empty() && intake.is_empty();
            tokio::select! {
                biased;
                () = self.shared.stopping.requested(), if idle => return End::Stopped,
                () = self.shared.stopping.expired() => return End::Stopped,
                count = reports.recv_many(&mut news, BATCH) => {
                    if count == 0 {
                        return self.failed(RDKafkaErrorCode::Fail);
                    }
                    if let Some(end) = self.take_all(news.drain(..)) {
                        return end;
                    }
                }
                count = intake.recv_many(&mut entries, BATCH), if !intake.is_closed() || !intake.is_empty() => {
                    if count > 0 {
                        entries.drain(..).for_each(|entry| self.ledger.accept(entry));
                    }
                }
                () = sleep(FULL_PAUSE), if full => {}
                () = &mut prober => {}
                by = &mut setback => {
                    let reason = format!("the clock was set back by {by:.0?}, which the client would wait out");
                    return End::Failed { reason, blocked: false };
                }
            }
        }
    }

    /// Gives the producer what it takes; true when its queue is full.
    fn hand_over(&mut self) -> Result<bool, End> {
        while let Some((number, event)) = self.ledger.next_unsent() {
            let Err(code) = self.client.send(&self.shared.settings, number, event) else {
                self.ledger.sent(number);
                continue;
            };
            match judge(code) {
                Verdict::QueueFull => return Ok(true),
                // The producer itself found it too large: no batch is concerned.
                Verdict::Refused => self.ledger.settle(number, Delivery::Refused(self.reason(code))),
                Verdict::Blocked => return Err(self.blocked(code)),
                Verdict::Purged | Verdict::Retry => return Err(self.failed(code)),
            }
        }
        Ok(false)
    }

    fn reason(&self, code: RDKafkaErrorCode) -> String {
        reason(code, &self.shared.settings.topic)
    }

    fn failed(&self, code: RDKafkaErrorCode) -> End {
        End::Failed { reason: self.reason(code), blocked: false }
    }

    fn blocked(&self, code: RDKafkaErrorCode) -> End {
        End::Failed { reason: self.reason(code), blocked: true }
    }

    /// Takes reports until one ends the session, and of those behind it what they confirm.
    fn take_all(&mut self, reports: impl Iterator<Item = Report>) -> Option<End> {
        let mut end = None;
        for report in reports {
            if end.is_none() {
                end = self.take(report);
            } else {
                self.ledger.settle_confirmed(report);
            }
        }
        end
    }

    fn take(&mut self, report: Report) -> Option<End> {
        let (number, code) = match report {
            Report::Fatal => return Some(self.failed(RDKafkaErrorCode::Fatal)),
            Report::Delivered(number, Ok(())) => {
                self.ledger.settle(number, Delivery::Confirmed);
                self.progress = true;
                self.shared.watch.connected();
                return None;
            }
            Report::Delivered(number, Err(code)) => (number, code),
        };
        match judge(code) {
            Verdict::Refused if self.ledger.is_alone(number) => {
                self.ledger.settle(number, Delivery::Refused(self.reason(code)));
                None
            }
            Verdict::Refused => {
                self.ledger.suspect_all_sent();
                Some(self.failed(code))
            }
            Verdict::Blocked => Some(self.blocked(code)),
            Verdict::Purged => None,
            Verdict::QueueFull | Verdict::Retry => Some(self.failed(code)),
        }
    }
}

/// Asks the brokers whenever the bus counts as not connected, so that its state is right without traffic too.
/// Never ends.
async fn probe(client: Arc<Client>, shared: &Shared) {
    loop {
        if matches!(shared.status.get(), BusState::Connecting(_)) {
            let (client, topic) = (client.clone(), shared.settings.topic.clone());
            let asked = tokio::task::spawn_blocking(move || client.probe(&topic, PROBE_PATIENCE));
            if matches!(asked.await, Ok(Ok(()))) {
                shared.watch.connected();
            }
        }
        sleep(PROBE_PATIENCE).await;
    }
}
