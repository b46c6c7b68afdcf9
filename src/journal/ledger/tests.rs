use super::*;
use crate::event::Event;
use crate::journal::{Draft, Log, Store};

struct Case {
    _temp: tempfile::TempDir,
    log: Log,
}

impl Case {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        Store::create(temp.path()).unwrap();
        Self { log: Log::open(temp.path()).unwrap(), _temp: temp }
    }

    fn accept(&mut self, count: usize) {
        self.write(|change| {
            for _ in 0..count {
                Draft::new(Event::new("VM.START"), Timestamp::UNIX_EPOCH).insert(change)?;
            }
            Ok(())
        });
    }

    fn write<T>(&mut self, change: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError>) -> T {
        self.log.write(change).unwrap()
    }

    fn boot(&mut self, names: &[(&str, Start)]) {
        self.write(|change| set_buses(change, names));
    }

    fn bus(&self, name: &str) -> BusRow {
        bus(&self.log.reader().unwrap(), name).unwrap().unwrap()
    }

    fn record(&mut self, name: &str, done: i64, fates: &[(i64, Fate)]) {
        let id = self.bus(name).id;
        self.write(|change| record(change, id, done, fates, Timestamp::UNIX_EPOCH));
    }

    /// Confirmed, unroutable, dead, dropped, pending.
    fn counts(&self, name: &str) -> [i64; 5] {
        let bus = self.bus(name);
        let reader = self.log.reader().unwrap();
        let pending = pending(&reader, &bus).unwrap();
        let events =
            reader.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| row.get(0)).unwrap();
        assert_eq!(faults(&reader, events).unwrap(), Vec::<String>::new());
        [bus.confirmed, bus.unroutable, bus.dead, bus.dropped, pending]
    }

    /// The events that the bus has still to get, as the rows say.
    fn open(&self, name: &str) -> Vec<i64> {
        let sql = format!(
            "SELECT event.seq FROM event JOIN bus ON bus.name = ?1 LEFT JOIN exception \
             ON exception.bus = bus.id AND exception.seq = event.seq \
             WHERE exception.state = 4 \
             OR (exception.state IS NULL AND event.seq > done AND NOT {}) ORDER BY 1",
            absent("bus.id", "event.seq")
        );
        let reader = self.log.reader().unwrap();
        let mut statement = reader.prepare(&sql).unwrap();
        statement.query_map([name], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    fn removable(&self) -> Vec<i64> {
        let reader = self.log.reader().unwrap();
        let mut statement =
            reader.prepare(&format!("SELECT seq FROM event WHERE {DELIVERED} ORDER BY 1")).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }
}

#[test]
fn a_new_bus_starts_at_the_end_or_at_the_beginning() {
    let mut case = Case::new();
    case.accept(3);
    case.boot(&[("end", Start::End), ("beginning", Start::Beginning)]);
    assert_eq!((case.counts("end"), case.counts("beginning")), ([0, 0, 0, 0, 0], [0, 0, 0, 0, 3]));
    case.accept(1);
    assert_eq!((case.open("end"), case.open("beginning")), (vec![4], vec![1, 2, 3, 4]));
}

#[test]
fn every_event_is_counted_once_whatever_becomes_of_it() {
    let mut case = Case::new();
    case.boot(&[("bus", Start::End)]);
    case.accept(6);
    let dead = || Fate::Dead("too large".to_owned());
    case.record("bus", 1, &[(1, Fate::Confirmed), (3, Fate::Confirmed), (4, Fate::Unroutable), (5, dead())]);
    assert_eq!((case.counts("bus"), case.open("bus")), ([2, 1, 1, 0, 2], vec![2, 6]));
    case.record("bus", 5, &[(2, Fate::Confirmed)]);
    assert_eq!((case.counts("bus"), case.open("bus")), ([3, 1, 1, 0, 1], vec![6]));
    assert_eq!(case.removable(), [1, 2, 3], "what may be sent again is kept");
}

#[test]
fn whatever_is_sent_again_is_pending_until_it_is_settled_anew() {
    let mut case = Case::new();
    case.boot(&[("bus", Start::End)]);
    case.accept(6);
    let dead = || Fate::Dead("too large".to_owned());
    case.record("bus", 1, &[(1, Fate::Confirmed), (3, Fate::Confirmed), (4, Fate::Unroutable), (5, dead())]);
    let bus = case.bus("bus");
    let sent = case.write(|change| send_again(change, &bus, &[1, 2, 3, 4, 5, 6], Timestamp::UNIX_EPOCH));
    assert_eq!((sent, case.counts("bus")), (4, [0, 0, 0, 0, 6]));
    assert_eq!(case.write(|change| send_again(change, &bus, &[1, 3], Timestamp::UNIX_EPOCH)), 0);
    assert_eq!(case.open("bus"), [1, 2, 3, 4, 5, 6]);
    let all = [1, 3, 4, 5].map(|seq| (seq, Fate::Confirmed));
    case.record("bus", 1, &all);
    assert_eq!((case.counts("bus"), case.open("bus")), ([4, 0, 0, 0, 2], vec![2, 6]));
    case.record("bus", 6, &[(2, Fate::Confirmed), (6, Fate::Confirmed)]);
    assert_eq!((case.counts("bus"), case.removable().len()), ([6, 0, 0, 0, 0], 6));
}

#[test]
fn what_was_accepted_before_a_bus_was_there_can_be_sent_to_it() {
    let mut case = Case::new();
    case.accept(2);
    case.boot(&[("bus", Start::End)]);
    let bus = case.bus("bus");
    assert_eq!(case.write(|change| send_again(change, &bus, &[2], Timestamp::UNIX_EPOCH)), 1);
    assert_eq!((case.counts("bus"), case.open("bus")), ([0, 0, 0, 0, 1], vec![2]));
}

#[test]
fn what_is_given_up_is_counted_as_dropped_and_never_sent() {
    let mut case = Case::new();
    case.boot(&[("bus", Start::End)]);
    case.accept(4);
    case.record("bus", 1, &[(1, Fate::Unroutable), (3, Fate::Dead("no".to_owned()))]);
    let bus = case.bus("bus");
    assert_eq!(case.write(|change| give_up(change, &bus, &[1, 2, 3, 4])), 2);
    assert_eq!((case.counts("bus"), case.open("bus")), ([0, 0, 0, 2, 2], vec![2, 4]));
}

#[test]
fn a_bus_that_is_gone_keeps_its_backlog_and_not_more() {
    let mut case = Case::new();
    case.boot(&[("stays", Start::End), ("goes", Start::End)]);
    case.accept(2);
    case.boot(&[("stays", Start::End)]);
    case.accept(2);
    case.record("stays", 4, &[1, 2, 3, 4].map(|seq| (seq, Fate::Confirmed)));
    assert_eq!((case.counts("goes"), case.removable()), ([0, 0, 0, 0, 2], vec![3, 4]));
    case.boot(&[("stays", Start::End), ("goes", Start::End)]);
    case.accept(1);
    assert_eq!((case.counts("goes"), case.open("goes")), ([0, 0, 0, 0, 3], vec![1, 2, 5]));
    case.record("goes", 5, &[1, 2, 5].map(|seq| (seq, Fate::Confirmed)));
    assert_eq!(case.counts("goes"), [3, 0, 0, 0, 0]);
}

#[test]
fn what_a_bus_missed_is_one_row_and_can_be_sent_to_it() {
    let mut case = Case::new();
    case.boot(&[("bus", Start::End)]);
    case.accept(2);
    case.boot(&[]);
    case.accept(1000);
    case.boot(&[("bus", Start::End)]);
    case.accept(1);
    let rows = |case: &Case, table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        case.log.reader().unwrap().query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!((rows(&case, "absence"), rows(&case, "exception")), (1, 0));
    assert_eq!((case.counts("bus"), case.open("bus")), ([0, 0, 0, 0, 3], vec![1, 2, 1003]));
    let bus = case.bus("bus");
    let sent = case.write(|change| send_again(change, &bus, &[2, 3, 500, 1003], Timestamp::UNIX_EPOCH));
    assert_eq!((sent, case.counts("bus")), (2, [0, 0, 0, 0, 5]));
    case.record("bus", 0, &[(3, Fate::Confirmed), (500, Fate::Unroutable)]);
    assert_eq!((case.counts("bus"), case.open("bus")), ([1, 1, 0, 0, 3], vec![1, 2, 1003]));
    case.record("bus", 1003, &[1, 2, 1003].map(|seq| (seq, Fate::Confirmed)));
    assert_eq!((case.counts("bus"), case.open("bus")), ([4, 1, 0, 0, 0], vec![]));
    case.boot(&[]);
    case.accept(1);
    case.boot(&[("bus", Start::Beginning)]);
    assert_eq!((case.counts("bus"), case.open("bus")), ([4, 1, 0, 0, 1], vec![1004]));
    case.write(|change| drop_bus(change, "bus"));
    assert_eq!(rows(&case, "absence"), 0);
}

#[test]
fn a_bus_that_comes_back_without_a_backlog_starts_at_the_end() {
    let mut case = Case::new();
    case.boot(&[("bus", Start::End)]);
    case.accept(1);
    case.record("bus", 1, &[(1, Fate::Confirmed)]);
    case.boot(&[]);
    case.accept(2);
    case.boot(&[("bus", Start::End)]);
    assert_eq!((case.counts("bus"), case.bus("bus").done), ([1, 0, 0, 0, 0], 3));
}

#[test]
fn what_is_not_there_any_more_is_not_pending() {
    let mut case = Case::new();
    case.accept(5);
    case.write(|change| Ok(change.execute("DELETE FROM event WHERE seq IN (1, 3)", [])?));
    case.boot(&[("bus", Start::Beginning)]);
    assert_eq!((case.counts("bus"), case.open("bus")), ([0, 0, 0, 0, 3], vec![2, 4, 5]));
}

#[test]
fn a_cursor_that_was_held_up_passes_what_came_since_in_parts_and_every_event_is_counted_once() {
    const EVENTS: i64 = 3 * PASSED;
    let mut case = Case::new();
    case.boot(&[("bus", Start::End)]);
    case.accept(EVENTS as usize);
    let since: Vec<(i64, Fate)> = (2..=EVENTS).map(|seq| (seq, Fate::Confirmed)).collect();
    case.record("bus", 0, &since);
    assert_eq!(case.counts("bus"), [EVENTS - 1, 0, 0, 0, 1]);
    let id = case.bus("bus").id;
    let mut fates = vec![(1, Fate::Confirmed)];
    let mut before = 0;
    while before < EVENTS {
        let done = case.write(|change| record(change, id, EVENTS, &fates, Timestamp::UNIX_EPOCH));
        assert!((1..=PASSED + 2).contains(&(done - before)), "{before} {done}");
        assert_eq!((case.bus("bus").done, case.counts("bus")), (done, [EVENTS, 0, 0, 0, 0]));
        fates.clear();
        before = done;
    }
    assert_eq!(case.removable().len() as i64, EVENTS);
}

#[test]
fn a_dropped_bus_holds_nothing_any_more() {
    let mut case = Case::new();
    case.boot(&[("bus", Start::End)]);
    case.accept(2);
    case.record("bus", 0, &[(2, Fate::Unroutable)]);
    assert!(case.write(|change| drop_bus(change, "bus")));
    assert!(!case.write(|change| drop_bus(change, "bus")));
    assert_eq!(case.removable(), [1, 2]);
}

#[test]
fn what_was_not_for_a_bus_and_was_sent_to_it_is_counted_once_and_remembered() {
    let mut case = Case::new();
    case.accept(1);
    case.boot(&[("bus", Start::End)]);
    case.accept(1);
    case.boot(&[]);
    case.accept(2);
    let again = |case: &mut Case| {
        let bus = case.bus("bus");
        case.write(|change| send_again(change, &bus, &[1, 4], Timestamp::UNIX_EPOCH))
    };
    assert_eq!(
        (again(&mut case), case.counts("bus")),
        (2, [0, 0, 0, 0, 3]),
        "also what came after it had left"
    );
    case.boot(&[("bus", Start::End)]);
    assert_eq!((case.counts("bus"), case.open("bus")), ([0, 0, 0, 0, 3], vec![1, 2, 4]));
    case.record("bus", 1, &[(1, Fate::Confirmed), (4, Fate::Unroutable)]);
    assert_eq!(case.counts("bus"), [1, 1, 0, 0, 1]);
    for _ in 0..2 {
        assert_eq!((again(&mut case), case.counts("bus")), (2, [0, 0, 0, 0, 3]));
        case.record("bus", 1, &[(1, Fate::Confirmed), (4, Fate::Confirmed)]);
        assert_eq!((case.counts("bus"), case.open("bus")), ([2, 0, 0, 0, 1], vec![2]));
    }
    case.record("bus", 4, &[(2, Fate::Confirmed)]);
    assert_eq!((case.counts("bus"), case.removable()), ([3, 0, 0, 0, 0], vec![1, 2, 3, 4]));
    assert_eq!((again(&mut case), case.counts("bus")), (2, [1, 0, 0, 0, 2]));
}

#[test]
fn the_books_are_believed_when_a_dropped_event_was_sent_again() {
    let mut case = Case::new();
    case.boot(&[("a", Start::Beginning)]);
    case.accept(1);
    case.record("a", 1, &[(1, Fate::Unroutable)]);
    let bus = case.bus("a");
    case.write(|change| give_up(change, &bus, &[1]));
    case.write(|change| send_again(change, &bus, &[1], Timestamp::UNIX_EPOCH));
    assert_eq!(case.counts("a"), [-1, 0, 0, 1, 1]);
    case.record("a", 1, &[(1, Fate::Confirmed)]);
    assert_eq!(case.counts("a"), [0, 0, 0, 1, 0]);
}
