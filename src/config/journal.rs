//! Where the journal is, and how much of it is kept.
//!
//! In: busboot's own settings, the host, the checked buses. Out: [`JournalSettings`]. Touches no file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Host, Origin};

use super::own::OwnSettings;
use super::settings::{BusConfig, BusSettings};

/// Where root's journal is.
const SYSTEM: &str = "/var/lib/busboot";

/// The journal as it is configured.
#[derive(Clone, Debug)]
pub struct JournalSettings {
    /// Whether there is to be one. Without a word about it there is none where every bus is in this process's memory:
    /// then nothing could be away.
    pub enabled: bool,
    /// Its directory, if one can be named.
    pub dir: Option<PathBuf>,
    /// The most that its database may hold, in bytes.
    pub max_size: u64,
    /// The size in bytes above which delivered events go.
    pub keep_size: u64,
    /// How long delivered events are kept, if not as long as there is room.
    pub keep_age: Option<Duration>,
    /// How long unroutable events are kept, if not for ever.
    pub keep_unroutable: Option<Duration>,
    /// Buses that begin with the oldest event that is kept when they are new.
    pub from_beginning: Vec<String>,
    /// How long events stay in the event log.
    pub purging: PurgeSettings,
}

/// How long events stay in the event log, by CloudStack's settings and with its defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgeSettings {
    /// For alerts.
    pub alerts: PurgeRule,
    /// For all other events.
    pub events: PurgeRule,
    /// Whether archived events are purged too, which a server never does.
    pub archived: bool,
}

/// How long events of a kind stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgeRule {
    /// Days; 0 keeps them for ever.
    pub delay: u32,
    /// The time between two purges; with zero there is none but those that somebody asks for.
    pub interval: Duration,
}

impl PurgeSettings {
    /// Reads them; a value that can't be read is reported and the default taken.
    pub fn read(own: &OwnSettings, diagnostics: &mut Diagnostics) -> Self {
        let mut number = |key| u32::try_from(own.number(key, "", diagnostics)).unwrap_or(u32::MAX);
        let mut rule = |delay, interval| PurgeRule {
            delay: number(delay),
            interval: Duration::from_secs(number(interval).into()),
        };
        let alerts = rule("alert.purge.delay", "alert.purge.interval");
        let events = rule("event.purge.delay", "event.purge.interval");
        Self { alerts, events, archived: own.flag("purge.archived", "", diagnostics) }
    }
}

/// The journal's directory, if one can be named.
#[must_use]
pub fn directory(own: &OwnSettings, root: &Path, host: &Host) -> Option<PathBuf> {
    // The root's own file speaks of that root; who types a path or exports it, of where he is.
    let in_file = own.origin("journal.dir", "").and_then(Origin::span).is_some();
    let named = |dir: &str| if in_file { root.join(dir) } else { PathBuf::from(dir) };
    own.text("journal.dir", "").map(named).or_else(|| usual(host))
}

/// Reads the settings.
pub(super) fn settings(
    own: &OwnSettings,
    root: &Path,
    host: &Host,
    buses: &[BusConfig],
    diagnostics: &mut Diagnostics,
) -> JournalSettings {
    let max_size = own.size("journal.max.size", diagnostics).unwrap_or(u64::MAX);
    let keep_size = own.size("journal.keep.size", diagnostics).unwrap_or(max_size / 5 * 4);
    if keep_size > max_size {
        let message =
            "journal.keep.size is above journal.max.size: no event would ever make room for the next";
        let span = own.origin("journal.keep.size", "").and_then(Origin::span);
        diagnostics.push(Diagnostic::error("setting-value", message).at_maybe(span, "larger than the limit"));
    }
    let mut from_beginning = Vec::new();
    for bus in buses {
        if own.second_of("journal.start", &bus.id, ["end", "beginning"], diagnostics) {
            from_beginning.push(bus.id.clone());
        }
    }
    let named = own.text("journal.dir", "").is_some();
    let in_memory = buses.iter().all(|bus| matches!(bus.settings, BusSettings::InMemory { .. }));
    JournalSettings {
        enabled: own.flag("journal.enabled", "", diagnostics) && (named || !in_memory),
        dir: directory(own, root, host),
        max_size,
        keep_size,
        keep_age: own.limit("journal.keep.age", diagnostics),
        keep_unroutable: own.limit("journal.keep.unroutable", diagnostics),
        from_beginning,
        purging: PurgeSettings::read(own, diagnostics),
    }
}

/// The directory where nobody names one.
fn usual(host: &Host) -> Option<PathBuf> {
    let variable = |name: &str| host.variables.get(name).map(String::as_str).filter(|text| !text.is_empty());
    // systemd gives the directories of a unit with several as one list.
    let first = variable("STATE_DIRECTORY").and_then(|list| list.split(':').next()).map(PathBuf::from);
    let system = || host.superuser.then(|| PathBuf::from(SYSTEM));
    let xdg = || variable("XDG_STATE_HOME").map(Path::new).filter(|path| path.is_absolute());
    let home = || variable("HOME").map(|home| Path::new(home).join(".local/state"));
    let user = || xdg().map(Path::to_owned).or_else(home).map(|state| state.join("busboot"));
    first.or_else(system).or_else(user)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    fn host(variables: &[(&str, &str)], superuser: bool) -> Host {
        let mut host = Host::new(Memory::new());
        host.superuser = superuser;
        variables.iter().fold(host, |host, (name, value)| host.with_variable(*name, *value))
    }

    #[test]
    fn the_directory_is_where_the_system_keeps_state() {
        let all = [("STATE_DIRECTORY", "/s:/t"), ("XDG_STATE_HOME", "/x"), ("HOME", "/h")];
        for (variables, superuser, expected) in [
            (&all[..], true, Some("/s")),
            (&all[1..], true, Some("/var/lib/busboot")),
            (&all[1..], false, Some("/x/busboot")),
            (&all[2..], false, Some("/h/.local/state/busboot")),
            (&[("XDG_STATE_HOME", "relative"), ("HOME", "/h")], false, Some("/h/.local/state/busboot")),
            (&[], false, None),
        ] {
            assert_eq!(
                usual(&host(variables, superuser)).as_deref(),
                expected.map(Path::new),
                "{variables:?}"
            );
        }
    }
}
