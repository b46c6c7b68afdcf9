//! Deleting: an event's row goes if no bus has yet to get it; else it is hidden, and goes when that is so.
//!
//! A dead letter keeps its event as one that is still to come does: it waits for somebody to retry or drop it. What was
//! unroutable is given up with the event by whoever asks for that. What runs by the clock takes only what every bus is
//! done with, and spares what was unroutable: how long that is kept to be replayed is a setting of its own.

use std::collections::BTreeSet;
use std::thread;

use rusqlite::{Transaction, params};

use crate::journal::ledger::{DELIVERED, buses, give_up};

use super::change::BATCH;
use super::clause::array;
use super::filter::Filter;
use super::principal::Principal;
use super::{Log, LogResult, Progress};

/// What becomes of events that were unroutable or that a bus has yet to get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsettled {
    /// What was unroutable goes as the others do; what a bus has yet to get is hidden.
    Removed,
    /// They stay, for all to see.
    Spared,
}

/// What became of the events of a deletion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Events whose rows are gone.
    pub removed: u64,
    /// Events that no query gives any more, but which some bus has yet to get.
    pub hidden: u64,
}

impl Removed {
    /// Both.
    #[must_use]
    pub const fn all(self) -> u64 {
        self.removed + self.hidden
    }
}

impl Log {
    /// Deletes events.
    ///
    /// # Errors
    /// When the selection is too little, an id means no event that the principal may see (nothing is changed then), or
    /// the database fails; what was done until then stays.
    pub fn delete(
        &mut self,
        principal: &Principal,
        filter: &Filter,
        progress: Progress<'_>,
    ) -> LogResult<Removed> {
        filter.check_selection()?;
        self.check_ids(principal, filter)?;
        self.remove(principal, filter, Unsettled::Removed, progress)
    }

    /// Deletes whatever the filter means.
    pub(super) fn remove(
        &mut self,
        principal: &Principal,
        filter: &Filter,
        unsettled: Unsettled,
        progress: Progress<'_>,
    ) -> LogResult<Removed> {
        let mut total = Removed::default();
        self.in_batches(principal, filter, progress, |transaction, batch| {
            let before = total.all();
            remove(transaction, batch, unsettled, &mut total)?;
            Ok(total.all() - before)
        })?;
        Ok(total)
    }

    /// Removes the rows of deleted events that no bus has yet to get by now. Gives how many.
    ///
    /// # Errors
    /// When the database fails; what was done until then stays.
    pub fn sweep(&mut self) -> LogResult<u64> {
        let sql = format!(
            "SELECT event.seq FROM event WHERE event.deleted = 1 \
             AND NOT EXISTS (SELECT 1 FROM bus WHERE event.seq > bus.done \
             AND (bus.until IS NULL OR event.seq <= bus.until)) \
             AND NOT EXISTS (SELECT 1 FROM bus CROSS JOIN exception x ON x.bus = bus.id AND x.seq = event.seq \
             WHERE x.state NOT IN (1, 2)) AND event.seq > ?1 ORDER BY event.seq LIMIT {BATCH}"
        );
        let (mut swept, mut after) = (Removed::default(), 0);
        loop {
            let rows = |connection: &rusqlite::Connection| {
                let mut statement = connection.prepare_cached(&sql)?;
                let rows = statement.query_map([after], |row| row.get(0))?;
                rows.collect::<rusqlite::Result<Vec<i64>>>()
            };
            let batch = rows(&self.connection)?;
            let Some(last) = batch.last() else { return Ok(swept.removed) };
            after = *last;
            let held =
                self.timed(|transaction| remove(transaction, &batch, Unsettled::Removed, &mut swept))?;
            thread::sleep(held);
        }
    }
}

/// Removes a batch or hides it.
fn remove(
    transaction: &Transaction<'_>,
    batch: &[i64],
    unsettled: Unsettled,
    total: &mut Removed,
) -> LogResult<()> {
    let mut spared = BTreeSet::new();
    for bus in buses(transaction)? {
        let sql = "SELECT x.seq FROM json_each(?2) wanted CROSS JOIN exception x \
                   ON x.bus = ?1 AND x.seq = wanted.value WHERE x.state = 2";
        let mut statement = transaction.prepare_cached(sql)?;
        let rows = statement.query_map(params![bus.id, array(batch)], |row| row.get(0))?;
        let rows = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
        match unsettled {
            Unsettled::Removed => drop(give_up(transaction, &bus, &rows)?),
            Unsettled::Spared => spared.extend(rows),
        }
    }
    let mut remove =
        transaction.prepare_cached(&format!("DELETE FROM event WHERE event.seq = ? AND {DELIVERED}"))?;
    let mut hide =
        transaction.prepare_cached("UPDATE event SET deleted = 1 WHERE seq = ? AND deleted = 0")?;
    for seq in batch.iter().filter(|seq| !spared.contains(seq)) {
        let removed = remove.execute([seq])? as u64;
        total.removed += removed;
        if removed == 0 && unsettled == Unsettled::Removed {
            total.hidden += hide.execute([seq])? as u64;
        }
    }
    Ok(())
}
