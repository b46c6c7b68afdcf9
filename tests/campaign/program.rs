//! `busboot run` as a process that can be killed at any time.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ExitStatus, Stdio};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::Duration;

use serde_json::Value;

use crate::ledger::Ledger;
use crate::machine::Machine;
use crate::progress::Progress;

/// How often memory is looked at.
const SAMPLE: Duration = Duration::from_millis(200);

/// One life of it. It dies with the thread that started it.
pub(crate) struct Program {
    process: Child,
    input: Option<ChildStdin>,
    output: JoinHandle<Option<Value>>,
}

impl Program {
    /// Starts it; what it says of events goes into the ledger, what it says to people to the end of a log.
    pub(crate) fn start(machine: &Machine, root: &Path, log: &Path, ledger: Arc<Mutex<Ledger>>) -> Self {
        let mut command = machine.command(env!("CARGO_BIN_EXE_busboot"));
        let log = std::fs::File::options().create(true).append(true).open(log).unwrap();
        command.args(["run", "--acknowledge", "--format", "json", "--root"]).arg(root);
        command.arg("--journal-dir").arg(machine.journal());
        // What is counted at the end must still be there.
        command.args(["--event-purge-delay", "0"]);
        command.args(["--drain-timeout", "1h", "--connect-timeout", "3s"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let mut process = command.spawn().unwrap();
        let input = process.stdin.take();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let output = std::thread::spawn(move || {
            let mut report = None;
            for line in lines.map_while(Result::ok) {
                // A line that SIGKILL has cut off says nothing.
                let Ok(said) = serde_json::from_str(&line) else { continue };
                if !ledger.lock().unwrap().note(&said) {
                    report = Some(said);
                }
            }
            report
        });
        Self { process, input, output }
    }

    /// Hands it a line; false when it has ended.
    pub(crate) fn feed(&mut self, line: &str) -> bool {
        self.input.as_mut().is_some_and(|input| input.write_all(line.as_bytes()).is_ok())
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.process.try_wait().unwrap().is_some()
    }

    /// Ends the input and waits for its end: how it ended, and its report, which a killed program doesn't leave.
    pub(crate) fn finish(mut self) -> (ExitStatus, Option<Value>) {
        drop(self.input.take());
        let report = self.output.join().unwrap();
        (self.process.wait().unwrap(), report)
    }
}

/// Resident memory of the process that is fed, sampled.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Vec<u64>>);

impl Memory {
    /// Takes samples until the campaign ends.
    pub(crate) fn watch(&self, progress: &Progress) {
        while !progress.is_over() {
            self.sample(progress.process.load(Ordering::Relaxed));
            sleep(SAMPLE);
        }
    }

    /// In KiB; nothing when the process has ended.
    fn sample(&self, id: u32) {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number: Option<u64> = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        self.0.lock().unwrap().extend(number);
    }

    /// The most in the first and in the second half of the time, in MiB.
    pub(crate) fn peaks(&self) -> (u64, u64) {
        let samples = self.0.lock().unwrap();
        let (first, second) = samples.split_at(samples.len() / 2);
        let peak = |samples: &[u64]| samples.iter().max().copied().unwrap_or_default() / 1024;
        (peak(first), peak(second))
    }
}
