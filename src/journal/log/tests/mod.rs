//! The log on real journals, filled by hand.

mod changes;
mod jobs;
mod model;
mod plans;
mod queries;
mod views;

use jiff::Timestamp;
use rusqlite::params;
use tempfile::TempDir;

use super::*;
use crate::event::Event;
use crate::journal::Draft;
use crate::journal::ledger::{Fate, Start, record, set_buses};

/// A journal in a directory that goes with it.
pub(super) struct Filled {
    pub(super) log: Log,
    pub(super) dir: TempDir,
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) const NOON: &str = "2024-12-17T12:00:00Z";

/// A journal with these buses.
pub(super) fn journal(buses: &[&str]) -> Filled {
    let dir = tempfile::tempdir().unwrap();
    Store::create(dir.path()).unwrap();
    let mut filled = Filled { log: Log::open(dir.path()).unwrap(), dir };
    let names: Vec<(&str, Start)> = buses.iter().map(|name| (*name, Start::End)).collect();
    filled.log.write(|change| set_buses(change, &names)).unwrap();
    filled
}

impl Filled {
    /// Accepts an event at a moment.
    pub(super) fn accept(&mut self, event: Event, moment: Timestamp) -> i64 {
        self.log.write(|change| Ok(Draft::new(event, moment).insert(change)?)).unwrap()
    }

    /// Says what became of an event on a bus, whose cursor is then where it is told to be.
    pub(super) fn settle(&mut self, bus: &str, done: i64, fates: &[(i64, Fate)]) {
        let id = self.log.bus(bus).unwrap().id;
        self.log.write(|change| record(change, id, done, fates, at(NOON))).unwrap();
    }

    /// Rows that are on disk.
    pub(super) fn rows(&self) -> i64 {
        self.log.connection.query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap()
    }

    /// Whether an event's row is on disk, and hidden.
    pub(super) fn row(&self, seq: i64) -> Option<bool> {
        let sql = "SELECT deleted FROM event WHERE seq = ?";
        self.log.connection.query_row(sql, params![seq], |row| row.get(0)).ok()
    }

    pub(super) fn numbers(&self, principal: &Principal, filter: &Filter) -> Vec<i64> {
        let query = PageQuery {
            filter: filter.clone(),
            sort: Sort::Id,
            order: Order::Ascending,
            after: None,
            limit: 10_000,
        };
        self.log.list(principal, &query).unwrap().events.iter().map(|event| event.seq).collect()
    }
}

/// An event of a domain and an account.
pub(super) fn event(event_type: &str, domain: i64, account: &str) -> Event {
    Event {
        event_category: Some("ActionEvent".to_owned()),
        resource_domain_id: Some(domain),
        resource_account_uuid: Some(account.to_owned()),
        ..Event::new(event_type)
    }
}

/// The same as an alert.
pub(super) fn alert(event_type: &str, domain: i64, account: &str) -> Event {
    Event { event_category: Some("AlertEvent".to_owned()), ..event(event_type, domain, account) }
}

pub(super) fn quiet() -> impl FnMut(u64) {
    |_| {}
}
