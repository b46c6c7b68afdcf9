//! The task of one bus: reads ahead, hands over, records.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::reading::{Reader, Reading};
use super::window::{Item, Refill, Window};
use super::{FLUSH, Observer, Outcome};
use crate::bus::{BusState, Delivery, Distributor, Receipt};
use crate::journal::error::{JournalError, PublishError};
use crate::journal::handle::Journal;
use crate::journal::ledger::{BusRow, Fate};
use crate::journal::scan::Damage;
use crate::journal::writer::Record;

/// How often to look for what somebody asked to be sent again.
const LOOK: Duration = Duration::from_millis(500);

/// How long nothing may go on before resources are parked.
const STUCK: Duration = Duration::from_secs(1);

/// How long to wait after the journal couldn't be read or written.
const TROUBLE: Duration = Duration::from_secs(1);

/// The most outcomes that wait to be recorded; nothing more is handed over meanwhile.
const UNRECORDED: usize = 10_000;

/// The most events that are handed over or settled before others get their turn.
const TURN: usize = 256;

/// What is to be read.
enum Plan {
    Ahead,
    Parked(Refill),
    Again,
}

type Read = (Plan, Reader, Result<Reading, JournalError>);
type Recorded = (Vec<i64>, Result<i64, (Option<Record>, PublishError)>);

pub(super) struct Task {
    journal: Arc<Journal>,
    buses: Arc<Distributor>,
    at: usize,
    bus: Arc<str>,
    key: i64,
    observer: Observer,
    idle: watch::Sender<Option<i64>>,
    window: Window,
    /// The reader, unless it is at work.
    reader: Option<Reader>,
    fates: Vec<(i64, Fate)>,
    recorded_to: i64,
    looked: Instant,
    /// Whether it is known that nobody has asked for anything again before the start.
    has_looked: bool,
    moved: Instant,
    troubled_until: Instant,
    /// Whether the last outcomes couldn't be recorded.
    unrecorded: bool,
}

impl Task {
    pub(super) fn new(
        journal: Arc<Journal>,
        buses: Arc<Distributor>,
        at: usize,
        row: &BusRow,
        observer: Observer,
        idle: watch::Sender<Option<i64>>,
    ) -> Result<Self, JournalError> {
        let reader = Reader::open(journal.store(), row.id)?;
        let now = Instant::now();
        Ok(Self {
            journal,
            buses,
            at,
            bus: row.name.as_str().into(),
            key: row.id,
            observer,
            idle,
            window: Window::new(row.done),
            reader: Some(reader),
            fates: Vec::new(),
            recorded_to: row.done,
            // The first look is due at once.
            looked: now.checked_sub(LOOK).unwrap_or(now),
            has_looked: false,
            moved: now,
            troubled_until: now,
            unrecorded: false,
        })
    }

