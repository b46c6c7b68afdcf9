use std::os::unix::fs::FileExt as _;

use super::*;
use crate::event::Event;
use crate::journal::{Draft, Fate, Start, pending, record, set_buses};

const EVENTS: i64 = 2000;

/// A journal of [`EVENTS`] events for one bus, which has got the first half of them, all in the database itself.
fn journal(dir: &Path) -> Store {
    let store = Store::create(dir).unwrap();
    let mut connection = store.writer().unwrap();
    let change = connection.transaction().unwrap();
    set_buses(&change, &[("bus", Start::End)]).unwrap();
    for number in 1..=EVENTS {
        let description = Some(format!("{number} {}", "x".repeat(300)));
        Draft::new(Event { description, ..Event::new("VM.START") }, Timestamp::UNIX_EPOCH)
            .insert(&change)
            .unwrap();
    }
    let mut fates: Vec<(i64, Fate)> = (1..=EVENTS / 2).map(|seq| (seq, Fate::Confirmed)).collect();
    fates[4].1 = Fate::Dead("no".to_owned());
    fates.push((1500, Fate::Unroutable));
    record(&change, 1, EVENTS / 2, &fates, Timestamp::UNIX_EPOCH).unwrap();
    change.commit().unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    store
}

/// Overwrites what stands from so many bytes before the text on.
fn scribble(store: &Store, text: &str, before: usize, garbage: &[u8]) {
    let bytes = fs::read(store.path()).unwrap();
    let at = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap() - before;
    let file = fs::OpenOptions::new().write(true).open(store.path()).unwrap();
    file.write_all_at(garbage, at as u64).unwrap();
}

#[test]
fn a_sound_journal_is_found_sound() {
    let temp = tempfile::tempdir().unwrap();
    let findings = verify(&journal(temp.path())).unwrap();
    assert!(findings.is_sound(), "{findings:?}");
    assert_eq!(findings.sound, EVENTS as u64);
}

