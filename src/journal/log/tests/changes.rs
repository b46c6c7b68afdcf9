//! Archive, delete, purge, dead letters and sending again.

use super::*;
use crate::config::journal::{PurgeRule, PurgeSettings};
use crate::journal::Lock;

fn of_type(event_type: &str) -> Filter {
    Filter { event_type: Some(event_type.to_owned()), ..Filter::default() }
}

fn numbered(seqs: &[i64]) -> Filter {
    Filter { ids: seqs.iter().map(|seq| EventRef::Number(*seq)).collect(), ..Filter::default() }
}

const ROOT: Principal = Principal::RootAdmin;

#[test]
fn a_selection_says_what_is_meant_in_cloudstacks_words() {
    let mut filled = journal(&["bus"]);
    let mut answer =
        |filter: Filter| filled.log.archive(&ROOT, &filter, &mut quiet()).unwrap_err().to_string();
    let (start, end) = (Some(at(NOON)), Some(at(NOON)));
    assert_eq!(answer(Filter::default()), "either ids, type or enddate must be specified");
    assert_eq!(
        answer(Filter { start, ..Filter::default() }),
        "either ids, type or enddate must be specified"
    );
    assert_eq!(
        answer(Filter { start, ..of_type("VM.START") }),
        "enddate must be specified with startdate parameter"
    );
    let fine = [Filter { end, ..Filter::default() }, Filter { start, end, ..of_type("X") }, of_type("X")];
    for filter in fine {
        assert_eq!(filled.log.archive(&ROOT, &filter, &mut quiet()).unwrap(), 0);
    }
}

#[test]
fn archived_events_are_hidden_until_they_are_asked_for() {
    let mut filled = journal(&["bus"]);
    let first = filled.accept(event("VM.START", 1, "a"), at(NOON));
    let second = filled.accept(event("VM.STOP", 1, "a"), at(NOON));
    assert_eq!(filled.log.archive(&ROOT, &of_type("VM.START"), &mut quiet()).unwrap(), 1);
    assert_eq!(filled.log.archive(&ROOT, &of_type("VM.*"), &mut quiet()).unwrap(), 1);
    assert!(filled.numbers(&ROOT, &Filter::default()).is_empty());
    let only = Filter { archived: Archived::Only, ..Filter::default() };
    assert_eq!(filled.numbers(&ROOT, &only), [first, second]);
    assert_eq!(filled.log.unarchive(&ROOT, &numbered(&[second]), &mut quiet()).unwrap(), 1);
    assert_eq!(filled.numbers(&ROOT, &Filter::default()), [second]);
    assert_eq!(filled.log.archive(&ROOT, &numbered(&[first]), &mut quiet()).unwrap(), 0);
}

#[test]
fn an_id_that_the_principal_may_not_see_changes_nothing() {
    let mut filled = journal(&["bus"]);
    let mine = filled.accept(event("VM.START", 1, "a"), at(NOON));
    let other = filled.accept(event("VM.START", 2, "b"), at(NOON));
    let principal = Principal::DomainAdmin(1);
    let error = filled.log.delete(&principal, &numbered(&[mine, other, 77]), &mut quiet()).unwrap_err();
    assert_eq!(error.to_string(), format!("no event {other}, 77"));
    assert_eq!(filled.numbers(&ROOT, &Filter::default()), [mine, other]);
    filled.log.delete(&principal, &of_type("VM.START"), &mut quiet()).unwrap();
    assert_eq!(filled.numbers(&ROOT, &Filter::default()), [other]);
}

#[test]
fn what_is_not_delivered_is_hidden_and_goes_when_it_is() {
    let mut filled = journal(&["bus"]);
    let seqs: Vec<i64> = (0..4).map(|_| filled.accept(event("VM.START", 1, "a"), at(NOON))).collect();
    filled.settle(
        "bus",
        seqs[2],
        &[(seqs[0], Fate::Confirmed), (seqs[1], Fate::Unroutable), (seqs[2], Fate::Dead("no".to_owned()))],
    );
    let removed = filled.log.delete(&ROOT, &of_type("VM.START"), &mut quiet()).unwrap();
    assert_eq!(removed, Removed { removed: 2, hidden: 2 });
    assert!(filled.numbers(&ROOT, &Filter { archived: Archived::Included, ..Filter::default() }).is_empty());
    assert_eq!((filled.rows(), filled.log.sweep().unwrap()), (2, 0));
    filled.settle("bus", seqs[3], &[(seqs[3], Fate::Confirmed)]);
    assert_eq!((filled.log.sweep().unwrap(), filled.rows()), (1, 1));
    let query = DeadQuery::default();
    assert_eq!(filled.log.dead_letters(&ROOT, &query, (0, ""), 10).unwrap()[0].event.seq, seqs[2]);
    assert_eq!(filled.log.drop_dead(&ROOT, &query, &mut quiet()).unwrap(), 1);
    assert_eq!((filled.log.sweep().unwrap(), filled.rows()), (1, 0));
}