    /// Delivers until it is told to stop and all that is under way has an answer.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut last = self.journal.follow();
        let mut tick = interval(FLUSH);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut under_way = FuturesUnordered::new();
        let mut handing: Option<BoxFuture<'static, (Item, Receipt)>> = None;
        let mut reading: Option<BoxFuture<'static, Read>> = None;
        let mut recording: Option<BoxFuture<'static, Recorded>> = None;
        let mut stopping = *stop.borrow_and_update();
        loop {
            if !stopping {
                handing = handing.or_else(|| self.hand_over(&mut under_way));
                reading = reading.or_else(|| self.read(*last.borrow_and_update()));
            }
            // What is left of a long way of the cursor is no reason to stay.
            let due = if stopping { 1 } else { TURN };
            if recording.is_none() && self.fates.len() >= due {
                recording = self.record();
            }
            let at_rest = handing.is_none() && under_way.is_empty() && recording.is_none();
            if stopping && at_rest && (self.fates.is_empty() || self.unrecorded) {
                return;
            }
            let nothing_to_read = reading.is_none() && self.window.position() >= *last.borrow();
            self.tell_idle(at_rest && nothing_to_read);
            tokio::select! {
                (item, receipt) = some(&mut handing) => under_way.push(answer(item, receipt)),
                Some((item, delivery)) = under_way.next() => {
                    self.settle(&item, delivery);
                    for _ in 0..TURN {
                        let Some(Some((item, delivery))) = under_way.next().now_or_never() else { break };
                        self.settle(&item, delivery);
                    }
                }
                (plan, reader, read) = some(&mut reading) => self.take_in(plan, reader, read),
                recorded = some(&mut recording) => self.take_recorded(recorded),
                _ = tick.tick() => if recording.is_none() { recording = self.record() },
                changed = last.changed(), if !stopping => stopping = changed.is_err(),
                _ = stop.changed(), if !stopping => {
                    stopping = true;
                    // What couldn't be recorded gets one more chance, and not more.
                    (self.unrecorded, self.troubled_until) = (false, Instant::now());
                }
            }
        }
    }

    /// Hands over what may go, until the bus has no room at once.
    fn hand_over(
        &mut self,
        under_way: &mut FuturesUnordered<BoxFuture<'static, (Item, Delivery)>>,
    ) -> Option<BoxFuture<'static, (Item, Receipt)>> {
        if self.fates.len() >= UNRECORDED {
            return None;
        }
        for _ in 0..TURN {
            let item = self.window.next()?;
            self.moved = Instant::now();
            let (buses, at) = (self.buses.clone(), self.at);
            let mut handing = async move {
                let receipt = match buses.buses().get(at) {
                    Some(bus) => bus.enqueue(item.event.clone()).await,
                    None => Receipt::ready(Delivery::Pending),
                };
                (item, receipt)
            }
            .boxed();
            match (&mut handing).now_or_never() {
                Some((item, receipt)) => under_way.push(answer(item, receipt)),
                None => return Some(handing),
            }
        }
        None
    }

    fn settle(&mut self, item: &Item, delivery: Delivery) {
        let outcome = Outcome { bus: &self.bus, seq: item.seq, event: &item.event, delivery: &delivery };
        (self.observer)(outcome);
        let fate = match delivery {
            Delivery::Confirmed => Fate::Confirmed,
            Delivery::Unroutable => Fate::Unroutable,
            Delivery::Refused(reason) => Fate::Dead(reason),
            // The bus is stopped: it stays in the journal.
            Delivery::Pending => return,
        };
        self.moved = Instant::now();
        self.window.settle(item);
        self.fates.push((item.seq, fate));
    }

    /// Begins to read what is wanted most.
    fn read(&mut self, last: i64) -> Option<BoxFuture<'static, Read>> {
        if Instant::now() < self.troubled_until {
            return None;
        }
        let plan = self.plan(last)?;
        let reader = self.reader.take()?;
        let (position, in_hand) = (self.window.position(), self.window.again().clone());
        let work = move || {
            let read = match &plan {
                Plan::Ahead => reader.ahead(position, last),
                Plan::Parked(refill) => reader.parked(refill),
                Plan::Again => reader.again(&in_hand),
            };
            (plan, reader, read)
        };
        let bus = self.bus.clone();
        let reading = async move {
            match tokio::task::spawn_blocking(work).await {
                Ok(read) => read,
                Err(error) => {
                    tracing::error!(%bus, "the journal can't be read: {error}");
                    pending().await
                }
            }
        };
        Some(reading.boxed())
    }

    fn plan(&mut self, last: i64) -> Option<Plan> {
        if self.window.is_clogged() && self.moved.elapsed() > STUCK && self.is_connected() {
            self.window.park();
        }
        if !self.window.has_room() {
            return None;
        }
        if self.looked.elapsed() >= LOOK {
            self.looked = Instant::now();
            return Some(Plan::Again);
        }
        if let Some(refill) = self.window.next_refill() {
            return Some(Plan::Parked(refill));
        }
        (self.window.position() < last).then_some(Plan::Ahead)
    }

    fn is_connected(&self) -> bool {
        self.buses.buses().get(self.at).is_some_and(|bus| bus.state() == BusState::Connected)
    }

    fn take_in(&mut self, plan: Plan, reader: Reader, read: Result<Reading, JournalError>) {
        self.reader = Some(reader);
        let Reading { items, damaged, to, complete } = match read {
            Ok(reading) => reading,
            Err(error) => {
                tracing::warn!(bus = %self.bus, "{error}");
                if let (Plan::Parked(refill), JournalError::Damaged(_)) = (&plan, &error) {
                    // The others go on. The next start reads from here on, and sets aside what it can't read.
                    self.window.leave(&refill.resource);
                }
                self.troubled_until = Instant::now() + TROUBLE;
                return;
            }
        };
        let mut ranges = Vec::new();
        Damage::add(&mut ranges, damaged.iter().cloned());
        for damage in ranges {
            tracing::error!(bus = %self.bus, "set aside, {damage}");
        }
        self.fates.extend(damaged.into_iter().map(|(seq, reason)| (seq, Fate::Damaged(reason))));
        match plan {
            Plan::Ahead => self.window.extend(items, to),
            Plan::Parked(refill) => self.window.refill(&refill.resource, items, to, complete),
            Plan::Again => {
                self.has_looked = true;
                self.window.extend_again(items);
            }
        }
    }

    /// Begins to record what is known by now.
    fn record(&mut self) -> Option<BoxFuture<'static, Recorded>> {
        let done = self.window.done();
        if (self.fates.is_empty() && done == self.recorded_to) || Instant::now() < self.troubled_until {
            return None;
        }
        let fates = std::mem::take(&mut self.fates);
        let seqs = fates.iter().map(|(seq, _)| *seq).collect();
        let (journal, record) = (self.journal.clone(), Record { bus: self.key, done, fates });
        Some(async move { (seqs, journal.record(record).await) }.boxed())
    }

    fn take_recorded(&mut self, (seqs, outcome): Recorded) {
        match outcome {
            Ok(done) => {
                self.recorded_to = done;
                self.unrecorded = false;
                self.window.recorded(seqs.into_iter());
            }
            Err((record, error)) => {
                tracing::warn!(bus = %self.bus, "what became of {} events is not recorded yet: {error}", seqs.len());
                // Their outcomes come first: they are older than what has come since.
                let mut fates = record.map(|record| record.fates).unwrap_or_default();
                fates.append(&mut self.fates);
                self.fates = fates;
                self.unrecorded = true;
                self.troubled_until = Instant::now() + TROUBLE;
            }
        }
    }

    fn tell_idle(&self, idle: bool) {
        let idle = idle && self.has_looked && self.fates.is_empty() && self.window.is_empty();
        let at = (idle && self.recorded_to >= self.window.done()).then_some(self.recorded_to);
        self.idle.send_if_modified(|told| std::mem::replace(told, at) != at);
    }
}

fn answer(item: Item, receipt: Receipt) -> BoxFuture<'static, (Item, Delivery)> {
    async move {
        let delivery = receipt.await;
        (item, delivery)
    }
    .boxed()
}

/// Waits for the future if there is one, and takes it away when it is done.
async fn some<T>(future: &mut Option<BoxFuture<'static, T>>) -> T {
    match future {
        Some(work) => {
            let outcome = work.await;
            *future = None;
            outcome
        }
        None => pending().await,
    }
}
