//! `java.time.Duration` and `java.util.concurrent.TimeUnit`: what intervals are reckoned with.

use super::super::super::number::Number;
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, count, plain};

const STRING: &str = "java.lang.String";
const UNIT: &str = "java.util.concurrent.TimeUnit";
const DURATION: &str = "java.time.Duration";

pub(super) const METHODS: &[Method] = &[
    Method::instance(UNIT, "toNanos", &["long"], "long", |call| Ok(scaled(call, NANOSECOND))),
    Method::instance(UNIT, "toMicros", &["long"], "long", |call| Ok(scaled(call, MICROSECOND))),
    Method::instance(UNIT, "toMillis", &["long"], "long", |call| Ok(scaled(call, MILLISECOND))),
    Method::instance(UNIT, "toSeconds", &["long"], "long", |call| Ok(scaled(call, SECOND))),
    Method::instance(UNIT, "toMinutes", &["long"], "long", |call| Ok(scaled(call, MINUTE))),
    Method::instance(UNIT, "toHours", &["long"], "long", |call| Ok(scaled(call, HOUR))),
    Method::instance(UNIT, "toDays", &["long"], "long", |call| Ok(scaled(call, DAY))),
    Method::instance(UNIT, "convert", &[DURATION], "long", |_| {
        Err(Thrown::unsupported("a duration in another unit"))
    }),
    Method::instance(UNIT, "convert", &["long", UNIT], "long", |call| {
        Ok(whole(i128::from(call.number(0)) * length(call.text(1)) / length(call.this())))
    }),
    Method::instance(UNIT, "name", &[], STRING, |call| plain(call.this())),
    Method::instance(UNIT, "ordinal", &[], "int", |call| {
        count(UNITS.iter().position(|(name, _)| *name == call.this()).unwrap_or_default())
    }),
    Method::of_class(UNIT, "valueOf", &[STRING], UNIT, |call| {
        match UNITS.iter().find(|(name, _)| *name == call.text(0)) {
            Some((name, _)) => Ok(Object::scalar(UNIT, *name)),
            None => Err(Thrown::new(format!("No enum constant {UNIT}.{}", call.shown(0)))),
        }
    }),
    Method::of_class(DURATION, "ofDays", &["long"], DURATION, |call| Ok(of(call, DAY))),
    Method::of_class(DURATION, "ofHours", &["long"], DURATION, |call| Ok(of(call, HOUR))),
    Method::of_class(DURATION, "ofMinutes", &["long"], DURATION, |call| Ok(of(call, MINUTE))),
    Method::of_class(DURATION, "ofSeconds", &["long", "long"], DURATION, |_| {
        Err(Thrown::unsupported("a duration of seconds and nanoseconds"))
    }),
    Method::of_class(DURATION, "ofSeconds", &["long"], DURATION, |call| Ok(of(call, SECOND))),
    Method::of_class(DURATION, "ofMillis", &["long"], DURATION, |call| Ok(of(call, MILLISECOND))),
    Method::of_class(DURATION, "ofNanos", &["long"], DURATION, |call| Ok(of(call, NANOSECOND))),
    Method::of_class(DURATION, "parse", &["java.lang.CharSequence"], DURATION, |call| {
        match nanoseconds(call.text(0)) {
            Some(length) => Ok(duration(length)),
            None => Err(Thrown::new("Text cannot be parsed to a Duration")),
        }
    }),
    Method::instance(DURATION, "toDays", &[], "long", |call| Ok(in_units(call, DAY))),
    Method::instance(DURATION, "toHours", &[], "long", |call| Ok(in_units(call, HOUR))),
    Method::instance(DURATION, "toMinutes", &[], "long", |call| Ok(in_units(call, MINUTE))),
    Method::instance(DURATION, "toSeconds", &[], "long", |call| Ok(in_units(call, SECOND))),
    Method::instance(DURATION, "getSeconds", &[], "long", |call| Ok(in_units(call, SECOND))),
    Method::instance(DURATION, "toMillis", &[], "long", |call| Ok(in_units(call, MILLISECOND))),
    Method::instance(DURATION, "toNanos", &[], "long", |call| Ok(in_units(call, NANOSECOND))),
];

