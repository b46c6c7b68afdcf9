//! Purging by age, by CloudStack's settings: `event.purge.delay` and the like. Archived events are only purged when told
//! to; a server never purges them.

use std::time::Duration;

use jiff::Timestamp;

use crate::config::journal::{PurgeRule, PurgeSettings};

use super::filter::{Archived, Filter};
use super::principal::{Kind, Principal};
use super::remove::{Removed, Unsettled};
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

/// When alerts and events were last purged.
#[derive(Clone, Copy, Debug, Default)]
pub struct PurgeTimes {
    alerts: Option<Timestamp>,
    events: Option<Timestamp>,
}

impl Purge {
    /// What the settings have purged of a kind at a moment; nothing where they keep it for ever.
    #[must_use]
    pub fn by(settings: &PurgeSettings, kind: Kind, now: Timestamp) -> Option<Self> {
        let days = rule(settings, kind).delay;
        let age = Duration::from_secs(u64::from(days) * 24 * 60 * 60);
        // A calendar ends somewhere; nothing is older than that.
        let before = now.checked_sub(age).unwrap_or(Timestamp::MIN);
        (days > 0).then_some(Self { kind, before, archived: settings.archived })
    }

    fn filter(&self) -> Filter {
        Filter {
            kind: Some(self.kind),
            end: Some(self.before.checked_sub(Duration::from_millis(1)).unwrap_or(self.before)),
            archived: if self.archived { Archived::Included } else { Archived::Hidden },
            ..Filter::default()
        }
    }
}

const fn rule(settings: &PurgeSettings, kind: Kind) -> PurgeRule {
    match kind {
        Kind::Alerts => settings.alerts,
        Kind::Events => settings.events,
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
        self.remove(principal, &purge.filter(), Unsettled::Removed, progress)
    }

    /// How many events a purge would delete.
    ///
    /// # Errors
    /// When the database fails.
    pub fn purgeable(&self, principal: &Principal, purge: &Purge) -> LogResult<u64> {
        self.count(principal, &purge.filter())
    }

    /// What `run` does from time to time, say every minute: purges each kind whose interval is over but for what some
    /// bus has yet to get and what was unroutable and is still kept for that; and removes what was deleted before and is
    /// delivered by now.
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
        for (kind, last) in [(Kind::Alerts, &mut times.alerts), (Kind::Events, &mut times.events)] {
            let interval = rule(settings, kind).interval;
            // After the clock was set back, the last time may lie ahead.
            let over = |last: Timestamp| now < last || now.duration_since(last).unsigned_abs() >= interval;
            let due = !interval.is_zero() && last.is_none_or(over);
            let Some(purge) = Purge::by(settings, kind, now).filter(|_| due) else { continue };
            let removed =
                self.remove(&Principal::RootAdmin, &purge.filter(), Unsettled::Spared, &mut |_| {})?;
            *last = Some(now);
            total.removed += removed.removed;
            total.hidden += removed.hidden;
        }
        Ok(total)
    }
}
