//! The digits of a `double` or `float` as Java 17 has them.
//!
//! Up to Java 18 these aren't always the shortest ones that tell a number from its neighbours (2e23 is `1.9999999999999998E23`,
//! the least number `4.9E-324`): digits are taken until the rest is at most half of the distance to the next number, then the
//! last one is rounded by the rest. Rules from the behaviour of `FloatingDecimal` of JDK 17, the overflow of its sums included.

use std::cmp::Ordering;

use num_bigint::BigUint;

/// Significant bits of a `double`, the hidden one included.
const DOUBLE_BITS: i32 = 53;
/// Those of a `float`.
const FLOAT_BITS: i32 = 24;

/// A positive number's digits: `0.d1d2d3.. * 10^exponent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::spring::context) struct Digits {
    pub(in crate::spring::context) digits: Vec<u8>,
    pub(in crate::spring::context) exponent: i32,
}

/// Mantissa, exponent of its highest bit, and how many bits are significant.
struct Binary {
    mantissa: u64,
    exponent: i32,
    significant: i32,
}

impl Digits {
    /// The digits of a finite number that isn't zero; its sign doesn't matter. At least two are looked for where `two`
    /// says so, as numbers with an exponent are written.
    pub(in crate::spring::context) fn of_double(number: f64, two: bool) -> Self {
        let bits = number.to_bits() & (u64::MAX >> 1);
        Binary::new(bits & ((1 << 52) - 1), (bits >> 52) as i32, DOUBLE_BITS, 1023).digits(two)
    }

    /// Those of a `float`.
    fn of_float(number: f32) -> Self {
        let bits = number.to_bits() & (u32::MAX >> 1);
        Binary::new(u64::from(bits & ((1 << 23) - 1)), (bits >> 23) as i32, FLOAT_BITS, 127).digits(false)
    }

    /// `Double.toString` and `Float.toString` of a number with these digits.
    fn written(&self, negative: bool) -> String {
        let sign = if negative { "-" } else { "" };
        let digits: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        match (self.exponent, usize::try_from(self.exponent)) {
            (-2..=0, _) => format!("{sign}0.{}{digits}", "0".repeat(self.exponent.unsigned_abs() as usize)),
            (1..=7, Ok(point)) => {
                let padded = format!("{digits:0<point$}");
                let (whole, rest) = padded.split_at_checked(point).unwrap_or((&padded, ""));
                format!("{sign}{whole}.{}", if rest.is_empty() { "0" } else { rest })
            }
            (exponent, _) => {
                let (first, rest) = digits.split_at_checked(1).unwrap_or((&digits, ""));
                format!("{sign}{first}.{}E{}", if rest.is_empty() { "0" } else { rest }, exponent - 1)
            }
        }
    }
}

/// `Double.toString`.
pub(super) fn double_text(number: f64) -> String {
    special(number).unwrap_or_else(|| Digits::of_double(number, false).written(number < 0.0))
}

/// `Float.toString`.
pub(super) fn float_text(number: f32) -> String {
    special(f64::from(number)).unwrap_or_else(|| Digits::of_float(number).written(number < 0.0))
}

/// Zeros and what is no finite number.
fn special(number: f64) -> Option<String> {
    let sign = if number.is_sign_negative() { "-" } else { "" };
    match number {
        _ if number.is_nan() => Some("NaN".to_owned()),
        _ if number.is_infinite() => Some(format!("{sign}Infinity")),
        0.0 => Some(format!("{sign}0.0")),
        _ => None,
    }
}

/// `Math.pow` where its result is exact, which alone is the same in every implementation.
pub(in crate::spring::context) fn exact_power(base: f64, exponent: f64) -> Option<f64> {
    if !base.is_finite() || exponent.fract() != 0.0 || exponent.abs() > 2000.0 {
        return None;
    }
    let mut power = 1.0;
    for _ in 0..exponent.abs() as u32 {
        let product: f64 = power * base;
        // The error of the product, without rounding.
        if !product.is_finite() || base.mul_add(power, -product) != 0.0 || (product == 0.0 && base != 0.0) {
            return None;
        }
        power = product;
    }
    if exponent >= 0.0 {
        return Some(power);
    }
    let inverse = 1.0 / power;
    (inverse.is_normal() && inverse.mul_add(power, -1.0) == 0.0).then_some(inverse)
}

