//! No usual question reads the whole log: each enters it by an index.

use rusqlite::{StatementStatus, params_from_iter};

use super::*;
use crate::journal::Level;
use crate::journal::log::plan::{Part, order_of_batches};

fn explained(filled: &Filled, (sql, values): (String, Vec<rusqlite::types::Value>)) -> String {
    let mut statement = filled.log.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let lines = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
    lines.collect::<Result<Vec<_>, _>>().unwrap().join("\n")
}

fn part<'a>(principal: &'a Principal, filter: &'a Filter, sort: Sort, after: Option<&'a Cursor>) -> Part<'a> {
    Part { principal, filter, sort, order: Order::Descending, after, limit: 100 }
}

/// What an index is entered by, or gives in order, is not the whole table.
fn enters_by(filter: Filter, principal: &Principal, wanted: &str) {
    let filled = journal(&["bus"]);
    let part = part(principal, &filter, Sort::Date, None);
    let plan = explained(&filled, filled.log.part(&part, "*", "1").unwrap());
    assert!(
        plan.contains(wanted) && !plan.contains("SCAN event\n") && !plan.ends_with("SCAN event"),
        "{filter:?}\n{plan}"
    );
}

#[test]
fn every_usual_question_has_its_index() {
    let root = Principal::RootAdmin;
    let text = |text: &str| Some(text.to_owned());
    let moment = Some(at(NOON));
    enters_by(Filter::default(), &root, "event_by_date");
    enters_by(Filter { event_type: text("VM.START"), ..Filter::default() }, &root, "event_by_type (type=?)");
    enters_by(
        Filter { event_type: text("VM.START"), start: moment, end: moment, ..Filter::default() },
        &root,
        "event_by_type (type=? AND occurred>? AND occurred<?)",
    );
    enters_by(Filter { start: moment, ..Filter::default() }, &root, "event_by_date (occurred>?)");
    enters_by(Filter { keyword: text("x"), ..Filter::default() }, &root, "event_by_date");
    enters_by(Filter { level: Some(Level::Error), ..Filter::default() }, &root, "event_by_level (level=?");
    enters_by(Filter { domain: Some(1), ..Filter::default() }, &root, "event_by_domain (domain_id=?");
    enters_by(
        Filter { account: Some(Account::Id(1)), ..Filter::default() },
        &root,
        "event_by_account_id (account_id=?",
    );
    enters_by(
        Filter { account: Some(Account::Named("a".to_owned())), ..Filter::default() },
        &root,
        "event_by_owner (<expr>=?",
    );
    enters_by(
        Filter { resource: text("r"), ..Filter::default() },
        &root,
        "event_by_resource (resource_uuid=?",
    );
    enters_by(Filter { event_id: Some(1), ..Filter::default() }, &root, "event_by_id (event_id=?");
    enters_by(Filter { start_id: Some(1), ..Filter::default() }, &root, "event_by_start (start_id=?");
    enters_by(
        Filter { delivery: Some(Delivery::Dead), ..Filter::default() },
        &root,
        "SEARCH event USING INTEGER PRIMARY KEY",
    );
    enters_by(
        Filter { ids: vec![EventRef::Uuid("u".to_owned())], ..Filter::default() },
        &root,
        "event_by_uuid (uuid=?",
    );
    enters_by(Filter { archived: Archived::Only, ..Filter::default() }, &root, "event_archived");
    enters_by(Filter::default(), &Principal::DomainAdmin(1), "event_by_domain");
    enters_by(Filter::default(), &Principal::User(Account::Id(1)), "event_by_account_id");
    enters_by(Filter::default(), &Principal::User(Account::Named("a".to_owned())), "event_by_owner");
}

#[test]
fn a_page_is_entered_where_the_one_before_ended() {
    let filled = journal(&["bus"]);
    let filters = [
        (
            Filter { start: Some(at(NOON)), end: Some(at(NOON)), ..Filter::default() },
            Sort::Date,
            "event_by_date (occurred>? AND occurred<?)",
        ),
        (
            Filter { event_type: Some("VM.START".to_owned()), ..Filter::default() },
            Sort::Date,
            "event_by_type (type=? AND occurred<?)",
        ),
        (
            Filter { event_type: Some("VM.START".to_owned()), ..Filter::default() },
            Sort::Type,
            "event_by_type (type=? AND occurred<?)",
        ),
        (
            Filter { event_type: Some("VM.*".to_owned()), ..Filter::default() },
            Sort::Type,
            "event_by_type (type>? AND (type,occurred)<(?,?))",
        ),
    ];
    for (filter, sort, wanted) in filters {
        let place = Cursor::at(sort, Order::Descending, "VM.START", 5, 5);
        let part = part(&Principal::RootAdmin, &filter, sort, Some(&place));
        let plan = explained(&filled, filled.log.part(&part, "*", "1").unwrap());
        assert!(plan.contains(wanted) && !plan.contains("TEMP B-TREE"), "{filter:?}\n{plan}");
    }
}

/// How much SQLite does for an answer, in steps of its machine.
fn steps(filled: &Filled, (sql, values): (String, Vec<rusqlite::types::Value>)) -> i32 {
    let mut statement = filled.log.connection.prepare(&sql).unwrap();
    let mut rows = statement.query(params_from_iter(values)).unwrap();
    while rows.next().unwrap().is_some() {}
    drop(rows);
    statement.get_status(StatementStatus::VmStep)
}

