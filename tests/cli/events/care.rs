//! `events verify`, `repair` and `drop-bus` on journals that are damaged or in use.

use busboot::event::Event;
use busboot::journal::{Draft, Lock};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Journal;
use crate::{busboot, finish};

impl Journal {
    /// Changes an event behind the journal's back, as a disk does.
    fn alter(&self, seq: i64) {
        let sql = "UPDATE event SET description = 'altered' WHERE seq = ?";
        self.log().write(|change| Ok(change.execute(sql, [seq])?)).unwrap();
    }

    /// What a command says on standard output and then on standard error, and its exit code.
    fn says(&self, args: &[&str]) -> (String, i32) {
        let output = finish(self.command().args(args), b"");
        let text = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text)).concat();
        (text, output.status.code().unwrap())
    }

    fn says_json(&self, args: &[&str]) -> (Value, i32) {
        let (text, code) = self.says(&[args, &["--format", "json"]].concat());
        (serde_json::from_str(&text).unwrap(), code)
    }
}

#[test]
fn what_was_altered_is_named_then_repaired_and_the_rest_is_as_it_was() {
    let journal = Journal::filled();
    journal.alter(12);
    let reason = "it is not as it was accepted: its checksum differs";
    let (text, code) = journal.says(&["verify"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.starts_with(&format!("event 12: {reason}\n11 events as accepted, 1 damaged\n")), "{text}");
    assert!(text.contains("busboot events repair saves what is readable; stop busboot run first"), "{text}");
    let damaged = json!([{ "first": 12, "last": 12, "reason": reason }]);
    let found = journal.says_json(&["verify"]);
    assert_eq!(found, (json!({ "sound": 11, "damaged": damaged, "structure": [], "books": [] }), 1));

    let (repaired, code) = journal.says_json(&["repair"]);
    assert_eq!((&repaired["saved"], &repaired["damaged"], code), (&json!(11), &damaged, 1));
    assert_eq!(repaired["lost"], json!([{ "bus": "kafka", "lost": 1 }]));
    let kept = std::path::Path::new(repaired["kept"].as_str().unwrap());
    assert!(kept.is_file() && kept.starts_with(journal.0.path()), "{}", kept.display());

    assert_eq!(journal.says(&["verify"]), ("11 events as accepted, 0 damaged\n".to_owned(), 0));
    let (stats, _) = journal.says_json(&["stats"]);
    assert_eq!((&stats["events"], &stats["archived"]), (&json!(10), &json!(1)));
    let (dead, _) = journal.says_json(&["dead", "list"]);
    assert_eq!(dead["dead"].as_array().unwrap().len(), 1, "the lost event is there no more: {dead}");
}

#[test]
fn damaged_events_in_a_row_are_one_line_and_of_very_many_the_first_are_shown() {
    let journal = Journal::filled();
    (2..=5).for_each(|seq| journal.alter(seq));
    let (text, _) = journal.says(&["verify"]);
    assert!(text.starts_with("events 2 to 5: it is not as it was accepted"), "{text}");
    assert!(text.contains("\n8 events as accepted, 4 damaged\n"), "{text}");
    let insert = |change: &rusqlite::Transaction<'_>| {
        for number in 0..400 {
            Draft::new(Event::new("VM.START"), Timestamp::UNIX_EPOCH).insert(change)?;
            if number % 2 == 0 {
                change.execute(
                    "UPDATE event SET description = 'altered' WHERE seq = last_insert_rowid()",
                    [],
                )?;
            }
        }
        Ok(())
    };
    journal.log().write(insert).unwrap();
    let (text, code) = journal.says(&["repair"]);
    assert!(text.lines().count() < 110 && code == 1, "{text}");
    assert!(text.contains("\nand 101 events further on; --format json names all\n"), "{text}");
}

#[test]
fn what_somebody_delivers_from_is_neither_repaired_nor_does_it_lose_a_bus() {
    let journal = Journal::filled();
    let lock = Lock::take(journal.0.path(), "busboot run", Timestamp::UNIX_EPOCH).unwrap();
    for command in [&["repair"][..], &["drop-bus", "kafka"]] {
        let (text, code) = journal.says(command);
        assert!(text.contains(&format!("is in use by process {}, since", std::process::id())), "{text}");
        assert_eq!(code, 1, "{command:?}");
    }
    assert_eq!(journal.says(&["verify"]).1, 0, "verifying disturbs nobody");
    drop(lock);
    let (text, code) = journal.says(&["repair"]);
    assert!(text.starts_with("saved 12 events, 0 could not be read; the journal as it was is "), "{text}");
    assert_eq!(code, 0);
    assert_eq!(
        journal.says(&["drop-bus", "kafka"]),
        ("forgot kafka; it had yet to get 2 events\n".to_owned(), 0)
    );
    let (stats, _) = journal.says_json(&["stats"]);
    assert_eq!(stats["buses"].as_array().unwrap().len(), 1, "{stats}");
}

