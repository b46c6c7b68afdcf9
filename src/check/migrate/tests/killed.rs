//! A kill after every single operation: what is on the disk then, and what the next start makes of it.

use std::io;

use super::*;
use crate::check::apply::storage::{Access, Storage};

/// Does so many operations, half of the next one if that is a file, and nothing ever after.
struct Killed {
    left: usize,
}

impl Killed {
    fn step(&mut self) -> io::Result<()> {
        self.left = self.left.checked_sub(1).ok_or_else(|| io::Error::other("killed"))?;
        Ok(())
    }
}

impl Storage for Killed {
    fn create_directory(&mut self, path: &Path, access: Access) -> io::Result<()> {
        self.step()?;
        DiskStorage.create_directory(path, access)
    }

    fn create_file(&mut self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        let dies_here = self.left == 0 && !path.exists();
        if dies_here {
            fs::write(path, &bytes[..bytes.len() / 2])?;
        }
        self.step()?;
        DiskStorage.create_file(path, bytes, access)
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        DiskStorage.rename(from, to)
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        DiskStorage.remove_file(path)
    }

    fn remove_directory(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        DiskStorage.remove_directory(path)
    }

    fn sync_directory(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        DiskStorage.sync_directory(path)
    }
}

/// Lets `job` be killed after 0, 1, 2, .. operations of its own, each time on a site of its own, until it comes
/// through; gives how often it was killed.
fn kill_everywhere(
    prepare: impl Fn(&Site),
    job: impl Fn(&Site, &mut Killed) -> bool,
    afterwards: impl Fn(&Site, usize),
) -> usize {
    for operations in 0.. {
        let site = Site::new();
        prepare(&site);
        let came_through = job(&site, &mut Killed { left: operations });
        if came_through {
            return operations;
        }
        afterwards(&site, operations);
    }
    unreachable!()
}

fn states() -> [State; 2] {
    let site = Site::new();
    let old = site.state();
    site.write();
    [old, site.state()]
}

#[test]
fn a_kill_while_writing_leaves_what_the_next_start_makes_the_old_or_the_new_state() {
    let [old, new] = states();
    let migration = Site::new().plan();
    let kills = kill_everywhere(
        |_| {},
        |site, killed| write(&site.root(), &migration, time(), killed).is_ok(),
        |site, operations| {
            recover(&site.root(), &mut DiskStorage).unwrap();
            assert_eq!(interrupted(&site.root()).unwrap(), None, "after {operations}");
            let state = site.state();
            assert!(
                state == old || state == new,
                "a mixture after {operations} operations: {:?}",
                state.keys()
            );
            if state == new {
                undo(&site.root(), &mut DiskStorage).unwrap();
                assert_eq!(site.state(), old, "after {operations}");
            }
            site.write();
            assert_eq!(site.state(), new, "after {operations}");
            undo(&site.root(), &mut DiskStorage).unwrap();
            assert_eq!(site.state(), old, "after {operations}");
        },
    );
    assert!(kills > 20, "{kills}");
}

#[test]
fn a_kill_while_undoing_leaves_what_the_next_undo_completes() {
    let [old, new] = states();
    let kills = kill_everywhere(
        |site| drop(site.write()),
        |site, killed| undo(&site.root(), killed).is_ok(),
        |site, operations| {
            let pending = interrupted(&site.root()).unwrap().is_some();
            assert!(pending || site.state() == new || site.state() == old, "after {operations}");
            match undo(&site.root(), &mut DiskStorage) {
                Ok(_) | Err(WriteError::NoBackup) => assert_eq!(site.state(), old, "after {operations}"),
                Err(other) => panic!("after {operations}: {other}"),
            }
        },
    );
    assert!(kills > 10, "{kills}");
}

#[test]
fn a_kill_while_recovering_from_a_kill_does_no_harm() {
    let [old, new] = states();
    let migration = Site::new().plan();
    let written = |site: &Site, killed: &mut Killed| write(&site.root(), &migration, time(), killed).is_ok();
    let writes = kill_everywhere(|_| {}, written, |_, _| {});
    for operations in (0..writes).step_by(4) {
        kill_everywhere(
            |site| assert!(!written(site, &mut Killed { left: operations })),
            |site, killed| recover(&site.root(), killed).is_ok(),
            |site, again| {
                recover(&site.root(), &mut DiskStorage).unwrap();
                let state = site.state();
                assert!(state == old || state == new, "after {operations} and {again}: {:?}", state.keys());
            },
        );
    }
}
