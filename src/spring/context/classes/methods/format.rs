//! `String.format` (`java.util.Formatter`), in the server's neutral locale.
//!
//! What Java refuses in a part before it looks at the values (flags that don't go together, a precision where none may be)
//! is left to it.

use crate::source::Traced;

use super::super::super::display::to_java_string;
use super::super::super::equality::hash_code;
use super::super::super::number::Number;
use super::super::super::object::{Heap, MOST_TEXT, Object};
use super::super::{Thrown, binary_name};
use super::decimals::{grouped, rounded, scientific};
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

/// What a format consists of.
enum Part<'f> {
    Text(&'f str),
    Value(Specifier<'f>),
}

/// The format with the values in the places of its parts.
pub(super) fn formatted(format: &str, values: &[Traced<Object>], heap: &Heap) -> Result<String, Thrown> {
    let (mut out, mut next, mut last, mut read) = (String::new(), 0, None, 0_usize);
    for part in parts(format)? {
        let specifier = match part {
            Part::Text(text) => {
                out.push_str(text);
                continue;
            }
            Part::Value(specifier) => specifier,
        };
        let text = match specifier.conversion {
            '%' => "%".to_owned(),
            'n' => "\n".to_owned(),
            _ => {
                let place = match specifier.index {
                    _ if specifier.flags.contains('<') => last,
                    Some(index) => Some(index.wrapping_sub(1)),
                    None => Some(next),
                };
                next += usize::from(specifier.index.is_none() && !specifier.flags.contains('<'));
                last = place;
                let missing = || Thrown::new(format!("Format specifier '{}'", specifier.written));
                let value = place.and_then(|place| values.get(place)).ok_or_else(missing)?;
                // What is cut off afterwards has to be gone over as well.
                read = read.saturating_add(value.value.extent().parts.saturating_mul(32));
                if read > MOST_TEXT {
                    return Err(Thrown::unsupported("a format of so many or such long values"));
                }
                specifier.converted(&value.value, heap)?
            }
        };
        let missing = specifier.width.saturating_sub(text.encode_utf16().count());
        within_bounds(out.len().saturating_add(text.len()).saturating_add(missing))?;
        match specifier.flags.contains('-') {
            true => out.push_str(&format!("{text}{}", " ".repeat(missing))),
            false => out.push_str(&format!("{}{text}", " ".repeat(missing))),
        }
    }
    Ok(out)
}

/// All parts, which are read before the first value is.
fn parts(format: &str) -> Result<Vec<Part<'_>>, Thrown> {
    let (mut parts, mut rest) = (Vec::new(), format);
    while let Some((before, after)) = rest.split_once('%') {
        parts.push(Part::Text(before));
        let (specifier, behind) = specifier(rest.get(before.len()..).unwrap_or(""), after)?;
        rest = behind;
        specifier.check()?;
        parts.push(Part::Value(specifier));
    }
    parts.push(Part::Text(rest));
    Ok(parts)
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
    let (flags, rest) = rest.split_at(rest.find(|c: char| !"-#+ 0,(<".contains(c)).unwrap_or(rest.len()));
    let (width, rest) = digits(rest);
    let (precision, rest) = match rest.strip_prefix('.').map(digits) {
        Some((precision, rest)) if !precision.is_empty() => (Some(number(precision)), rest),
        _ => (None, rest),
    };
    let unknown = |conversion: char| Thrown::new(format!("Conversion = '{conversion}'"));
    let conversion = rest.chars().next().filter(|c| c.is_ascii_alphabetic() || *c == '%');
    // Where no part can be made out, its first character is named.
    let conversion = conversion.ok_or_else(|| unknown(after.chars().next().unwrap_or('%')))?;
    if !"bBhHsScCdoxXeEfgGaAtT%n".contains(conversion) {
        return Err(unknown(conversion));
    }
    let behind = rest.get(conversion.len_utf8()..).unwrap_or("");
    let written = written.get(..written.len() - behind.len()).unwrap_or(written);
    let width = if width.is_empty() { 0 } else { number(width) };
    Ok((Specifier { written, index, flags, width, precision, conversion }, behind))
}

