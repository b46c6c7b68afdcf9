//! An event outside its view doesn't exist for whoever asks: whatever the others' events are and whatever became of them,
//! each answer is the same, and each change leaves them as they are.

use std::time::Duration;

use super::*;

/// Events of each side; the askers' have odd numbers, the others' even ones.
const EACH: i64 = 6;

fn mine(number: i64) -> Event {
    let states = ["Scheduled", "Started", "Completed"];
    Event {
        event_uuid: Some(format!("mine-{number}")),
        event_id: Some(number),
        start_id: Some(number / 3 * 3).filter(|start| *start != number),
        state: states.get(number as usize % 3).map(|state| (*state).to_owned()),
        ..event("VM.START", 1, "a")
    }
}

/// A journal with others' events between the askers'.
fn filled(other: impl Fn(i64) -> Event, fates: &[(i64, Fate)]) -> Filled {
    let mut filled = journal(&["bus"]);
    for number in 0..EACH {
        filled.accept(mine(number), at(NOON));
        filled.accept(other(number), at(NOON));
    }
    let own = [(1, Fate::Confirmed), (3, Fate::Unroutable), (5, Fate::Dead("too large".to_owned()))];
    filled.settle("bus", EACH, &[&own[..], fates].concat());
    filled
}

/// Everything that can be asked and done, with what it gives.
fn answers(filled: &mut Filled, principal: &Principal) -> Vec<String> {
    let log = &mut filled.log;
    let all = || Filter { archived: Archived::Included, ..Filter::default() };
    let any_type = || Filter { event_type: Some("*".to_owned()), ..all() };
    let others = || Filter { ids: vec![EventRef::Number(2)], ..all() };
    let others_dead = || DeadQuery { ids: vec![EventRef::Number(4)], ..DeadQuery::default() };
    let mut answers = Vec::new();
    for (sort, limit) in [(Sort::Date, 4), (Sort::Id, 100), (Sort::Type, 5)] {
        let query = PageQuery { filter: all(), sort, order: Order::Descending, after: None, limit };
        answers.push(format!("{:?}", log.list(principal, &query)));
    }
    for delivery in Delivery::ALL {
        let on_bus = Filter { delivery: Some(delivery), ..all() };
        answers.push(format!("{delivery:?} {:?}", log.count(principal, &on_bus)));
    }
    let numbers = (1..=2 * EACH).map(EventRef::Number);
    for id in numbers.chain([EventRef::Uuid("mine-0".to_owned())]) {
        answers.push(format!("{id} {:?}", log.show(principal, &id)));
    }
    let (after, patience) = (None, Duration::ZERO);
    let jobs = JobQuery { filter: all(), state: None, patience, now: at(NOON), after, limit: 10 };
    answers.push(format!("{:?}", log.jobs(principal, &jobs)));
    answers.push(format!("{:?}", log.stats(principal, at(NOON))));
    answers.push(format!("{:?}", log.dead_letters(principal, &DeadQuery::default(), (0, ""), 10)));
    answers.push(format!("{:?}", log.dead_letters(principal, &others_dead(), (0, ""), 10)));
    answers.push(format!("{:?}", log.accepted_after(principal, &all(), 0, 100)));

    let quiet = &mut quiet();
    answers.push(format!("{:?}", log.archive(principal, &others(), quiet)));
    answers.push(format!("{:?}", log.archive(principal, &any_type(), quiet)));
    answers.push(format!("{:?}", log.unarchive(principal, &others(), quiet)));
    answers.push(format!("{:?}", log.unarchive(principal, &any_type(), quiet)));
    answers.push(format!("{:?}", log.replay(principal, &others(), "bus", at(NOON), quiet)));
    answers.push(format!("{:?}", log.replay(principal, &all(), "bus", at(NOON), quiet)));
    answers.push(format!("{:?}", log.retry_dead(principal, &others_dead(), at(NOON), quiet)));
    answers.push(format!("{:?}", log.retry_dead(principal, &DeadQuery::default(), at(NOON), quiet)));
    answers.push(format!("{:?}", log.drop_dead(principal, &others_dead(), quiet)));
    answers.push(format!("{:?}", log.drop_dead(principal, &DeadQuery::default(), quiet)));
    answers.push(format!("{:?}", log.stats(principal, at(NOON))));
    answers.push(format!("{:?}", log.delete(principal, &others(), quiet)));
    let one = Filter { ids: vec![EventRef::Number(1)], ..all() };
    answers.push(format!("{:?}", log.delete(principal, &one, quiet)));
    answers.push(format!("{:?}", log.stats(principal, at(NOON))));
    for kind in [Kind::Alerts, Kind::Events] {
        let purge = Purge { kind, before: at("2030-01-01T00:00:00Z"), archived: true };
        answers.push(format!("{:?}", log.purgeable(principal, &purge)));
        answers.push(format!("{:?}", log.purge(principal, &purge, quiet)));
    }
    answers.push(format!("{:?}", log.stats(principal, at(NOON))));
    answers
}

