//! `events archive`, `unarchive`, `delete`, `purge` and `replay`.

use busboot::config::journal::PurgeSettings;
use busboot::journal::log::{Kind, LogError, LogResult, Purge as PurgeJob, Removed};
use serde_json::json;

use super::args::{Change, Purge, Replay};
use super::{Done, Session};
use crate::cli::output::Output;
use crate::cli::run::progress;

impl Session {
    pub(super) fn archive(&mut self, args: &Change) -> Done {
        let filter = args.filter.filter(&args.ids);
        let count = counted(self.output, "archived", |progress| {
            self.log.archive(&self.principal, &filter, progress)
        })?;
        self.result(&json!({ "archived": count }), &format!("archived {}", events(count)))
    }

    pub(super) fn unarchive(&mut self, args: &Change) -> Done {
        let filter = args.filter.filter(&args.ids);
        let count = counted(self.output, "unarchived", |progress| {
            self.log.unarchive(&self.principal, &filter, progress)
        })?;
        self.result(&json!({ "unarchived": count }), &format!("unarchived {}", events(count)))
    }

    pub(super) fn delete(&mut self, args: &Change) -> Done {
        let filter = args.filter.filter(&args.ids);
        let removed =
            counted(self.output, "deleted", |progress| self.log.delete(&self.principal, &filter, progress))?;
        self.removed("deleted", removed)
    }

    pub(super) fn purge(&mut self, args: &Purge) -> Done {
        let (mut total, mut purgeable) = (Removed::default(), 0);
        for purge in purges(args, self.purging, self.now) {
            if args.dry_run {
                purgeable += self.log.purgeable(&self.principal, &purge)?;
                continue;
            }
            let removed =
                counted(self.output, "purged", |progress| self.log.purge(&self.principal, &purge, progress))?;
            total.removed += removed.removed;
            total.hidden += removed.hidden;
        }
        if args.dry_run {
            return self
                .result(&json!({ "purgeable": purgeable }), &format!("would purge {}", events(purgeable)));
        }
        self.removed("purged", total)
    }

    pub(super) fn replay(&mut self, args: &Replay) -> Done {
        let filter = args.filter.filter(&args.ids);
        if !args.all {
            filter.check_narrows().map_err(LogError::from)?;
        }
        let now = self.now;
        let count = counted(self.output, "asked for again", |progress| {
            self.log.replay(&self.principal, &filter, &args.to, now, progress)
        })?;
        let when = if self.log.bus(&args.to)?.active { "" } else { " once it is configured again" };
        let text = format!("{} will be sent to {}{when}", events(count), args.to);
        self.result(&json!({ "replayed": count }), &text)
    }

    fn removed(&self, what: &str, removed: Removed) -> Done {
        let mut text = format!("{what} {}", events(removed.all()));
        if removed.hidden > 0 {
            text.push_str(&format!("; on disk until every bus has them: {}", events(removed.hidden)));
        }
        self.result(
            &json!({ what: removed.all(), "removed": removed.removed, "hidden": removed.hidden }),
            &text,
        )
    }
}

/// What is to be purged, by the settings and what the command line puts in their place.
fn purges(args: &Purge, mut settings: PurgeSettings, now: jiff::Timestamp) -> Vec<PurgeJob> {
    settings.archived |= args.archived;
    if let Some(days) = args.older_than {
        (settings.alerts.delay, settings.events.delay) = (days, days);
    }
    let kinds = [(Kind::Alerts, !args.events), (Kind::Events, !args.alerts)];
    let wanted = kinds.into_iter().filter(|(_, wanted)| *wanted);
    wanted.filter_map(|(kind, _)| PurgeJob::by(&settings, kind, now)).collect()
}

/// Runs a change with its count on a terminal. Where it fails midway, says how far it had come.
pub(super) fn counted<T>(
    output: Output,
    what: &str,
    change: impl FnOnce(&mut dyn FnMut(u64)) -> LogResult<T>,
) -> LogResult<T> {
    let (spinner, mut reached) = (progress(), 0);
    let outcome = change(&mut |count| {
        reached = count;
        spinner.set_message(format!("{what} {}", events(count)));
        spinner.tick();
    });
    spinner.finish_and_clear();
    if outcome.is_err() && reached > 0 {
        output.say(format!("{what} {} before it failed; what is done stays so", events(reached)));
    }
    outcome
}

/// `1 event`, `2 events`.
pub(super) fn events(count: u64) -> String {
    format!("{count} event{}", if count == 1 { "" } else { "s" })
}