#[test]
fn what_is_no_database_any_more_is_not_sent_round_in_a_circle() {
    let journal = Journal::filled();
    for name in ["journal.db-wal", "journal.db-shm"] {
        drop(std::fs::remove_file(journal.0.path().join(name)));
    }
    std::fs::write(journal.0.path().join("journal.db"), "scribble ".repeat(1000)).unwrap();
    for command in ["list", "verify", "repair"] {
        let (text, code) = journal.says(&[command]);
        assert!(text.contains("nothing of the journal can be read (file is not a database)"), "{text}");
        assert!(text.contains("restore journal.db from a copy, or move it away"), "{text}");
        assert_eq!(code, 1);
    }
}

#[test]
fn what_has_no_tables_to_read_is_not_sent_round_in_a_circle_either() {
    use std::os::unix::fs::FileExt as _;
    let journal = Journal::filled();
    assert_eq!(journal.says(&["repair"]).1, 0, "so that all is in the database itself");
    let path = journal.0.path().join("journal.db");
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all_at(&[0xa5; 3000], 100).unwrap();
    for command in ["verify", "repair"] {
        let (text, code) = journal.says(&[command]);
        assert!(text.contains(&format!("no table of {} can be read", path.display())), "{text}");
        assert!(text.contains("keep a copy of the file") && !text.contains("events repair"), "{text}");
        assert_eq!(code, 1);
    }
    let names = std::fs::read_dir(journal.0.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().starts_with("repair-")));
}

#[test]
fn where_there_is_no_journal_nothing_is_made() {
    let nowhere = tempfile::tempdir().unwrap();
    for command in [&["verify"][..], &["repair"], &["drop-bus", "kafka"], &["purge"]] {
        let mut busboot = busboot();
        busboot.args(["events", "--journal-dir"]).arg(nowhere.path()).args(command);
        let output = finish(&mut busboot, b"");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(&format!("there is no journal in {}", nowhere.path().display())), "{stderr}");
        assert_eq!(output.status.code(), Some(1));
    }
    assert!(std::fs::read_dir(nowhere.path()).unwrap().next().is_none());
}

#[test]
fn a_bus_that_is_said_to_be_past_the_last_event_is_named_and_what_it_had_not_got_is_not_lost() {
    let journal = Journal::filled();
    let falsify = |sql: &str| journal.log().write(|change| Ok(change.execute(sql, [])?)).unwrap();
    falsify("UPDATE bus SET done = 100000 WHERE name = 'kafka'");
    let fault =
        "bus kafka: it is said to begin with event 1, to have got all up to 100000, and the last event is 12";
    let (text, code) = journal.says(&["verify"]);
    assert!(text.starts_with(fault) && text.contains("busboot events repair saves"), "{text}");
    assert_eq!(code, 1);
    let (text, code) = journal.says(&["repair"]);
    assert!(text.contains("kafka: what it had got is not known: it gets all that is kept again"), "{text}");
    assert_eq!(code, 1);
    assert_eq!(journal.says(&["verify"]), ("12 events as accepted, 0 damaged\n".to_owned(), 0));
    let (stats, _) = journal.says_json(&["stats"]);
    assert_eq!(stats["buses"][0]["pending"], 11, "but for the dead letter: {stats}");
}

#[test]
fn what_is_sent_to_a_bus_that_was_added_later_is_seen_on_it_and_one_that_is_gone_gets_it_later() {
    let journal = Journal::filled();
    let boot = |names: &[(&str, busboot::journal::Start)]| {
        journal.log().write(|change| busboot::journal::set_buses(change, names)).unwrap();
    };
    let end = busboot::journal::Start::End;
    boot(&[("kafka", end), ("rabbit", end), ("later", end)]);
    for _ in 0..2 {
        let asked = journal.says(&["replay", "1", "--to", "later"]);
        assert_eq!(asked, ("1 event will be sent to later\n".to_owned(), 0));
        let fates = [(1, busboot::journal::Fate::Confirmed)];
        let record = |change: &rusqlite::Transaction<'_>| {
            let bus = busboot::journal::bus(change, "later")?.unwrap();
            busboot::journal::record(change, bus.id, bus.done, &fates, Timestamp::UNIX_EPOCH)
        };
        journal.log().write(record).unwrap();
    }
    assert!(journal.says(&["show", "1"]).0.contains("on later settled"));
    assert_eq!(journal.says(&["list", "--bus", "later", "--count"]), ("1\n".to_owned(), 0));
    let (stats, _) = journal.says_json(&["stats"]);
    assert_eq!((&stats["buses"][1]["bus"], &stats["buses"][1]["settled"]), (&json!("later"), &json!(1)));

    boot(&[("kafka", end), ("rabbit", end)]);
    journal.accept(&json!({ "accepted": "2024-12-18T00:00:00Z", "event": { "eventType": "VM.STOP" } }));
    let asked = journal.says(&["replay", "13", "--to", "later"]);
    assert_eq!(asked, ("1 event will be sent to later once it is configured again\n".to_owned(), 0));
    assert_eq!(journal.says(&["verify"]).1, 0);
}
