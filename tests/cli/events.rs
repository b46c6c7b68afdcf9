//! `events` on the journal that `fixtures/events/journal.ndjson` describes: its cases, and the page on the event log.
//!
//! A case is a folder of `fixtures/events/cases`: `args`, one argument a line behind `events`; `stdout`, `stderr` and
//! `code` are what is promised. Each has the journal fresh. The page's console blocks are typed one after the other on
//! one journal.
//!
//! `BUSBOOT_REWRITE=1 cargo test --test cli` writes the promises anew; read the difference before keeping it.

mod care;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use busboot::event::Event;
use busboot::journal::{Draft, Fate, Log, Start, Store, bus, record, set_buses};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use crate::docs::hold_console;
use crate::{busboot, finish, hold, lines};

const BUSES: [&str; 2] = ["kafka", "rabbit"];

/// A journal that goes when the test is over.
struct Journal(TempDir);

impl Journal {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Store::create(dir.path()).unwrap();
        let journal = Self(dir);
        let buses = BUSES.map(|name| (name, Start::End));
        journal.log().write(|change| set_buses(change, &buses)).unwrap();
        journal
    }

    fn filled() -> Self {
        let journal = Self::new();
        for line in lines(Path::new("fixtures/events/journal.ndjson")) {
            journal.accept(&serde_json::from_str(&line).unwrap());
        }
        journal
    }

    fn log(&self) -> Log {
        Log::open(self.0.path()).unwrap()
    }

    /// Accepts an event of a line, and records what became of it.
    fn accept(&self, line: &Value) {
        let event = Event::from_json_line(&line["event"].to_string()).unwrap();
        let accepted: Timestamp = line["accepted"].as_str().unwrap().parse().unwrap();
        let mut log = self.log();
        let known = BUSES.map(|name| bus(&log.reader().unwrap(), name).unwrap().unwrap());
        let write = log.write(|change| {
            let seq = Draft::new(event, accepted).insert(change)?;
            let archived = line["archived"].as_bool().unwrap_or(false);
            change.execute("UPDATE event SET archived = ? WHERE seq = ?", (archived, seq))?;
            for bus in &known {
                let Some(fate) = line["fates"][&bus.name].as_str() else { continue };
                let fate = match fate {
                    "confirmed" => Fate::Confirmed,
                    "unroutable" => Fate::Unroutable,
                    dead => Fate::Dead(dead.strip_prefix("dead: ").unwrap().to_owned()),
                };
                record(change, bus.id, seq, &[(seq, fate)], accepted)?;
            }
            Ok(())
        });
        write.unwrap();
    }

    fn command(&self) -> Command {
        let mut command = busboot();
        command.env("BUSBOOT_JOURNAL_DIR", self.0.path()).env("TZ", "UTC").arg("events");
        command
    }

    /// Both outputs of a shell's command.
    fn typed(&self, command: &str) -> String {
        let beside = Path::new(env!("CARGO_BIN_EXE_busboot")).parent().unwrap().display();
        let output = Command::new("sh")
            .env_clear()
            .env("PATH", format!("{beside}:/usr/bin:/bin"))
            .env("BUSBOOT_JOURNAL_DIR", self.0.path())
            .env("TZ", "UTC")
            .args(["-c", &format!("{{ {command}; }} 2>&1")])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn every_case_is_as_promised() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("fixtures/events/cases").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let mut wrong = Vec::new();
    for case in &cases {
        let journal = Journal::filled();
        let output = finish(journal.command().args(lines(&case.join("args"))), b"");
        let steady = |text: &[u8]| {
            String::from_utf8_lossy(text).replace(&journal.0.path().display().to_string(), "<journal>")
        };
        hold(&case.join("stdout"), &steady(&output.stdout), &mut wrong);
        hold(&case.join("stderr"), &steady(&output.stderr), &mut wrong);
        hold(&case.join("code"), &format!("{}\n", output.status.code().unwrap_or(-1)), &mut wrong);
    }
    println!("{} cases", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_page_on_the_event_log_shows_what_is_printed() {
    let journal = Journal::filled();
    hold_console("docs/event-log.md", |command| journal.typed(command));
}

#[test]
fn where_there_is_no_journal_it_says_what_to_type() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("nothing");
    let output = finish(busboot().args(["events", "list", "--journal-dir"]).arg(&nowhere), b"");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains(&format!("there is no journal in {}", nowhere.display())), "{stderr}");
    assert!(stderr.contains("busboot run"), "{stderr}");
    assert!(!nowhere.exists());
}

#[test]
fn follow_prints_what_comes_and_may_be_seen_until_it_is_interrupted() {
    let journal = Journal::filled();
    let mut child = journal
        .command()
        .args(["follow", "--type", "VM.*", "--format", "json", "--as-domain", "2"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let line = |text: &str, domain: i64| {
        let event = serde_json::json!({ "eventType": text, "resourceDomainId": domain });
        serde_json::json!({ "accepted": "2024-12-18T00:00:00Z", "event": event })
    };
    let mut read = String::new();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // It says nothing when it begins to look, so something comes until it is seen.
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                journal.accept(&line("VM.START", 1));
                journal.accept(&line("USER.LOGIN", 2));
                journal.accept(&line("VM.REBOOT", 2));
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
        });
        stdout.read_line(&mut read).unwrap();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    let event: Value = serde_json::from_str(&read).unwrap();
    assert_eq!(event["eventType"], "VM.REBOOT");
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_closed_pipe_ends_following_and_listing_well() {
    let journal = Journal::filled();
    for args in [&["follow", "--start", "2024-12-01"][..], &["list", "--all"]] {
        let mut child = journal.command().args(args).stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
}

#[test]
fn pages_are_gone_through_by_their_cursors() {
    let journal = Journal::filled();
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let mut command = journal.command();
        command.args(["list", "--archived=all", "--sort", "type", "--limit", "5", "--format", "json"]);
        if let Some(cursor) = &cursor {
            command.args(["--cursor", cursor]);
        }
        let page: Value = serde_json::from_slice(&finish(&mut command, b"").stdout).unwrap();
        let events = page["events"].as_array().unwrap();
        assert!(events.len() <= 5);
        seen.extend(events.iter().map(|event| event["eventType"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(seen.len(), lines(Path::new("fixtures/events/journal.ndjson")).len());
    assert!(seen.is_sorted_by(|a, b| a >= b), "{seen:?}");
}
