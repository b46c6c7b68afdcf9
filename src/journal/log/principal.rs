//! Who asks, and what they may see. The roles are those of CloudStack's guides: the root admin has alerts and events,
//! a domain admin and a user the events of their domain or account.

use std::str::FromStr;

use rusqlite::types::Value;

use super::clause::{Clause, text};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Sees and changes everything.
    RootAdmin,
    /// Sees and changes the events of this domain (CloudStack's database id) and no alerts. The log knows no tree of
    /// domains, so those below it are not included.
    DomainAdmin(i64),
    /// Sees and changes the events of this account and no alerts.
    User(Account),
}

/// An account: events belong to the one that their resource belongs to, else to the one that their description names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// CloudStack's database id.
    Id(i64),
    /// Its UUID, or its name where the description has names.
    Named(String),
}

/// The owner's UUID, else the account that the description names. An index stands on this very expression.
const OWNER: &str = "coalesce(nullif(event.account_uuid, ''), event.account)";

/// The category of alerts.
const ALERT: &str = "AlertEvent";

/// Alerts, which are the root admin's alone, and everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Events of the category `AlertEvent`.
    Alerts,
    /// All other events.
    Events,
}

impl Kind {
    /// Adds that an event is of this kind.
    pub(super) fn restrict(self, clause: &mut Clause) {
        let condition = match self {
            Self::Alerts => "event.category = ?",
            Self::Events => "event.category IS NOT ?",
        };
        clause.and(condition, [text(ALERT)]);
    }
}

impl Principal {
    /// Adds what restricts the view to what it may see.
    pub(super) fn restrict(&self, clause: &mut Clause) {
        match self {
            Self::RootAdmin => return,
            Self::DomainAdmin(domain) => clause.and("event.domain_id = ?", [Value::Integer(*domain)]),
            Self::User(account) => account.restrict(clause),
        }
        Kind::Events.restrict(clause);
    }
}

impl Account {
    /// Adds that an event is this account's.
    pub(super) fn restrict(&self, clause: &mut Clause) {
        match self {
            Self::Id(id) => clause.and("event.account_id = ?", [Value::Integer(*id)]),
            Self::Named(name) => clause.and(&format!("{OWNER} = ?"), [text(name)]),
        }
    }
}

impl FromStr for Account {
    type Err = &'static str;

    /// Digits are an id, everything else a UUID or name; nothing is neither, as where a variable of a shell was empty.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim() {
            "" => Err("write an account's UUID or database id"),
            text => Ok(text.parse().map_or_else(|_| Self::Named(text.to_owned()), Self::Id)),
        }
    }
}