impl Binary {
    /// From the fields of the number.
    fn new(fraction: u64, exponent: i32, bits: i32, bias: i32) -> Self {
        match exponent {
            // A number so small that it has no hidden bit.
            0 => {
                let significant = 64 - fraction.leading_zeros() as i32;
                Self { mantissa: fraction, exponent: significant - bits + 1 - bias, significant }
            }
            _ => Self { mantissa: fraction | 1 << (bits - 1), exponent: exponent - bias, significant: bits },
        }
    }

    fn digits(&self, two: bool) -> Digits {
        // The mantissa without the zeros at its end, and how many of its bits stand behind the point.
        let mantissa = self.mantissa >> self.mantissa.trailing_zeros();
        let bits = 64 - mantissa.leading_zeros() as i32;
        let behind = (bits - self.exponent - 1).max(0);
        if behind == 0 && self.exponent <= 62 {
            return self.whole(mantissa << (self.exponent + 1 - bits));
        }
        self.fractional(mantissa, bits, behind, two)
    }

    /// A whole number below 2^63: its digits but for those that the precision doesn't reach.
    fn whole(&self, number: u64) -> Digits {
        let beyond = self.exponent - self.significant - 1;
        let cut = if beyond > 1 { 2_u64.pow(beyond as u32).ilog10() } else { 0 };
        let (unit, up) = (10_u64.pow(cut), 10_u64.pow(cut) / 2);
        let number = number / unit + u64::from(cut > 0 && number % unit >= up);
        let written = number.to_string();
        let exponent = written.len() as i32 + cut as i32;
        let digits = written.trim_end_matches('0').bytes().map(|digit| digit - b'0').collect();
        Digits { digits, exponent }
    }

    fn fractional(&self, mantissa: u64, bits: i32, behind: i32, two: bool) -> Digits {
        let mut exponent = self.decimal_exponent(mantissa, bits);
        // The number is value / unit * 10^exponent, and half of the distance to the next one half / unit. All are
        // products of powers of 2 and 5.
        let fives = (-exponent).max(0);
        let unit_fives = exponent.max(0);
        let mut value_twos = fives + behind + self.exponent;
        let mut half_twos = value_twos - self.significant;
        value_twos -= bits - 1;
        let mut unit_twos = unit_fives + behind;
        let common = value_twos.min(unit_twos);
        value_twos -= common;
        unit_twos -= common;
        // Below a power of two the distance is half of what it is above.
        half_twos -= common + i32::from(bits == 1);
        let lift = (-half_twos).max(0);
        value_twos += lift;
        unit_twos += lift;
        half_twos += lift;
        let product = |fives: i32, twos: i32| BigUint::from(5_u8).pow(fives as u32) << twos as usize;
        let value = product(fives, value_twos) * mantissa;
        let unit = product(unit_fives, unit_twos);
        let half = product(fives, half_twos);
        let width = (bits + value_twos + five_bits(fives)).max(unit_twos + 1 + five_bits(unit_fives + 1));
        let forced = |exponent: i32| two || !(-3..8).contains(&exponent);
        let (mut digits, up) = if width < 64 {
            narrow(&value, &unit, &half, width < 32, &mut exponent, forced)
        } else {
            wide(value, &unit, half, &mut exponent, forced)
        };
        if up {
            raise(&mut digits, &mut exponent);
        }
        Digits { digits, exponent: exponent + 1 }
    }

    /// The exponent of the first digit, or one more.
    #[expect(clippy::approx_constant, reason = "Java estimates with just these digits")]
    fn decimal_exponent(&self, mantissa: u64, bits: i32) -> i32 {
        let fraction = mantissa as f64 / 2_f64.powi(bits - 1);
        ((fraction - 1.5) * 0.289_529_654 + 0.176_091_259 + f64::from(self.exponent) * 0.301_029_995_663_981)
            .floor() as i32
    }
}

