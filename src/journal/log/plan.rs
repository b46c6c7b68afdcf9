//! How the events of a filter are come by. SQLite doesn't know how many there are of what; where it would read very many
//! for a few, it is led another way:
//!
//! - A page by date of types with `*` is put together from the first events of each of these types.
//! - Archived events are looked for among themselves.
//! - Dead letters and unroutable events are begun with where they are few.
//! - Batches go in an order that an index gives, so that each is entered where the one before ended.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, Row, params};

use crate::journal::Level;
use crate::journal::ledger::{BusRow, buses};

use super::clause::{Clause, array};
use super::cursor::{Cursor, Order, Sort};
use super::delivery::{self, Delivery};
use super::filter::{Archived, Filter, Wildcard};
use super::principal::Principal;
use super::{Log, LogResult};

/// The most types that a page is put together from.
const TYPES: usize = 1000;

/// So many dead letters or unroutable events are few.
const FEW: i64 = 10_000;

/// The first events of a filter in an order.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    /// Who asks.
    pub(super) principal: &'a Principal,
    /// Which events.
    pub(super) filter: &'a Filter,
    /// What they are sorted by.
    pub(super) sort: Sort,
    /// Which end comes first.
    pub(super) order: Order,
    /// Behind this place.
    pub(super) after: Option<&'a Cursor>,
    /// At most so many.
    pub(super) limit: u64,
}

impl Log {
    /// The statement that gives a part, of events for which one more condition holds.
    ///
    /// # Errors
    /// When the bus of the filter doesn't exist, or the database fails.
    pub(super) fn part(
        &self,
        part: &Part<'_>,
        columns: &str,
        condition: &str,
    ) -> LogResult<(String, Vec<Value>)> {
        let Part { principal, filter, sort, order, after, limit } = *part;
        let mut clause = self.clause(principal, filter, after)?;
        clause.and(condition, []);
        let (condition, mut values) = clause.into_parts();
        let end = format!("ORDER BY {} LIMIT {limit}", sort.order_by(order));
        let by_date = sort == Sort::Date && is_open(principal, filter);
        if let Some(wildcard) = filter.wildcard().filter(|_| by_date)
            && let Some(types) = self.types(&wildcard)?
        {
            values.insert(0, array(&types));
            let sql = format!(
                "SELECT {columns} FROM json_each(?) AS wanted CROSS JOIN event ON event.seq IN \
                 (SELECT event.seq FROM event WHERE event.type = wanted.value AND {condition} {end}) {end}"
            );
            return Ok((sql, values));
        }
        let index = if by_date { index(filter) } else { "" };
        Ok((format!("SELECT {columns} FROM event {index} WHERE {condition} {end}"), values))
    }

    /// The statement that counts the events of a filter.
    ///
    /// # Errors
    /// As [`part`](Self::part).
    pub(super) fn counting(&self, principal: &Principal, filter: &Filter) -> LogResult<(String, Vec<Value>)> {
        let (condition, values) = self.clause(principal, filter, None)?.into_parts();
        let index = if is_open(principal, filter) { index(filter) } else { "" };
        Ok((format!("SELECT count(*) FROM event {index} WHERE {condition}"), values))
    }

    /// The statement that gives the first events of a filter behind a number.
    ///
    /// # Errors
    /// As [`part`](Self::part).
    pub(super) fn news(
        &self,
        principal: &Principal,
        filter: &Filter,
        seq: i64,
        columns: &str,
        limit: u32,
    ) -> LogResult<(String, Vec<Value>)> {
        let place = Cursor::at(Sort::Id, Order::Ascending, "", 0, seq);
        let (condition, values) = self.clause(principal, filter, Some(&place))?.into_parts();
        // What is new is few, whatever the filter: no index may lead to all that is old.
        let sql = format!(
            "SELECT {columns} FROM event NOT INDEXED WHERE {condition} ORDER BY event.seq LIMIT {limit}"
        );
        Ok((sql, values))
    }

    /// The condition on `event`, behind a place.
    ///
    /// # Errors
    /// As [`part`](Self::part).
    pub(super) fn clause(
        &self,
        principal: &Principal,
        filter: &Filter,
        after: Option<&Cursor>,
    ) -> LogResult<Clause> {
        self.check_bus(filter)?;
        let mut clause = filter.clause_behind(principal, after);
        if let Some(state) = filter.delivery
            && self.are_few(state, filter.bus.as_deref())?
        {
            delivery::enter(filter.bus.as_deref(), state, &mut clause);
        }
        Ok(clause)
    }

    /// Whether the events in a state on a bus, or on any, are best begun with.
    fn are_few(&self, state: Delivery, bus: Option<&str>) -> LogResult<bool> {
        let count: fn(&BusRow) -> i64 = match state {
            Delivery::Settled => return Ok(false),
            // They lie together at the end.
            Delivery::Pending => return Ok(true),
            Delivery::Unroutable => |bus| bus.unroutable,
            Delivery::Dead => |bus| bus.dead,
        };
        let buses = buses(&self.connection)?;
        let meant = buses.iter().filter(|row| bus.is_none_or(|name| name == row.name));
        Ok(meant.map(count).sum::<i64>() <= FEW)
    }

    /// The types that there are with `*` for any characters, unless there are very many.
    fn types(&self, wildcard: &Wildcard<'_>) -> LogResult<Option<Vec<String>>> {
        let next = |comparison| {
            format!(
                "SELECT event.type, event.type GLOB ?2 FROM event WHERE event.type {comparison} ?1 \
                 ORDER BY event.type LIMIT 1"
            )
        };
        let (first, next) = (next(">="), next(">"));
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?));
        let (mut types, mut sql, mut at) = (Vec::new(), &first, wildcard.prefix.to_owned());
        for _ in 0..TYPES {
            let mut statement = self.connection.prepare_cached(sql)?;
            let found = statement.query_row(params![at, wildcard.glob], read).optional()?;
            let Some((event_type, matches)) = found.filter(|(found, _)| found.starts_with(wildcard.prefix))
            else {
                return Ok(Some(types));
            };
            if matches {
                types.push(event_type.clone());
            }
            (at, sql) = (event_type, &next);
        }
        Ok(None)
    }
}

/// The order in which batches go through the events of a filter: that of an index which these are entered by.
pub(super) fn order_of_batches(principal: &Principal, filter: &Filter) -> Sort {
    let dated = filter.start.is_some() || filter.end.is_some();
    match filter.event_type {
        _ if is_owned(principal, filter) => Sort::Date,
        Some(_) => Sort::Type,
        None if dated => Sort::Date,
        None => Sort::Id,
    }
}

/// Whether the owner or the level leads to the events, in the order of their dates.
fn is_owned(principal: &Principal, filter: &Filter) -> bool {
    *principal != Principal::RootAdmin
        || filter.account.is_some()
        || filter.domain.is_some()
        || filter.level.is_some_and(|level| level > Level::Info)
}

/// Whether only types and dates lead to the events.
fn is_open(principal: &Principal, filter: &Filter) -> bool {
    !is_owned(principal, filter)
        && filter.ids.is_empty()
        && filter.resource.is_none()
        && filter.event_id.is_none()
        && filter.start_id.is_none()
        && filter.delivery.is_none()
}

/// The index that leads to the events where only types and dates do.
fn index(filter: &Filter) -> &'static str {
    match (&filter.event_type, filter.archived) {
        (None, Archived::Only) => "INDEXED BY event_archived",
        _ => "",
    }
}
