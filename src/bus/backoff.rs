//! Pauses between attempts: each twice as long as the one before, up to a limit, and a part of it by chance, so that
//! many servers that lost one broker don't come back to it all at once.

use std::time::Duration;

/// The first pause, before chance.
const FIRST: Duration = Duration::from_millis(200);

/// The pause after so many failed attempts: between half and all of `FIRST * 2^failures`, at most `longest`.
pub(super) fn pause(failures: u32, longest: Duration) -> Duration {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(failures));
    doubled.min(longest).mul_f64(rand::random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_limit() {
        let longest = Duration::from_secs(10);
        for (failures, most) in [(0, 200), (1, 400), (5, 6400), (6, 10_000), (u32::MAX, 10_000)] {
            let most = Duration::from_millis(most);
            for _ in 0..50 {
                let pause = pause(failures, longest);
                assert!(pause >= most / 2 && pause <= most, "{failures}: {pause:?}");
            }
        }
    }

    #[test]
    fn no_pause_is_longer_than_the_limit_allows() {
        assert!(pause(0, Duration::from_millis(10)) <= Duration::from_millis(10));
        assert_eq!(pause(9, Duration::ZERO), Duration::ZERO);
    }
}
