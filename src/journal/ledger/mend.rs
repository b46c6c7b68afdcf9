//! What a repair does to the ledger, so that the books add up whatever of them could be read.

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::buses::{GAP, GONE, UNKNOWN, add};
use super::{Counters, Exception, Start, absent, bus, buses, last, pending};
use crate::journal::error::JournalError;

/// Makes dead letters of events that buses hadn't got and that aren't there any more. Gives how many for each.
pub(in crate::journal) fn bury(
    change: &Transaction<'_>,
    now: Timestamp,
) -> Result<Vec<(String, i64)>, JournalError> {
    let last = last(change)?;
    let mut lost = Vec::new();
    let sql = format!(
        "{GAP} INSERT OR IGNORE INTO exception (bus, seq, state, reason, at) \
         SELECT ?1, seq, 3, 'it could not be read any more', ?4 FROM gap WHERE {GONE} AND NOT {}",
        absent("?1", "gap.seq")
    );
    for bus in buses(change)? {
        let to = bus.until.unwrap_or(last);
        let count = change.execute(&sql, params![bus.id, bus.done, to, now.as_millisecond()])?;
        let dead = i64::try_from(count).unwrap_or(i64::MAX);
        Counters { dead, ..Counters::default() }.add(change, bus.id)?;
        if count > 0 {
            lost.push((bus.name, dead));
        }
    }
    Ok(lost)
}

/// Removes what is said of buses that aren't there any more. Gives how many rows it were.
pub(in crate::journal) fn forget_orphans(change: &Transaction<'_>) -> Result<usize, JournalError> {
    let forget = |table| format!("DELETE FROM {table} WHERE bus NOT IN (SELECT id FROM bus)");
    Ok(change.execute(&forget("exception"), [])? + change.execute(&forget("absence"), [])?)
}

/// Counts anew, where a part of `exception` is lost. What isn't said to be an exception any more is settled up to the
/// cursor and pending behind it, so that the sum is what was accepted; how many of the first kind had been confirmed isn't
/// known exactly. Gives how many dead letters and unroutable events each bus has no more.
pub(in crate::journal) fn recount(change: &Transaction<'_>) -> Result<Vec<(String, i64)>, JournalError> {
    let last = last(change)?;
    let mut lost = Vec::new();
    for bus in buses(change)? {
        let count = |state: Exception| {
            let sql = "SELECT count(*) FROM exception WHERE bus = ?1 AND state = ?2";
            change.query_row(sql, params![bus.id, state.number()], |row| row.get::<_, i64>(0))
        };
        let (unroutable, dead) = (count(Exception::Unroutable)?, count(Exception::Dead)?);
        let missed = "SELECT coalesce(sum(last - first + 1), 0) FROM absence WHERE bus = ?1";
        let missed: i64 = change.query_row(missed, [bus.id], |row| row.get(0))?;
        let accepted = bus.until.unwrap_or(last) - bus.first + 1 - missed;
        let settled = accepted - pending(change, &bus)? - unroutable - dead - bus.dropped;
        let confirmed = bus.confirmed.min(settled.max(0));
        let missing = (bus.unroutable + bus.dead - unroutable - dead).max(0);
        // What was passed over when the bus came back is neither.
        let dropped = missing.min(settled - confirmed).max(0);
        let sql =
            "UPDATE bus SET confirmed = ?2, unroutable = ?3, dead = ?4, dropped = dropped + ?5 WHERE id = ?1";
        change.execute(sql, params![bus.id, confirmed, unroutable, dead, dropped])?;
        if missing > 0 {
            lost.push((bus.name, missing));
        }
    }
    Ok(lost)
}

/// Keeps everything for the buses whose rows are lost, until a boot names them.
pub(in crate::journal) fn keep_for_unknown(change: &Transaction<'_>) -> Result<(), JournalError> {
    if bus(change, UNKNOWN)?.is_none() {
        let last = last(change)?;
        add(change, UNKNOWN, Start::Beginning, last)?;
        change.execute("UPDATE bus SET active = 0, until = ?2 WHERE name = ?1", params![UNKNOWN, last])?;
    }
    Ok(())
}
