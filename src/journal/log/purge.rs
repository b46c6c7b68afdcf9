//! Purging by age, by CloudStack's settings: `event.purge.delay` and the like. Archived events are only purged when told
//! to; a server never purges them.

use std::time::Duration;

use jiff::Timestamp;

use crate::config::own::OwnSettings;
use crate::diagnostic::Diagnostics;

use super::filter::{Archived, Filter};
use super::principal::{Kind, Principal};
use super::remove::Removed;
use super::{Log, LogResult, Progress};

/// What is to be purged.
#[derive(Clone, Copy, Debug)]
pub struct Purge {
    /// Alerts or all other events.
    pub kind: Kind,
    /// What happened before this moment.
    pub before: Timestamp,
    /// Archived ones too.
    pub archived: bool,
}

/// How long events of a kind are kept, and how often it is looked for older ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgeRule {
    /// The kind.
    pub kind: Kind,
    /// Days; 0 keeps them for ever.
    pub delay: u32,
    /// The time between two purges; zero purges never on its own.
    pub interval: Duration,
}

/// The settings of purging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgeSettings {
    /// One rule for each kind.
    pub rules: [PurgeRule; 2],
    /// Whether archived events are purged too.
    pub archived: bool,
}

/// When each kind was last purged, in the order of the rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct PurgeTimes([Option<Timestamp>; 2]);

impl PurgeSettings {
    /// Reads them; a value that can't be read is reported and the default taken.
    pub fn read(own: &OwnSettings, diagnostics: &mut Diagnostics) -> Self {
        let mut number = |key: &str| u32::try_from(own.number(key, "", diagnostics)).unwrap_or(u32::MAX);
        let mut rule = |kind, delay, interval| PurgeRule {
            kind,
            delay: number(delay),
            interval: Duration::from_secs(number(interval).into()),
        };
        let rules = [
            rule(Kind::Alerts, "alert.purge.delay", "alert.purge.interval"),
            rule(Kind::Events, "event.purge.delay", "event.purge.interval"),
        ];
        Self { rules, archived: own.flag("purge.archived", "", diagnostics) }
    }

    /// What a rule purges at a moment; nothing if it keeps its events for ever.
    #[must_use]
    pub fn purge(&self, rule: &PurgeRule, now: Timestamp) -> Option<Purge> {
        let age = Duration::from_secs(u64::from(rule.delay) * 24 * 60 * 60);
        // A calendar ends somewhere; nothing is older than that.
        let before = now.checked_sub(age).unwrap_or(Timestamp::MIN);
        (rule.delay > 0).then_some(Purge { kind: rule.kind, before, archived: self.archived })
    }
}

impl Log {
    /// Deletes what is older than a moment and the principal may see.
    ///
    /// # Errors
    /// When the database fails; what was done until then stays.
    pub fn purge(
        &mut self,
        principal: &Principal,
        purge: &Purge,
        progress: Progress<'_>,
    ) -> LogResult<Removed> {
        self.remove(principal, &purge.filter(), progress)
    }

    /// How many events a purge would delete.
    ///
    /// # Errors
    /// When the database fails.
    pub fn purgeable(&self, principal: &Principal, purge: &Purge) -> LogResult<u64> {
        self.count(principal, &purge.filter())
    }

    /// What `run` does from time to time, say every minute: purges each kind whose interval is over, and removes what
    /// was deleted before and is delivered by now.
    ///
    /// # Errors
    /// When the database fails; what was done until then stays.
    pub fn purge_due(
        &mut self,
        settings: &PurgeSettings,
        times: &mut PurgeTimes,
        now: Timestamp,
    ) -> LogResult<Removed> {
        let mut total = Removed { removed: self.sweep()?, hidden: 0 };
        for (rule, last) in settings.rules.iter().zip(&mut times.0) {
            // After the clock was set back, the last time may lie ahead.
            let waiting = last
                .is_some_and(|last| last <= now && now.duration_since(last).unsigned_abs() < rule.interval);
            let Some(purge) = settings.purge(rule, now).filter(|_| !waiting && !rule.interval.is_zero())
            else {
                continue;
            };
            let removed = self.purge(&Principal::RootAdmin, &purge, &mut |_| {})?;
            *last = Some(now);
            total.removed += removed.removed;
            total.hidden += removed.hidden;
        }
        Ok(total)
    }
}

impl Purge {
    fn filter(&self) -> Filter {
        Filter {
            kind: Some(self.kind),
            end: self.before.checked_sub(Duration::from_millis(1)).ok().or(Some(self.before)),
            archived: if self.archived { Archived::Included } else { Archived::Hidden },
            ..Filter::default()
        }
    }
}
