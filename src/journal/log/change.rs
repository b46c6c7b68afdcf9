//! Changes of many events, in batches: archive and unarchive here, the others build on [`Log::in_batches`].
//!
//! The events of a batch are looked for before the write lock is taken, then the batch is one short transaction, then
//! the lock is left to others for as long as it was held. A batch that took long makes the next one smaller.

use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Transaction, params_from_iter};

use super::cursor::{Cursor, Order};
use super::filter::{Archived, Filter};
use super::plan::{Part, order_of_batches};
use super::principal::Principal;
use super::{Log, LogError, LogResult, Progress};

/// The most events that one transaction changes.
pub const BATCH: usize = 1000;

/// How long a batch may hold the write lock; a longer one makes the next smaller.
const HELD: Duration = Duration::from_millis(4);

/// The least events of a transaction: so many has the first, as it isn't known yet how long they take, or one after a slow
/// one.
const SMALLEST: usize = 50;

impl Log {
    /// Archives events: they are kept, and hidden from queries that don't ask for them. Gives how many it were.
    ///
    /// # Errors
    /// When the selection is too little, an id means no event that the principal may see (nothing is changed then), or
    /// the database fails; what was done until then stays.
    pub fn archive(
        &mut self,
        principal: &Principal,
        filter: &Filter,
        progress: Progress<'_>,
    ) -> LogResult<u64> {
        self.mark(principal, &Filter { archived: Archived::Hidden, ..filter.clone() }, true, progress)
    }

    /// Takes events out of the archive. Gives how many it were.
    ///
    /// # Errors
    /// As [`archive`](Self::archive).
    pub fn unarchive(
        &mut self,
        principal: &Principal,
        filter: &Filter,
        progress: Progress<'_>,
    ) -> LogResult<u64> {
        self.mark(principal, &Filter { archived: Archived::Only, ..filter.clone() }, false, progress)
    }

    fn mark(
        &mut self,
        principal: &Principal,
        filter: &Filter,
        archived: bool,
        progress: Progress<'_>,
    ) -> LogResult<u64> {
        filter.check_selection()?;
        self.check_ids(principal, filter)?;
        self.in_batches(principal, filter, progress, |transaction, batch| {
            let sql = "UPDATE event SET archived = ?1 WHERE seq = ?2 AND archived <> ?1";
            let mut update = transaction.prepare_cached(sql)?;
            batch.iter().try_fold(0, |marked, seq| Ok(marked + update.execute((archived, seq))? as u64))
        })
    }

    /// Whether each id of the filter means an event that the principal may see.
    ///
    /// # Errors
    /// Naming those that don't.
    pub(super) fn check_ids(&self, principal: &Principal, filter: &Filter) -> LogResult<()> {
        let mut missing = Vec::new();
        for id in &filter.ids {
            let single = Filter { ids: vec![id.clone()], archived: Archived::Included, ..Filter::default() };
            if self.count(principal, &single)? == 0 {
                missing.push(id.to_string());
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(LogError::NoEvent(missing)) }
    }

    /// Hands the events that a filter means to `change`, each batch in a transaction of its own, and adds up what it
    /// gives. Events that are accepted meanwhile aren't meant. Whoever hears of the progress may take his time: no lock
    /// is held then.
    pub(super) fn in_batches(
        &mut self,
        principal: &Principal,
        filter: &Filter,
        progress: Progress<'_>,
        mut change: impl FnMut(&Transaction<'_>, &[i64]) -> LogResult<u64>,
    ) -> LogResult<u64> {
        let last = self.last_number()?;
        let (sort, order) = (order_of_batches(principal, filter), Order::Ascending);
        let (mut place, mut size, mut total) = (None, SMALLEST, 0);
        loop {
            let part = Part { principal, filter, sort, order, after: place.as_ref(), limit: size as u64 };
            let (batch, end) = self.batch(&part, last)?;
            if batch.is_empty() {
                return Ok(total);
            }
            let held = self.timed(|transaction| {
                total += change(transaction, &batch)?;
                Ok(())
            })?;
            progress(total);
            if batch.len() < size {
                return Ok(total);
            }
            (place, size) = (end, next_size(size, held));
            thread::sleep(held);
        }
    }

    /// One short transaction. Gives how long it held the write lock.
    pub(super) fn timed(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> LogResult<()>,
    ) -> LogResult<Duration> {
        let transaction = self.begin()?;
        let begun = Instant::now();
        change(&transaction)?;
        transaction.commit()?;
        Ok(begun.elapsed())
    }

    /// A part's events up to `last`, and the place of its last one where there may be more.
    fn batch(&self, part: &Part<'_>, last: i64) -> LogResult<(Vec<i64>, Option<Cursor>)> {
        let columns = "event.seq, event.type, event.occurred";
        let (sql, values) = self.part(part, columns, &format!("+event.seq <= {last}"))?;
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let (mut batch, mut end) = (Vec::new(), None);
        while let Some(row) = rows.next()? {
            let seq = row.get(0)?;
            batch.push(seq);
            if batch.len() as u64 == part.limit {
                let event_type: String = row.get(1)?;
                end = Some(Cursor::at(part.sort, part.order, &event_type, row.get(2)?, seq));
            }
        }
        Ok((batch, end))
    }
}

fn next_size(size: usize, held: Duration) -> usize {
    let wanted = if held > HELD { size / 2 } else { size + size / 4 };
    wanted.clamp(SMALLEST, BATCH)
}
