//! What has become of an event on each bus. It isn't stored for each: a bus's cursor and the exceptions to it say it.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, named_params};
use serde::Serialize;

use crate::journal::ledger::{self, BusRow};
use crate::journal::{JournalError, Lock};

use super::clause::{Clause, text};
use super::{Log, LogError, LogResult};

/// What has become of an event on a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// The bus is done with it: the broker has it, or it was a dead letter or unroutable and was given up.
    Settled,
    /// The broker had no queue for it.
    Unroutable,
    /// It could not be delivered, for a reason that no further attempt would change.
    Dead,
    /// It is still to be sent.
    Pending,
}

impl Delivery {
    /// All.
    pub const ALL: [Self; 4] = [Self::Settled, Self::Unroutable, Self::Dead, Self::Pending];

    /// As `exception.state` has it; a cursor that is past or not yet there counts as 1 and 4.
    pub(super) const fn code(self) -> i64 {
        match self {
            Self::Settled => 1,
            Self::Unroutable => 2,
            Self::Dead => 3,
            Self::Pending => 4,
        }
    }

    fn from_code(code: i64) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or(Self::Pending)
    }

    /// As it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Unroutable => "unroutable",
            Self::Dead => "dead",
            Self::Pending => "pending",
        }
    }
}

/// An event on a bus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BusDelivery {
    /// The bus.
    pub bus: String,
    /// What has become of the event there.
    pub state: Delivery,
    /// Why, where it isn't simply confirmed or waiting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The state of `event` on the bus `b`, whose exception `x` may be.
pub(super) const STATE: &str = "coalesce(x.state, CASE WHEN event.seq <= b.done THEN 1 ELSE 4 END)";

/// The buses that `event` is for.
pub(super) fn for_event() -> String {
    let absent = ledger::absent("b.id", "event.seq");
    format!(
        "bus b LEFT JOIN exception x ON x.bus = b.id AND x.seq = event.seq WHERE (x.seq IS NOT NULL \
         OR event.seq >= b.first AND (b.until IS NULL OR event.seq <= b.until) AND NOT {absent})"
    )
}

/// Adds what narrows a search for a state to the rows that can be in it; [`restrict`] says which of them are.
pub(super) fn enter(bus: Option<&str>, state: Delivery, clause: &mut Clause) {
    let of_bus = if bus.is_some() { " AND bus = (SELECT id FROM bus WHERE name = ?)" } else { "" };
    match state {
        Delivery::Pending => clause.and(
            "event.seq >= (SELECT min(seq) FROM (SELECT min(done) + 1 AS seq FROM bus \
             UNION ALL SELECT min(seq) FROM exception WHERE state = 4))",
            [],
        ),
        // Written out, as the indexes have them.
        Delivery::Unroutable | Delivery::Dead => clause.and(
            &format!("event.seq IN (SELECT seq FROM exception WHERE state = {}{of_bus})", state.code()),
            bus.map(text),
        ),
        Delivery::Settled => {}
    }
}

/// Adds that an event is for a bus, or in a state on it or on any.
pub(super) fn restrict(bus: Option<&str>, state: Option<Delivery>, clause: &mut Clause) {
    if bus.is_none() && state.is_none() {
        return;
    }
    let mut exists = format!("EXISTS (SELECT 1 FROM {}", for_event());
    let mut values = Vec::new();
    if let Some(bus) = bus {
        exists.push_str(" AND b.name = ?");
        values.push(text(bus));
    }
    if let Some(state) = state {
        exists.push_str(&format!(" AND {STATE} = ?"));
        values.push(Value::Integer(state.code()));
    }
    exists.push(')');
    clause.and(&exists, values);
}

impl Log {
    /// What has become of an event on each bus that it is for, by name.
    pub(super) fn deliveries(&self, seq: i64) -> LogResult<Vec<BusDelivery>> {
        let sql = format!(
            "SELECT b.name, {STATE}, x.reason FROM event JOIN {} AND event.seq = :seq ORDER BY b.name",
            for_event()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let read = |row: &Row<'_>| {
            Ok(BusDelivery { bus: row.get(0)?, state: Delivery::from_code(row.get(1)?), reason: row.get(2)? })
        };
        let deliveries = statement.query_map(named_params! { ":seq": seq }, read)?;
        Ok(deliveries.collect::<Result<_, _>>()?)
    }

    /// The bus of this name.
    ///
    /// # Errors
    /// When the journal has none.
    pub fn bus(&self, name: &str) -> LogResult<BusRow> {
        known(&self.connection, name)
    }

    /// Forgets a bus with all that it hasn't got. While one that is configured is delivered to, it isn't forgotten; `who`
    /// is what a boot in that moment is told. Gives how many events it hadn't got.
    ///
    /// # Errors
    /// When the journal has no such bus, a process delivers to it, or the database fails.
    pub fn drop_bus(&mut self, name: &str, who: &str, now: Timestamp) -> LogResult<u64> {
        let dir = self.store.dir().to_owned();
        let change = self.begin()?;
        // A boot makes buses active in a transaction of its own, so that none is between this look and the commit.
        let bus = known(&change, name)?;
        let _lock = if bus.active { Some(Lock::take(&dir, who, now)?) } else { None };
        let pending = ledger::pending(&change, &bus)?;
        ledger::drop_bus(&change, name)?;
        change.commit().map_err(JournalError::from)?;
        Ok(u64::try_from(pending).unwrap_or_default())
    }
}

fn known(connection: &Connection, name: &str) -> LogResult<BusRow> {
    ledger::bus(connection, name)?.ok_or_else(|| {
        let known = ledger::buses(connection).unwrap_or_default();
        LogError::NoBus { name: name.to_owned(), known: known.into_iter().map(|bus| bus.name).collect() }
    })
}
