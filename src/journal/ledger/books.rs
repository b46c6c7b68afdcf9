//! Whether the books can be true: what holds of each bus at every moment, whatever became of its events.

use rusqlite::{Connection, params};

use super::{BusRow, Exception, absent, buses, last, pending};
use crate::journal::error::JournalError;

/// So many numbers above all that speaks of an event are no gap that damage has left.
const FAR: i64 = 100_000;

/// Whether each bus is at a place that there is.
///
/// # Errors
/// Naming the first that isn't; SQLite's own.
pub(in crate::journal) fn check_places(connection: &Connection) -> Result<(), JournalError> {
    let last = last(connection)?;
    for bus in buses(connection)? {
        if let Some(fault) = misplaced(connection, &bus, last)? {
            return Err(JournalError::Damaged(fault));
        }
    }
    Ok(())
}

/// What can't be true of the books; `events` is the largest number of an event that is there.
///
/// # Errors
/// SQLite's own.
pub(in crate::journal) fn faults(connection: &Connection, events: i64) -> Result<Vec<String>, JournalError> {
    let last = last(connection)?;
    let mut faults = Vec::new();
    let highest = highest(connection, events)?;
    if last < events || highest.is_some_and(|highest| last > highest) {
        let highest = highest.unwrap_or(events);
        faults.push(format!(
            "the last event is said to have the number {last}, and all else speaks of none above {highest}"
        ));
    }
    for bus in buses(connection)? {
        faults.extend(match doubt(connection, &bus, last)? {
            None => miscounted(connection, &bus, last)?,
            doubt => doubt,
        });
    }
    Ok(faults)
}

/// The last number that was given, where the table that says so (`last`) and the events that are there don't agree.
pub(in crate::journal) fn believable(connection: &Connection, events: i64, last: i64) -> i64 {
    match highest(connection, events) {
        Ok(Some(highest)) if last.saturating_sub(highest) > FAR => highest,
        _ => last.max(events),
    }
}

/// The largest number that anything speaks of. While a bus is active, the last event is there or the bus is past it; none
/// while no bus is.
fn highest(connection: &Connection, events: i64) -> Result<Option<i64>, JournalError> {
    if !buses(connection)?.iter().any(|bus| bus.active) {
        return Ok(None);
    }
    let sql = "SELECT coalesce(max(seq), 0) FROM (SELECT max(max(done), coalesce(max(until), 0)) AS seq FROM bus \
         UNION ALL SELECT max(last) FROM absence UNION ALL SELECT max(seq) FROM exception \
         UNION ALL SELECT max(seq) FROM damaged)";
    let spoken: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(Some(spoken.max(events)))
}

/// Why it isn't known what a bus has got.
pub(super) fn doubt(
    connection: &Connection,
    bus: &BusRow,
    last: i64,
) -> Result<Option<String>, JournalError> {
    if let Some(fault) = misplaced(connection, bus, last)? {
        return Ok(Some(fault));
    }
    let (counted, there) = (counted(connection, bus)?, there(connection, bus, last)?);
    let name = &bus.name;
    Ok((counted < there)
        .then(|| format!("bus {name}: {there} events are for it, and its counts speak of {counted}")))
}

/// Why a bus can't be where it is said to be.
pub(super) fn misplaced(
    connection: &Connection,
    bus: &BusRow,
    last: i64,
) -> Result<Option<String>, JournalError> {
    let BusRow { id, name, first, done, until, .. } = bus;
    let before = first.saturating_sub(1);
    let fits = 0 <= before
        && (before..=last).contains(done)
        && until.is_none_or(|until| (before..=last).contains(&until));
    let kept = until.map_or_else(String::new, |until| format!(", to be kept what came up to {until}"));
    if !fits {
        return Ok(Some(format!(
            "bus {name}: it is said to begin with event {first}, to have got all up to {done}{kept}, and the last event \
             is {last}"
        )));
    }
    let sql = format!("SELECT EXISTS (SELECT 1 FROM absence WHERE bus = ?1 AND {IMPOSSIBLE})");
    let missed: bool = connection.query_row(&sql, [*id, last], |row| row.get(0))?;
    Ok(missed.then(|| format!("bus {name}: it is said to have been away for events above the last, {last}")))
}

