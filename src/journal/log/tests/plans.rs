//! No usual question reads the whole log: each enters it by an index.

use rusqlite::params_from_iter;

use super::*;
use crate::journal::Level;

fn plan(filled: &Filled, principal: &Principal, filter: &Filter, sort: Sort) -> String {
    let (condition, values) = filter.clause(principal).into_parts();
    let order = sort.order_by(Order::Descending);
    let sql = format!("EXPLAIN QUERY PLAN SELECT * FROM event WHERE {condition} ORDER BY {order} LIMIT 100");
    let mut statement = filled.log.connection.prepare(&sql).unwrap();
    let lines = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
    lines.collect::<Result<Vec<_>, _>>().unwrap().join("\n")
}

/// What an index is entered by, or gives in order, is not the whole table.
fn enters_by(filter: Filter, principal: &Principal, wanted: &str) {
    let filled = journal(&["bus"]);
    let plan = plan(&filled, principal, &filter, Sort::Date);
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
        let (condition, values) = filter.clause_behind(&Principal::RootAdmin, Some(&place)).into_parts();
        let order = sort.order_by(Order::Descending);
        let sql =
            format!("EXPLAIN QUERY PLAN SELECT * FROM event WHERE {condition} ORDER BY {order} LIMIT 9");
        let mut statement = filled.log.connection.prepare(&sql).unwrap();
        let plan = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
        let plan = plan.collect::<Result<Vec<_>, _>>().unwrap().join("\n");
        assert!(plan.contains(wanted) && !plan.contains("TEMP B-TREE"), "{filter:?}\n{plan}");
    }
}
