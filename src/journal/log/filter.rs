//! Which events are meant. The names are those of CloudStack's `listEvents`, `archiveEvents` and `deleteEvents`.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::types::Value;

use crate::journal::Level;

use super::clause::{Clause, array, text};
use super::cursor::{Cursor, Order, Sort};
use super::delivery::{self, Delivery};
use super::principal::{Account, Kind, Principal};

/// What is asked for; what is left open holds for every event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// These events.
    pub ids: Vec<EventRef>,
    /// CloudStack's database id.
    pub event_id: Option<i64>,
    /// The type, `*` for any characters.
    pub event_type: Option<String>,
    /// The category, such as `ActionEvent`.
    pub category: Option<String>,
    /// The level.
    pub level: Option<Level>,
    /// `Created`, `Scheduled`, `Started`, `Completed`.
    pub state: Option<String>,
    /// Not before this moment.
    pub start: Option<Timestamp>,
    /// Not after this moment.
    pub end: Option<Timestamp>,
    /// Part of the type, the description, the level or the resource's UUID, whatever the case of A to Z.
    pub keyword: Option<String>,
    /// The account that it belongs to.
    pub account: Option<Account>,
    /// The domain of the resource.
    pub domain: Option<i64>,
    /// The resource's UUID.
    pub resource: Option<String>,
    /// The resource's type.
    pub resource_type: Option<String>,
    /// CloudStack's id of the event that the job began with.
    pub start_id: Option<i64>,
    /// For this bus.
    pub bus: Option<String>,
    /// In this state on the bus, or on any without one.
    pub delivery: Option<Delivery>,
    /// Alerts or all others.
    pub kind: Option<Kind>,
    /// What about archived ones.
    pub archived: Archived,
}

/// A type with `*` for any characters.
pub(super) struct Wildcard<'a> {
    /// What all of its types begin with.
    pub(super) prefix: &'a str,
    /// The same for SQLite's GLOB.
    pub(super) glob: String,
}

/// An event by an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventRef {
    /// The journal's own number.
    Number(i64),
    /// Its UUID; should several have the same, all of them.
    Uuid(String),
}

impl FromStr for EventRef {
    type Err = &'static str;

    /// Digits are a number, everything else a UUID; nothing is neither, as where a variable of a shell was empty.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim() {
            "" => Err("write the log's number or UUID of an event"),
            text => Ok(text.parse().map_or_else(|_| Self::Uuid(text.to_owned()), Self::Number)),
        }
    }
}

impl fmt::Display for EventRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Uuid(uuid) => f.write_str(uuid),
        }
    }
}

/// What about archived events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Archived {
    /// They aren't meant.
    #[default]
    Hidden,
    /// Only they are meant.
    Only,
    /// They are meant too.
    Included,
}

/// What an archive or delete lacks, in CloudStack's own texts; and what a replay lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// Nothing says which events are meant.
    #[error("either ids, type or enddate must be specified")]
    Nothing,
    /// A start without an end.
    #[error("enddate must be specified with startdate parameter")]
    StartWithoutEnd,
    /// Every event would be sent again.
    #[error("say which events: by ids or filters, or --all of them")]
    Everything,
}

impl Filter {
    /// Whether it says enough to change what it means, by CloudStack's rule.
    ///
    /// # Errors
    /// When it doesn't.
    pub fn check_selection(&self) -> Result<(), SelectionError> {
        if self.ids.is_empty() && self.event_type.is_none() && self.end.is_none() {
            return Err(SelectionError::Nothing);
        }
        if self.start.is_some() && self.end.is_none() {
            return Err(SelectionError::StartWithoutEnd);
        }
        Ok(())
    }

    /// Whether it leaves any event out, archived ones aside.
    ///
    /// # Errors
    /// When it doesn't.
    pub fn check_narrows(&self) -> Result<(), SelectionError> {
        let everything = Self { archived: self.archived, ..Self::default() };
        if *self == everything { Err(SelectionError::Everything) } else { Ok(()) }
    }

    /// The condition on `event` for a principal.
    pub(super) fn clause(&self, principal: &Principal) -> Clause {
        self.clause_behind(principal, None)
    }