impl Specifier<'_> {
    /// Leaves to Java what it refuses, and dates.
    fn check(&self) -> Result<(), Thrown> {
        let (flags, precise) = match self.conversion.to_ascii_lowercase() {
            'b' | 'h' | 's' => ("-<", true),
            'c' => ("-<", false),
            'd' => ("-+ 0,(<", false),
            // The other flags are for big numbers.
            'x' | 'o' => ("-#0<", false),
            'f' => ("-#+ 0,(<", true),
            'e' => ("-#+ 0(<", true),
            '%' => ("-", false),
            'n' => ("", false),
            _ => return Err(self.unsupported()),
        };
        let has = |flag: char| self.flags.contains(flag);
        let twice = self
            .flags
            .chars()
            .enumerate()
            .any(|(at, flag)| self.flags.chars().skip(at + 1).any(|c| c == flag));
        let clash = (has('-') && has('0')) || (has('+') && has(' '));
        let lacks_width =
            (has('-') || has('0')) && self.width == 0 || (self.conversion == 'n' && self.width > 0);
        let fits =
            self.flags.chars().all(|flag| flags.contains(flag)) && (precise || self.precision.is_none());
        match fits && !twice && !clash && !lacks_width && self.index != Some(0) && self.width < MOST_TEXT {
            true => Ok(()),
            false => Err(self.unsupported()),
        }
    }

    /// A value as this part has it, before blanks are put around it.
    fn converted(&self, value: &Object, heap: &Heap) -> Result<String, Thrown> {
        let text = match (self.conversion.to_ascii_lowercase(), value) {
            ('b', Object::Boolean(value)) => self.cut(value.to_string())?,
            ('b', other) => self.cut((!other.is_null()).to_string())?,
            ('s', Object::Sequence(array)) if array.class.ends_with("[]") => return Err(self.unsupported()),
            ('s', other) => self.cut(to_java_string(other, heap))?,
            (_, Object::Null) => match self.conversion.to_ascii_lowercase() {
                'h' => self.cut("null".to_owned())?,
                _ if self.precision.is_some() => return Err(self.unsupported()),
                _ => "null".to_owned(),
            },
            ('h', other) => {
                let hash = hash_code(other).ok_or_else(|| self.unsupported())?;
                self.cut(format!("{hash:x}"))?
            }
            ('c', Object::Character(value)) => value.to_string(),
            ('c', Object::Number(Number::Byte(_) | Number::Short(_) | Number::Integer(_))) => {
                let code = whole(value).and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32);
                code.ok_or_else(|| self.unsupported())?.to_string()
            }
            ('d', Object::Number(number)) if is_whole(number) => self.signed(number.to_java_string()),
            ('x' | 'o', Object::Number(Number::BigInteger(_))) => return Err(self.unsupported()),
            ('x' | 'o', Object::Number(number)) if is_whole(number) => self.bits(number),
            ('f' | 'e', Object::Number(number)) if !is_whole(number) => self.real(number)?,
            _ => {
                let class = value.class_name(heap).unwrap_or_default();
                let conversion = self.conversion.to_ascii_lowercase();
                return Err(Thrown::new(format!("{conversion} != {}", binary_name(&class))));
            }
        };
        Ok(if self.conversion.is_ascii_uppercase() { text.to_uppercase() } else { text })
    }

    fn unsupported(&self) -> Thrown {
        Thrown::unsupported(format!("the format {}", self.written))
    }

    /// At most as many UTF-16 units as the precision allows.
    fn cut(&self, text: String) -> Result<String, Thrown> {
        let Some(most) = self.precision else { return Ok(text) };
        let units: Vec<u16> = text.encode_utf16().take(most).collect();
        String::from_utf16(&units).map_err(|_| self.unsupported())
    }

    /// `%x` and `%o`: the bits of the number.
    fn bits(&self, number: &Number) -> String {
        let (hexadecimal, octal) = match number {
            Number::Byte(number) => (format!("{number:x}"), format!("{number:o}")),
            Number::Short(number) => (format!("{number:x}"), format!("{number:o}")),
            Number::Integer(number) => (format!("{number:x}"), format!("{number:o}")),
            number => (format!("{:x}", number.long_value()), format!("{:o}", number.long_value())),
        };
        let marked = self.flags.contains('#');
        match self.conversion {
            'o' => self.filled(if marked { "0" } else { "" }, octal, ""),
            _ => self.filled(if marked { "0x" } else { "" }, hexadecimal, ""),
        }
    }

    /// `%f` and `%e`.
    fn real(&self, number: &Number) -> Result<String, Thrown> {
        let precision = self.precision.unwrap_or(6);
        // A float is written as the double that it is.
        let number = match number {
            Number::Float(number) => Number::Double(f64::from(*number)),
            other => other.clone(),
        };
        let written =
            if self.conversion == 'f' { rounded(&number, precision) } else { scientific(&number, precision) };
        let mut written = written.ok_or_else(|| self.unsupported())?;
        if precision == 0 && self.flags.contains('#') {
            if self.conversion != 'f' {
                return Err(self.unsupported());
            }
            written.push('.');
        }
        Ok(self.signed(written))
    }

    /// A decimal number with its sign, commas between thousands and zeros in front, as the flags say.
    fn signed(&self, number: String) -> String {
        let (sign, digits, end) = match number.strip_prefix('-') {
            Some(digits) if self.flags.contains('(') => ("(", digits.to_owned(), ")"),
            Some(digits) => ("-", digits.to_owned(), ""),
            None if self.flags.contains('+') => ("+", number, ""),
            None if self.flags.contains(' ') => (" ", number, ""),
            None => ("", number, ""),
        };
        self.filled(sign, if self.flags.contains(',') { grouped(&digits) } else { digits }, end)
    }

    fn filled(&self, sign: &str, digits: String, end: &str) -> String {
        let missing = self.width.min(MOST_TEXT).saturating_sub(sign.len() + digits.len() + end.len());
        let zeros = if self.flags.contains('0') { missing } else { 0 };
        format!("{sign}{}{digits}{end}", "0".repeat(zeros))
    }
}

