//! What isn't kept any more, and the room that it leaves.
//!
//! Only what every bus has got goes, oldest first, by age and by size; and unroutable events by an age of their own,
//! since a topic that nobody has bound would fill the disk otherwise. All of it in small transactions between those of
//! publishers.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use super::error::JournalError;
use super::ledger::{self, DELIVERED, REACH};

/// The most rows that are looked at or removed in one go.
const STEP: i64 = 500;

/// The most pages that are given back in one go.
const PAGES: i64 = 128;

/// Free pages that are kept for what comes next.
const SPARE_PAGES: i64 = 1024;

/// What is kept, and how far the present look has come.
#[derive(Clone, Debug)]
pub struct Retention {
    /// How long delivered events are kept; for ever without it.
    pub age: Option<Duration>,
    /// The size in bytes above which delivered events go, oldest first.
    pub size: u64,
    /// How long unroutable events are kept; for ever without it.
    pub unroutable: Option<Duration>,
    /// The event up to which this round has looked.
    looked: i64,
    /// The same for what goes by size.
    sized: i64,
    /// Whether that has looked at everything in this round: where nothing may go, another look finds nothing either.
    passed: bool,
}

impl Retention {
    /// A retention that hasn't looked yet.
    #[must_use]
    pub const fn new(age: Option<Duration>, size: u64, unroutable: Option<Duration>) -> Self {
        Self { age, size, unroutable, looked: 0, sized: 0, passed: false }
    }
}

/// The bytes that the database holds: its pages without those that are free.
pub(super) fn used(connection: &Connection) -> Result<u64, JournalError> {
    let [size, count, free] =
        ["page_size", "page_count", "freelist_count"].map(|name| pragma(connection, name));
    Ok(u64::try_from(size? * (count? - free?)).unwrap_or_default())
}

/// Removes a little; true when there may be more in this round. The next round is the caller's to begin some time later.
pub(super) fn tidy(
    connection: &mut Connection,
    retention: &mut Retention,
    now: Timestamp,
) -> Result<bool, JournalError> {
    let change = connection.transaction()?;
    let mut more = remove_unroutable(&change, retention, now)?;
    more |= remove_aged(&change, retention, now)?;
    more |= remove_for_size(&change, retention, retention.size)?;
    change.commit()?;
    more |= give_back(connection)?;
    retention.passed &= more;
    Ok(more)
}

/// How many steps there are at most to make room: whoever publishes waits meanwhile.
const STEPS_FOR_ROOM: usize = 20;

/// Removes delivered events where the database holds more than `limit` bytes, for new ones that have no room.
pub(super) fn make_room(
    connection: &mut Connection,
    retention: &mut Retention,
    limit: u64,
) -> Result<(), JournalError> {
    let change = connection.transaction()?;
    for _ in 0..STEPS_FOR_ROOM {
        if !remove_for_size(&change, retention, limit)? {
            break;
        }
    }
    // What isn't delivered yet may be by the next time, whatever the round is at.
    retention.passed = false;
    Ok(change.commit()?)
}

fn remove_unroutable(
    change: &Transaction<'_>,
    retention: &Retention,
    now: Timestamp,
) -> Result<bool, JournalError> {
    let Some(before) = cutoff(retention.unroutable, now) else { return Ok(false) };
    let mut more = false;
    for bus in ledger::buses(change)? {
        let sql = "SELECT seq FROM exception WHERE bus = ?1 AND state = 2 AND at < ?2 ORDER BY at LIMIT ?3";
        let mut statement = change.prepare_cached(sql)?;
        let rows = statement.query_map(params![bus.id, before, STEP], |row| row.get(0))?;
        let old = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
        more |= is_full(ledger::give_up(change, &bus, &old)?);
    }
    Ok(more)
}

/// Looks at the next few events; a round ends at the first that is young enough.
fn remove_aged(
    change: &Transaction<'_>,
    retention: &mut Retention,
    now: Timestamp,
) -> Result<bool, JournalError> {
    let Some(before) = cutoff(retention.age, now) else { return Ok(false) };
    let sql = format!("SELECT seq, accepted FROM event WHERE seq > ?1 AND {REACH} ORDER BY seq LIMIT ?2");
    let mut statement = change.prepare_cached(&sql)?;
    let rows = statement.query_map(params![retention.looked, STEP], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let next = rows.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
    // One that was accepted before the clock was set back, and isn't old for long, keeps no other.
    let passes = |accepted: i64| accepted < before || accepted > now.as_millisecond();
    let old = next.iter().take_while(|(_, accepted)| passes(*accepted)).count();
    let Some((to, _)) = old.checked_sub(1).and_then(|last| next.get(last)) else {
        retention.looked = 0;
        return Ok(false);
    };
    let sql = format!("DELETE FROM event WHERE seq > ?1 AND seq <= ?2 AND accepted < ?3 AND {DELIVERED}");
    change.prepare_cached(&sql)?.execute(params![retention.looked, to, before])?;
    retention.looked = if old < next.len() { 0 } else { *to };
    Ok(is_full(old))
}

/// Looks at the next few events, removable or not: publishers wait meanwhile.
fn remove_for_size(
    change: &Transaction<'_>,
    retention: &mut Retention,
    limit: u64,
) -> Result<bool, JournalError> {
    if retention.passed || used(change)? <= limit {
        return Ok(false);
    }
    let sql = format!("SELECT seq FROM event WHERE seq > ?1 AND {REACH} ORDER BY seq LIMIT ?2");
    let mut statement = change.prepare_cached(&sql)?;
    let rows = statement.query_map(params![retention.sized, STEP], |row| row.get(0))?;
    let next = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
    if let Some(to) = next.last() {
        let sql = format!("DELETE FROM event WHERE seq > ?1 AND seq <= ?2 AND {DELIVERED}");
        change.prepare_cached(&sql)?.execute(params![retention.sized, to])?;
    }
    let more = is_full(next.len());
    retention.sized = next.last().copied().filter(|_| more).unwrap_or(0);
    retention.passed = !more;
    Ok(more)
}

/// Gives free pages back to the file system; true when there are more of them.
fn give_back(connection: &Connection) -> Result<bool, JournalError> {
    let free = pragma(connection, "freelist_count")?;
    if free <= SPARE_PAGES {
        return Ok(false);
    }
    let mut statement = connection.prepare(&format!("PRAGMA incremental_vacuum({PAGES})"))?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(free - PAGES > SPARE_PAGES)
}

fn pragma(connection: &Connection, name: &str) -> Result<i64, JournalError> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}

fn cutoff(age: Option<Duration>, now: Timestamp) -> Option<i64> {
    let age = i64::try_from(age?.as_millis()).ok()?;
    now.as_millisecond().checked_sub(age)
}

fn is_full(count: usize) -> bool {
    i64::try_from(count).is_ok_and(|count| count >= STEP)
}

#[cfg(test)]
mod tests;
