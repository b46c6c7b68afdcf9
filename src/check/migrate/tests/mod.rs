//! Plans in memory, and what becomes of a disk.

mod killed;
mod refusals;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::*;
use crate::check::apply::storage::{Attributes, DiskStorage};
use crate::source::{Disk, FixedClock};

const CORE: &str = "META-INF/cloudstack/core/spring-event-bus-context.xml";
const EVENT: &str = "META-INF/cloudstack/event/spring-event-bus-context.xml";
const NEWEST: Release = Release::NEWEST;

/// Bytes (none for a directory), mode and owner by path.
type State = BTreeMap<PathBuf, (Option<Vec<u8>>, Attributes)>;

/// The guide's encrypted recipe as a 4.19 has it: in `core`, credentials beside it, an import, odd modes.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        let guide = Path::new("fixtures/guides/amqp-encrypted/in/META-INF/cloudstack/event");
        let xml = fs::read_to_string(guide.join("spring-event-bus-context.xml")).unwrap();
        let credentials = fs::read(guide.join("cred.properties")).unwrap();
        site.put(CORE, xml.as_bytes());
        site.put("META-INF/cloudstack/core/cred.properties", &credentials);
        site.put("db.properties", b"db.cloud.host=localhost\n");
        site.chmod("META-INF/cloudstack/core/cred.properties", 0o640);
        site.chmod(CORE, 0o604);
        // Only root can give a file away: then another's stays another's.
        drop(std::os::unix::fs::chown(site.root().join(CORE), Some(12_345), Some(54_321)));
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("management")
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn chmod(&self, path: &str, mode: u32) {
        fs::set_permissions(self.root().join(path), fs::Permissions::from_mode(mode)).unwrap();
    }

    fn host() -> Host {
        Host::new(Disk).with_variable("APP_ENCRYPTION_PASSWORD", "password")
    }

    fn plan(&self) -> Migration {
        plan(&self.root(), &Self::host(), NEWEST, &[]).unwrap()
    }

    fn write(&self) -> Backup {
        write(&self.root(), &self.plan(), time(), &mut DiskStorage).unwrap().unwrap()
    }

    /// Everything under the root.
    fn state(&self) -> State {
        let mut state = BTreeMap::new();
        let mut waiting = vec![self.root()];
        while let Some(directory) = waiting.pop() {
            for entry in fs::read_dir(directory).unwrap() {
                let path = entry.unwrap().path();
                let bytes = path.is_file().then(|| fs::read(&path).unwrap());
                if bytes.is_none() {
                    waiting.push(path.clone());
                }
                let attributes = Attributes::of(&path).unwrap();
                state.insert(path.strip_prefix(self.root()).unwrap().to_owned(), (bytes, attributes));
            }
        }
        state
    }
}

fn time() -> jiff::Timestamp {
    use crate::source::Clock as _;
    FixedClock("2026-11-22T01:45:00Z".parse().unwrap()).now()
}

#[test]
fn a_new_folder_lets_in_whom_the_one_did_that_the_files_leave() {
    let site = Site::new();
    site.chmod("META-INF/cloudstack/core", 0o750);
    site.chmod("META-INF/cloudstack", 0o755);
    site.write();
    let mode =
        |folder: &str| Attributes::of(&site.root().join("META-INF/cloudstack").join(folder)).unwrap().mode;
    assert_eq!(mode("event"), mode("core"));
    assert_eq!(mode("event") & 0o777, 0o750);
}

#[test]
fn written_once_there_is_nothing_left_to_do_and_undone_all_is_as_before() {
    let site = Site::new();
    let before = site.state();
    let backup = site.write();
    assert_eq!(backup.path.file_name().unwrap(), "management.busboot-20261122T014500Z");
    assert!(site.root().join(EVENT).exists() && site.root().join("cred.properties").exists());
    let after = site.state();
    assert_eq!(before[Path::new(CORE)].1, after[Path::new(EVENT)].1, "mode and owner move along");
    assert!(site.plan().steps.is_empty());
    assert_eq!(write(&site.root(), &site.plan(), time(), &mut DiskStorage).unwrap(), None);
    assert_eq!(undo(&site.root(), &mut DiskStorage).unwrap().path, backup.path);
    assert_eq!(site.state(), before);
    assert!(matches!(undo(&site.root(), &mut DiskStorage), Err(WriteError::NoBackup)));
}

#[test]
fn planning_writes_nothing_and_shows_no_secret() {
    let site = Site::new();
    let before = site.state();
    let diff = site.plan().diff();
    assert_eq!(site.state(), before);
    assert!(diff.contains("+password=ENC(****"), "{diff}");
    assert!(!diff.contains("nh2XrM7jWHMG4VQK18iiBQ"), "{diff}");
}

#[test]
fn no_secret_is_needed_to_move_files() {
    let site = Site::new();
    let encrypted = "username=ENC(nh2XrM7jWHMG4VQK18iiBQ==)\npassword=ENC(nh2XrM7jWHMG4VQK18iiBQ==)\n";
    site.put("META-INF/cloudstack/core/cred.properties", encrypted.as_bytes());
    let with = |password: &str| Host::new(Disk).with_variable("APP_ENCRYPTION_PASSWORD", password);
    for (host, notices) in
        [(Host::new(Disk), 0), (with("password"), 0), (with(""), 1), (with("not the password"), 1)]
    {
        let migration = plan(&site.root(), &host, NEWEST, &[]).unwrap();
        let kinds: Vec<StepKind> = migration.steps.iter().map(|step| step.kind).collect();
        assert_eq!(kinds, [StepKind::Move, StepKind::Move, StepKind::Class]);
        assert_eq!(migration.notices.len(), notices, "{:?}", migration.notices);
    }
}

#[test]
fn the_way_back_to_an_older_release_is_a_migration_too() {
    let site = Site::new();
    site.write();
    let back = plan(&site.root(), &Site::host(), Release::CloudStack(19), &[]).unwrap();
    let moves: Vec<_> = back.steps.iter().map(|step| (step.path.clone(), step.to.clone())).collect();
    assert_eq!(moves, [(PathBuf::from(EVENT), Some(PathBuf::from(CORE)))]);
}
