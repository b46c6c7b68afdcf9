use super::*;
use crate::event::Event;
use crate::journal::{Draft, Fate, Start, Store, record, set_buses};

const DAY: Duration = Duration::from_secs(86_400);

struct Case {
    _temp: tempfile::TempDir,
    connection: Connection,
}

impl Case {
    /// So many events, one a day since 1970, for one bus.
    fn new(count: i64) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let mut connection = Store::create(temp.path()).unwrap().writer().unwrap();
        let change = connection.transaction().unwrap();
        set_buses(&change, &[("bus", Start::End)]).unwrap();
        for day in 0..count {
            let description = Some("x".repeat(2000));
            let event = Event { description, ..Event::new("VM.START") };
            Draft::new(event, Self::day(day)).insert(&change).unwrap();
        }
        change.commit().unwrap();
        Self { _temp: temp, connection }
    }

    fn day(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    fn settle(&mut self, done: i64, fates: &[(i64, Fate)]) {
        let change = self.connection.transaction().unwrap();
        record(&change, 1, done, fates, Timestamp::UNIX_EPOCH).unwrap();
        change.commit().unwrap();
    }

    fn tidy(&mut self, retention: &Retention, day: i64) {
        let mut retention = retention.clone();
        while tidy(&mut self.connection, &mut retention, Self::day(day)).unwrap() {}
    }

    fn left(&self) -> Vec<i64> {
        let mut statement = self.connection.prepare("SELECT seq FROM event ORDER BY seq").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }
}

#[test]
fn only_what_is_delivered_goes_by_its_age() {
    let mut case = Case::new(6);
    case.settle(4, &[(3, Fate::Dead("no".to_owned()))]);
    let retention = Retention::new(Some(DAY), u64::MAX, None);
    case.tidy(&retention, 100);
    assert_eq!(case.left(), [3, 5, 6]);
}

#[test]
fn the_young_stay() {
    let mut case = Case::new(1500);
    case.settle(1500, &[]);
    case.tidy(&Retention::new(Some(10 * DAY), u64::MAX, None), 1505);
    assert_eq!(case.left().first(), Some(&1496));
}

#[test]
fn the_oldest_of_what_is_delivered_goes_for_size_and_the_room_is_given_back() {
    let mut case = Case::new(6000);
    case.settle(5000, &[]);
    let before: i64 = pragma(&case.connection, "page_count").unwrap();
    case.tidy(&Retention::new(None, 8_000_000, None), 0);
    let left = case.left();
    assert!(left.len() < 2500 && left.len() > 1000, "{}", left.len());
    assert_eq!(left.last(), Some(&6000));
    assert!(used(&case.connection).unwrap() <= 8_000_000);
    assert!(pragma(&case.connection, "page_count").unwrap() < before * 9 / 10);
    case.tidy(&Retention::new(None, 0, None), 0);
    assert_eq!(case.left().len(), 1000, "what is not delivered stays, whatever the size");
}

#[test]
fn unroutable_events_go_by_an_age_of_their_own() {
    let mut case = Case::new(3);
    case.settle(2, &[(1, Fate::Unroutable)]);
    let all = Retention::new(Some(DAY), u64::MAX, Some(5 * DAY));
    case.tidy(&all, 3);
    assert_eq!(case.left(), [1, 3]);
    case.tidy(&all, 6);
    assert_eq!(case.left(), [3]);
    let bus = &ledger::buses(&case.connection).unwrap()[0];
    assert_eq!((bus.unroutable, bus.dropped), (0, 1));
}

#[test]
fn unroutable_ones_that_were_sent_again_keep_no_others() {
    let mut case = Case::new(1200);
    let unroutable = |seqs: std::ops::RangeInclusive<i64>| -> Vec<(i64, Fate)> {
        seqs.map(|seq| (seq, Fate::Unroutable)).collect()
    };
    case.settle(1200, &unroutable(1..=1200));
    case.connection
        .execute("UPDATE exception SET at = ?1 WHERE seq <= 600", [Case::day(9).as_millisecond()])
        .unwrap();
    case.tidy(&Retention::new(None, u64::MAX, Some(5 * DAY)), 10);
    assert_eq!(ledger::buses(&case.connection).unwrap()[0].unroutable, 600);
}

#[test]
fn what_cannot_go_for_size_is_looked_at_a_step_at_a_time_and_once_in_a_round() {
    let mut case = Case::new(1300);
    let fates: Vec<(i64, Fate)> = (1..=1200).map(|seq| (seq, Fate::Unroutable)).collect();
    case.settle(1300, &fates);
    let mut retention = Retention::new(None, 0, None);
    let mut step = |case: &mut Case| tidy(&mut case.connection, &mut retention, Case::day(0)).unwrap();
    assert!(step(&mut case) && step(&mut case));
    assert_eq!(case.left().len(), 1300, "only the first thousand were looked at");
    while step(&mut case) {}
    assert_eq!(case.left().len(), 1200);
    let change = case.connection.transaction().unwrap();
    let bus = ledger::bus(&change, "bus").unwrap().unwrap();
    ledger::give_up(&change, &bus, &[1]).unwrap();
    change.commit().unwrap();
    while step(&mut case) {}
    assert_eq!(case.left().len(), 1199, "the next round looks anew");
}
