//! The time that ages are judged by.
//!
//! A clock that is set forward makes everything look old, and what was removed for that doesn't come back. So while a
//! process runs, this time goes no further than time has really passed since its start. Whether a clock is right at the
//! start can't be told.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::source::Clock;

/// See the module.
#[derive(Clone)]
pub struct AgeClock {
    clock: Arc<dyn Clock>,
    began: Timestamp,
    uptime: Duration,
}

impl AgeClock {
    /// Begins with what the clock says now.
    #[must_use]
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { began: clock.now(), uptime: clock.uptime(), clock }
    }

    /// What the clock says, but nothing later than it would say if nobody had set it forward.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now().min(self.reached())
    }

    /// How far the clock was set forward.
    #[must_use]
    pub fn ahead(&self) -> Duration {
        Duration::try_from(self.clock.now().duration_since(self.reached())).unwrap_or_default()
    }

    fn reached(&self) -> Timestamp {
        let passed = self.clock.uptime().saturating_sub(self.uptime);
        self.began.checked_add(passed).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A clock that is told what to say.
    pub(in crate::journal) struct Told(Mutex<(Timestamp, Duration)>);

    impl Told {
        pub(in crate::journal) fn new(now: Timestamp) -> Arc<Self> {
            Arc::new(Self(Mutex::new((now, Duration::ZERO))))
        }

        /// Time passes.
        pub(in crate::journal) fn pass(&self, time: Duration) {
            let (now, uptime) = &mut *self.0.lock().unwrap();
            *now += time;
            *uptime += time;
        }

        /// Somebody sets the clock.
        pub(in crate::journal) fn set(&self, now: Timestamp) {
            self.0.lock().unwrap().0 = now;
        }
    }

    impl Clock for Told {
        fn now(&self) -> Timestamp {
            self.0.lock().unwrap().0
        }

        fn uptime(&self) -> Duration {
            self.0.lock().unwrap().1
        }
    }

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn a_clock_that_is_set_forward_makes_nothing_older_and_one_that_is_set_back_younger() {
        let noon: Timestamp = "2024-12-17T12:00:00Z".parse().unwrap();
        let clock = Told::new(noon);
        let ages = AgeClock::new(clock.clone());
        clock.pass(HOUR);
        assert_eq!((ages.now(), ages.ahead()), (noon + HOUR, Duration::ZERO));
        clock.set(noon + 100 * HOUR);
        assert_eq!((ages.now(), ages.ahead()), (noon + HOUR, 99 * HOUR));
        clock.pass(HOUR);
        assert_eq!(ages.now(), noon + 2 * HOUR);
        clock.set(noon - HOUR);
        assert_eq!((ages.now(), ages.ahead()), (noon - HOUR, Duration::ZERO));
        clock.set(noon + 2 * HOUR);
        assert_eq!((ages.now(), ages.ahead()), (noon + 2 * HOUR, Duration::ZERO));
    }
}
