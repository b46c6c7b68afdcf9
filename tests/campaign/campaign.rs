//! The campaign itself: feeds events, lets faults come over everybody, waits for calm, and counts.

use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use crate::arrivals;
use crate::events::{Number, line};
use crate::plan::Plan;
use crate::program::{Memory, Program};
use crate::progress::{End, Progress};
use crate::stage::{Behind, root};
use crate::verdict::{Table, Verdict};

/// How many events, at most how many a second, and which faults.
pub(crate) struct Campaign {
    pub(crate) events: u64,
    pub(crate) a_second: u64,
    pub(crate) seed: u64,
}

impl Campaign {
    /// Panics, naming the seed, when anything that was accepted is lost or out of order.
    pub(crate) fn run(&self) {
        say(&format!("campaign: {} events, BUSBOOT_SEED={}", self.events, self.seed));
        let plan = Plan::new(self.seed, self.events);
        let (mut rabbitmq, mut kafka) = (Behind::rabbitmq(), Behind::kafka());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(arrivals::declare_queue(&rabbitmq.broker));
        let root = root(&rabbitmq, &kafka);
        let (progress, memory) = (Progress::default(), Memory::default());
        let begun = Instant::now();
        let accepted = thread::scope(|scope| {
            let _end = End(&progress);
            scope.spawn(|| rabbitmq.suffer(&plan.rabbitmq, &progress));
            scope.spawn(|| kafka.suffer(&plan.kafka, &progress));
            scope.spawn(|| memory.watch(&progress));
            self.feed(root.path(), &progress)
        });
        let elapsed = begun.elapsed();
        let verdicts = [
            ("rabbitmq", Verdict::new(&accepted, &runtime.block_on(arrivals::of_rabbitmq(&rabbitmq.broker)))),
            ("kafka", Verdict::new(&accepted, &arrivals::of_kafka(&kafka.broker))),
        ];
        say(&self.table(&plan, &accepted, &verdicts, &memory, elapsed).to_string());
        let seed = self.seed;
        assert!(verdicts.iter().all(|(_, verdict)| verdict.is_fine()), "broken with BUSBOOT_SEED={seed}");
    }

    /// Feeds all events and waits until they are delivered; those that were accepted, in order.
    fn feed(&self, root: &Path, progress: &Progress) -> Vec<Number> {
        let log = root.join("busboot.log");
        let mut program = Program::start(root, &log);
        progress.process.store(program.id(), Ordering::Relaxed);
        let start = Instant::now();
        for number in 0..self.events {
            pace(start, number, self.a_second);
            if !program.feed(&line(number)) {
                break;
            }
            progress.fed.store(number + 1, Ordering::Relaxed);
        }
        let (status, report) = program.finish();
        let said = || std::fs::read_to_string(&log).unwrap();
        assert!(status.success(), "BUSBOOT_SEED={}: {status}: {report:?}\n{}", self.seed, said());
        (0..self.events).collect()
    }

    fn table(
        &self,
        plan: &Plan,
        accepted: &[Number],
        verdicts: &[(&str, Verdict)],
        memory: &Memory,
        elapsed: Duration,
    ) -> Table {
        let mut table = Table::default();
        table.row("seed", self.seed);
        table.row("events", self.events);
        for ((whom, fault), count) in plan.counts() {
            table.row(format!("{whom}: {fault:?}"), count);
        }
        table.row("accepted", accepted.len());
        for (bus, verdict) in verdicts {
            table.row(bus, verdict);
        }
        table.row("duration", format!("{:.0} s", elapsed.as_secs_f64()));
        let (first, second) = memory.peaks();
        table.row(
            "peak memory of busboot",
            format!("{first} MiB in the first half, {second} MiB in the second"),
        );
        table
    }
}

/// Waits until it's time for this event.
fn pace(start: Instant, number: Number, a_second: u64) {
    let due = Duration::from_secs_f64(number as f64 / a_second as f64);
    if let Some(early) = due.checked_sub(start.elapsed()).filter(|early| early.as_millis() > 0) {
        thread::sleep(early);
    }
}

/// To standard output, whether or not the test succeeds.
fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").unwrap();
}
