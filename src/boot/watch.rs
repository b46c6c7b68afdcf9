//! Watches the files that were read, to say that a change needs a restart; it never acts on one.
//!
//! Directories are watched rather than files, since editors and deployments replace files; contents are compared, so
//! that reading or touching a file is no change; a poll is the net for what the system doesn't report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use sha2::{Digest as _, Sha256};
use tokio::sync::Notify;

use super::Running;
use crate::config::MODULES;
use crate::source::{Files, READ_LIMIT};

/// How long a burst of changes may last before the files are looked at.
const SETTLE: Duration = Duration::from_millis(200);
/// How often the files are looked at without any report.
const POLL: Duration = Duration::from_secs(30);

type Digest = Option<[u8; 32]>;

/// Watches for ever; to be spawned or selected against a shutdown. Warns once for each state of the files that
/// differs from the one before.
pub async fn watch(running: &Running, root: &Path, files: &dyn Files) {
    let mut seen = Snapshot::of(running, root, files);
    let changed = Arc::new(Notify::new());
    let watcher = start(&seen, &changed);
    loop {
        tokio::select! {
            () = changed.notified() => tokio::time::sleep(SETTLE).await,
            () = tokio::time::sleep(POLL) => {}
        }
        let now = seen.again(files);
        for path in seen.differing(&now) {
            warn(&path, running.since());
        }
        seen = now;
        // The watcher lives as long as this loop.
        let _: &Option<RecommendedWatcher> = &watcher;
    }
}

fn warn(path: &Path, since: Timestamp) {
    tracing::warn!(
        "{} has changed; the running configuration is the one read at {since:.0}, restart busboot to use the new one",
        path.display()
    );
}

/// Contents of every file that was read, and the names in the modules' folders.
struct Snapshot {
    files: BTreeMap<PathBuf, Digest>,
    folders: Vec<PathBuf>,
}

impl Snapshot {
    fn of(running: &Running, root: &Path, files: &dyn Files) -> Self {
        let sources = &running.report().sources;
        let read = sources.iter().map(|(_, file)| root.join(file.path()));
        let paths: BTreeSet<PathBuf> = read.filter(|path| files.kind(path).is_some()).collect();
        let folders = ["core", "event"].map(|module| root.join(MODULES).join(module)).to_vec();
        let empty = Self { files: paths.into_iter().map(|path| (path, None)).collect(), folders };
        empty.again(files)
    }

    /// The same files as they are now, with those that came into the modules' folders.
    fn again(&self, files: &dyn Files) -> Self {
        let come = self.folders.iter().flat_map(|folder| {
            let names = files.entries(folder).unwrap_or_default();
            names.into_iter().filter(|entry| !entry.directory).map(|entry| folder.join(entry.name))
        });
        let paths: BTreeSet<PathBuf> = self.files.keys().cloned().chain(come).collect();
        let digests = paths.into_iter().map(|path| {
            let digest = files.read(&path, READ_LIMIT).ok().map(|bytes| Sha256::digest(&bytes).into());
            (path, digest)
        });
        Self { files: digests.collect(), folders: self.folders.clone() }
    }

    fn differing(&self, now: &Self) -> Vec<PathBuf> {
        let differs =
            |(path, digest): &(&PathBuf, &Digest)| self.files.get(*path).unwrap_or(&None) != *digest;
        now.files.iter().filter(differs).map(|(path, _)| path.clone()).collect()
    }

    fn directories(&self) -> BTreeSet<PathBuf> {
        let parents = self.files.keys().filter_map(|path| path.parent().map(Path::to_owned));
        parents.chain(self.folders.iter().cloned()).collect()
    }
}

fn start(snapshot: &Snapshot, changed: &Arc<Notify>) -> Option<RecommendedWatcher> {
    let changed = Arc::clone(changed);
    let report = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            changed.notify_one();
        }
    };
    let mut watcher = notify::recommended_watcher(report)
        .inspect_err(|error| tracing::debug!("files are only polled for changes: {error}"))
        .ok()?;
    for directory in snapshot.directories().iter().filter(|directory| directory.is_dir()) {
        if let Err(error) = watcher.watch(directory, RecursiveMode::NonRecursive) {
            tracing::debug!("{} is only polled for changes: {error}", directory.display());
        }
    }
    Some(watcher)
}