#[test]
fn dead_letters_are_retried_or_dropped_by_whoever_sees_them() {
    let mut filled = journal(&["bus"]);
    let seqs: Vec<i64> =
        (1..4).map(|domain| filled.accept(event("VM.START", domain, "a"), at(NOON))).collect();
    let dead: Vec<(i64, Fate)> = seqs.iter().map(|seq| (*seq, Fate::Dead("too long".to_owned()))).collect();
    filled.settle("bus", seqs[2], &dead);
    let admin = Principal::DomainAdmin(1);
    let letters = filled.log.dead_letters(&admin, &DeadQuery::default(), (0, ""), 10).unwrap();
    assert_eq!((letters.len(), letters[0].reason.as_deref()), (1, Some("too long")));
    let others = DeadQuery { ids: vec![EventRef::Number(seqs[1])], ..DeadQuery::default() };
    let error = filled.log.retry_dead(&admin, &others, at(NOON), &mut quiet()).unwrap_err();
    assert_eq!(error.to_string(), format!("no dead letter of event {}", seqs[1]));
    assert_eq!(filled.log.retry_dead(&ROOT, &others, at(NOON), &mut quiet()).unwrap(), 1);
    assert_eq!(filled.log.drop_dead(&ROOT, &DeadQuery::default(), &mut quiet()).unwrap(), 2);
    let state = |seq| filled.log.show(&ROOT, &EventRef::Number(seq)).unwrap()[0].1[0].state;
    assert_eq!(
        seqs.iter().map(|seq| state(*seq)).collect::<Vec<_>>(),
        [Delivery::Settled, Delivery::Pending, Delivery::Settled]
    );
}

#[test]
fn a_bus_that_a_boot_takes_up_in_the_same_moment_is_not_forgotten() {
    let mut filled = journal(&["bus"]);
    filled.log.write(|change| set_buses(change, &[])).unwrap();
    let dir = filled.log.store.dir().to_owned();
    let _boot = Lock::take(&dir, "busboot run", at(NOON)).unwrap();
    let mut other = Log::open(&dir).unwrap();
    let ready = std::sync::Barrier::new(2);
    let error = std::thread::scope(|scope| {
        let taken_up = filled.log.begin().unwrap();
        set_buses(&taken_up, &[("bus", Start::End)]).unwrap();
        let dropping = scope.spawn(|| {
            ready.wait();
            other.drop_bus("bus", "busboot events drop-bus", at(NOON))
        });
        ready.wait();
        taken_up.commit().unwrap();
        dropping.join().unwrap().unwrap_err()
    });
    assert!(error.to_string().contains("busboot run"), "{error}");
    assert!(filled.log.bus("bus").unwrap().active);
}

#[test]
fn what_is_sent_again_waits_once() {
    let mut filled = journal(&["bus"]);
    let seqs: Vec<i64> = (0..3).map(|_| filled.accept(event("VM.START", 1, "a"), at(NOON))).collect();
    filled.settle("bus", seqs[1], &[(seqs[0], Fate::Confirmed), (seqs[1], Fate::Unroutable)]);
    let unroutable =
        Filter { delivery: Some(Delivery::Unroutable), bus: Some("bus".to_owned()), ..Filter::default() };
    let mut replay =
        |filter: &Filter| filled.log.replay(&ROOT, filter, "bus", at(NOON), &mut quiet()).unwrap();
    assert_eq!(replay(&unroutable), 1);
    assert_eq!(replay(&unroutable), 0);
    assert_eq!(replay(&of_type("VM.START")), 1);
    let pending = Filter { delivery: Some(Delivery::Pending), ..Filter::default() };
    assert_eq!(filled.numbers(&ROOT, &pending), seqs);
}

#[test]
fn purging_goes_by_age_kind_and_interval() {
    let mut filled = journal(&[]);
    let now = at("2024-12-31T00:00:00Z");
    for (age, archived) in [(1, false), (16, false), (16, true), (40, false)] {
        let moment = now.checked_sub(std::time::Duration::from_secs(age * 86_400)).unwrap();
        for what in [event("VM.START", 1, "a"), alert("ALERT.MEMORY", 1, "a")] {
            let seq = filled.accept(what, moment);
            if archived {
                filled.log.archive(&ROOT, &numbered(&[seq]), &mut quiet()).unwrap();
            }
        }
    }
    let rule = |delay| PurgeRule { delay, interval: std::time::Duration::from_secs(86_400) };
    let mut settings = PurgeSettings { alerts: rule(0), events: rule(15), archived: false };
    let mut times = PurgeTimes::default();
    let mut due =
        |settings: &PurgeSettings, now| filled.log.purge_due(settings, &mut times, now).unwrap().all();
    assert_eq!(due(&settings, now), 2);
    settings.archived = true;
    assert_eq!(due(&settings, at("2024-12-31T23:59:59Z")), 0);
    assert_eq!(due(&settings, at("2025-01-01T00:00:00Z")), 1);
    settings.alerts.delay = 30;
    assert_eq!(due(&settings, at("2025-01-01T00:00:00Z")), 1);
    assert_eq!(filled.rows(), 4);
}

