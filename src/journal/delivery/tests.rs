use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, future};

use super::*;
use crate::bus::{BusState, EventBus, Receipt, SubscribeError, Subscriber, SubscriptionId};
use crate::event::EventTopic;
use crate::journal::ledger::give_up;
use crate::journal::{Draft, Log, Options, Retention, Start, Store, send_again, set_buses};
use crate::source::SystemClock;

/// A bus that answers as it is told, by the event's type.
#[derive(Default)]
struct Told {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    seen: Vec<String>,
    /// Answers that wait, while the bus holds back what has no answer of its own.
    held: Vec<crate::bus::Answer>,
    away: bool,
    stuck: Vec<String>,
}

impl Told {
    fn away(away: bool) -> Arc<Self> {
        let bus = Self::default();
        bus.inner.lock().unwrap().away = away;
        Arc::new(bus)
    }

    fn seen(&self) -> Vec<String> {
        self.inner.lock().unwrap().seen.clone()
    }

    fn comes_back(&self) {
        let held = {
            let mut inner = self.inner.lock().unwrap();
            inner.away = false;
            inner.stuck.clear();
            std::mem::take(&mut inner.held)
        };
        held.into_iter().for_each(|answer| answer.give(Delivery::Confirmed));
    }
}

/// A bus of a process; once it is stopped it takes nothing more.
struct Handle(&'static str, Arc<Told>, AtomicBool);

impl EventBus for Handle {
    fn id(&self) -> &str {
        self.0
    }

    fn enqueue(&self, event: Arc<Event>) -> BoxFuture<'_, Receipt> {
        if self.2.load(Ordering::SeqCst) {
            return future::ready(Receipt::ready(Delivery::Pending)).boxed();
        }
        let mut inner = self.1.inner.lock().unwrap();
        inner.seen.push(event.event_type.clone());
        let resource = event.resource_uuid.clone().unwrap_or_default();
        let receipt = match event.event_type.as_str() {
            "unroutable" => Receipt::ready(Delivery::Unroutable),
            "dead" => Receipt::ready(Delivery::Refused("too large".to_owned())),
            _ if inner.away || inner.stuck.contains(&resource) => {
                let (answer, receipt) = Receipt::pair();
                inner.held.push(answer);
                receipt
            }
            _ => Receipt::ready(Delivery::Confirmed),
        };
        future::ready(receipt).boxed()
    }

    fn subscribe(
        &self,
        _topic: EventTopic,
        _subscriber: Subscriber,
    ) -> BoxFuture<'_, Result<SubscriptionId, SubscribeError>> {
        future::ready(Err(SubscribeError("no".to_owned()))).boxed()
    }

    fn unsubscribe(&self, _id: SubscriptionId) -> BoxFuture<'_, bool> {
        future::ready(false).boxed()
    }

    fn state(&self) -> BusState {
        BusState::Connected
    }

    fn stop(&self, _drain: Duration) -> BoxFuture<'_, ()> {
        self.2.store(true, Ordering::SeqCst);
        self.1.inner.lock().unwrap().held.clear();
        future::ready(()).boxed()
    }
}

struct Process {
    journal: Arc<Journal>,
    buses: Arc<Distributor>,
    deliveries: Deliveries,
}

