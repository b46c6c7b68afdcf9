//! Queries: pages of events, single ones, counts, and what is new.

use rusqlite::{Row, params_from_iter};

use crate::journal::ledger;

use super::cursor::{Cursor, Order, Sort};
use super::delivery::BusDelivery;
use super::entry::{COLUMNS, Entry};
use super::filter::{Archived, EventRef, Filter};
use super::plan::Part;
use super::principal::Principal;
use super::{Log, LogError, LogResult};

/// Which page is asked for.
#[derive(Clone, Debug)]
pub struct PageQuery {
    /// Which events.
    pub filter: Filter,
    /// What they are sorted by.
    pub sort: Sort,
    /// Which end comes first.
    pub order: Order,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// The most events of the page, from 1.
    pub limit: u32,
}

/// A page of events.
#[derive(Clone, Debug)]
pub struct Page {
    /// The events, in the order asked for.
    pub events: Vec<Entry>,
    /// Where the next page goes on; none when this is the last.
    pub next: Option<Cursor>,
}

impl Log {
    /// A page of events.
    ///
    /// # Errors
    /// When the bus of the filter doesn't exist, the cursor is of another order, or the database fails.
    pub fn list(&self, principal: &Principal, query: &PageQuery) -> LogResult<Page> {
        let PageQuery { filter, sort, order, after, limit } = query;
        if let Some(after) = after {
            after.check(*sort, *order)?;
        }
        let (sort, order, after) = (*sort, *order, after.as_ref());
        let part = Part { principal, filter, sort, order, after, limit: u64::from(*limit) + 1 };
        let (sql, values) = self.part(&part, COLUMNS, "1")?;
        let mut events = self.entries(&sql, values)?;
        let more = events.len() > *limit as usize;
        events.truncate(*limit as usize);
        let next = events.last().filter(|_| more).map(|last| Cursor::behind(last, sort, order));
        Ok(Page { events, next })
    }

    /// How many events a filter means.
    ///
    /// # Errors
    /// When the bus of the filter doesn't exist, or the database fails.
    pub fn count(&self, principal: &Principal, filter: &Filter) -> LogResult<u64> {
        let (sql, values) = self.counting(principal, filter)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(values), |row| count(row, 0))?)
    }

    /// The events of an id, archived or not, with what has become of each on every bus: more than one only where
    /// publishers repeated a UUID.
    ///
    /// # Errors
    /// [`LogError::NoEvent`] when there is none that the principal may see; also when the database fails.
    pub fn show(&self, principal: &Principal, id: &EventRef) -> LogResult<Vec<(Entry, Vec<BusDelivery>)>> {
        let filter = Filter { ids: vec![id.clone()], archived: Archived::Included, ..Filter::default() };
        let (condition, values) = filter.clause(principal).into_parts();
        let sql = format!("SELECT {COLUMNS} FROM event WHERE {condition} ORDER BY event.seq");
        let entries = self.entries(&sql, values)?;
        if entries.is_empty() {
            return Err(LogError::NoEvent(vec![id.to_string()]));
        }
        let with_deliveries = |entry: Entry| self.deliveries(entry.seq).map(|deliveries| (entry, deliveries));
        entries.into_iter().map(with_deliveries).collect()
    }

    /// Up to `limit` events that were accepted after the one with the number `seq`, in their order.
    ///
    /// # Errors
    /// When the bus of the filter doesn't exist, or the database fails.
    pub fn accepted_after(
        &self,
        principal: &Principal,
        filter: &Filter,
        seq: i64,
        limit: u32,
    ) -> LogResult<Vec<Entry>> {
        let (sql, values) = self.news(principal, filter, seq, COLUMNS, limit)?;
        self.entries(&sql, values)
    }

    /// The number of the event that was accepted last; 0 when none was yet.
    ///
    /// # Errors
    /// When the database fails.
    pub fn last_number(&self) -> LogResult<i64> {
        Ok(ledger::last(&self.connection)?)
    }

    /// Changes whenever anybody else has changed the journal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn version(&self) -> LogResult<i64> {
        Ok(self.connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    pub(super) fn entries(&self, sql: &str, values: Vec<rusqlite::types::Value>) -> LogResult<Vec<Entry>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let entries = statement.query_map(params_from_iter(values), Entry::read)?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// # Errors
    /// When the filter names a bus that the journal doesn't know.
    pub(super) fn check_bus(&self, filter: &Filter) -> LogResult<()> {
        filter.bus.as_deref().map_or(Ok(()), |bus| self.bus(bus).map(drop))
    }
}

/// A number that is never negative.
pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.unsigned_abs())
}
