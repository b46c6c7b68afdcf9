//! Dates as people type them, and as they are shown.
//!
//! In: RFC 3339; CloudStack's forms, which are those of its API and of `eventDateTime`; a time ago. What has no offset
//! is in this machine's time zone. Out: a moment, to the millisecond.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};

/// Reads the first moment that is meant.
pub(super) fn start(text: &str) -> Result<Timestamp, String> {
    read(text, &Zoned::now(), false)
}

/// Reads the last moment that is meant: of a date without a time the last of its day, as CloudStack has it.
pub(super) fn end(text: &str) -> Result<Timestamp, String> {
    read(text, &Zoned::now(), true)
}

/// As CloudStack writes dates, in this machine's time zone.
pub(super) fn shown(moment: Timestamp) -> String {
    moment.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S %z").to_string()
}

fn read(text: &str, now: &Zoned, end: bool) -> Result<Timestamp, String> {
    let text = text.trim();
    ago(text, now.timestamp())
        .or_else(|| text.parse().ok())
        .or_else(|| with_offset(text))
        .or_else(|| day(text, now.time_zone(), end))
        .or_else(|| {
            text.parse::<DateTime>().ok()?.to_zoned(now.time_zone().clone()).ok().map(|at| at.timestamp())
        })
        .ok_or_else(|| {
            "write 2024-12-17T17:11:29Z, \"2024-12-17 17:11:29 +0530\", \"2024-12-17 17:11:29\", 2024-12-17, \
             or -2h for two hours ago (s, m, h, d, w)"
                .to_owned()
        })
}

/// `-90s`, `-15m`, `-2h`, `-7d`, `-2w`.
fn ago(text: &str, now: Timestamp) -> Option<Timestamp> {
    let (number, unit) = text.strip_prefix('-')?.split_at_checked(text.len().checked_sub(2)?)?;
    let seconds: i64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        "w" => 7 * 24 * 60 * 60,
        _ => return None,
    };
    let number: u32 = number.parse().ok()?;
    now.checked_sub(SignedDuration::from_secs(i64::from(number).checked_mul(seconds)?)).ok()
}

/// `2024-12-17 17:11:29 +0530` and `2024-12-17T17:11:29+0530`.
fn with_offset(text: &str) -> Option<Timestamp> {
    ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z"]
        .into_iter()
        .find_map(|format| strtime::parse(format, text).ok()?.to_timestamp().ok())
}

/// A whole day: `2024-12-17`, `20241217`.
fn day(text: &str, zone: &TimeZone, end: bool) -> Option<Timestamp> {
    // Longer texts have a time, which this parser would pass over.
    let date: Date = text.parse().ok().filter(|_| matches!(text.len(), 8 | 10))?;
    let midnight = |date: Date| date.to_zoned(zone.clone()).ok().map(|at| at.timestamp());
    if end { midnight(date.tomorrow().ok()?)?.checked_sub(1.millisecond()).ok() } else { midnight(date) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at(text: &str, end: bool) -> String {
        let now: Zoned = "2024-12-17T12:00:00+05:30[Asia/Kolkata]".parse().unwrap();
        read(text, &now, end).map_or_else(|error| error, |moment| moment.to_string())
    }

    #[test]
    fn every_form_that_cloudstack_has_and_rfc_3339() {
        for (text, moment) in [
            ("2024-12-17T17:11:29Z", "2024-12-17T17:11:29Z"),
            ("2024-12-17T17:11:29.125+05:30", "2024-12-17T11:41:29.125Z"),
            ("2024-12-17 17:11:29 +0530", "2024-12-17T11:41:29Z"),
            ("2024-12-17T17:11:29+0530", "2024-12-17T11:41:29Z"),
            ("2024-12-17T17:11:29", "2024-12-17T11:41:29Z"),
            ("2024-12-17 17:11:29", "2024-12-17T11:41:29Z"),
            ("2024-12-17", "2024-12-16T18:30:00Z"),
            (" 2024-12-17 ", "2024-12-16T18:30:00Z"),
            ("-2h", "2024-12-17T04:30:00Z"),
            ("-90s", "2024-12-17T06:28:30Z"),
            ("-7d", "2024-12-10T06:30:00Z"),
            ("-1w", "2024-12-10T06:30:00Z"),
        ] {
            assert_eq!(read_at(text, false), moment, "{text}");
        }
    }

    #[test]
    fn the_last_day_is_meant_whole() {
        assert_eq!(read_at("2024-12-17", true), "2024-12-17T18:29:59.999Z");
        assert_eq!(read_at("20241217", true), "2024-12-17T18:29:59.999Z");
        assert_eq!(read_at("2024-12-17 10:00:00", true), "2024-12-17T04:30:00Z");
    }

    #[test]
    fn anything_else_is_answered_with_what_to_type() {
        for text in [
            "",
            "-",
            "-h",
            "-2",
            "-2y",
            "--2h",
            "-€",
            "yesterday",
            "17.12.2024",
            "2024-02-30",
            "24-12-17",
            "-99999999999d",
        ] {
            assert!(read_at(text, false).starts_with("write 2024-12-17T17:11:29Z"), "{text}");
        }
    }
}
