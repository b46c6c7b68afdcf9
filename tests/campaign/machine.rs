//! What busboot has of the machine: a small file system for its journal, which ends with the tests, and a clock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering;
use std::thread::sleep;

use serde_json::Value;
use tempfile::TempDir;

use crate::clock::Clock;
use crate::plan::{Fault, Planned};
use crate::progress::Progress;
use crate::support::{Tied, wait_until};

/// What of the file system is left to a journal, in bytes for each event.
const ROOM: u64 = 2 << 10;

/// What the journal needs besides, for its write-ahead log above all, in MiB.
const BASE: u64 = 160;

/// A mount namespace with a tmpfs in it.
pub(crate) struct Machine {
    pub(crate) clock: Clock,
    directory: TempDir,
    /// Keeps the namespace.
    _holder: Tied,
    holder_id: u32,
}

impl Machine {
    /// With a disk for the journal of so many events.
    pub(crate) fn new(events: u64) -> Self {
        let directory = TempDir::with_prefix("busboot-machine-").unwrap();
        let path = directory.path().display();
        let size = BASE + ((events * ROOM) >> 20);
        let script = format!(
            "mkdir {path}/disk && mount -t tmpfs -o size={size}m none {path}/disk && echo $$ >{path}/holder.new \
             && mv {path}/holder.new {path}/holder && exec sleep infinity"
        );
        let mut command = Tied::command("unshare");
        command.args(["--mount", "sh", "-c", &script]);
        let mut holder = Tied::spawn(command);
        let file = directory.path().join("holder");
        wait_until("a mount namespace (which needs root)", || {
            assert!(holder.is_running(), "no tmpfs can be mounted in a namespace of its own: are you root?");
            file.exists()
        });
        let holder_id = fs::read_to_string(file).unwrap().trim().parse().unwrap();
        Self { clock: Clock::new(), directory, _holder: holder, holder_id }
    }

    /// A command that runs there. `Tied` as all of ours, so that the process id is the program's own.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Tied::command("nsenter");
        command.arg(format!("--mount=/proc/{}/ns/mnt", self.holder_id)).arg("--").arg(program);
        command.env_clear().env("PATH", "/usr/bin:/bin");
        self.clock.give_to(&mut command);
        command
    }

    /// The journal's directory, as programs there see it.
    pub(crate) fn journal(&self) -> PathBuf {
        self.disk().join("journal")
    }

    /// A copy of the journal that everybody sees.
    pub(crate) fn copy_of_journal(&self) -> PathBuf {
        let copy = self.directory.path().join("copy");
        let status =
            Command::new("cp").arg("-r").arg(self.seen_from_outside("journal")).arg(&copy).status().unwrap();
        assert!(status.success());
        copy
    }

    /// How many events a bus has got so far, as `events stats` has it.
    pub(crate) fn settled(&self, bus: &str) -> u64 {
        let mut command = self.command(env!("CARGO_BIN_EXE_busboot"));
        command.args(["events", "stats", "--format", "json", "--journal-dir"]).arg(self.journal());
        let stats: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        let buses = stats["buses"].as_array().unwrap();
        buses.iter().find(|stats| stats["bus"] == bus).map_or(0, |stats| stats["settled"].as_u64().unwrap())
    }

    /// Does what is planned for the disk.
    pub(crate) fn suffer(&self, faults: &[Planned], progress: &Progress) {
        for Planned { at, fault, lasts, .. } in faults {
            assert_eq!(*fault, Fault::FullDisk);
            if !progress.reaches(*at) {
                return;
            }
            progress.disk.fetch_add(1, Ordering::Relaxed);
            let ballast = self.seen_from_outside("ballast");
            let mut file = fs::File::create(&ballast).unwrap();
            let filled = std::io::copy(&mut std::io::repeat(0), &mut file).unwrap_err();
            assert_eq!(filled.kind(), std::io::ErrorKind::StorageFull);
            sleep(*lasts);
            fs::remove_file(ballast).unwrap();
            progress.disk.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn disk(&self) -> PathBuf {
        self.directory.path().join("disk")
    }

    fn seen_from_outside(&self, name: &str) -> PathBuf {
        let disk = self.disk();
        let below = disk.strip_prefix("/").unwrap();
        Path::new("/proc").join(self.holder_id.to_string()).join("root").join(below).join(name)
    }
}
