//! Java's numbers: their ranges, how they are read from text and how they are written.
//!
//! Rules from the JDK's wrapper classes and Spring's `NumberUtils`.

mod parse;

pub(super) use parse::{decode_or_value_of, parse};

/// The types that a number can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberType {
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
}

impl NumberType {
    /// The type of this wrapper or primitive class.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "byte" | "java.lang.Byte" => Self::Byte,
            "short" | "java.lang.Short" => Self::Short,
            "int" | "java.lang.Integer" => Self::Integer,
            "long" | "java.lang.Long" => Self::Long,
            "float" | "java.lang.Float" => Self::Float,
            "double" | "java.lang.Double" => Self::Double,
            "java.math.BigInteger" => Self::BigInteger,
            "java.math.BigDecimal" => Self::BigDecimal,
            _ => return None,
        })
    }

    pub(super) const fn class_name(self) -> &'static str {
        match self {
            Self::Byte => "java.lang.Byte",
            Self::Short => "java.lang.Short",
            Self::Integer => "java.lang.Integer",
            Self::Long => "java.lang.Long",
            Self::Float => "java.lang.Float",
            Self::Double => "java.lang.Double",
            Self::BigInteger => "java.math.BigInteger",
            Self::BigDecimal => "java.math.BigDecimal",
        }
    }
}

/// A number with its Java type. The big ones are kept as their text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Number {
    Byte(i8),
    Short(i16),
    Integer(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    BigInteger(String),
    BigDecimal(String),
}

impl Number {
    pub(super) const fn number_type(&self) -> NumberType {
        match self {
            Self::Byte(_) => NumberType::Byte,
            Self::Short(_) => NumberType::Short,
            Self::Integer(_) => NumberType::Integer,
            Self::Long(_) => NumberType::Long,
            Self::Float(_) => NumberType::Float,
            Self::Double(_) => NumberType::Double,
            Self::BigInteger(_) => NumberType::BigInteger,
            Self::BigDecimal(_) => NumberType::BigDecimal,
        }
    }

    pub(super) const fn class_name(&self) -> &'static str {
        self.number_type().class_name()
    }

    /// `toString`.
    pub(super) fn to_java_string(&self) -> String {
        match self {
            Self::Byte(number) => number.to_string(),
            Self::Short(number) => number.to_string(),
            Self::Integer(number) => number.to_string(),
            Self::Long(number) => number.to_string(),
            Self::Float(number) => float_text(f64::from(*number), &format!("{number:e}")),
            Self::Double(number) => float_text(*number, &format!("{number:e}")),
            Self::BigInteger(text) | Self::BigDecimal(text) => text.clone(),
        }
    }

    /// `longValue`: cut off, and at most the greatest `long`.
    #[expect(clippy::cast_possible_truncation, reason = "Java's narrowing saturates as `as` does")]
    pub(super) fn long_value(&self) -> i64 {
        match self {
            Self::Byte(number) => i64::from(*number),
            Self::Short(number) => i64::from(*number),
            Self::Integer(number) => i64::from(*number),
            Self::Long(number) => *number,
            Self::Float(number) => *number as i64,
            Self::Double(number) => *number as i64,
            Self::BigInteger(text) | Self::BigDecimal(text) => {
                let whole = text.split(['.', 'E', 'e']).next().unwrap_or("");
                whole.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX })
            }
        }
    }

    /// `doubleValue`.
    #[expect(clippy::cast_precision_loss, reason = "Java's widening rounds as well")]
    pub(super) fn double_value(&self) -> f64 {
        match self {
            Self::Float(number) => f64::from(*number),
            Self::Double(number) => *number,
            Self::BigInteger(text) | Self::BigDecimal(text) => text.parse().unwrap_or(f64::NAN),
            _ => self.long_value() as f64,
        }
    }

    /// Spring's `convertNumberToTargetClass`.
    ///
    /// # Errors
    /// The text of its exception, when the number doesn't fit.
    pub(super) fn converted(&self, target: NumberType) -> Result<Self, String> {
        if self.number_type() == target {
            return Ok(self.clone());
        }
        match target {
            NumberType::BigInteger => Ok(Self::BigInteger(self.long_value().to_string())),
            NumberType::BigDecimal => Ok(Self::BigDecimal(self.to_java_string())),
            #[expect(clippy::cast_possible_truncation, reason = "as Number.floatValue does")]
            NumberType::Float => Ok(Self::Float(self.double_value() as f32)),
            NumberType::Double => Ok(Self::Double(self.double_value())),
            _ => Self::of_long(self.long_value(), target).ok_or_else(|| {
                format!(
                    "Could not convert number [{}] of type [{}] to target class [{}]: overflow",
                    self.to_java_string(),
                    self.class_name(),
                    target.class_name()
                )
            }),
        }
    }

    /// The number as one of the integral types, if it is in range.
    pub(super) fn of_long(number: i64, target: NumberType) -> Option<Self> {
        Some(match target {
            NumberType::Byte => Self::Byte(number.try_into().ok()?),
            NumberType::Short => Self::Short(number.try_into().ok()?),
            NumberType::Integer => Self::Integer(number.try_into().ok()?),
            NumberType::Long => Self::Long(number),
            _ => return None,
        })
    }
}

/// Java's text of a `double` or `float`, from Rust's shortest digits in scientific form (`1.25e-7`).
fn float_text(number: f64, scientific: &str) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if number == 0.0 || (-3..7).contains(&exponent) {
        let plain = decimal(mantissa, exponent);
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let mantissa = if mantissa.contains('.') { mantissa.to_owned() } else { format!("{mantissa}.0") };
    format!("{mantissa}E{exponent}")
}

/// Digits with the point moved.
fn decimal(mantissa: &str, exponent: i32) -> String {
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).unwrap_or(1) + exponent;
    let Ok(point) = usize::try_from(point) else {
        return format!("{sign}0.{}{all}", "0".repeat(point.unsigned_abs() as usize));
    };
    if point == 0 {
        return format!("{sign}0.{all}");
    }
    let padded = format!("{all:0<point$}");
    let (before, after) = padded.split_at_checked(point).unwrap_or((&padded, ""));
    if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_written_as_java_writes_them() {
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
        ] {
            assert_eq!(Number::Double(number).to_java_string(), text);
        }
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused() {
        assert_eq!(Number::Long(5672).converted(NumberType::Integer), Ok(Number::Integer(5672)));
        assert_eq!(Number::Double(2.9).converted(NumberType::Integer), Ok(Number::Integer(2)));
        assert_eq!(
            Number::Long(1 << 40).converted(NumberType::Integer).unwrap_err(),
            "Could not convert number [1099511627776] of type [java.lang.Long] to target class \
             [java.lang.Integer]: overflow"
        );
    }
}