/// True of a row of `absence` that speaks of events behind the last, ?2: a bus would pass over those that are still to come.
pub(super) const IMPOSSIBLE: &str = "(first > last OR last > ?2)";

/// What is wrong with the counters of a bus whose place isn't in doubt.
fn miscounted(connection: &Connection, bus: &BusRow, last: i64) -> Result<Option<String>, JournalError> {
    let BusRow { name, confirmed, unroutable, dead, dropped, .. } = bus;
    for (what, said, state) in
        [("unroutable", unroutable, Exception::Unroutable), ("dead", dead, Exception::Dead)]
    {
        let found = rows(connection, bus, state)?;
        if *said != found {
            return Ok(Some(format!(
                "bus {name}: {said} events are counted as {what}, and there are {found}"
            )));
        }
    }
    let (counted, accepted) = (counted(connection, bus)?, accepted(connection, bus, last)?);
    // One that was dropped is told from a confirmed one by nothing: sent again, it is taken off those.
    let fits = *dropped >= 0 && confirmed.saturating_add(*dropped) >= 0 && counted <= accepted;
    Ok((!fits).then(|| {
        format!("bus {name}: {accepted} events were accepted for it, and its counts speak of {counted}")
    }))
}

/// How many exceptions of a kind a bus has.
pub(super) fn rows(connection: &Connection, bus: &BusRow, state: Exception) -> Result<i64, JournalError> {
    let sql = "SELECT count(*) FROM exception WHERE bus = ?1 AND state = ?2";
    Ok(connection.query_row(sql, params![bus.id, state.number()], |row| row.get(0))?)
}

/// How many events were for a bus, but for what somebody asked to be sent to it all the same.
pub(super) fn accepted(connection: &Connection, bus: &BusRow, last: i64) -> Result<i64, JournalError> {
    let sql = "SELECT coalesce(sum(last - first + 1), 0) FROM absence WHERE bus = ?1";
    let missed: i64 = connection.query_row(sql, [bus.id], |row| row.get(0))?;
    Ok(bus.until.unwrap_or(last) - bus.first + 1 - missed)
}

/// How many events that weren't for a bus somebody asked to be sent to it.
pub(super) fn extra(connection: &Connection, bus: &BusRow) -> Result<i64, JournalError> {
    let sql = format!(
        "SELECT count(*) FROM exception WHERE bus = ?1 AND (seq < ?2 OR seq > ?3 OR {})",
        absent("exception.bus", "exception.seq")
    );
    let until = bus.until.unwrap_or(i64::MAX);
    Ok(connection.query_row(&sql, params![bus.id, bus.first, until], |row| row.get(0))?)
}

/// How many of the events that were for a bus its counters speak of.
fn counted(connection: &Connection, bus: &BusRow) -> Result<i64, JournalError> {
    let BusRow { confirmed, unroutable, dead, dropped, .. } = bus;
    let settled =
        [unroutable, dead, dropped].into_iter().fold(*confirmed, |sum, count| sum.saturating_add(*count));
    Ok(settled.saturating_add(pending(connection, bus)?).saturating_sub(extra(connection, bus)?))
}

/// How many of the events that were for a bus are there still: what was removed before it began isn't counted anywhere.
fn there(connection: &Connection, bus: &BusRow, last: i64) -> Result<i64, JournalError> {
    let between = "SELECT count(*) FROM event WHERE seq BETWEEN ?1 AND ?2";
    let all: i64 =
        connection.query_row(between, params![bus.first, bus.until.unwrap_or(last)], |row| row.get(0))?;
    let sql = "SELECT coalesce(sum((SELECT count(*) FROM event WHERE event.seq BETWEEN absence.first AND absence.last)), \
         0) FROM absence WHERE bus = ?1";
    let missed: i64 = connection.query_row(sql, [bus.id], |row| row.get(0))?;
    Ok(all - missed)
}
