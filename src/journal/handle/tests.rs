use std::time::Duration;

use super::*;
use crate::journal::Fate;
use crate::journal::age::tests::Told;
use crate::journal::row::{COLUMNS, Stored};
use crate::source::SystemClock;

fn options(max_size: u64) -> Options {
    let retention = Retention::new(None, u64::MAX, Some(Duration::MAX));
    Options { max_size, retention, holder: "a test".to_owned() }
}

fn open(dir: &Path, max_size: u64) -> Journal {
    Journal::open(dir, &[("bus", Start::End)], &options(max_size), Arc::new(SystemClock)).unwrap()
}

fn types(store: &Store) -> Vec<String> {
    let reader = store.reader().unwrap();
    let mut statement = reader.prepare(&format!("SELECT {COLUMNS} FROM event ORDER BY seq")).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut types = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        types.push(Stored::of_row(row, 0).unwrap().event.event_type.clone());
    }
    types
}

#[tokio::test]
async fn what_publish_returned_for_is_on_disk_in_the_order_of_the_calls() {
    let temp = tempfile::tempdir().unwrap();
    let journal = open(temp.path(), u64::MAX);
    let mut accepted = Vec::new();
    for number in 0..3000 {
        accepted.push(journal.submit(Event::new(number.to_string())).await.unwrap());
    }
    for (acceptance, expected) in accepted.into_iter().zip(1..) {
        assert_eq!(acceptance.await, Ok(expected));
    }
    assert_eq!(journal.last(), 3000);
    // Another connection, as after a crash: nothing but the files counts.
    let copy = tempfile::tempdir().unwrap();
    for file in ["journal.db", "journal.db-wal"] {
        std::fs::copy(temp.path().join(file), copy.path().join(file)).unwrap();
    }
    let expected: Vec<String> = (0..3000).map(|number| number.to_string()).collect();
    assert_eq!(types(&Store::existing(copy.path()).unwrap()), expected);
}

#[tokio::test]
async fn at_the_size_limit_the_publisher_is_told_at_once_and_nothing_is_harmed() {
    let temp = tempfile::tempdir().unwrap();
    let journal = open(temp.path(), 1_000_000);
    let large = || Event { description: Some("x".repeat(100_000)), ..Event::new("VM.START") };
    let mut taken = 0;
    let refused = loop {
        match journal.publish(large()).await {
            Ok(_) => taken += 1,
            Err(error) => break error,
        }
    };
    assert!((8..12).contains(&taken), "{taken}");
    let message = refused.to_string();
    assert!(
        message.contains("takes nothing more") && message.contains("journal.max.size is 1000000"),
        "{message}"
    );
    assert_eq!(types(journal.store()).len(), taken);
    let (bus, pending) = journal.buses().unwrap().remove(0);
    assert_eq!((bus.name.as_str(), pending), ("bus", taken as i64));
    let record = Record { bus: bus.id, done: 1, fates: vec![(1, ledger::Fate::Confirmed)] };
    assert!(journal.record(record).await.is_ok(), "what became of events is still recorded");
}

#[tokio::test]
async fn what_every_bus_has_makes_room_for_new_events_at_once() {
    let temp = tempfile::tempdir().unwrap();
    let journal = open(temp.path(), 1_000_000);
    let large = || Event { description: Some("x".repeat(100_000)), ..Event::new("VM.START") };
    for _ in 0..100 {
        let seq = journal.publish(large()).await.unwrap();
        let record = Record { bus: 1, done: seq, fates: vec![(seq, Fate::Confirmed)] };
        assert!(journal.record(record).await.is_ok());
    }
}

#[tokio::test]
async fn a_clock_that_is_set_removes_nothing_before_its_time_and_keeps_the_order() {
    const DAY: Duration = Duration::from_secs(86_400);
    let temp = tempfile::tempdir().unwrap();
    let noon: jiff::Timestamp = "2024-12-17T12:00:00Z".parse().unwrap();
    let clock = Told::new(noon);
    let options = Options { retention: Retention::new(Some(DAY), u64::MAX, None), ..options(u64::MAX) };
    let journal = Journal::open(temp.path(), &[("bus", Start::End)], &options, clock.clone()).unwrap();
    let accept = async |event_type: &str| {
        let seq = journal.publish(Event::new(event_type)).await.unwrap();
        let record = Record { bus: 1, done: seq, fates: vec![(seq, Fate::Confirmed)] };
        assert!(journal.record(record).await.is_ok());
        while journal.tidy().await {}
    };
    accept("at noon").await;
    clock.set(noon + 100 * DAY);
    accept("in spring").await;
    clock.set(noon - DAY / 2);
    accept("in the morning").await;
    assert_eq!(types(journal.store()), ["at noon", "in spring", "in the morning"]);
    clock.set(noon);
    clock.pass(2 * DAY);
    accept("two days later").await;
    assert_eq!(types(journal.store()), ["in spring", "two days later"]);
}

#[tokio::test]
async fn only_one_has_it_open() {
    let temp = tempfile::tempdir().unwrap();
    let first = open(temp.path(), u64::MAX);
    let second = Journal::open(temp.path(), &[], &options(u64::MAX), Arc::new(SystemClock));
    assert!(second.err().unwrap().to_string().contains("a test"));
    drop(first);
    open(temp.path(), u64::MAX);
}
