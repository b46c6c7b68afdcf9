//! How far the campaign is, as all of its threads see it.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::events::Number;

const POLL: Duration = Duration::from_millis(5);

#[derive(Default)]
pub(crate) struct Progress {
    /// How many events have been fed, each counted once.
    pub(crate) fed: AtomicU64,
    /// The process that is fed.
    pub(crate) process: AtomicU32,
    /// How often the disk has become full or free again: an odd number while it is full.
    pub(crate) disk: AtomicU64,
    over: AtomicBool,
}

impl Progress {
    /// Waits until so many events have been fed; false when the campaign ends before.
    pub(crate) fn reaches(&self, number: Number) -> bool {
        self.wait_until(|| self.fed.load(Ordering::Relaxed) >= number)
    }

    /// Waits for something; false when the campaign ends before.
    pub(crate) fn wait_until(&self, holds: impl Fn() -> bool) -> bool {
        while !holds() {
            if self.is_over() {
                return false;
            }
            sleep(POLL);
        }
        true
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}

/// Ends the campaign for all threads when dropped, also by a panic: none waits for what will never come.
pub(crate) struct End<'a>(pub(crate) &'a Progress);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}