// Lengths, ns.
const NANOSECOND: i128 = 1;
const MICROSECOND: i128 = 1_000;
const MILLISECOND: i128 = 1_000_000;
const SECOND: i128 = 1_000_000_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// The units of `TimeUnit` with their lengths.
pub(super) const UNITS: [(&str, i128); 7] = [
    ("NANOSECONDS", NANOSECOND),
    ("MICROSECONDS", MICROSECOND),
    ("MILLISECONDS", MILLISECOND),
    ("SECONDS", SECOND),
    ("MINUTES", MINUTE),
    ("HOURS", HOUR),
    ("DAYS", DAY),
];

fn length(unit: &str) -> i128 {
    UNITS.iter().find(|(name, _)| *name == unit).map_or(NANOSECOND, |(_, length)| *length)
}

/// So many of the target's unit in another one.
fn scaled(call: &Invocation<'_>, to: i128) -> Object {
    whole(i128::from(call.number(0)) * length(call.this()) / to)
}

/// A `long`, the nearest one where it doesn't fit.
fn whole(number: i128) -> Object {
    let most = if number < 0 { i64::MIN } else { i64::MAX };
    Object::Number(Number::Long(i64::try_from(number).unwrap_or(most)))
}

fn of(call: &Invocation<'_>, unit: i128) -> Object {
    duration(i128::from(call.number(0)) * unit)
}

fn in_units(call: &Invocation<'_>, unit: i128) -> Object {
    whole(nanoseconds(call.this()).unwrap_or_default().div_euclid(unit))
}

/// A duration, kept as what its `toString` gives.
fn duration(length: i128) -> Object {
    let (hours, rest) = (length / HOUR, length % HOUR);
    let (minutes, rest) = (rest / MINUTE, rest % MINUTE);
    let mut text = "PT".to_owned();
    for (number, unit) in [(hours, 'H'), (minutes, 'M')] {
        if number != 0 {
            text.push_str(&format!("{number}{unit}"));
        }
    }
    if rest != 0 || text == "PT" {
        let sign = if rest < 0 { "-" } else { "" };
        let fraction = format!(".{:09}", (rest % SECOND).abs());
        let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
        text.push_str(&format!("{sign}{}{fraction}S", (rest / SECOND).abs()));
    }
    Object::scalar(DURATION, text)
}

/// The length of a duration by its text: `PT1H30M`, `P2DT0.5S`, `-PT1M`.
fn nanoseconds(text: &str) -> Option<i128> {
    let text = text.to_ascii_uppercase();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (days, times) = rest.strip_prefix('P')?.split_once('T').unwrap_or((rest.strip_prefix('P')?, ""));
    let length = sum(days, &[('D', DAY)])? + sum(times, &[('H', HOUR), ('M', MINUTE), ('S', SECOND)])?;
    (!days.is_empty() || !times.is_empty()).then_some(sign * length)
}

/// The numbers in front of these letters, which stand in this order.
fn sum(text: &str, units: &[(char, i128)]) -> Option<i128> {
    let (mut rest, mut sum) = (text, 0_i128);
    for (letter, unit) in units {
        let Some((number, after)) = rest.split_once(*letter) else { continue };
        let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
        if fraction.len() > 9 || (*letter != 'S' && number != whole) {
            return None;
        }
        let part: i128 = format!("{fraction:0<9}").parse().ok()?;
        let whole: i64 = whole.parse().ok()?;
        let part = if number.starts_with('-') { -part } else { part };
        sum += i128::from(whole) * unit + part;
        rest = after;
    }
    rest.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::{duration, nanoseconds};
    use crate::spring::context::display::to_java_string;
    use crate::spring::context::object::Heap;

    #[test]
    fn durations_are_read_and_written_as_java_does() {
        for (text, written) in [
            ("PT90M", "PT1H30M"),
            ("P1DT1S", "PT24H1S"),
            ("pt0.5s", "PT0.5S"),
            ("-PT1M", "PT-1M"),
            ("PT0S", "PT0S"),
        ] {
            let made = duration(nanoseconds(text).unwrap());
            assert_eq!(to_java_string(&made, &Heap::default()), written);
        }
        for text in ["", "P", "PT", "1H", "PT1", "PT1.5H", "PTS"] {
            assert_eq!(nanoseconds(text), None, "{text}");
        }
    }
}
