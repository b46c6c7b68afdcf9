//! Numbers: what waits for each bus, how many events there are, how fast they come, which types there are most.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params_from_iter};
use serde::Serialize;

use crate::journal::ledger::{BusRow, absent, buses, pending};

use super::clause::Clause;
use super::delivery::Delivery;
use super::entry::timestamp;
use super::filter::{Archived, Filter};
use super::list::count;
use super::principal::Principal;
use super::{Log, LogResult};

/// What a principal may know of the log.
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    /// Events that aren't archived.
    pub events: u64,
    /// Archived ones.
    pub archived: u64,
    /// Events of the last minute, hour and day.
    pub minute: u64,
    /// Of the last hour.
    pub hour: u64,
    /// Of the last day.
    pub day: u64,
    /// The most frequent types with their counts.
    pub types: Vec<(String, u64)>,
    /// Each bus, by name.
    pub buses: Vec<BusStats>,
}

/// A bus in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct BusStats {
    /// Its name.
    pub bus: String,
    /// Whether the configuration had it when `run` was last started.
    pub active: bool,
    /// Events that are still to be sent.
    pub pending: u64,
    /// When the one of these that waits longest was accepted.
    pub oldest: Option<Timestamp>,
    /// Events that the bus is done with: the broker has them, or they were given up.
    pub settled: u64,
    /// Events that the broker had no queue for.
    pub unroutable: u64,
    /// Dead letters.
    pub dead: u64,
}

/// What there is.
#[derive(Default)]
struct Counts {
    events: u64,
    archived: u64,
    types: Vec<(String, u64)>,
}

/// How many types are named.
const TYPES: usize = 10;

impl Log {
    /// All numbers, of the events that the principal may see.
    ///
    /// # Errors
    /// When the database fails.
    pub fn stats(&self, principal: &Principal, now: Timestamp) -> LogResult<Stats> {
        let since = |seconds: u64| {
            let start = now.checked_sub(Duration::from_secs(seconds)).ok();
            self.count(principal, &Filter { start, archived: Archived::Included, ..Filter::default() })
        };
        let Counts { events, archived, types } = self.counts(principal)?;
        Ok(Stats {
            events,
            archived,
            types,
            minute: since(60)?,
            hour: since(60 * 60)?,
            day: since(24 * 60 * 60)?,
            buses: buses(&self.connection)?
                .into_iter()
                .map(|bus| self.of_bus(principal, bus))
                .collect::<LogResult<_>>()?,
        })
    }

    /// Goes through the events once, by the index on types alone where everything may be seen.
    fn counts(&self, principal: &Principal) -> LogResult<Counts> {
        let everything = Filter { archived: Archived::Included, ..Filter::default() };
        let (condition, values) = everything.clause(principal).into_parts();
        let sql = format!(
            "SELECT event.type, count(*) - sum(event.archived), sum(event.archived) FROM event WHERE {condition} \
             GROUP BY event.type"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut counts = Counts::default();
        while let Some(row) = rows.next()? {
            let (events, archived) = (count(row, 1)?, count(row, 2)?);
            counts.events += events;
            counts.archived += archived;
            if events > 0 {
                counts.types.push((row.get(0)?, events));
                counts.types.sort_by(|(_, one), (_, other)| other.cmp(one));
                counts.types.truncate(TYPES);
            }
        }
        Ok(counts)
    }

    fn of_bus(&self, principal: &Principal, row: BusRow) -> LogResult<BusStats> {
        let oldest = self.oldest(principal, &row)?.map(timestamp);
        let count = |state| {
            let (bus, delivery) = (Some(row.name.clone()), Some(state));
            self.count(
                principal,
                &Filter { bus, delivery, archived: Archived::Included, ..Filter::default() },
            )
        };
        let counters = if *principal == Principal::RootAdmin {
            let [pending, settled, unroutable, dead] =
                [pending(&self.connection, &row)?, row.confirmed + row.dropped, row.unroutable, row.dead]
                    .map(|count| u64::try_from(count).unwrap_or_default());
            (pending, settled, unroutable, dead)
        } else {
            let [pending, settled, unroutable, dead] =
                [Delivery::Pending, Delivery::Settled, Delivery::Unroutable, Delivery::Dead].map(count);
            (pending?, settled?, unroutable?, dead?)
        };
        let (pending, settled, unroutable, dead) = counters;
        let BusRow { name: bus, active, .. } = row;
        Ok(BusStats { bus, active, pending, oldest, settled, unroutable, dead })
    }

    /// When the event that waits longest for a bus was accepted.
    fn oldest(&self, principal: &Principal, row: &BusRow) -> LogResult<Option<i64>> {
        let mut view = Clause::default();
        if *principal != Principal::RootAdmin {
            // The bus has yet to get deleted ones too, but for nobody else are they there.
            view.and("event.deleted = 0", []);
        }
        principal.restrict(&mut view);
        let (view, values) = view.into_parts();
        let (bus, cursor, until) = (row.id, row.done.max(row.first - 1), row.until.unwrap_or(i64::MAX));
        let behind = format!(
            "SELECT event.seq, event.accepted FROM event WHERE {view} AND event.seq > {cursor} AND event.seq <= {until} AND NOT EXISTS \
             (SELECT 1 FROM exception x WHERE x.bus = {bus} AND x.seq = event.seq AND x.state <> 4) \
             AND NOT {} ORDER BY event.seq LIMIT 1",
            absent(&bus.to_string(), "event.seq")
        );
        let again = format!(
            "SELECT event.seq, event.accepted FROM exception x JOIN event ON event.seq = x.seq WHERE {view} \
             AND x.bus = {bus} AND x.state = 4 ORDER BY x.seq LIMIT 1"
        );
        let mut oldest: Option<(i64, i64)> = None;
        for sql in [behind, again] {
            let mut statement = self.connection.prepare(&sql)?;
            let found = statement
                .query_row(params_from_iter(&values), |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            oldest = oldest.into_iter().chain(found).min();
        }
        Ok(oldest.map(|(_, accepted)| accepted))
    }
}
