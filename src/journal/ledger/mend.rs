//! What a repair does to the ledger, so that the books add up whatever of them could be read.

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::books::{IMPOSSIBLE, accepted, doubt, extra, misplaced, rows};
use super::buses::{GAP, GONE, UNKNOWN, add, pass_over_gone};
use super::{BusRow, Counters, Exception, Start, absent, bus, buses, last, pending};
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

/// Has every event that is kept sent again to the buses of which it isn't known what they have got, by their counters too
/// if `counts`. Gives their names.
pub(in crate::journal) fn restart_doubtful(
    change: &Transaction<'_>,
    counts: bool,
) -> Result<Vec<String>, JournalError> {
    let last = last(change)?;
    let mut doubtful = Vec::new();
    for bus in buses(change)? {
        let doubt = if counts { doubt(change, &bus, last)? } else { misplaced(change, &bus, last)? };
        if doubt.is_some() {
            restart(change, &bus, last)?;
            doubtful.push(bus.name);
        }
    }
    Ok(doubtful)
}

fn restart(change: &Transaction<'_>, bus: &BusRow, last: i64) -> Result<(), JournalError> {
    let away = format!("DELETE FROM absence WHERE bus = ?1 AND {IMPOSSIBLE}");
    change.execute(&away, params![bus.id, last])?;
    let oldest: Option<i64> = change.query_row("SELECT min(seq) FROM event", [], |row| row.get(0))?;
    let oldest = oldest.unwrap_or(last + 1);
    let first =
        Some(bus.first).filter(|first| *first >= 1 && *first <= last.min(bus.done) + 1).unwrap_or(oldest);
    let done = oldest.max(first) - 1;
    let until = bus.until.map(|until| if (done..=last).contains(&until) { until } else { last });
    let sql = "UPDATE bus SET first = ?2, done = ?3, until = ?4 WHERE id = ?1";
    change.execute(sql, params![bus.id, first, done, until])?;
    pass_over_gone(change, bus.id, done, until.unwrap_or(last))
}

/// Counts anew. Where a part of `exception` is lost, what isn't said to be an exception any more is settled up to the
/// cursor and pending behind it, so that the sum is what was accepted; how many of the first kind had been confirmed isn't
/// known exactly. Gives how many dead letters and unroutable events each bus has no more.
pub(in crate::journal) fn recount(change: &Transaction<'_>) -> Result<Vec<(String, i64)>, JournalError> {
    let last = last(change)?;
    let mut lost = Vec::new();
    for bus in buses(change)? {
        let (unroutable, dead) =
            (rows(change, &bus, Exception::Unroutable)?, rows(change, &bus, Exception::Dead)?);
        let all = accepted(change, &bus, last)? + extra(change, &bus)?;
        let settled = (all - pending(change, &bus)? - unroutable - dead).max(0);
        let dropped = bus.dropped.clamp(0, settled);
        let confirmed = bus.confirmed.clamp(0, settled - dropped);
        let said = bus.unroutable.saturating_add(bus.dead);
        let missing = said.saturating_sub(unroutable + dead).max(0);
        // What was passed over when the bus came back is neither.
        let dropped = dropped + missing.min(settled - dropped - confirmed);
        let sql = "UPDATE bus SET confirmed = ?2, unroutable = ?3, dead = ?4, dropped = ?5 WHERE id = ?1";
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
