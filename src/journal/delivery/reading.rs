//! Reads the backlog of one bus, a bounded part at a time.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use rusqlite::{Connection, params};

use super::window::{Item, Refill};
use crate::journal::error::JournalError;
use crate::journal::log::array;
use crate::journal::row::{COLUMNS, Stored};
use crate::journal::scan::{self, ROWS, Rows};
use crate::journal::store::Store;

/// The most events of a parked resource that are read in one go.
const REFILL: i64 = 64;

/// Reads for one bus.
pub(in crate::journal) struct Reader {
    connection: Connection,
    bus: i64,
}

/// What was read.
#[derive(Debug, Default)]
pub(in crate::journal) struct Reading {
    /// Events that the bus has still to get.
    pub(in crate::journal) items: Vec<Item>,
    /// Events that can't be read, and why.
    pub(super) damaged: Vec<(i64, String)>,
    /// Everything up to here was looked at.
    pub(super) to: i64,
    /// Whether there is nothing more of what was asked for.
    pub(super) complete: bool,
}

impl Reader {
    /// A reader for the bus of this key.
    pub(in crate::journal) fn open(store: &Store, bus: i64) -> Result<Self, JournalError> {
        Ok(Self { connection: store.reader()?, bus })
    }

    /// What comes after `position`, at most up to `last`.
    pub(in crate::journal) fn ahead(&self, position: i64, last: i64) -> Result<Reading, JournalError> {
        // However much was accepted while the bus was away, it is passed in one step.
        let absences = self.absences(position + 1, last)?;
        let away = absences.iter().find(|absence| absence.contains(&(position + 1)));
        let position = away.map_or(position, |absence| last.min(*absence.end()));
        self.unsettled(scan::ahead(&self.connection, position, last)?, last, &absences)
    }

    /// What comes next of a parked resource.
    pub(super) fn parked(&self, refill: &Refill) -> Result<Reading, JournalError> {
        let Refill { resource, from, to } = refill;
        let which =
            if resource.is_some() { "resource_uuid = ?1" } else { "coalesce(resource_uuid, ?1) = ''" };
        let sql = format!(
            "SELECT {COLUMNS} FROM event WHERE {which} AND seq >= ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4"
        );
        let query = params![resource.as_deref().unwrap_or_default(), from, to, REFILL];
        let rows = scan::select(&self.connection, &sql, query, REFILL, None)?;
        self.unsettled(rows, *to, &self.absences(*from, *to)?)
    }

    /// What somebody asked to be sent again, without what is in hand.
    pub(in crate::journal) fn again(&self, in_hand: &BTreeSet<i64>) -> Result<Reading, JournalError> {
        let sql = "SELECT seq FROM exception WHERE bus = ?1 AND state = 4 ORDER BY seq LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let most = i64::try_from(in_hand.len()).map_or(ROWS, |held| held.saturating_add(ROWS));
        let found = statement.query_map(params![self.bus, most], |row| row.get(0))?;
        let found = found.collect::<rusqlite::Result<Vec<i64>>>()?;
        let mut reading = Reading { complete: true, ..Reading::default() };
        for seq in found.into_iter().filter(|seq| !in_hand.contains(seq)) {
            match scan::one(&self.connection, seq)? {
                Ok(Some(Stored { event, .. })) => reading.items.push(Item { seq, again: true, event }),
                Ok(None) => reading.damaged.push((seq, "it is not there any more".to_owned())),
                Err(reason) => reading.damaged.push((seq, reason)),
            }
        }
        Ok(reading)
    }

    /// What was accepted while the bus was away, as far as it meets these events.
    fn absences(&self, first: i64, last: i64) -> Result<Vec<RangeInclusive<i64>>, JournalError> {
        let sql = "SELECT first, last FROM absence WHERE bus = ?1 AND last >= ?2 AND first <= ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let absences =
            statement.query_map(params![self.bus, first, last], |row| Ok(row.get(0)?..=row.get(1)?))?;
        Ok(absences.collect::<rusqlite::Result<_>>()?)
    }

    /// Leaves out what the bus is done with and what isn't for it.
    fn unsettled(
        &self,
        rows: Rows,
        last: i64,
        absences: &[RangeInclusive<i64>],
    ) -> Result<Reading, JournalError> {
        let to = rows.ended.unwrap_or(last);
        let good = rows.good.iter().map(|stored| stored.seq);
        let read: Vec<i64> = good.chain(rows.damaged.iter().map(|(seq, _)| *seq)).collect();
        // Between the rows of one resource there may be any number of exceptions.
        let sql = "SELECT x.seq FROM json_each(?2) wanted CROSS JOIN exception x ON x.bus = ?1 AND x.seq = wanted.value";
        let mut statement = self.connection.prepare_cached(sql)?;
        let settled = statement.query_map(params![self.bus, array(&read)], |row| row.get(0))?;
        let settled = settled.collect::<rusqlite::Result<HashSet<i64>>>()?;
        let is_open =
            |seq: i64| !settled.contains(&seq) && !absences.iter().any(|absence| absence.contains(&seq));
        let open = rows.good.into_iter().filter(|stored| is_open(stored.seq));
        let items = open.map(|Stored { seq, event, .. }| Item { seq, again: false, event }).collect();
        let damaged = rows.damaged.into_iter().filter(|(seq, _)| is_open(*seq)).collect();
        Ok(Reading { items, damaged, to, complete: rows.ended.is_none() })
    }
}