fn is_whole(number: &Number) -> bool {
    !matches!(number, Number::Double(_) | Number::Float(_) | Number::BigDecimal(_))
}

fn whole(value: &Object) -> Option<i64> {
    match value {
        Object::Number(number) => Some(number.long_value()),
        _ => None,
    }
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
        assert_eq!(
            format("%2$(d|%2$(,12d|%2$(012d|%2$#x|%2$#o|%1$s%<s", &values).unwrap(),
            "(1234567)| (1,234,567)|(0001234567)|0xffed2979|037773224571|abab"
        );
        assert_eq!(
            format("%3$e|%3$.1E|%3$.0f|%3$#.0f|%3$08.1f", &values).unwrap(),
            "9.995000e+00|1.0E+01|10|10.|000010.0"
        );
        assert_eq!(
            format("%h|%c|%b", &[Object::plain("ab"), Object::integer(65), Object::Null]).unwrap(),
            "c21|A|false"
        );
        assert_eq!(format("%3$.2f %3$f %3$6.1f", &values).unwrap(), "10.00 9.995000   10.0");
    }

    #[test]
    fn what_does_not_fit_is_refused_in_javas_words() {
        for (written, text) in [
            ("%d", "d != java.lang.String"),
            ("%1$s %2$s", "Format specifier '%2$s'"),
            ("%q", "Conversion = 'q'"),
            ("100%", "Conversion = '%'"),
            ("%d %5", "Conversion = '5'"),
            ("%x", "x != java.lang.String"),
        ] {
            assert_eq!(format(written, &[Object::plain("a")]).unwrap_err(), text);
        }
    }
}
