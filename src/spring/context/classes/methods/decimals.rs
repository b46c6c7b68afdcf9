//! Decimal numbers with so many decimals, as `Formatter` has them: Java's digits, a half rounded up.

use super::super::super::number::{Digits, Number};

/// The most decimals that are looked for.
const MOST_DECIMALS: usize = 300;

/// `%.2f`; `None` for what isn't evaluated.
pub(super) fn rounded(number: &Number, decimals: usize) -> Option<String> {
    let (sign, digits, point) = digits(number)?;
    if decimals > MOST_DECIMALS {
        return None;
    }
    let all = [vec![b'0'; usize::try_from(-point).unwrap_or(0)], digits].concat();
    let point = usize::try_from(point.max(0)).ok()?;
    let (all, carry) = kept(&all, point + decimals);
    let (whole, fraction) = all.split_at_checked(point + carry)?;
    let whole = if whole.is_empty() { "0" } else { str::from_utf8(whole).ok()? };
    let dot = if decimals == 0 { "" } else { "." };
    Some(format!("{sign}{whole}{dot}{}", str::from_utf8(fraction).ok()?))
}

/// `%.2e`, likewise.
pub(super) fn scientific(number: &Number, decimals: usize) -> Option<String> {
    let (sign, digits, point) = digits(number)?;
    if decimals > MOST_DECIMALS || matches!(number, Number::BigDecimal(_)) {
        return None;
    }
    let (all, carry) = kept(&digits, decimals + 1);
    let exponent = if digits.is_empty() { 0 } else { point - 1 + i32::try_from(carry).ok()? };
    let (first, rest) = all.split_at_checked(1)?;
    let (first, rest) = (str::from_utf8(first).ok()?, str::from_utf8(rest.get(..decimals)?).ok()?);
    let dot = if decimals == 0 { "" } else { "." };
    let direction = if exponent < 0 { '-' } else { '+' };
    Some(format!("{sign}{first}{dot}{rest}e{direction}{:02}", exponent.unsigned_abs()))
}

/// With commas between thousands.
pub(super) fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}{fraction}")
}

/// Sign, digits and where the point is in them.
fn digits(number: &Number) -> Option<(&'static str, Vec<u8>, i32)> {
    match number {
        Number::Double(number) if !number.is_finite() => None,
        Number::Double(number) => {
            let sign = if number.is_sign_negative() { "-" } else { "" };
            if *number == 0.0 {
                return Some((sign, Vec::new(), 0));
            }
            let found = Digits::of_double(*number, true);
            Some((sign, found.digits.iter().map(|digit| b'0' + digit).collect(), found.exponent))
        }
        Number::BigDecimal(written) => {
            let (sign, digits) = written.strip_prefix('-').map_or(("", &**written), |digits| ("-", digits));
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            let whole = whole.trim_start_matches('0');
            let all = format!("{whole}{fraction}");
            let is_plain = all.bytes().all(|byte| byte.is_ascii_digit());
            is_plain.then_some((sign, all.into_bytes(), i32::try_from(whole.len()).ok()?))
        }
        _ => None,
    }
}

/// So many of the digits, the last one rounded, and how many have come in front.
fn kept(digits: &[u8], count: usize) -> (Vec<u8>, usize) {
    let mut kept: Vec<u8> = digits.iter().copied().chain(std::iter::repeat(b'0')).take(count).collect();
    if digits.get(count).is_none_or(|next| *next < b'5') {
        return (kept, 0);
    }
    for digit in kept.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return (kept, 0);
        }
        *digit = b'0';
    }
    kept.insert(0, b'1');
    (kept, 1)
}
