//! Numbers from text, and the texts of Java's `NumberFormatException`s.

use super::{Number, NumberType, decimal_of};
use crate::spring::text::{java_trim, trim_all_whitespace};

/// Spring's `NumberUtils.parseNumber`: all white space is cut, and `0x`, `0X` and `#` mean hexadecimal.
///
/// # Errors
/// The exception's text.
pub(in crate::spring::context) fn parse(text: &str, target: NumberType) -> Result<Number, String> {
    let text = &trim_all_whitespace(text);
    match (hexadecimal_digits(text), target) {
        (Some(_), NumberType::Float | NumberType::Double | NumberType::BigDecimal) | (None, _) => {
            value_of(text, target)
        }
        (Some(digits), NumberType::BigInteger) => big_hexadecimal(text, digits).map(Number::BigInteger),
        (Some(_), _) => decode(text, target),
    }
}

/// What follows on `0x`, `0X` or `#`, a minus before it left out.
fn hexadecimal_digits(text: &str) -> Option<&str> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    ["0x", "0X", "#"].into_iter().find_map(|mark| unsigned.strip_prefix(mark))
}

/// `valueOf` of a number's class, and what its constructor makes of a text.
///
/// # Errors
/// The exception's text.
pub(in crate::spring::context) fn value_of(text: &str, target: NumberType) -> Result<Number, String> {
    match target {
        NumberType::Float => float(text).map(|number| {
            #[expect(clippy::cast_possible_truncation, reason = "Float.valueOf rounds to the nearest float")]
            let narrow = text.trim_end_matches(['f', 'F', 'd', 'D']).parse().unwrap_or(number as f32);
            Number::Float(narrow)
        }),
        NumberType::Double => float(text).map(Number::Double),
        NumberType::BigInteger => big_integer(text).map(Number::BigInteger),
        NumberType::BigDecimal => big_decimal(text).map(Number::BigDecimal),
        _ => parse_radix(text, target, 10),
    }
}

/// `Integer.decode` and the like: a sign, then `0x`, `0X` or `#` for hexadecimal and `0` for octal digits.
///
/// # Errors
/// The exception's text.
pub(in crate::spring::context) fn decode(text: &str, target: NumberType) -> Result<Number, String> {
    if text.is_empty() {
        return Err("Zero length string".to_owned());
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let hexadecimal = ["0x", "0X", "#"].into_iter().find_map(|prefix| unsigned.strip_prefix(prefix));
    let octal = || unsigned.strip_prefix('0').filter(|digits| !digits.is_empty()).map(|digits| (digits, 8));
    let (digits, radix) = hexadecimal.map(|digits| (digits, 16)).or_else(octal).unwrap_or((unsigned, 10));
    if digits.starts_with(['-', '+']) {
        return Err("Sign character in wrong position".to_owned());
    }
    let signed = if text.starts_with('-') { format!("-{digits}") } else { digits.to_owned() };
    let narrow = matches!(target, NumberType::Byte | NumberType::Short);
    let wide = parse_radix(&signed, if narrow { NumberType::Integer } else { target }, radix)?;
    if !narrow {
        return Ok(wide);
    }
    let value = wide.long_value();
    Number::of_long(value, target).ok_or_else(|| format!("Value {value} out of range from input {text}"))
}

/// `parseInt`, `parseLong` and the like.
///
/// # Errors
/// The exception's text.
pub(in crate::spring::context) fn parse_radix(
    text: &str,
    target: NumberType,
    radix: i32,
) -> Result<Number, String> {
    let base = match u32::try_from(radix) {
        Ok(base @ 2..=36) => base,
        Ok(37..) => return Err(format!("radix {radix} greater than Character.MAX_RADIX")),
        _ => return Err(format!("radix {radix} less than Character.MIN_RADIX")),
    };
    let narrow = matches!(target, NumberType::Byte | NumberType::Short);
    let wide = if narrow { NumberType::Integer } else { target };
    let fail = || match radix {
        10 => format!("For input string: \"{text}\""),
        _ => format!("For input string: \"{text}\" under radix {radix}"),
    };
    let (negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    if digits.is_empty() {
        return Err(fail());
    }
    let mut magnitude: i128 = 0;
    for character in digits.chars() {
        let digit = digit_of(character, base).ok_or_else(fail)?;
        magnitude = magnitude.saturating_mul(i128::from(base)).saturating_add(i128::from(digit));
    }
    let number = i64::try_from(if negative { -magnitude } else { magnitude }).map_err(|_| fail())?;
    let parsed = Number::of_long(number, wide).ok_or_else(fail)?;
    if !narrow {
        return Ok(parsed);
    }
    Number::of_long(number, target)
        .ok_or_else(|| format!("Value out of range. Value:\"{text}\" Radix:{radix}"))
}

/// First digits of the scripts whose digits `Character.digit` takes, too.
const ZEROS: [char; 8] =
    ['\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{E50}', '\u{E66}', '\u{1040}', '\u{FF10}'];

fn digit_of(character: char, radix: u32) -> Option<u32> {
    character.to_digit(radix).or_else(|| {
        let code = u32::from(character);
        ZEROS.into_iter().map(|zero| code.wrapping_sub(u32::from(zero))).find(|digit| *digit < radix.min(10))
    })
}

/// `Double.valueOf`.
fn float(text: &str) -> Result<f64, String> {
    let trimmed = java_trim(text);
    if trimmed.is_empty() {
        return Err("empty String".to_owned());
    }
    let fail = || format!("For input string: \"{trimmed}\"");
    match trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed) {
        "NaN" => return Ok(f64::NAN),
        "Infinity" => return Ok(if trimmed.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }),
        _ => {}
    }
    let number = trimmed.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(trimmed);
    if let Some(number) = hexadecimal(number) {
        return Ok(number);
    }
    if number
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || b"+-.".contains(byte))
        .filter(|byte| *byte == b'.')
        .count()
        > 1
    {
        return Err("multiple points".to_owned());
    }
    let plausible = number.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if plausible { number.parse().map_err(|_| fail()) } else { Err(fail()) }
}

