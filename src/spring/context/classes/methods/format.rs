//! `String.format` (`java.util.Formatter`), in the server's neutral locale.

use crate::source::Traced;

use super::super::super::display::to_java_string;
use super::super::super::number::Number;
use super::super::super::object::{Heap, MOST_TEXT, Object};
use super::super::Thrown;
use super::text::within_bounds;

/// A part such as `%-5.2f`.
struct Specifier<'f> {
    /// From the `%` on.
    written: &'f str,
    /// Which argument, counted from 1; the next one where there is none.
    index: Option<usize>,
    flags: &'f str,
    width: usize,
    precision: Option<usize>,
    conversion: char,
}

/// The format with the values in the places of its parts.
pub(super) fn formatted(format: &str, values: &[Traced<Object>], heap: &Heap) -> Result<String, Thrown> {
    let (mut out, mut rest, mut next, mut read) = (String::new(), format, 0, 0_usize);
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (specifier, behind) = specifier(rest.get(before.len()..).unwrap_or(""), after)?;
        rest = behind;
        let text = match specifier.conversion {
            '%' => "%".to_owned(),
            'n' => "\n".to_owned(),
            _ => {
                let place = specifier.index.map_or(next, |index| index.wrapping_sub(1));
                next += usize::from(specifier.index.is_none());
                let missing = || Thrown::new(format!("Format specifier '{}'", specifier.written));
                let value = values.get(place).ok_or_else(missing)?;
                // What is cut off afterwards has to be gone over as well.
                read = read.saturating_add(value.value.extent().parts.saturating_mul(32));
                if read > MOST_TEXT {
                    return Err(Thrown::unsupported("a format of so many or such long values"));
                }
                specifier.converted(&value.value, heap)?
            }
        };
        let missing = specifier.width.saturating_sub(text.chars().count());
        within_bounds(out.len().saturating_add(text.len()).saturating_add(missing))?;
        match specifier.flags.contains('-') {
            true => out.push_str(&format!("{text}{}", " ".repeat(missing))),
            false => out.push_str(&format!("{}{text}", " ".repeat(missing))),
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The part at the start of `written`, of which `after` is what follows the `%`; and what stands behind it.
fn specifier<'f>(written: &'f str, after: &'f str) -> Result<(Specifier<'f>, &'f str), Thrown> {
    let digits = |text: &'f str| {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        text.split_at(end)
    };
    let number = |digits: &str| digits.parse::<usize>().unwrap_or(MOST_TEXT);
    let (index, rest) = match digits(after) {
        (index, rest) if !index.is_empty() && rest.starts_with('$') => {
            (Some(number(index)), rest.get(1..).unwrap_or(""))
        }
        _ => (None, after),
    };
    let (flags, rest) = rest.split_at(rest.find(|c: char| !"-#+ 0,(".contains(c)).unwrap_or(rest.len()));
    let (width, rest) = digits(rest);
    let (precision, rest) = match rest.strip_prefix('.').map(digits) {
        Some((precision, rest)) if !precision.is_empty() => (Some(number(precision)), rest),
        _ => (None, rest),
    };
    let unknown = |conversion: &str| Thrown::new(format!("Conversion = '{conversion}'"));
    let conversion = rest.chars().next().ok_or_else(|| unknown("%"))?;
    if !"bBhHsScCdoxXeEfgGaAtT%n".contains(conversion) {
        return Err(unknown(&conversion.to_string()));
    }
    let behind = rest.get(conversion.len_utf8()..).unwrap_or("");
    let written = written.get(..written.len() - behind.len()).unwrap_or(written);
    let width = if width.is_empty() { 0 } else { number(width) };
    Ok((Specifier { written, index, flags, width, precision, conversion }, behind))
}