#[test]
fn an_altered_event_is_named_and_set_aside() {
    let temp = tempfile::tempdir().unwrap();
    let store = journal(temp.path());
    scribble(&store, "1200 xxx", 0, b"1201");
    let findings = verify(&store).unwrap();
    assert_eq!(findings.structure, Vec::<String>::new());
    assert_eq!(
        findings.damaged.iter().map(|damage| damage.first..=damage.last).collect::<Vec<_>>(),
        [1200..=1200]
    );

    let repaired = repair(temp.path(), "a test", Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!((repaired.saved, repaired.damaged.len()), (EVENTS as u64 - 1, 1));
    assert_eq!(repaired.lost, [("bus".to_owned(), 1)]);
    assert!(repaired.kept.ends_with("journal-19700101T000000Z.db") && repaired.kept.is_file());
    assert!(verify(&store).unwrap().is_sound());
    let reader = store.reader().unwrap();
    let bus = ledger::bus(&reader, "bus").unwrap().unwrap();
    assert_eq!((bus.dead, bus.unroutable, pending(&reader, &bus).unwrap()), (2, 1, EVENTS / 2 - 2));
    let files: Vec<_> = fs::read_dir(temp.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(files.iter().all(|name| !name.to_string_lossy().starts_with("repair")), "{files:?}");
}

#[test]
fn a_number_that_was_altered_makes_no_events_that_never_were() {
    let temp = tempfile::tempdir().unwrap();
    let store = journal(temp.path());
    let sql = "UPDATE sqlite_sequence SET seq = 1 << 40 WHERE name = 'event'";
    store.writer().unwrap().execute(sql, []).unwrap();
    let repaired = repaired(temp.path());
    assert_eq!((repaired.saved, repaired.lost), (EVENTS as u64, Vec::new()));
    assert_eq!(ledger::last(&store.reader().unwrap()).unwrap(), EVENTS);
}

#[test]
fn a_damaged_page_costs_its_own_events_and_no_other() {
    let temp = tempfile::tempdir().unwrap();
    let store = journal(temp.path());
    scribble(&store, "1200 xxx", 3000, &[0xa5; 4000]);
    let findings = verify(&store).unwrap();
    assert!(!findings.structure.is_empty());
    let [Damage { first, last, .. }] = findings.damaged[..] else { panic!("{:?}", findings.damaged) };
    assert!((1..60).contains(&(last - first)) && (first..=last).contains(&1200), "{:?}", findings.damaged);

    let repaired = repair(temp.path(), "a test", Timestamp::UNIX_EPOCH).unwrap();
    assert!(repaired.saved > EVENTS as u64 - 60, "{repaired:?}");
    assert_eq!(repaired.incomplete, Vec::<&str>::new());
    let after = verify(&store).unwrap();
    assert!(after.is_sound() && after.sound == repaired.saved, "{after:?}");
    let reader = store.reader().unwrap();
    let bus = ledger::bus(&reader, "bus").unwrap().unwrap();
    let lost = EVENTS - repaired.saved as i64;
    assert_eq!(bus.dead + pending(&reader, &bus).unwrap(), EVENTS / 2, "{lost} are gone");
    assert_eq!(ledger::last(&reader).unwrap(), EVENTS, "no place is given again");
}

/// Overwrites the first page of a table or index.
fn scribble_root(store: &Store, name: &str) {
    let reader = store.reader().unwrap();
    let sql = "SELECT rootpage FROM sqlite_master WHERE name = ?1";
    let page: i64 = reader.query_row(sql, [name], |row| row.get(0)).unwrap();
    let size: i64 = reader.pragma_query_value(None, "page_size", |row| row.get(0)).unwrap();
    drop(reader);
    let file = fs::OpenOptions::new().write(true).open(store.path()).unwrap();
    file.write_all_at(&vec![0xa5; size as usize], ((page - 1) * size) as u64).unwrap();
}

fn repaired(dir: &Path) -> Repaired {
    repair(dir, "a test", Timestamp::UNIX_EPOCH).unwrap()
}

/// Confirmed, unroutable, dead, dropped, pending.
fn counts(store: &Store, name: &str) -> [i64; 5] {
    let reader = store.reader().unwrap();
    let bus = ledger::bus(&reader, name).unwrap().unwrap();
    let pending = pending(&reader, &bus).unwrap();
    [bus.confirmed, bus.unroutable, bus.dead, bus.dropped, pending]
}

fn boot(store: &Store, names: &[(&str, Start)]) {
    let mut connection = store.writer().unwrap();
    let change = connection.transaction().unwrap();
    set_buses(&change, names).unwrap();
    change.commit().unwrap();
}

#[test]
fn a_bus_that_could_not_be_read_gets_everything_again() {
    let temp = tempfile::tempdir().unwrap();
    let store = journal(temp.path());
    scribble_root(&store, "bus");
    let told = repaired(temp.path());
    assert_eq!((told.saved, &told.incomplete[..], told.is_whole()), (EVENTS as u64, &["bus"][..], false));
    assert_eq!(counts(&store, ledger::UNKNOWN)[4], EVENTS, "nothing is removed until a bus has it");
    boot(&store, &[]);
    boot(&store, &[("bus", Start::End)]);
    assert_eq!(counts(&store, "bus"), [0, 0, 0, 0, EVENTS]);
    assert_eq!(ledger::buses(&store.reader().unwrap()).unwrap().len(), 1, "nothing stands in its place");
    boot(&store, &[("bus", Start::End), ("later", Start::End)]);
    assert_eq!(counts(&store, "later"), [0; 5], "it was no bus of the damaged journal");
}

#[test]
fn the_books_add_up_where_dead_letters_could_not_be_read() {
    let temp = tempfile::tempdir().unwrap();
    let store = Store::create(temp.path()).unwrap();
    boot(&store, &[("bus", Start::End)]);
    let mut connection = store.writer().unwrap();
    let change = connection.transaction().unwrap();
    for _ in 0..20 {
        Draft::new(Event::new("VM.START"), Timestamp::UNIX_EPOCH).insert(&change).unwrap();
    }
    let mut fates: Vec<(i64, Fate)> = (1..=12).map(|seq| (seq, Fate::Confirmed)).collect();
    fates[4].1 = Fate::Dead("no".to_owned());
    fates[6].1 = Fate::Unroutable;
    fates.extend([(15, Fate::Confirmed), (17, Fate::Unroutable), (18, Fate::Dead("no".to_owned()))]);
    record(&change, 1, 12, &fates, Timestamp::UNIX_EPOCH).unwrap();
    let bus = ledger::bus(&change, "bus").unwrap().unwrap();
    ledger::send_again(&change, &bus, &[3], Timestamp::UNIX_EPOCH).unwrap();
    change.commit().unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(connection);
    assert_eq!(counts(&store, "bus"), [10, 2, 2, 0, 6]);

    scribble_root(&store, "exception");
    let told = repaired(temp.path());
    assert_eq!((told.saved, &told.incomplete[..], told.is_whole()), (20, &["exception"][..], false));
    assert_eq!(told.letters, [("bus".to_owned(), 4)], "two of them are sent again");
    assert_eq!(counts(&store, "bus"), [10, 0, 0, 1, 9], "20 were accepted, and what was asked for is sent");
    assert!(verify(&store).unwrap().is_sound());
}

#[test]
fn what_a_killed_repair_left_goes_and_each_damaged_journal_is_kept() {
    let temp = tempfile::tempdir().unwrap();
    journal(temp.path());
    let remains = temp.path().join("repair-20260102T030405Z");
    let other = temp.path().join("repair-notes");
    for dir in [&remains, &other] {
        fs::create_dir(dir).unwrap();
        fs::write(dir.join(FILE), "half").unwrap();
    }
    let kept = [repaired(temp.path()).kept, repaired(temp.path()).kept];
    assert!(kept[0] != kept[1] && kept.iter().all(|kept| kept.is_file()), "{kept:?}");
    assert!(!remains.exists() && other.exists());
}

#[test]
fn what_is_in_use_is_not_repaired() {
    let temp = tempfile::tempdir().unwrap();
    journal(temp.path());
    let _run = Lock::take(temp.path(), "busboot run", Timestamp::UNIX_EPOCH).unwrap();
    let error = repair(temp.path(), "a test", Timestamp::UNIX_EPOCH).unwrap_err();
    assert!(error.to_string().contains("busboot run"), "{error}");
}

/// Changes what is stored as no code of ours does.
fn falsify(store: &Store, sql: &str) {
    assert!(store.writer().unwrap().execute(sql, []).unwrap() > 0);
}

#[test]
fn a_bus_that_is_said_to_be_past_the_last_event_loses_none() {
    for place in ["done = 100000", "done = 100000, first = 100001", "done = -7", "done = 1500, first = 1502"]
    {
        let temp = tempfile::tempdir().unwrap();
        let store = journal(temp.path());
        falsify(&store, &format!("UPDATE bus SET {place}"));
        let findings = verify(&store).unwrap();
        assert!(findings.books[0].starts_with("bus bus: it is said to begin with"), "{findings:?}");
        let mut connection = store.writer().unwrap();
        let refused = ledger::check_places(&connection.transaction().unwrap()).unwrap_err().to_string();
        assert!(refused.contains("busboot events repair"), "{refused}");
        drop(connection);

        let told = repaired(temp.path());
        assert_eq!(
            (told.saved, told.again.as_slice(), told.is_whole()),
            (2000, &["bus".to_owned()][..], false)
        );
        assert!(verify(&store).unwrap().is_sound(), "{:?}", verify(&store));
        let [confirmed, unroutable, dead, dropped, pending] = counts(&store, "bus");
        assert_eq!((unroutable, dead, pending), (1, 1, EVENTS - 2), "{place}");
        assert_eq!(confirmed + unroutable + dead + dropped + pending, EVENTS);
    }
}

#[test]
fn a_bus_that_is_said_to_have_been_away_for_events_to_come_loses_none() {
    let temp = tempfile::tempdir().unwrap();
    let store = journal(temp.path());
    falsify(&store, "INSERT INTO absence (bus, first, last) SELECT id, 1990, 1 << 40 FROM bus");
    let findings = verify(&store).unwrap();
    assert!(findings.books[0].starts_with("bus bus: it is said to have been away"), "{findings:?}");
    let mut connection = store.writer().unwrap();
    let refused = ledger::check_places(&connection.transaction().unwrap()).unwrap_err().to_string();
    assert!(refused.contains("busboot events repair"), "{refused}");
    drop(connection);

    assert_eq!(repaired(temp.path()).again, ["bus"]);
    assert!(verify(&store).unwrap().is_sound(), "{:?}", verify(&store));
    let [.., pending] = counts(&store, "bus");
    assert_eq!(pending, EVENTS - 2);
}

#[test]
fn a_bus_that_is_said_to_have_got_more_than_it_counted_gets_it_again() {
    let temp = tempfile::tempdir().unwrap();
    let store = journal(temp.path());
    falsify(&store, "UPDATE bus SET done = 1200");
    let findings = verify(&store).unwrap();
    assert_eq!(findings.books, ["bus bus: 2000 events are for it, and its counts speak of 1800"]);
    assert_eq!(repaired(temp.path()).again, ["bus"]);
    assert!(verify(&store).unwrap().is_sound());
    assert_eq!(counts(&store, "bus")[4], EVENTS - 2);
}

#[test]
fn counts_that_are_wrong_are_found_and_counted_anew() {
    for wrong in ["dead = 7", "unroutable = 0", "confirmed = 5000", "dropped = 9223372036854775807"] {
        let temp = tempfile::tempdir().unwrap();
        let store = journal(temp.path());
        falsify(&store, &format!("UPDATE bus SET {wrong}"));
        assert_eq!(verify(&store).unwrap().books.len(), 1, "{wrong}");
        repaired(temp.path());
        assert!(verify(&store).unwrap().is_sound(), "{wrong}");
    }
}

#[test]
fn a_last_number_out_of_reach_fills_no_disk() {
    for wrong in [EVENTS + (1 << 32), 5, i64::MAX] {
        let temp = tempfile::tempdir().unwrap();
        let store = journal(temp.path());
        falsify(&store, &format!("UPDATE sqlite_sequence SET seq = {wrong}"));
        let findings = verify(&store).unwrap();
        assert!(findings.books[0].contains(&format!("said to have the number {wrong},")), "{findings:?}");
        let told = repaired(temp.path());
        assert_eq!((told.saved, told.lost.len()), (EVENTS as u64, 0), "{told:?}");
        assert_eq!(ledger::last(&store.reader().unwrap()).unwrap(), EVENTS);
        assert!(verify(&store).unwrap().is_sound());
    }
}

#[test]
fn what_somebody_changes_beside_a_repair_is_in_what_it_makes() {
    use crate::journal::log::{Archived, EventRef, Filter, Log, Principal};
    let temp = tempfile::tempdir().unwrap();
    journal(temp.path());
    let mut log = Log::open(temp.path()).unwrap();
    let archived = |log: &Log| {
        let filter = Filter { archived: Archived::Only, ..Filter::default() };
        log.count(&Principal::RootAdmin, &filter).unwrap()
    };
    std::thread::scope(|scope| {
        let repair = scope.spawn(|| repaired(temp.path()));
        for seq in 1..=50 {
            let filter = Filter { ids: vec![EventRef::Number(seq)], ..Filter::default() };
            assert_eq!(log.archive(&Principal::RootAdmin, &filter, &mut |_| {}).unwrap(), 1);
        }
        assert!(!repair.is_finished(), "it waits for whoever has the journal open");
        drop(log);
        assert_eq!(repair.join().unwrap().saved, EVENTS as u64);
    });
    assert_eq!(archived(&Log::open(temp.path()).unwrap()), 50);
}
