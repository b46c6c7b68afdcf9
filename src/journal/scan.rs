//! Reads rows of `event` a bounded part at a time, and tells the damaged ones from the rest.

use std::fmt;

use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Params, params};

use super::error::JournalError;
use super::row::{COLUMNS, RowError, Stored};

/// The most rows of one part.
pub(super) const ROWS: i64 = 512;

/// The most rows that are looked for one by one where a page is damaged.
const PROBES: i64 = 1000;

/// A part ends behind the row that brings it above so many bytes of descriptions.
const BYTES: usize = 8 << 20;

/// Events in a row that can't be read or aren't as they were accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The first of them.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// Why, of each.
    pub reason: String,
}

impl Damage {
    /// Adds damaged events, in order, to those before them.
    pub(super) fn add(all: &mut Vec<Self>, damaged: impl IntoIterator<Item = (i64, String)>) {
        for (seq, reason) in damaged {
            match all.last_mut() {
                Some(before) if before.last + 1 == seq && before.reason == reason => before.last = seq,
                _ => all.push(Self { first: seq, last: seq, reason }),
            }
        }
    }

    /// How many events it is.
    #[must_use]
    pub const fn count(&self) -> u64 {
        (self.last - self.first).unsigned_abs() + 1
    }
}

/// As `event 7: why` and `events 7 to 9: why`.
impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last, reason } = self;
        if first == last {
            write!(f, "event {first}: {reason}")
        } else {
            write!(f, "events {first} to {last}: {reason}")
        }
    }
}

/// A part of the rows.
#[derive(Default)]
pub(super) struct Rows {
    /// Those that are as they were accepted.
    pub(super) good: Vec<Stored>,
    /// The others, and why.
    pub(super) damaged: Vec<(i64, String)>,
    /// The last that was looked at, if that isn't all.
    pub(super) ended: Option<i64>,
}

/// What comes after `position`, up to `last`.
pub(super) fn ahead(connection: &Connection, position: i64, last: i64) -> Result<Rows, JournalError> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3");
    select(connection, &sql, params![position, last, ROWS], ROWS, Some((position, last)))
}

/// Runs a query of [`COLUMNS`] that gives at most `limit` rows. Where a page is damaged, what lies behind the last row
/// that could be read (at first, the start of `range`) up to the end of `range` is looked for one by one; without a range,
/// of which the query gives every row, that is an error.
pub(super) fn select(
    connection: &Connection,
    sql: &str,
    query: impl Params,
    limit: i64,
    range: Option<(i64, i64)>,
) -> Result<Rows, JournalError> {
    let mut out = Rows::default();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(query)?;
    let (from, end) = range.unwrap_or_default();
    let (mut count, mut bytes, mut at) = (0, 0, from);
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) if is_damage(&error) && at < end => {
                probe(connection, &mut out, at, end)?;
                return Ok(out);
            }
            Err(error) => return Err(error.into()),
        };
        at = row.get(0)?;
        count += 1;
        match judged(Stored::of_row(row, 0))? {
            Ok(stored) => {
                bytes += stored.event.body().len();
                out.good.push(stored);
            }
            Err(reason) => out.damaged.push((at, reason)),
        }
        if count == limit || bytes > BYTES {
            out.ended = Some(at);
            break;
        }
    }
    Ok(out)
}

fn probe(connection: &Connection, out: &mut Rows, from: i64, last: i64) -> Result<(), JournalError> {
    let to = last.min(from + PROBES);
    for seq in from + 1..=to {
        match one(connection, seq)? {
            Ok(Some(stored)) => out.good.push(stored),
            Ok(None) => {}
            Err(reason) => out.damaged.push((seq, reason)),
        }
    }
    out.ended = Some(to);
    Ok(())
}

/// One row, or why it isn't what was accepted.
pub(super) fn one(connection: &Connection, seq: i64) -> Result<Result<Option<Stored>, String>, JournalError> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE seq = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    match statement.query_row([seq], |row| Ok(Stored::of_row(row, 0))).optional() {
        Ok(None) => Ok(Ok(None)),
        Ok(Some(read)) => Ok(judged(read)?.map(Some)),
        Err(error) if is_damage(&error) => Ok(Err(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

/// A row, or why it isn't what was accepted; any other error is the reading's.
fn judged(read: Result<Stored, RowError>) -> Result<Result<Stored, String>, JournalError> {
    match read {
        Ok(stored) => Ok(Ok(stored)),
        Err(error @ RowError::Checksum) => Ok(Err(error.to_string())),
        Err(RowError::Sqlite(error)) if is_damage(&error) => Ok(Err(error.to_string())),
        Err(RowError::Sqlite(error)) => Err(error.into()),
    }
}

/// Whether an error speaks of the bytes that are stored.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error;
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..)
            | Error::InvalidColumnType(..)
    ) || error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt)
}
