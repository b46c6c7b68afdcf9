//! Watches the files that were read, to say that a change needs a restart; it never acts on one.
//!
//! Directories are watched rather than files, since editors and deployments replace files; contents are compared, so
//! that reading or touching a file is no change; a poll is the net for what the system doesn't report.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;

use super::Running;
use super::reading::Reading;

/// How long a burst of changes may last before the files are looked at.
const SETTLE: Duration = Duration::from_millis(200);
/// How often the files are looked at without any report.
const POLL: Duration = Duration::from_secs(30);

impl Running {
    /// Watches the files that were read, for ever; to be spawned or selected against a shutdown. Logs one warning for
    /// each file that isn't any more as it was when it was read, and again only when it changes again.
    pub async fn watch(&self) {
        let files = self.files.as_ref();
        let changed = Arc::new(Notify::new());
        let _watcher = watcher(&self.report.reading, &changed);
        let mut seen = self.report.reading.clone();
        loop {
            let now = seen.again(files);
            for path in seen.changes(&now) {
                warn(&path, self.since);
            }
            seen = now;
            tokio::select! {
                () = changed.notified() => tokio::time::sleep(SETTLE).await,
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }
}

fn warn(path: &Path, since: Timestamp) {
    tracing::warn!(
        "{} has changed; the running configuration is the one read at {since:.0}, restart busboot to use the new one",
        path.display()
    );
}

fn watcher(reading: &Reading, changed: &Arc<Notify>) -> Option<RecommendedWatcher> {
    let changed = Arc::clone(changed);
    let report = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            changed.notify_one();
        }
    };
    let mut watcher = notify::recommended_watcher(report)
        .inspect_err(|error| tracing::debug!("files are only polled for changes: {error}"))
        .ok()?;
    for directory in reading.watched() {
        if let Err(error) = watcher.watch(directory, RecursiveMode::NonRecursive) {
            tracing::debug!("{} is only polled for changes: {error}", directory.display());
        }
    }
    Some(watcher)
}