/// 6000 events of ten types, the rare one among the oldest alone.
fn many() -> Filled {
    let mut filled = journal(&["bus"]);
    let write = |change: &rusqlite::Transaction<'_>| {
        for number in 0..6000_i64 {
            let event_type = if number == 7 { "VM.RARE".to_owned() } else { format!("VM.{}", number % 9) };
            let moment = Timestamp::from_millisecond(number).unwrap();
            Draft::new(event(&event_type, 1, "a"), moment).insert(change)?;
        }
        Ok(())
    };
    filled.log.write(write).unwrap();
    filled
}

#[test]
fn a_page_is_had_without_reading_all_that_it_could_give() {
    const LITTLE: i32 = 6000;
    let filled = many();
    let text = |text: &str| Some(text.to_owned());
    let of_type = |pattern| Filter { event_type: text(pattern), ..Filter::default() };
    let place = Cursor::at(Sort::Date, Order::Descending, "", 3000, 3000);
    for filter in [
        of_type("VM.*"),
        of_type("*.RARE"),
        of_type("*R*"),
        Filter { archived: Archived::Only, ..Filter::default() },
        Filter { start: Some(at(NOON)), ..of_type("VM.*") },
        Filter { delivery: Some(Delivery::Dead), ..Filter::default() },
        Filter { delivery: Some(Delivery::Pending), ..Filter::default() },
    ] {
        for after in [None, Some(&place)] {
            let part = Part { limit: 9, ..part(&Principal::RootAdmin, &filter, Sort::Date, after) };
            let steps = steps(&filled, filled.log.part(&part, "*", "1").unwrap());
            assert!(steps < LITTLE, "{filter:?} {after:?} {steps}");
        }
    }
    for filter in [Filter::default(), of_type("VM.1"), Filter { domain: Some(1), ..Filter::default() }] {
        let steps = steps(&filled, filled.log.news(&Principal::RootAdmin, &filter, 5990, "*", 9).unwrap());
        assert!(steps < LITTLE / 10, "{filter:?} {steps}");
    }
}

#[test]
fn a_state_that_many_events_are_in_is_not_begun_with() {
    let mut filled = many();
    let few = Filter { delivery: Some(Delivery::Unroutable), ..Filter::default() };
    let steps_of_a_page = |filled: &Filled| {
        let part = Part { limit: 9, ..part(&Principal::RootAdmin, &few, Sort::Date, None) };
        steps(filled, filled.log.part(&part, "*", "1").unwrap())
    };
    filled.settle("bus", 6000, &[(1, Fate::Unroutable)]);
    assert!(steps_of_a_page(&filled) < 600, "{}", steps_of_a_page(&filled));
    let fates: Vec<(i64, Fate)> = (2..=6000).map(|seq| (seq, Fate::Unroutable)).collect();
    filled.settle("bus", 6000, &fates);
    filled.log.write(|change| Ok(change.execute("UPDATE bus SET unroutable = 10001", [])?)).unwrap();
    assert!(steps_of_a_page(&filled) < 6000, "{}", steps_of_a_page(&filled));
}

#[test]
fn a_count_reads_no_row_of_the_table() {
    let filled = journal(&["bus"]);
    let dated = Filter { event_type: Some("VM.*".to_owned()), start: Some(at(NOON)), ..Filter::default() };
    for filter in [Filter::default(), dated, Filter { archived: Archived::Only, ..Filter::default() }] {
        let plan = explained(&filled, filled.log.counting(&Principal::RootAdmin, &filter).unwrap());
        assert!(plan.contains("COVERING INDEX"), "{filter:?}\n{plan}");
    }
}

#[test]
fn batches_go_in_an_order_that_an_index_gives() {
    let filled = journal(&["bus"]);
    let text = |text: &str| Some(text.to_owned());
    let (root, user) = (Principal::RootAdmin, Principal::User(Account::Named("a".to_owned())));
    let domain = Filter { domain: Some(1), ..Filter::default() };
    for (principal, filter) in [
        (&root, Filter::default()),
        (&root, Filter { event_type: text("VM.START"), ..Filter::default() }),
        (&root, Filter { event_type: text("VM.*"), end: Some(at(NOON)), ..Filter::default() }),
        (&root, Filter { event_type: text("VM.*"), archived: Archived::Only, ..Filter::default() }),
        (&root, Filter { end: Some(at(NOON)), archived: Archived::Included, ..Filter::default() }),
        (&root, Filter { event_type: text("VM.*"), level: Some(Level::Error), ..Filter::default() }),
        (&root, domain.clone()),
        (&root, Filter { resource: text("r"), ..Filter::default() }),
        (&user, Filter::default()),
        (&user, Filter { event_type: text("VM.*"), ..Filter::default() }),
        (&user, Filter { end: Some(at(NOON)), ..domain }),
    ] {
        let sort = order_of_batches(principal, &filter);
        let place = Cursor::at(sort, Order::Ascending, "VM.START", 5, 5);
        for after in [None, Some(&place)] {
            let part = Part { order: Order::Ascending, ..part(principal, &filter, sort, after) };
            let columns = "event.seq, event.type, event.occurred";
            let plan = explained(&filled, filled.log.part(&part, columns, "+event.seq <= 9").unwrap());
            assert!(!plan.contains("TEMP B-TREE"), "{filter:?} {after:?}\n{plan}");
            let enters = plan.starts_with("SEARCH event");
            assert!(after.is_none() || enters, "{filter:?} {after:?}\n{plan}");
        }
    }
}
