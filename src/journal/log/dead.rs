//! Dead letters: events that a bus could not get, for a reason that no further attempt would change.

use std::thread;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Transaction, params_from_iter};
use serde::Serialize;

use crate::journal::JournalError;
use crate::journal::ledger::{BusRow, buses, give_up, send_again};

use super::change::BATCH;
use super::clause::{Clause, text};
use super::entry::{COLUMNS, Entry, timestamp};
use super::filter::{EventRef, Filter};
use super::principal::Principal;
use super::{Log, LogError, LogResult, Progress};

/// An event that a bus could not get.
#[derive(Clone, Debug, Serialize)]
pub struct DeadLetter {
    /// The bus.
    pub bus: String,
    /// Why.
    pub reason: Option<String>,
    /// Since when.
    pub since: Timestamp,
    /// The event.
    pub event: Entry,
}

/// Which dead letters are meant.
#[derive(Clone, Debug, Default)]
pub struct DeadQuery {
    /// Of this bus.
    pub bus: Option<String>,
    /// Of these events.
    pub ids: Vec<EventRef>,
}

impl DeadQuery {
    /// The condition on `event`, `x` and `b`. Deleted events count too: they wait for just this decision.
    fn clause(&self, principal: &Principal) -> Clause {
        let mut clause = Clause::default();
        clause.and("x.state = 3", []);
        principal.restrict(&mut clause);
        if let Some(bus) = &self.bus {
            clause.and("b.name = ?", [text(bus)]);
        }
        let ids = Filter { ids: self.ids.clone(), ..Filter::default() };
        ids.of_ids(&mut clause);
        clause
    }
}

/// By the index of dead letters alone: among all exceptions they may be few.
const FROM: &str = "bus b JOIN exception x INDEXED BY exception_dead ON x.bus = b.id \
     JOIN event ON event.seq = x.seq";

impl Log {
    /// Up to `limit` dead letters, those that were accepted first in front, of events behind the number `after`.
    ///
    /// # Errors
    /// When there is no such bus or event, or the database fails.
    pub fn dead_letters(
        &self,
        principal: &Principal,
        query: &DeadQuery,
        after: (i64, &str),
        limit: u32,
    ) -> LogResult<Vec<DeadLetter>> {
        self.check_dead(principal, query)?;
        let mut clause = query.clause(principal);
        clause.and("(x.seq, b.name) > (?, ?)", [Value::Integer(after.0), text(after.1)]);
        let (condition, values) = clause.into_parts();
        let sql = format!(
            "SELECT {COLUMNS}, b.name, x.reason, x.at FROM {FROM} WHERE {condition} \
             ORDER BY x.seq, b.name LIMIT {limit}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let letters = statement.query_map(params_from_iter(values), |row| {
            let event = Entry::read(row)?;
            Ok(DeadLetter { bus: row.get(19)?, reason: row.get(20)?, since: timestamp(row.get(21)?), event })
        })?;
        Ok(letters.collect::<Result<_, _>>()?)
    }

    /// Has dead letters sent again. Gives how many.
    ///
    /// # Errors
    /// When there is no such bus or dead letter (nothing is changed then), or the database fails; what was done until
    /// then stays.
    pub fn retry_dead(
        &mut self,
        principal: &Principal,
        query: &DeadQuery,
        now: Timestamp,
        progress: Progress<'_>,
    ) -> LogResult<u64> {
        self.settle_dead(principal, query, progress, |transaction, bus, batch| {
            send_again(transaction, bus, batch, now)
        })
    }

    /// Gives dead letters up: the bus is done with them. The events stay in the log. Gives how many.
    ///
    /// # Errors
    /// As [`retry_dead`](Self::retry_dead).
    pub fn drop_dead(
        &mut self,
        principal: &Principal,
        query: &DeadQuery,
        progress: Progress<'_>,
    ) -> LogResult<u64> {
        self.settle_dead(principal, query, progress, give_up)
    }

    fn settle_dead(
        &mut self,
        principal: &Principal,
        query: &DeadQuery,
        progress: Progress<'_>,
        settle: impl Fn(&Transaction<'_>, &BusRow, &[i64]) -> Result<usize, JournalError>,
    ) -> LogResult<u64> {
        self.check_dead(principal, query)?;
        let mut settled = 0;
        for bus in buses(&self.connection)? {
            let mut clause = query.clause(principal);
            clause.and("b.id = ?", [Value::Integer(bus.id)]);
            let (condition, values) = clause.into_parts();
            let sql = format!(
                "SELECT x.seq FROM {FROM} WHERE {condition} AND x.seq > ? ORDER BY x.seq LIMIT {BATCH}"
            );
            // What dies again meanwhile isn't meant.
            let mut after = 0;
            loop {
                let (mut count, mut end) = (0, None);
                let held = self.timed(|transaction| {
                    let mut statement = transaction.prepare_cached(&sql)?;
                    let place = values.iter().cloned().chain([Value::Integer(after)]);
                    let rows = statement.query_map(params_from_iter(place), |row| row.get(0))?;
                    let batch: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
                    end = batch.last().copied();
                    count = settle(transaction, &bus, &batch)?;
                    Ok(())
                })?;
                let Some(end) = end else { break };
                after = end;
                settled += count as u64;
                progress(settled);
                thread::sleep(held);
            }
        }
        Ok(settled)
    }

    /// # Errors
    /// When there is no such bus, or an id means no dead letter.
    fn check_dead(&self, principal: &Principal, query: &DeadQuery) -> LogResult<()> {
        if let Some(bus) = &query.bus {
            self.bus(bus)?;
        }
        let mut missing = Vec::new();
        for id in &query.ids {
            let single = DeadQuery { ids: vec![id.clone()], ..query.clone() };
            let (condition, values) = single.clause(principal).into_parts();
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {FROM} WHERE {condition})");
            let mut statement = self.connection.prepare_cached(&sql)?;
            if !statement.query_row(params_from_iter(values), |row| row.get(0))? {
                missing.push(id.to_string());
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(LogError::NoDeadLetter(missing)) }
    }
}
