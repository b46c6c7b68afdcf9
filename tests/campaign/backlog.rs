//! A backlog of a day: both brokers were away, CloudStack went on publishing, and then they are back. How long is the
//! journal in emptying, and in how much memory?

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use busboot::event::Event;
use busboot::journal::{self, Draft, Log, Start, Store, set_buses};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use crate::arrivals;
use crate::campaign::say;
use crate::events::{Number, line};
use crate::program::Memory;
use crate::progress::Progress;
use crate::stage::{NAME, root};
use crate::support::{KafkaBroker, RabbitMqNode, Tied};

/// The names of the buses.
const BUSES: [&str; 2] = ["rabbitmq", "kafka"];

/// How many events are written in one transaction.
const TOGETHER: Number = 50_000;

/// Keeps the brokers' disks small: what they hold isn't read here, what they confirmed is counted.
const BOUNDED_QUEUE: &str = r#"{"max-length": 100000}"#;
const BOUNDED_TOPIC: &str =
    "log.segment.bytes=268435456\nlog.retention.bytes=268435456\nlog.retention.check.interval.ms=5000\n";

/// Fills a journal with so many events that neither bus has got, lets `busboot run` empty it, and says how long it took.
pub(crate) fn drain(events: Number) {
    let state = TempDir::with_prefix("busboot-backlog-").unwrap();
    let begun = Instant::now();
    fill(&state, events);
    let seconds = begun.elapsed().as_secs_f64();
    let files = fs::read_dir(state.path()).unwrap();
    let size: u64 = files.map(|file| file.unwrap().metadata().unwrap().len()).sum();
    say(&format!(
        "backlog: {events} events accepted in {seconds:.0} s, {:.0} a second; {} MiB on disk, {:.0} bytes an event",
        events as f64 / seconds,
        size >> 20,
        size as f64 / events as f64
    ));
    let (rabbitmq, kafka) = (RabbitMqNode::start(), KafkaBroker::start_with(BOUNDED_TOPIC));
    tokio::runtime::Runtime::new().unwrap().block_on(arrivals::declare_queue(&rabbitmq));
    rabbitmq.rabbitmqctl(&["set_policy", "bounded", NAME, BOUNDED_QUEUE]);
    let root = root(rabbitmq.port, kafka.port);

    let (report, elapsed, memory) = run(&state, &root);

    let seconds = elapsed.as_secs_f64();
    let (first, second) = memory.peaks();
    say(&format!(
        "drained in {seconds:.0} s, {:.0} events a second to each bus; memory at most {first} MiB in the first half of \
         the time, {second} MiB in the second",
        events as f64 / seconds
    ));
    assert!(second <= first + first / 4 + 16, "memory grows with the events");
    let reader = Store::existing(state.path()).unwrap().reader().unwrap();
    for bus in journal::buses(&reader).unwrap() {
        assert_eq!(Number::try_from(bus.confirmed), Ok(events), "{bus:?} {report}");
    }
}

/// As a run would have left it whose brokers were away all the time.
fn fill(state: &TempDir, events: Number) {
    Store::create(state.path()).unwrap();
    let mut log = Log::open(state.path()).unwrap();
    log.write(|change| set_buses(change, &BUSES.map(|bus| (bus, Start::End)))).unwrap();
    for first in (0..events).step_by(TOGETHER as usize) {
        let drafts = (first..events.min(first + TOGETHER)).map(|number| {
            let event = Event::from_json_line(line(number).trim_end()).unwrap();
            Draft::new(event, Timestamp::now())
        });
        log.write(|change| {
            for draft in drafts {
                draft.insert(change)?;
            }
            Ok(())
        })
        .unwrap();
    }
}

/// Without input, `run` ends once everything is delivered. What it reported, how long it took, and its memory.
fn run(state: &TempDir, root: &TempDir) -> (Value, Duration, Memory) {
    let mut command: Command = Tied::command(env!("CARGO_BIN_EXE_busboot"));
    command.env_clear().args(["run", "--format", "json", "--root"]).arg(root.path());
    command.arg("--journal-dir").arg(state.path());
    command.args(["--event-purge-delay", "0", "--journal-max-size", "100g", "--drain-timeout", "24h"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let (progress, memory, begun) = (Progress::default(), Memory::default(), Instant::now());
    let process = command.spawn().unwrap();
    progress.process.store(process.id(), Ordering::Relaxed);
    let output = thread::scope(|scope| {
        let _end = crate::progress::End(&progress);
        scope.spawn(|| memory.watch(&progress));
        process.wait_with_output().unwrap()
    });
    let elapsed = begun.elapsed();
    assert!(output.status.success(), "{output:?}");
    let report =
        output.stdout.split(|byte| *byte == b'\n').rfind(|line| !line.is_empty()).unwrap_or_default();
    (serde_json::from_slice(report).unwrap(), elapsed, memory)
}
