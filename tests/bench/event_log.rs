//! The event log at 2,000,000 events: how long queries and changes take, and what whoever publishes at the same time waits.
//!
//! ```sh
//! cargo bench --bench event_log             # 2,000,000 events, 500,000 of them changed by each command
//! cargo bench --bench event_log -- 200000   # fewer
//! ```
#![expect(clippy::print_stdout, reason = "its result is what it prints")]

use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use busboot::event::Event;
use busboot::journal::log::{Account, Archived, Filter, Kind, Order, PageQuery, Principal, Purge, Sort};
use busboot::journal::{Draft, Level, Log, Start, Store, set_buses};
use jiff::Timestamp;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Events a second that are published during a command.
const RATE: u32 = 200;

/// How far apart the events in the log are.
const STEP: Duration = Duration::from_millis(1300);

const ROOT: Principal = Principal::RootAdmin;

fn main() -> Outcome<()> {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let events: u32 = asked.unwrap_or(2_000_000);
    let dir = tempfile::tempdir()?;
    let begin: Timestamp = "2024-11-01T00:00:00Z".parse()?;
    let end = begin.checked_add(STEP * events)?;
    let seconds = timed(|| fill(dir.path(), events, begin))?.1;
    println!("{events} events written in {:.1} s", seconds.as_secs_f64());
    queries(&mut Log::open(dir.path())?, begin, end)?;
    println!("\ncommand                                   events  seconds   publish p50    p99    max (ms)");
    let of_type = |event_type: &str| Filter { event_type: Some(event_type.to_owned()), ..Filter::default() };
    change(dir.path(), "nothing, for 5 seconds", |_| {
        thread::sleep(Duration::from_secs(5));
        Ok(0)
    })?;
    change(dir.path(), "archive --type VM.START", |log| {
        Ok(log.archive(&ROOT, &of_type("VM.START"), &mut |_| {})?)
    })?;
    change(dir.path(), "unarchive --type 'VM.*'", |log| {
        Ok(log.unarchive(&ROOT, &of_type("VM.*"), &mut |_| {})?)
    })?;
    change(dir.path(), "delete --type VM.START", |log| {
        Ok(log.delete(&ROOT, &of_type("VM.START"), &mut |_| {})?.all())
    })?;
    let before = begin.checked_add(STEP * (events / 3))?;
    change(dir.path(), "purge, the oldest third", |log| {
        Ok(log.purge(&ROOT, &Purge { kind: Kind::Events, before, archived: false }, &mut |_| {})?.all())
    })?;
    Ok(())
}

/// Writes the log, each event delivered.
fn fill(dir: &Path, events: u32, begin: Timestamp) -> Outcome<()> {
    const TOGETHER: u32 = 20_000;
    Store::create(dir)?;
    let mut log = Log::open(dir)?;
    let (mut number, mut moment) = (0, begin);
    while number < events {
        log.write(|change| {
            for _ in 0..TOGETHER.min(events - number) {
                Draft::new(event(number), moment).insert(change)?;
                number += 1;
                moment = moment.checked_add(STEP).unwrap_or(moment);
            }
            Ok(())
        })?;
    }
    log.write(|change| set_buses(change, &[("rabbit", Start::End), ("kafka", Start::End)]))?;
    Ok(())
}

/// One in four is a VM.START, one in a thousand an error.
fn event(number: u32) -> Event {
    const OTHERS: [&str; 6] =
        ["VM.STOP", "USER.LOGIN", "VOLUME.CREATE", "NIC.CREATE", "SNAPSHOT.CREATE", "VM.REBOOT"];
    let other = OTHERS.get(number as usize % OTHERS.len()).copied().unwrap_or_default();
    let event_type = if number.is_multiple_of(4) { "VM.START" } else { other };
    let account = number % 997;
    Event {
        event_category: Some("ActionEvent".to_owned()),
        event_id: Some(number.into()),
        resource_type: Some("VirtualMachine".to_owned()),
        resource_uuid: Some(format!("172dd6f8-7d36-44ef-9a03-{:012x}", number % 50_000)),
        resource_account_uuid: Some(format!("a1b2c3d4-0000-4000-8000-{account:012x}")),
        resource_domain_id: Some((account % 50).into()),
        level: (number % 1000 == 7).then(|| "ERROR".to_owned()),
        description: Some(format!(
            r#"{{"description":"Successfully completed. Vm Id: {number}","event":"{event_type}","status":"Completed","account":"a1b2c3d4-0000-4000-8000-{account:012x}"}}"#
        )),
        ..Event::new(event_type)
    }
}

fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(T, Duration)> {
    let begun = Instant::now();
    let outcome = work()?;
    Ok((outcome, begun.elapsed()))
}

fn queries(log: &mut Log, begin: Timestamp, end: Timestamp) -> Outcome<()> {
    let middle = begin.checked_add((end.duration_since(begin)) / 2)?;
    let of = |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        filter
    };
    let of_type = of(|filter| filter.event_type = Some("VM.START".to_owned()));
    let page =
        |filter: Filter, sort| PageQuery { filter, sort, order: Order::Descending, after: None, limit: 100 };
    let dated = Filter { start: Some(begin), end: Some(middle), ..of_type.clone() };
    let user = Principal::User(Account::Named("a1b2c3d4-0000-4000-8000-000000000001".to_owned()));
    println!("\na page of 100                                     ms");
    for (name, principal, query) in [
        ("list", &ROOT, page(Filter::default(), Sort::Date)),
        ("list --type VM.START", &ROOT, page(of_type.clone(), Sort::Date)),
        ("list --type VM.START --start .. --end ..", &ROOT, page(dated.clone(), Sort::Date)),
        ("list --type 'V*'", &ROOT, page(of(|filter| filter.event_type = Some("V*".to_owned())), Sort::Date)),
        (
            "list --type 'V*' --sort type",
            &ROOT,
            page(of(|filter| filter.event_type = Some("V*".to_owned())), Sort::Type),
        ),
        ("list --level error", &ROOT, page(of(|filter| filter.level = Some(Level::Error)), Sort::Date)),
        (
            "list --keyword 'vm id: 1999'",
            &ROOT,
            page(of(|filter| filter.keyword = Some("vm id: 1999".to_owned())), Sort::Date),
        ),
        ("list --domain 7", &ROOT, page(of(|filter| filter.domain = Some(7)), Sort::Date)),
        ("list --as ACCOUNT", &user, page(Filter::default(), Sort::Date)),
        ("list --archived", &ROOT, page(of(|filter| filter.archived = Archived::Only), Sort::Date)),
    ] {
        let (_, took) = timed(|| Ok(log.list(principal, &query)?))?;
        println!("{name:<42} {:>9.2}", took.as_secs_f64() * 1000.0);
    }
    for (name, filter) in
        [("list --count", Filter::default()), ("list --type VM.START --start .. --end .. --count", dated)]
    {
        let (count, took) = timed(|| Ok(log.count(&ROOT, &filter)?))?;
        println!("{name:<42} {:>9.2}  ({count})", took.as_secs_f64() * 1000.0);
    }
    let (_, took) = timed(|| Ok(log.stats(&ROOT, end)?))?;
    println!("{:<42} {:>9.2}", "stats", took.as_secs_f64() * 1000.0);
    Ok(())
}

/// Runs a change while somebody else publishes.
fn change(dir: &Path, name: &str, work: impl FnOnce(&mut Log) -> Outcome<u64>) -> Outcome<()> {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let publisher = scope.spawn(|| publish(dir, &over));
        let mut log = Log::open(dir)?;
        let changed = timed(|| work(&mut log));
        over.store(true, Ordering::Relaxed);
        let mut waits = publisher.join().map_err(|_| "the publisher panicked")??;
        let (count, took) = changed?;
        waits.sort_unstable();
        let at = |part: usize| waits.get((waits.len() * part / 1000).min(waits.len().saturating_sub(1)));
        let [p50, p99, max] =
            [500, 990, 1000].map(|part| at(part).map_or(0.0, |wait| wait.as_secs_f64() * 1000.0));
        println!("{name:<40} {count:>7} {:>8.1} {p50:>13.2} {p99:>6.1} {max:>6.1}", took.as_secs_f64());
        Ok(())
    })
}

/// Publishes at the rate until it is over; how long each event took to be on disk.
fn publish(dir: &Path, over: &AtomicBool) -> Outcome<Vec<Duration>> {
    let mut log = Log::open(dir)?;
    let (mut waits, begun) = (Vec::new(), Instant::now());
    for number in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let due = Duration::from_secs(1) / RATE * number;
        thread::sleep(due.saturating_sub(begun.elapsed()));
        // What comes late because an earlier one waited has waited as well.
        let draft = Draft::new(event(number), Timestamp::now());
        log.write(|change| Ok(draft.insert(change)?))?;
        waits.push(begun.elapsed().saturating_sub(due));
    }
    Ok(waits)
}