/// Digits in numbers of any size, and whether the last one is rounded up.
fn wide(
    mut value: BigUint,
    unit: &BigUint,
    mut half: BigUint,
    exponent: &mut i32,
    forced: impl Fn(i32) -> bool,
) -> (Vec<u8>, bool) {
    let ten_units = unit * 10_u8;
    let (digits, low, high) = taken(exponent, forced, |_| {
        let digit = (&value / unit).iter_u64_digits().next().unwrap_or(0);
        value = (&value % unit) * 10_u8;
        half *= 10_u8;
        (digit as u8, value < half, &value + &half >= ten_units)
    });
    let rest = (value * 2_u8).cmp(&ten_units);
    let up = high && (!low || is_up(rest, &digits));
    (digits, up)
}

/// The same in 32 or 64 bits, where a tie isn't taken for high and sums may overflow.
fn narrow(
    value: &BigUint,
    unit: &BigUint,
    half: &BigUint,
    is_int: bool,
    exponent: &mut i32,
    forced: impl Fn(i32) -> bool,
) -> (Vec<u8>, bool) {
    let small = |number: &BigUint| i128::from(number.iter_u64_digits().next().unwrap_or(0));
    let wrapped = |number: i128| if is_int { i128::from(number as i32) } else { i128::from(number as i64) };
    let (mut value, unit, mut half) = (small(value), small(unit), small(half));
    let ten_units = unit * 10;
    let (digits, low, high) = taken(exponent, forced, |first| {
        let digit = value / unit;
        value = value % unit * 10;
        half = wrapped(half * 10);
        let is_wrapped = half <= 0 && !first;
        (digit as u8, is_wrapped || value < half, is_wrapped || wrapped(value + half) > ten_units)
    });
    let up = high && (!low || is_up((value * 2).cmp(&ten_units), &digits));
    (digits, up)
}

/// Takes digits until the rest is too `low` or too `high` for another.
fn taken(
    exponent: &mut i32,
    forced: impl Fn(i32) -> bool,
    mut step: impl FnMut(bool) -> (u8, bool, bool),
) -> (Vec<u8>, bool, bool) {
    let mut digits = Vec::new();
    let mut first = true;
    loop {
        let (digit, low, high) = step(first);
        // A first digit of zero says that the exponent was taken too large.
        if first && digit == 0 && !high {
            *exponent -= 1;
        } else {
            digits.push(digit);
        }
        let goes_on = first && forced(*exponent);
        first = false;
        if (low || high) && !goes_on {
            return (digits, low, high);
        }
    }
}

/// Whether a rest, of which it is told how it compares with a half, makes the last digit one more: half goes to even.
fn is_up(rest: Ordering, digits: &[u8]) -> bool {
    match rest {
        Ordering::Less => false,
        Ordering::Equal => digits.last().is_some_and(|last| last % 2 == 1),
        Ordering::Greater => true,
    }
}

/// How many bits 5^power has, at most.
fn five_bits(power: i32) -> i32 {
    if power == 0 {
        0
    } else if power < 27 {
        5_u64.pow(power as u32).ilog2() as i32 + 1
    } else {
        power * 3
    }
}

/// Adds one to the last digit.
fn raise(digits: &mut [u8], exponent: &mut i32) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    if let Some(first) = digits.first_mut() {
        *first = 1;
    }
    *exponent += 1;
}

#[cfg(test)]
mod tests {
    use super::{double_text, float_text};

    #[test]
    fn digits_are_those_of_java_17() {
        for (number, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.5, "0.5"),
            (0.001, "0.001"),
            (0.0001, "1.0E-4"),
            (1_234_567.0, "1234567.0"),
            (12_345_678.0, "1.2345678E7"),
            (-2.5, "-2.5"),
            (1e300, "1.0E300"),
            (2e-3, "0.002"),
            (5e-324, "4.9E-324"),
            (2e23, "1.9999999999999998E23"),
            (2_f64.powi(-44), "5.6843418860808015E-14"),
            // A sum overflows there, so that the last digit isn't rounded.
            (2.200_000_000_000_000_5e25, "2.2000000000000004E25"),
            (f64::MAX, "1.7976931348623157E308"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(double_text(number), text);
        }
        assert_eq!(float_text(f32::MAX), "3.4028235E38");
        assert_eq!(float_text(1.1), "1.1");
        assert_eq!(float_text(f32::from_bits(0x6900_0000)), "9.6714065E24");
        assert_eq!(float_text(f32::from_bits(1)), "1.4E-45");
    }
}