impl Specifier<'_> {
    /// A value as this part has it, before blanks are put around it.
    fn converted(&self, value: &Object, heap: &Heap) -> Result<String, Thrown> {
        let text = match (self.conversion, value) {
            ('b' | 'B', Object::Boolean(value)) => value.to_string(),
            ('b' | 'B', other) => (!other.is_null()).to_string(),
            ('s' | 'S', other) => self.cut(to_java_string(other, heap)),
            (_, Object::Null) => "null".to_owned(),
            ('c' | 'C', Object::Character(value)) => value.to_string(),
            ('d', Object::Number(number)) if is_whole(number) => self.signed(number.to_java_string()),
            ('x' | 'X', Object::Number(Number::Integer(number))) => self.filled("", format!("{number:x}")),
            ('x' | 'X', Object::Number(Number::Long(number))) => self.filled("", format!("{number:x}")),
            ('o', Object::Number(Number::Integer(number))) => self.filled("", format!("{number:o}")),
            (
                'f',
                Object::Number(number @ (Number::Double(_) | Number::Float(_) | Number::BigDecimal(_))),
            ) => {
                let rounded = rounded(&number.to_java_string(), self.precision.unwrap_or(6));
                self.signed(rounded.ok_or_else(|| self.unsupported())?)
            }
            (
                'd' | 'c' | 'C' | 'f' | 'x' | 'X' | 'o',
                Object::Text(_) | Object::Boolean(_) | Object::Number(_),
            ) => {
                let class = value.class_name(heap).unwrap_or_default();
                return Err(Thrown::new(format!("{} != {class}", self.conversion.to_ascii_lowercase())));
            }
            _ => return Err(self.unsupported()),
        };
        Ok(if self.conversion.is_ascii_uppercase() { text.to_uppercase() } else { text })
    }

    fn unsupported(&self) -> Thrown {
        Thrown::unsupported(format!("the format {}", self.written))
    }

    fn cut(&self, text: String) -> String {
        self.precision.map(|most| text.chars().take(most).collect()).unwrap_or(text)
    }

    /// A decimal number with its sign, commas between thousands and zeros in front, as the flags say.
    fn signed(&self, number: String) -> String {
        let (sign, digits) = if let Some(digits) = number.strip_prefix('-') {
            ("-", digits.to_owned())
        } else if self.flags.contains('+') {
            ("+", number)
        } else if self.flags.contains(' ') {
            (" ", number)
        } else {
            ("", number)
        };
        if !self.flags.contains(',') {
            return self.filled(sign, digits);
        }
        let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        self.filled(sign, format!("{grouped}{fraction}"))
    }

    fn filled(&self, sign: &str, digits: String) -> String {
        let missing = self.width.min(MOST_TEXT).saturating_sub(sign.len() + digits.len());
        let zeros = if self.flags.contains('0') { missing } else { 0 };
        format!("{sign}{}{digits}", "0".repeat(zeros))
    }
}

fn is_whole(number: &Number) -> bool {
    !matches!(number, Number::Double(_) | Number::Float(_) | Number::BigDecimal(_))
}

/// A number with so many decimals, a half rounded up; `None` for one with an exponent.
fn rounded(number: &str, decimals: usize) -> Option<String> {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if decimals > 300 || !format!("{whole}{fraction}").bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(decimals).collect();
    let up = fraction.as_bytes().get(decimals).is_some_and(|next| *next >= b'5');
    let mut all: Vec<u8> = format!("0{whole}{kept}").into_bytes();
    let mut carry = up;
    for digit in all.iter_mut().rev() {
        if !carry {
            break;
        }
        carry = *digit == b'9';
        *digit = if carry { b'0' } else { *digit + 1 };
    }
    let all = String::from_utf8(all).ok()?;
    let (whole, fraction) = all.split_at_checked(all.len() - decimals)?;
    let whole = whole.strip_prefix('0').filter(|rest| !rest.is_empty()).unwrap_or(whole);
    Some(if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Origin;

    fn format(format: &str, values: &[Object]) -> Result<String, String> {
        let traced = |value: &Object| Traced::new(value.clone(), Origin::default());
        let values: Vec<_> = values.iter().map(traced).collect();
        formatted(format, &values, &Heap::default()).map_err(|thrown| thrown.text)
    }

    #[test]
    fn values_are_written_as_java_writes_them() {
        let (text, number) = (Object::plain("ab"), Object::integer(-1_234_567));
        let real = Object::Number(Number::Double(9.995));
        let values = [text, number, real];
        assert_eq!(format("%1$s|%1$5s|%1$-5s|%1$.1s|%1$S|%%%n", &values).unwrap(), "ab|   ab|ab   |a|AB|%\n");
        assert_eq!(format("%s %d", &values).unwrap(), "ab -1234567");
        assert_eq!(format("%2$,d %2$010d %2$x", &values).unwrap(), "-1,234,567 -001234567 ffed2979");
        assert_eq!(format("%3$.2f %3$f %3$6.1f", &values).unwrap(), "10.00 9.995000   10.0");
    }

    #[test]
    fn what_does_not_fit_is_refused_in_javas_words() {
        for (written, text) in [
            ("%d", "d != java.lang.String"),
            ("%1$s %2$s", "Format specifier '%2$s'"),
            ("%q", "Conversion = 'q'"),
            ("100%", "Conversion = '%'"),
        ] {
            assert_eq!(format(written, &[Object::plain("a")]).unwrap_err(), text);
        }
    }
}
