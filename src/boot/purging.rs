//! Purging the event log from time to time, while the buses run.

use std::time::Duration;

use tokio::task::JoinHandle;

use crate::config::journal::PurgeSettings;
use crate::journal::Journal;
use crate::journal::log::{Log, LogError, PurgeTimes};

/// How often it is looked whether a purge is due, and whether what was deleted is delivered by now.
const LOOK: Duration = Duration::from_secs(60);

/// A clock that was set forward by more than this is worth a warning, as less is purged than it says then.
const AHEAD: Duration = Duration::from_secs(60 * 60);

/// Purges for as long as it lives. What is under way when it ends is finished to the batch.
#[derive(Debug)]
pub(super) struct Purging(JoinHandle<()>);

impl Purging {
    /// Begins at once.
    pub(super) fn start(journal: &Journal, settings: PurgeSettings) -> Self {
        let (dir, ages) = (journal.store().dir().to_owned(), journal.ages().clone());
        Self(tokio::spawn(async move {
            let (mut times, mut warned) = (PurgeTimes::default(), false);
            loop {
                if ages.ahead() > AHEAD && !std::mem::replace(&mut warned, true) {
                    tracing::warn!(
                        "the clock was set forward: until the next start, what is old enough to be removed is judged \
                         by the time that has passed, {:.0}",
                        ages.now()
                    );
                }
                let (dir, now, mut passed) = (dir.clone(), ages.now(), times);
                let look = move || -> Result<_, LogError> {
                    let removed = Log::open(&dir)?.purge_due(&settings, &mut passed, now)?;
                    Ok((removed, passed))
                };
                match tokio::task::spawn_blocking(look).await {
                    Ok(Ok((removed, passed))) => {
                        times = passed;
                        if removed.all() > 0 {
                            tracing::info!("purged from the event log: {}", removed.all());
                        }
                    }
                    Ok(Err(error)) => tracing::warn!("the event log was not purged: {error}"),
                    Err(error) => tracing::warn!("the event log was not purged: {error}"),
                }
                tokio::time::sleep(LOOK).await;
            }
        }))
    }
}

impl Drop for Purging {
    fn drop(&mut self) {
        self.0.abort();
    }
}