impl Process {
    fn start(dir: &Path, buses: &[(&'static str, &Arc<Told>)]) -> Self {
        let names: Vec<(&str, Start)> = buses.iter().map(|(name, _)| (*name, Start::End)).collect();
        let retention = Retention::new(None, u64::MAX, None);
        let options = Options { max_size: u64::MAX, retention, holder: "a test".to_owned() };
        let journal = Arc::new(Journal::open(dir, &names, &options, Arc::new(SystemClock)).unwrap());
        let handles = buses.iter().map(|(name, bus)| {
            Box::new(Handle(name, (*bus).clone(), AtomicBool::new(false))) as Box<dyn EventBus>
        });
        let buses = Arc::new(Distributor::new(handles.collect()).unwrap());
        let observer: Observer = Arc::new(|_| {});
        let deliveries = Deliveries::start(journal.clone(), &buses, &observer).unwrap();
        Self { journal, buses, deliveries }
    }

    async fn publish(&self, event_type: &str, resource: &str) {
        let event = Event { resource_uuid: Some(resource.to_owned()), ..Event::new(event_type) };
        self.journal.publish(event).await.unwrap();
    }

    /// Confirmed, unroutable, dead, dropped, pending of each bus.
    fn counts(&self) -> HashMap<String, [i64; 5]> {
        let row = |(bus, pending): (ledger::BusRow, i64)| {
            (bus.name, [bus.confirmed, bus.unroutable, bus.dead, bus.dropped, pending])
        };
        self.journal.buses().unwrap().into_iter().map(row).collect()
    }

    async fn settled(&mut self) {
        tokio::time::timeout(Duration::from_secs(20), self.deliveries.settled()).await.unwrap();
    }

    async fn stop(self) {
        self.deliveries.stop(&self.buses, Duration::ZERO).await;
    }
}

#[tokio::test]
async fn every_outcome_is_recorded() {
    let temp = tempfile::tempdir().unwrap();
    let bus = Told::away(false);
    let mut process = Process::start(temp.path(), &[("bus", &bus)]);
    for event_type in ["a", "unroutable", "dead", "b"] {
        process.publish(event_type, "r").await;
    }
    process.settled().await;
    assert_eq!(process.counts()["bus"], [2, 1, 1, 0, 0]);
    let reader = process.journal.store().reader().unwrap();
    let reason: String =
        reader.query_row("SELECT reason FROM exception WHERE state = 3", [], |row| row.get(0)).unwrap();
    assert_eq!(
        (reason.as_str(), bus.seen()),
        ("too large", ["a", "unroutable", "dead", "b"].map(String::from).to_vec())
    );
    process.stop().await;
}

#[tokio::test]
async fn what_a_bus_that_is_away_has_not_got_goes_out_after_a_restart_and_holds_no_other_bus_up() {
    let temp = tempfile::tempdir().unwrap();
    let (near, far) = (Told::away(false), Told::away(true));
    let process = Process::start(temp.path(), &[("near", &near), ("far", &far)]);
    let types: Vec<String> = (0..2000).map(|number| number.to_string()).collect();
    for event_type in &types {
        process.publish(event_type, "r").await;
    }
    while near.seen().len() < types.len() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    process.stop().await;

    far.comes_back();
    far.inner.lock().unwrap().seen.clear();
    let mut process = Process::start(temp.path(), &[("near", &near), ("far", &far)]);
    process.settled().await;
    assert_eq!((process.counts()["near"], process.counts()["far"]), ([2000, 0, 0, 0, 0], [2000, 0, 0, 0, 0]));
    assert_eq!((near.seen(), far.seen()), (types.clone(), types));
    process.stop().await;
}

#[tokio::test]
async fn a_resource_that_is_stuck_holds_no_other_up() {
    let temp = tempfile::tempdir().unwrap();
    let bus = Told::away(false);
    bus.inner.lock().unwrap().stuck.push("stuck".to_owned());
    let mut process = Process::start(temp.path(), &[("bus", &bus)]);
    let mut waiting = Vec::new();
    for number in 0..6000 {
        let event = Event { resource_uuid: Some("stuck".to_owned()), ..Event::new(number.to_string()) };
        waiting.push(process.journal.submit(event).await.unwrap());
    }
    process.publish("other", "other").await;
    while bus.seen().last().is_none_or(|last| last != "other") {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(bus.seen().len(), 9);
    bus.comes_back();
    process.settled().await;
    let stuck: Vec<String> = bus.seen().into_iter().filter(|event_type| event_type != "other").collect();
    assert_eq!(stuck, (0..6000).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(process.counts()["bus"], [6001, 0, 0, 0, 0]);
    process.stop().await;
}

#[tokio::test]
async fn what_another_process_asks_for_is_done_within_a_second() {
    let temp = tempfile::tempdir().unwrap();
    let bus = Told::away(false);
    let mut process = Process::start(temp.path(), &[("bus", &bus)]);
    for event_type in ["a", "unroutable", "dead"] {
        process.publish(event_type, "r").await;
    }
    process.settled().await;
    let mut log = Log::open(temp.path()).unwrap();
    let row = crate::journal::bus(&log.reader().unwrap(), "bus").unwrap().unwrap();
    let now = jiff::Timestamp::UNIX_EPOCH;
    assert_eq!(log.write(|change| send_again(change, &row, &[1, 2], now)).unwrap(), 2);
    assert_eq!(log.write(|change| give_up(change, &row, &[3])).unwrap(), 1);
    let asked = std::time::Instant::now();
    while bus.seen().len() < 5 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    assert_eq!(bus.seen()[3..], ["a", "unroutable"]);
    while process.counts()["bus"] != [1, 1, 0, 1, 0] {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    process.stop().await;
}

fn alter(log: &mut Log, statement: &str) {
    log.write(|change| Ok(change.execute(statement, [])?)).unwrap();
}

#[test]
fn of_a_resource_that_goes_on_only_its_own_events_are_read_whatever_others_have_got_since() {
    let temp = tempfile::tempdir().unwrap();
    let store = Store::create(temp.path()).unwrap();
    let mut log = Log::open(temp.path()).unwrap();
    let write = |change: &rusqlite::Transaction<'_>| {
        set_buses(change, &[("bus", Start::End)])?;
        for seq in 1..=500 {
            let resource = if seq % 100 == 0 { "stuck" } else { "other" };
            let event = Event { resource_uuid: Some(resource.to_owned()), ..Event::new("VM.START") };
            Draft::new(event, jiff::Timestamp::UNIX_EPOCH).insert(change)?;
        }
        let since: Vec<(i64, ledger::Fate)> =
            (1..=300).filter(|seq| *seq != 200).map(|seq| (seq, ledger::Fate::Confirmed)).collect();
        ledger::record(change, 1, 99, &since, jiff::Timestamp::UNIX_EPOCH)
    };
    log.write(write).unwrap();
    let reader = Reader::open(&store, 1).unwrap();
    let read = |resource: &str| {
        let refill = window::Refill { resource: Some(resource.into()), from: 101, to: 400 };
        let reading = reader.parked(&refill).unwrap();
        (reading.items.iter().map(|item| item.seq).collect::<Vec<_>>(), reading.to, reading.complete)
    };
    assert_eq!(read("stuck"), (vec![200, 400], 400, true));
    assert_eq!(read("other"), (vec![], 164, false), "the first 64 of it are settled");
}

#[tokio::test]
async fn what_is_damaged_is_set_aside_and_the_rest_goes_on() {
    let temp = tempfile::tempdir().unwrap();
    let bus = Told::away(true);
    let process = Process::start(temp.path(), &[("bus", &bus)]);
    for event_type in ["a", "b", "c", "d"] {
        process.publish(event_type, "r").await;
    }
    process.stop().await;
    let mut log = Log::open(temp.path()).unwrap();
    alter(&mut log, "UPDATE event SET description = 'altered' WHERE seq = 2");
    alter(&mut log, "UPDATE event SET type = CAST(x'ff' AS TEXT) WHERE seq = 3");

    bus.comes_back();
    bus.inner.lock().unwrap().seen.clear();
    let mut process = Process::start(temp.path(), &[("bus", &bus)]);
    process.settled().await;
    assert_eq!(
        (bus.seen(), process.counts()["bus"]),
        (vec!["a".to_owned(), "d".to_owned()], [2, 0, 2, 0, 0])
    );
    let reader = process.journal.store().reader().unwrap();
    let count: i64 =
        reader.query_row("SELECT count(*) FROM damaged WHERE seq IN (2, 3)", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 2);
    process.stop().await;
}
