//! Notices when the time of day is set back.
//!
//! librdkafka waits until times of day (`cnd_timedwait`, <https://github.com/confluentinc/librdkafka/issues/2145>): where the
//! clock goes back by an hour, its threads wait an hour longer, be it for a broker or for whoever ends them. A client that
//! was made afterwards doesn't.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::sleep;

use crate::source::Clock;

/// How often to look.
const LOOK: Duration = Duration::from_secs(1);

/// What a wait may take longer without harm.
const HARMLESS: Duration = Duration::from_secs(1);

/// The clock as it was at the last look.
pub(super) struct Setback<C> {
    clock: C,
    now: Timestamp,
    uptime: Duration,
}

impl<C: Clock> Setback<C> {
    /// Looks for the first time.
    pub(super) fn new(clock: C) -> Self {
        Self { now: clock.now(), uptime: clock.uptime(), clock }
    }

    /// Waits until the clock was set back since it was last looked at, and says by how much.
    pub(super) async fn noticed(&mut self) -> Duration {
        loop {
            let by = self.look();
            if by > HARMLESS {
                return by;
            }
            sleep(LOOK).await;
        }
    }

    fn look(&mut self) -> Duration {
        let (now, uptime) = (self.clock.now(), self.clock.uptime());
        let expected = self.now.saturating_add(uptime.saturating_sub(self.uptime)).unwrap_or(Timestamp::MAX);
        (self.now, self.uptime) = (now, uptime);
        Duration::try_from(expected.duration_since(now)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone)]
    struct Told(Arc<Mutex<(i64, u64)>>);

    impl Clock for Told {
        fn now(&self) -> Timestamp {
            Timestamp::from_second(self.0.lock().unwrap().0).unwrap()
        }

        fn uptime(&self) -> Duration {
            Duration::from_secs(self.0.lock().unwrap().1)
        }
    }

    #[test]
    fn only_steps_back_count_and_each_once() {
        let clock = Told(Arc::new(Mutex::new((1_000_000, 0))));
        let mut setback = Setback::new(clock.clone());
        for (now, uptime, by) in [
            (1_000_010, 10, 0),
            (1_005_000, 20, 0),
            (1_005_010, 30, 0),
            (1_001_410, 30, 3600),
            (1_001_411, 31, 0),
        ] {
            *clock.0.lock().unwrap() = (now, uptime);
            assert_eq!(setback.look(), Duration::from_secs(by), "{now}");
        }
    }
}