/// The others' events and what became of them, as they are on disk.
fn others(filled: &Filled) -> Vec<String> {
    let sql = "SELECT event.seq, archived, deleted, x.state FROM event \
         LEFT JOIN exception x ON x.seq = event.seq WHERE event.seq % 2 = 0 ORDER BY 1";
    let mut statement = filled.log.connection.prepare(sql).unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        let (seq, archived, deleted): (i64, bool, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("{seq} {archived} {deleted} {:?}", row.get::<_, Option<i64>>(3)?))
    };
    statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn no_answer_depends_on_what_lies_outside_the_view_and_no_change_reaches_it() {
    for principal in [Principal::DomainAdmin(1), Principal::User(Account::Named("a".to_owned()))] {
        let plain = || filled(|_| event("USER.LOGIN", 2, "b"), &[(2, Fate::Confirmed), (4, Fate::Confirmed)]);
        // Alerts of their own domain and account, with the UUIDs and ids of their events and jobs.
        let alike = |number| Event { event_category: Some("AlertEvent".to_owned()), ..mine(number) };
        let fates =
            [(2, Fate::Unroutable), (4, Fate::Dead("no".to_owned())), (6, Fate::Dead("no".to_owned()))];
        let hostile = || {
            let mut filled = filled(alike, &fates);
            let sql = "UPDATE event SET archived = (seq = 8), deleted = (seq = 6) WHERE seq IN (6, 8)";
            filled.log.write(|change| Ok(change.execute(sql, [])?)).unwrap();
            filled
        };
        let (mut plain, mut hostile) = (plain(), hostile());
        let before = (others(&plain), others(&hostile));
        assert_eq!(answers(&mut plain, &principal), answers(&mut hostile, &principal), "{principal:?}");
        assert_eq!((others(&plain), others(&hostile)), before, "{principal:?}");
    }
}

#[test]
fn a_deleted_event_is_nowhere_in_the_numbers_of_whoever_is_not_the_root_admin() {
    let mut filled = journal(&["bus"]);
    let early = filled.accept(event("VM.START", 1, "a"), at("2024-12-17T11:00:00Z"));
    filled.accept(event("VM.START", 1, "a"), at(NOON));
    let filter = Filter { ids: vec![EventRef::Number(early)], ..Filter::default() };
    filled.log.delete(&Principal::RootAdmin, &filter, &mut quiet()).unwrap();
    let bus = |principal| filled.log.stats(&principal, at(NOON)).unwrap().buses.remove(0);
    let (user, root) = (bus(Principal::DomainAdmin(1)), bus(Principal::RootAdmin));
    assert_eq!((user.pending, user.oldest), (1, Some(at(NOON))));
    assert_eq!((root.pending, root.oldest), (2, Some(at("2024-12-17T11:00:00Z"))), "it is still to be sent");
}
