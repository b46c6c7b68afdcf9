//! Orders of the log, and where a page ends in one.
//!
//! A cursor is the sort key of the last event of a page: what follows is found by the index, however far the page is
//! from the start, and events that come or go meanwhile make none appear twice or be left out.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};

use super::clause::{Clause, text};
use super::entry::Entry;

/// What is sorted by; the journal's number decides between equals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// When it happened.
    #[default]
    Date,
    /// The order of acceptance.
    Id,
    /// The type, then when it happened.
    Type,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The newest or greatest.
    #[default]
    #[serde(rename = "desc")]
    Descending,
    /// The oldest or smallest.
    #[serde(rename = "asc")]
    Ascending,
}

/// Where a page ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    #[serde(rename = "s")]
    sort: Sort,
    #[serde(rename = "o")]
    order: Order,
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    event_type: Option<String>,
    #[serde(rename = "d")]
    occurred: i64,
    #[serde(rename = "n")]
    seq: i64,
}

/// Why a cursor can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// Not a cursor.
    #[error("this is no cursor: give the one that the page before ended with, unchanged")]
    Unreadable,
    /// Of a query sorted in another way.
    #[error(
        "the cursor belongs to a list sorted in another way: give the same sort and order as for the page before"
    )]
    OtherSort,
}

impl Sort {
    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Date => &["event.occurred", "event.seq"],
            Self::Id => &["event.seq"],
            Self::Type => &["event.type", "event.occurred", "event.seq"],
        }
    }

    /// The words behind `ORDER BY`.
    pub(super) fn order_by(self, order: Order) -> String {
        let direction = if order == Order::Descending { " DESC" } else { "" };
        let columns: Vec<String> =
            self.columns().iter().map(|column| format!("{column}{direction}")).collect();
        columns.join(", ")
    }
}

impl Cursor {
    /// Behind this event.
    pub(super) fn behind(entry: &Entry, sort: Sort, order: Order) -> Self {
        Self::at(sort, order, &entry.event_type, entry.occurred.as_millisecond(), entry.seq)
    }

    pub(super) fn at(sort: Sort, order: Order, event_type: &str, occurred: i64, seq: i64) -> Self {
        let event_type = (sort == Sort::Type).then(|| event_type.to_owned());
        Self { sort, order, event_type, occurred, seq }
    }

    /// Whether it is a place in this order.
    ///
    /// # Errors
    /// When it is one in another.
    pub(super) fn check(&self, sort: Sort, order: Order) -> Result<(), CursorError> {
        match self {
            Self { sort: Sort::Type, event_type: None, .. } => Err(CursorError::Unreadable),
            _ if (self.sort, self.order) == (sort, order) => Ok(()),
            _ => Err(CursorError::OtherSort),
        }
    }

    /// Which end of the dates, or of the types, the place is the new bound of: `<` or `>` and the column.
    pub(super) const fn bounds(&self) -> (Sort, Order) {
        (self.sort, self.order)
    }

    /// Adds that an event stands behind this place. Where all events have one type, that says nothing, and left in it
    /// would keep the index from being entered at the place.
    pub(super) fn restrict(&self, one_type: bool, clause: &mut Clause) {
        let comparison = if self.order == Order::Descending { "<" } else { ">" };
        let mut columns = self.sort.columns();
        let mut values = vec![Value::Integer(self.occurred), Value::Integer(self.seq)];
        match (self.sort, &self.event_type) {
            (Sort::Id, _) => drop(values.remove(0)),
            (Sort::Type, Some(event_type)) if !one_type => values.insert(0, text(event_type)),
            (Sort::Type, _) => columns = Sort::Date.columns(),
            (Sort::Date, _) => {}
        }
        let columns = columns.join(", ");
        let places = vec!["?"; values.len()].join(", ");
        clause.and(&format!("({columns}) {comparison} ({places})"), values);
    }

    /// One word that a shell leaves alone.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_string(self).unwrap_or_default())
    }

    /// Reads what [`encode`](Self::encode) gave.
    ///
    /// # Errors
    /// When it is something else.
    pub fn decode(text: &str) -> Result<Self, CursorError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Unreadable)?;
        serde_json::from_slice(&bytes).map_err(|_| CursorError::Unreadable)
    }
}