    /// The same behind a place. The place lies within the bounds of the filter and is the tighter one, so that the
    /// index is to be entered there: a `+` keeps the bound that it replaces away from the index.
    pub(super) fn clause_behind(&self, principal: &Principal, place: Option<&Cursor>) -> Clause {
        let mut clause = Clause::default();
        let replaced = |bound| if place.map(Cursor::bounds) == Some(bound) { "+" } else { "" };
        let (from, until) =
            (replaced((Sort::Date, Order::Ascending)), replaced((Sort::Date, Order::Descending)));
        if let Some(place) = place {
            place.restrict(self.one_type(), &mut clause);
        }
        clause.and("event.deleted = 0", []);
        match self.archived {
            Archived::Hidden => clause.and("event.archived = 0", []),
            Archived::Only => clause.and("event.archived = 1", []),
            Archived::Included => {}
        }
        principal.restrict(&mut clause);
        if let Some(kind) = self.kind {
            kind.restrict(&mut clause);
        }
        self.of_ids(&mut clause);
        self.of_type(replaced, &mut clause);
        match self.level {
            // The index on levels has only those above INFO.
            Some(level) if level > Level::Info => {
                clause.and("event.level > 0 AND event.level = ?", [Value::Integer(level.number())]);
            }
            Some(level) => clause.and("event.level = ?", [Value::Integer(level.number())]),
            None => {}
        }
        let equal = [
            ("event.category = ?", self.category.as_deref().map(text)),
            ("event.state = ?", self.state.as_deref().map(text)),
            ("event.resource_uuid = ?", self.resource.as_deref().map(text)),
            ("event.resource_type = ?", self.resource_type.as_deref().map(text)),
            ("event.domain_id = ?", self.domain.map(Value::Integer)),
            ("event.event_id = ?", self.event_id.map(Value::Integer)),
            ("event.start_id = ?", self.start_id.map(Value::Integer)),
            (&format!("{from}event.occurred >= ?"), self.start.map(milliseconds)),
            (&format!("{until}event.occurred <= ?"), self.end.map(milliseconds)),
        ];
        for (condition, value) in equal {
            if let Some(value) = value {
                clause.and(condition, [value]);
            }
        }
        if let Some(account) = &self.account {
            account.restrict(&mut clause);
        }
        self.of_keyword(&mut clause);
        delivery::restrict(self.bus.as_deref(), self.delivery, &mut clause);
        clause
    }

    pub(super) fn of_ids(&self, clause: &mut Clause) {
        if self.ids.is_empty() {
            return;
        }
        let (mut numbers, mut uuids) = (Vec::new(), Vec::new());
        for id in &self.ids {
            match id {
                EventRef::Number(number) => numbers.push(*number),
                EventRef::Uuid(uuid) => uuids.push(uuid),
            }
        }
        clause.and(
            "(event.seq IN (SELECT value FROM json_each(?)) OR event.uuid IN (SELECT value FROM json_each(?)))",
            [array(&numbers), array(&uuids)],
        );
    }

    /// Whether all events have the same type.
    fn one_type(&self) -> bool {
        self.event_type.is_some() && self.wildcard().is_none()
    }

    /// The type, if there is a `*` in it.
    pub(super) fn wildcard(&self) -> Option<Wildcard<'_>> {
        let pattern = self.event_type.as_deref()?;
        let (prefix, _) = pattern.split_once('*')?;
        // In GLOB `?` and `[` have a meaning that they don't have here.
        Some(Wildcard { prefix, glob: pattern.replace('[', "[[]").replace('?', "[?]") })
    }

    fn of_type(&self, replaced: impl Fn((Sort, Order)) -> &'static str, clause: &mut Clause) {
        let Some(event_type) = &self.event_type else { return };
        let Some(Wildcard { prefix, glob }) = self.wildcard() else {
            return clause.and("event.type = ?", [text(event_type)]);
        };
        if !prefix.is_empty() {
            let from = replaced((Sort::Type, Order::Ascending));
            clause.and(&format!("{from}event.type >= ?"), [text(prefix)]);
        }
        if let Some(beyond) = beyond(prefix) {
            let until = replaced((Sort::Type, Order::Descending));
            clause.and(&format!("{until}event.type < ?"), [text(&beyond)]);
        }
        // The `+` keeps it from making bounds of its own.
        clause.and("+event.type GLOB ?", [text(&glob)]);
    }

    fn of_keyword(&self, clause: &mut Clause) {
        let Some(keyword) = &self.keyword else { return };
        let columns = [
            "event.type",
            "coalesce(event.description, '')",
            "coalesce(event.resource_uuid, '')",
            "CASE event.level WHEN 0 THEN 'INFO' WHEN 1 THEN 'WARN' ELSE 'ERROR' END",
        ];
        let any = columns.map(|column| format!("instr(lower({column}), lower(?)) > 0")).join(" OR ");
        clause.and(&format!("({any})"), columns.map(|_| text(keyword)));
    }
}

/// The first text behind all that begin with `prefix`.
fn beyond(prefix: &str) -> Option<String> {
    let mut characters: Vec<char> = prefix.chars().collect();
    while let Some(last) = characters.pop() {
        let next = (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32);
        if let Some(next) = next {
            characters.push(next);
            return Some(characters.into_iter().collect());
        }
    }
    None
}

fn milliseconds(moment: Timestamp) -> Value {
    Value::Integer(moment.as_millisecond())
}