#[test]
fn purging_by_the_clock_spares_what_was_unroutable_until_that_is_given_up() {
    let mut filled = journal(&["bus"]);
    let seqs: Vec<i64> = (0..2).map(|_| filled.accept(event("VM.START", 1, "a"), at(NOON))).collect();
    filled.settle("bus", seqs[1], &[(seqs[0], Fate::Confirmed), (seqs[1], Fate::Unroutable)]);
    let rule = PurgeRule { delay: 15, interval: std::time::Duration::from_secs(1) };
    let settings = PurgeSettings { alerts: rule, events: rule, archived: false };
    let (mut times, now) = (PurgeTimes::default(), at("2044-12-31T00:00:00Z"));
    assert_eq!(filled.log.purge_due(&settings, &mut times, now).unwrap().all(), 1);
    assert_eq!(filled.numbers(&ROOT, &Filter::default()), seqs[1..], "it can be replayed");
    let purge = Purge::by(&settings, Kind::Events, now).unwrap();
    assert_eq!(filled.log.purge(&ROOT, &purge, &mut quiet()).unwrap().removed, 1, "whoever asks gets it");
}

#[test]
fn purging_by_the_clock_spares_what_a_bus_has_yet_to_get() {
    let mut filled = journal(&["bus"]);
    let seq = filled.accept(event("VM.START", 1, "a"), at(NOON));
    let rule = PurgeRule { delay: 15, interval: std::time::Duration::from_secs(1) };
    let settings = PurgeSettings { alerts: rule, events: rule, archived: false };
    let mut times = PurgeTimes::default();
    let mut purge = |filled: &mut super::Filled, second| {
        filled.log.purge_due(&settings, &mut times, at(&format!("2044-12-31T00:00:{second}Z"))).unwrap().all()
    };
    assert_eq!(purge(&mut filled, "00"), 0);
    assert_eq!(filled.numbers(&ROOT, &Filter::default()), [seq]);
    filled.settle("bus", seq, &[(seq, Fate::Unroutable)]);
    assert_eq!(purge(&mut filled, "02"), 0, "it can be replayed");
    let now = filled.log.replay(&ROOT, &numbered(&[seq]), "bus", at(NOON), &mut quiet());
    assert_eq!(now.unwrap(), 1);
    filled.settle("bus", seq, &[(seq, Fate::Confirmed)]);
    assert_eq!(purge(&mut filled, "04"), 1);
}

#[test]
fn whoever_is_told_of_the_progress_may_take_his_time() {
    let mut filled = journal(&[]);
    let seq = filled.accept(event("VM.START", 1, "a"), at(NOON));
    let mut other = crate::journal::log::Log::open(filled.dir.path()).unwrap();
    let mut told = 0;
    let mut progress = |_| {
        told += 1;
        let draft = Draft::new(event("VM.STOP", 1, "a"), at(NOON));
        assert!(other.write(|change| Ok(draft.insert(change)?)).unwrap() > 0);
    };
    filled.log.archive(&ROOT, &numbered(&[seq]), &mut progress).unwrap();
    filled.log.unarchive(&ROOT, &numbered(&[seq]), &mut progress).unwrap();
    assert_eq!(told, 2);
    assert_eq!(filled.rows(), 3, "each time another event was accepted meanwhile");
}

#[test]
fn any_number_of_events_goes_in_batches() {
    let mut filled = journal(&[]);
    filled
        .log
        .write(|change| {
            for number in 0..2500_u64 {
                let what = event(if number.is_multiple_of(5) { "VM.STOP" } else { "VM.START" }, 1, "a");
                let moment = at(NOON).checked_add(std::time::Duration::from_millis(number % 7)).unwrap();
                Draft::new(what, moment).insert(change)?;
            }
            Ok(())
        })
        .unwrap();
    for filter in [
        of_type("VM.*"),
        of_type("VM.START"),
        Filter { end: Some(at("2025-01-01T00:00:00Z")), ..Filter::default() },
    ] {
        let meant = filled.log.count(&ROOT, &filter).unwrap();
        let mut told = Vec::new();
        assert_eq!(filled.log.archive(&ROOT, &filter, &mut |count| told.push(count)).unwrap(), meant);
        assert!(told.is_sorted() && told.last() == Some(&meant), "{told:?}");
        assert_eq!(told.first(), Some(&50), "how long a change takes is found out with a few");
        let all = Filter { archived: Archived::Only, ..of_type("*") };
        assert_eq!(filled.log.unarchive(&ROOT, &all, &mut quiet()).unwrap(), meant);
    }
    assert_eq!(filled.log.delete(&ROOT, &of_type("VM.START"), &mut quiet()).unwrap().removed, 2000);
    assert_eq!(filled.rows(), 500);
}
