//! Java's numbers: their ranges, how they are read from text and how they are written.
//!
//! Rules from the JDK's wrapper classes and Spring's `NumberUtils`.

mod big;
mod floating;
mod parse;

pub(super) use big::decimal_of;
pub(super) use floating::{Digits, exact_power};
pub(super) use parse::{decode, parse, parse_radix, value_of};

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
            Self::Float(number) => floating::float_text(*number),
            Self::Double(number) => floating::double_text(*number),
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

    /// `intValue`, `byteValue` and the like: the lowest bits of a whole number; of a fraction what is nearest to it.
    /// `None` for big numbers that don't fit.
    #[expect(clippy::cast_possible_truncation, reason = "Java's narrowing cuts as `as` does")]
    pub(super) fn narrowed(&self, target: NumberType) -> Option<Self> {
        let whole = match self {
            Self::Float(_) | Self::Double(_) if target != NumberType::Long => {
                i64::from(self.double_value() as i32)
            }
            Self::BigInteger(text) | Self::BigDecimal(text) => {
                text.split_once('.').map_or(text.as_str(), |(whole, _)| whole).parse().ok()?
            }
            _ => self.long_value(),
        };
        Some(match target {
            NumberType::Byte => Self::Byte(whole as i8),
            NumberType::Short => Self::Short(whole as i16),
            NumberType::Integer => Self::Integer(whole as i32),
            NumberType::Long => Self::Long(whole),
            NumberType::Float => Self::Float(self.float_value()),
            NumberType::Double => Self::Double(self.double_value()),
            NumberType::BigInteger | NumberType::BigDecimal => return None,
        })
    }

    /// `floatValue`.
    #[expect(clippy::cast_possible_truncation, reason = "Java's narrowing rounds as well")]
    #[expect(clippy::cast_precision_loss, reason = "Java's widening rounds as well")]
    pub(super) fn float_value(&self) -> f32 {
        match self {
            Self::Float(number) => *number,
            Self::Double(number) => *number as f32,
            Self::BigInteger(text) | Self::BigDecimal(text) => text.parse().unwrap_or(f32::NAN),
            _ => self.long_value() as f32,
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
            NumberType::Float => Ok(Self::Float(self.float_value())),
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

    /// `hashCode`; `None` for big numbers.
    #[expect(clippy::cast_possible_truncation, reason = "the halves are taken together")]
    pub(super) fn hash_code(&self) -> Option<i32> {
        let folded = |bits: i64| (bits ^ (bits.cast_unsigned() >> 32).cast_signed()) as i32;
        Some(match self {
            Self::Long(number) => folded(*number),
            Self::Double(number) => folded(double_bits(*number)),
            Self::Float(number) => float_bits(*number),
            Self::BigInteger(_) | Self::BigDecimal(_) => return None,
            _ => i32::try_from(self.long_value()).ok()?,
        })
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

/// `doubleToLongBits`: there is one NaN.
pub(super) fn double_bits(number: f64) -> i64 {
    if number.is_nan() { 0x7FF8_0000_0000_0000 } else { number.to_bits().cast_signed() }
}

/// `floatToIntBits`, likewise.
pub(super) fn float_bits(number: f32) -> i32 {
    if number.is_nan() { 0x7FC0_0000 } else { number.to_bits().cast_signed() }
}

#[cfg(test)]
mod tests {
    use super::*;

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
