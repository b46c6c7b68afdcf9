//! The clock that busboot has: the machine's, until it steps.

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

use tempfile::TempDir;

use crate::plan::{Fault, Planned};
use crate::progress::Progress;

const SHIM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/campaign/clock.c");

/// What `clock.c` makes of the machine's clock.
pub(crate) struct Clock {
    directory: TempDir,
    /// By how many nanoseconds it is ahead.
    ahead: Mutex<i64>,
}

impl Clock {
    /// One that is right, for now.
    pub(crate) fn new() -> Self {
        let clock = Self { directory: TempDir::with_prefix("busboot-clock-").unwrap(), ahead: Mutex::new(0) };
        fs::write(clock.offset(), [0; 8]).unwrap();
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o"]);
        let status = compiler.arg(clock.shim()).arg(SHIM).status().unwrap();
        assert!(status.success(), "{SHIM} can't be compiled: {status}");
        clock
    }

    /// Lets a program have it.
    pub(crate) fn give_to(&self, command: &mut Command) {
        command.env("LD_PRELOAD", self.shim()).env("STEPPED_CLOCK", self.offset());
    }

    /// Steps as it is planned.
    pub(crate) fn suffer(&self, faults: &[Planned], progress: &Progress) {
        for Planned { at, fault, lasts } in faults {
            if !progress.reaches(*at) {
                return;
            }
            let step = i64::try_from(lasts.as_nanos()).unwrap();
            self.step(match fault {
                Fault::ClockAhead => step,
                Fault::ClockBack => -step,
                other => panic!("a clock can't suffer {other:?}"),
            });
        }
    }

    /// Ahead, or back.
    pub(crate) fn step(&self, nanoseconds: i64) {
        let mut ahead = self.ahead.lock().unwrap();
        *ahead += nanoseconds;
        // In place: programs have the file mapped.
        let file = fs::File::options().write(true).open(self.offset()).unwrap();
        file.write_all_at(&ahead.to_ne_bytes(), 0).unwrap();
    }

    fn offset(&self) -> PathBuf {
        self.directory.path().join("offset")
    }

    fn shim(&self) -> PathBuf {
        self.directory.path().join("clock.so")
    }
}
