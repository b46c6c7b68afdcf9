//! The campaign itself: feeds events, lets faults come over everybody, waits for calm, and counts.

use std::fmt::{Display, Write as _};
use std::io::Write as _;
use std::thread;
use std::time::Instant;

use busboot::journal::BusRow;

use crate::arrivals;
use crate::books::Books;
use crate::feeder::{self, Feeder};
use crate::ledger::Ledger;
use crate::machine::Machine;
use crate::plan::Plan;
use crate::program::Memory;
use crate::progress::{End, Progress};
use crate::stage::{Behind, root};
use crate::verdict::Verdict;

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
        let machine = Machine::new(self.events);
        let root = root(rabbitmq.port(), kafka.port());
        let log = root.path().join("busboot.log");
        let (progress, memory) = (Progress::default(), Memory::default());
        let begun = Instant::now();
        let ledger = thread::scope(|scope| {
            let _end = End(&progress);
            let lanes = [
                scope.spawn(|| rabbitmq.suffer(&plan.rabbitmq, &progress)),
                scope.spawn(|| kafka.suffer(&plan.kafka, &progress)),
                scope.spawn(|| machine.suffer(&plan.disk, &progress)),
                scope.spawn(|| machine.clock.suffer(&plan.clock, &progress)),
                scope.spawn(|| feeder::suffer(&plan.busboot, &progress)),
            ];
            scope.spawn(|| memory.watch(&progress));
            let (root, log, a_second) = (root.path(), log.as_path(), self.a_second);
            let feeder = Feeder { machine: &machine, root, log, progress: &progress, a_second };
            feeder.feed(self.events, || lanes.iter().all(|lane| lane.is_finished()))
        });
        let elapsed = begun.elapsed();
        let books = Books::open(&machine.copy_of_journal());
        let verdicts = [
            ("rabbitmq", runtime.block_on(arrivals::of_rabbitmq(&rabbitmq.broker))),
            ("kafka", arrivals::of_kafka(&kafka.broker)),
        ]
        .map(|(bus, arrivals)| (bus, Verdict::new(&books.accepted, &arrivals)));
        say(&self.table(&plan, &ledger, &books, &verdicts));
        let (first, second) = memory.peaks();
        say(&format!(
            "{:.0} s; busboot's memory at most {first} MiB in the first half of the time, {second} MiB in the second",
            elapsed.as_secs_f64()
        ));
        let mut faults = books.faults(&ledger);
        if second > first + first / 4 + 16 {
            faults.push("memory grows with the events".to_owned());
        }
        faults.extend(
            verdicts
                .iter()
                .filter(|(_, verdict)| !verdict.is_fine())
                .map(|(bus, _)| format!("{bus}: see above")),
        );
        if u64::try_from(ledger.accepted.len()) != Ok(self.events) {
            faults.push(format!("{} events were accepted", ledger.accepted.len()));
        }
        assert!(faults.is_empty(), "broken with BUSBOOT_SEED={}: {}", self.seed, faults.join("; "));
    }

    /// As Markdown.
    fn table(&self, plan: &Plan, ledger: &Ledger, books: &Books, verdicts: &[(&str, Verdict)]) -> String {
        let mut text = "| | |\n|---|---|\n".to_owned();
        let mut row = |what: &str, value: &dyn Display| writeln!(text, "| {what} | {value} |").unwrap();
        row("seed", &self.seed);
        row("events", &self.events);
        for ((whom, fault), count) in plan.counts() {
            row(&format!("{whom}: {}", fault.name()), &count);
        }
        row("accepted", &books.accepted.len());
        row("not accepted at first, as the disk was full", &ledger.refused);
        row("fed again after a kill, having got no answer", &ledger.unanswered);
        row("of these, accepted twice", &books.accepted_again());
        for (bus, pending) in &books.buses {
            let BusRow { name, confirmed, unroutable, dead, .. } = bus;
            let counts =
                format!("confirmed {confirmed}, unroutable {unroutable}, dead {dead}, pending {pending}");
            row(&format!("{name}: in the journal"), &counts);
        }
        for (bus, verdict) in verdicts {
            row(&format!("{bus}: at the broker"), verdict);
        }
        text
    }
}

/// To standard output, whether or not the test succeeds.
pub(crate) fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").unwrap();
}
