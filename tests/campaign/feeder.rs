//! Feeds `busboot run` over a pipe, starts it again when it was killed, and feeds again what it hasn't accepted.

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::events::line;
use crate::ledger::Ledger;
use crate::machine::Machine;
use crate::plan::{Fault, Planned};
use crate::program::Program;
use crate::progress::Progress;

const SIGKILL: i32 = 9;
const POLL: Duration = Duration::from_millis(5);

/// How long to wait before a program that ended on its own is started again.
const RESTART: Duration = Duration::from_millis(200);

pub(crate) struct Feeder<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) root: &'a Path,
    pub(crate) log: &'a Path,
    pub(crate) progress: &'a Progress,
    /// The most events that are fed a second.
    pub(crate) a_second: u64,
}

impl Feeder<'_> {
    /// Feeds so many events until all are accepted and the faults are over, and waits until they are delivered.
    pub(crate) fn feed(&self, events: u64, faults_are_over: impl Fn() -> bool) -> Ledger {
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        let (mut next, mut written, start) = (0, 0, Instant::now());
        let mut life = Life::begin(self, &ledger);
        loop {
            let again = ledger.lock().unwrap().next();
            let number = again.or_else(|| (next < events).then_some(next));
            let Some(number) = number else {
                let settled = ledger.lock().unwrap().is_settled();
                if settled && faults_are_over() {
                    break;
                }
                if life.program.has_ended() {
                    life = life.begin_again(self, &ledger);
                }
                sleep(POLL);
                continue;
            };
            next = next.max(number + 1);
            pace(start, written, self.a_second);
            written += 1;
            ledger.lock().unwrap().feed(number);
            if !life.program.feed(&line(number)) {
                life = life.begin_again(self, &ledger);
            }
            self.progress.fed.store(next, Ordering::Relaxed);
        }
        let (_, report) = life.program.finish();
        assert!(report.is_some(), "the last life of busboot left no report");
        Arc::into_inner(ledger).unwrap().into_inner().unwrap()
    }
}

/// A program and what the disk was like when it began.
struct Life {
    program: Program,
    disk: u64,
}

impl Life {
    fn begin(feeder: &Feeder<'_>, ledger: &Arc<Mutex<Ledger>>) -> Self {
        let disk = feeder.progress.disk.load(Ordering::Relaxed);
        let program = Program::start(feeder.machine, feeder.root, feeder.log, ledger.clone());
        feeder.progress.process.store(program.id(), Ordering::Relaxed);
        Self { program, disk }
    }

    /// Only SIGKILL and a full disk may end a program before its input does.
    fn begin_again(self, feeder: &Feeder<'_>, ledger: &Arc<Mutex<Ledger>>) -> Self {
        let (status, report) = self.program.finish();
        if status.signal() != Some(SIGKILL) {
            let was_full = self.disk % 2 == 1 || feeder.progress.disk.load(Ordering::Relaxed) != self.disk;
            let said = std::fs::read_to_string(feeder.log).unwrap();
            assert!(was_full, "busboot has ended on its own: {status}: {report:?}\n{said}");
            sleep(RESTART);
        }
        ledger.lock().unwrap().end_life();
        Self::begin(feeder, ledger)
    }
}

/// Kills busboot when it is planned.
pub(crate) fn suffer(faults: &[Planned], progress: &Progress) {
    for Planned { at, fault, lasts } in faults {
        assert_eq!(*fault, Fault::Kill);
        if !progress.reaches(*at) {
            return;
        }
        sleep(*lasts);
        let id = progress.process.load(Ordering::Relaxed);
        // Nobody is there where it has just ended by itself, the disk being full.
        Command::new("sh").args(["-c", &format!("kill -KILL {id}")]).status().unwrap();
        progress.wait_until(|| progress.process.load(Ordering::Relaxed) != id);
    }
}

/// Waits until it's time for the event of this number.
fn pace(start: Instant, number: u64, a_second: u64) {
    let due = Duration::from_secs_f64(number as f64 / a_second as f64);
    if let Some(early) = due.checked_sub(start.elapsed()).filter(|early| early.as_millis() > 0) {
        sleep(early);
    }
}