/// A hexadecimal number such as `0x1.8p3`, where it has no more digits than a `double`.
fn hexadecimal(text: &str) -> Option<f64> {
    let (negative, unsigned) = match text.strip_prefix(['-', '+']) {
        Some(unsigned) => (text.starts_with('-'), unsigned),
        None => (false, text),
    };
    let (mantissa, exponent) =
        unsigned.strip_prefix("0x").or(unsigned.strip_prefix("0X"))?.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let exponent = exponent.parse::<i32>().ok()?.checked_sub(4 * i32::try_from(fraction.len()).ok()?)?;
    if digits.len() > 13
        || !(-1000..=900).contains(&exponent)
        || !digits.bytes().all(|b| b.is_ascii_hexdigit())
    {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "it has 52 bits at most")]
    let number = u64::from_str_radix(&digits, 16).ok()? as f64 * 2_f64.powi(exponent);
    Some(if negative { -number } else { number })
}

/// `NumberUtils.decodeBigInteger` of hexadecimal digits.
fn big_hexadecimal(text: &str, digits: &str) -> Result<String, String> {
    let significant = big_digits(digits, 16)?;
    let number = i128::from_str_radix(significant, 16).map_err(|_| bad_group(significant, 16))?;
    Ok(if text.starts_with('-') { -number } else { number }.to_string())
}

fn big_integer(text: &str) -> Result<String, String> {
    let significant = big_digits(text, 10)?;
    let sign = if text.starts_with('-') && significant != "0" { "-" } else { "" };
    Ok(format!("{sign}{significant}"))
}

/// The digits of a `BigInteger` without a sign and leading zeros. Java reads them in groups, of which the first may be a
/// short one, and names the group that is wrong.
fn big_digits(text: &str, radix: u32) -> Result<&str, String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.contains(['-', '+']) {
        return Err("Illegal embedded sign character".to_owned());
    }
    if digits.is_empty() {
        return Err("Zero length BigInteger".to_owned());
    }
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Ok("0");
    }
    let size = if radix == 10 { 9 } else { 7 };
    let characters: Vec<char> = significant.chars().collect();
    let (first, rest) = characters.split_at(characters.len() % size);
    let wrong =
        [first].into_iter().chain(rest.chunks(size)).find(|group| !group.iter().all(|c| c.is_digit(radix)));
    match wrong {
        Some(group) => Err(bad_group(&group.iter().collect::<String>(), radix)),
        None => Ok(significant),
    }
}

fn bad_group(group: &str, radix: u32) -> String {
    let radix = if radix == 10 { String::new() } else { format!(" under radix {radix}") };
    format!("For input string: \"{group}\"{radix}")
}

/// From how many characters on `BigDecimal` reads otherwise, and says so in other words.
const MOST_COMPACT_DIGITS: usize = 18;

fn big_decimal(text: &str) -> Result<String, String> {
    let plausible = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if plausible
        && text.parse::<f64>().is_ok()
        && let Some(decimal) = decimal_of(text)
    {
        return Ok(decimal);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let length = text.chars().count();
    if unsigned.chars().count() > MOST_COMPACT_DIGITS
        && let Some(false) =
            unsigned.chars().find(|c| !c.is_ascii_digit() && *c != '.').map(|c| "eE".contains(c))
    {
        return Err("Character array is missing \"e\" notation exponential mark.".to_owned());
    }
    match unsigned.chars().take_while(|c| !"eE".contains(*c)).find(|c| !c.is_ascii_digit() && *c != '.') {
        Some(odd) => Err(format!(
            "Character {odd} is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark."
        )),
        None if mantissa.matches('.').count() > 1 => {
            Err("Character array contains more than one decimal point.".to_owned())
        }
        None if exponent.is_empty() || text.is_empty() => {
            Err(format!("Index {length} out of bounds for length {length}"))
        }
        None if mantissa.trim_matches('.').is_empty() => Err("No digits found.".to_owned()),
        None => Err("Not a digit.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(text: &str) -> Result<Number, String> {
        parse(text, NumberType::Integer)
    }

    #[test]
    fn integers_are_read_as_spring_reads_them() {
        for (text, number) in [
            ("5672", 5672),
            (" 56 72\t", 5672),
            ("05672", 5672),
            ("0x1628", 5672),
            ("#1628", 5672),
            ("-0X10", -16),
        ] {
            assert_eq!(integer(text), Ok(Number::Integer(number)), "{text}");
        }
        assert_eq!(integer("+7"), Ok(Number::Integer(7)));
        assert_eq!(integer("\u{FF17}"), Ok(Number::Integer(7)));
    }

    #[test]
    fn texts_that_are_no_number_give_javas_message() {
        for (text, message) in [
            ("abc", "For input string: \"abc\""),
            ("5672.0", "For input string: \"5672.0\""),
            ("", "For input string: \"\""),
            ("99999999999", "For input string: \"99999999999\""),
            ("0xZZ", "For input string: \"ZZ\" under radix 16"),
        ] {
            assert_eq!(integer(text).unwrap_err(), message, "{text}");
        }
        assert_eq!(parse("300", NumberType::Byte).unwrap_err(), "Value out of range. Value:\"300\" Radix:10");
    }
}
