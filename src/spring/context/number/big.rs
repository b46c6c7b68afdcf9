//! `BigDecimal`, which is kept as its text.

/// `BigDecimal.toString` of a number that is written as its constructor takes it; `None` where it is too long for here.
pub(in crate::spring::context) fn decimal_of(written: &str) -> Option<String> {
    let (mantissa, exponent) = match written.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (written, 0),
    };
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let sign = if mantissa.starts_with('-') && digits != "0" { "-" } else { "" };
    let scale = i64::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    let count = i64::try_from(digits.len()).ok()?;
    let adjusted = (count - 1).checked_sub(scale)?;
    i32::try_from(scale).ok()?;
    Some(if scale == 0 {
        format!("{sign}{digits}")
    } else if scale > 0 && adjusted >= -6 {
        let least = usize::try_from(scale).ok()? + 1;
        let padded = format!("{digits:0>least$}");
        let (whole, fraction) = padded.split_at_checked(padded.len() + 1 - least)?;
        format!("{sign}{whole}.{fraction}")
    } else {
        let (first, rest) = digits.split_at_checked(1)?;
        let point = if rest.is_empty() { "" } else { "." };
        let exponent = if adjusted == 0 { String::new() } else { format!("E{adjusted:+}") };
        format!("{sign}{first}{point}{rest}{exponent}")
    })
}

#[cfg(test)]
mod tests {
    use super::decimal_of;

    #[test]
    fn decimals_are_written_as_java_writes_them() {
        for (written, text) in [
            ("1.50", "1.50"),
            ("007", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-0", "0"),
            ("-0.00", "0.00"),
            ("1e3", "1E+3"),
            ("12.5E10", "1.25E+11"),
            ("0.0000001", "1E-7"),
            ("0.000001", "0.000001"),
            ("+1.5e-3", "0.0015"),
        ] {
            assert_eq!(decimal_of(written).as_deref(), Some(text), "{written}");
        }
    }
}
