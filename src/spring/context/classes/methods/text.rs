//! `java.lang.String`. Lengths and indexes count UTF-16 units, as in Java.

use crate::spring::charset::Charset;
use crate::spring::text::java_trim;

use crate::source::{Origin, Traced};

use super::super::super::display::to_java_string;
use super::super::super::object::{MOST_TEXT, Object};
use super::super::super::pattern;
use super::super::{Thrown, arguments::characters};
use super::format::formatted;
use super::{Invocation, Method, byte_array, count, items, null_pointer, plain};

const STRING: &str = "java.lang.String";
const SEQUENCE: &str = "java.lang.CharSequence";

pub(super) const METHODS: &[Method] = &[
    Method::instance(SEQUENCE, "length", &[], "int", |call| count(call.this().encode_utf16().count())),
    Method::instance(STRING, "isEmpty", &[], "boolean", |call| Ok(Object::Boolean(call.this().is_empty()))),
    Method::instance(STRING, "isBlank", &[], "boolean", |call| {
        Ok(Object::Boolean(!crate::spring::text::has_text(call.this())))
    }),
    Method::instance(STRING, "trim", &[], STRING, |call| plain(java_trim(call.this()))),
    Method::instance(STRING, "strip", &[], STRING, |call| {
        plain(crate::spring::text::trim_whitespace(call.this()))
    }),
    Method::instance(STRING, "stripLeading", &[], STRING, |call| {
        plain(call.this().trim_start_matches(crate::spring::text::is_whitespace))
    }),
    Method::instance(STRING, "stripTrailing", &[], STRING, |call| {
        plain(call.this().trim_end_matches(crate::spring::text::is_whitespace))
    }),
    Method::instance(STRING, "intern", &[], STRING, |call| plain(call.this())),
    Method::instance(STRING, "toUpperCase", &[], STRING, |call| plain(call.this().to_uppercase())),
    Method::instance(STRING, "toLowerCase", &[], STRING, |call| plain(call.this().to_lowercase())),
    Method::instance(STRING, "concat", &[STRING], STRING, |call| {
        plain(format!("{}{}", call.this(), call.text(0)))
    }),
    Method::instance(STRING, "repeat", &["int"], STRING, repeat),
    Method::instance(STRING, "replace", &["char", "char"], STRING, |call| replace(call)),
    Method::instance(STRING, "replace", &[SEQUENCE, SEQUENCE], STRING, |call| replace(call)),
    Method::instance(STRING, "contains", &[SEQUENCE], "boolean", |call| {
        Ok(Object::Boolean(call.this().contains(call.text(0))))
    }),
    Method::instance(STRING, "startsWith", &[STRING], "boolean", |call| {
        Ok(Object::Boolean(call.this().starts_with(call.text(0))))
    }),
    Method::instance(STRING, "endsWith", &[STRING], "boolean", |call| {
        Ok(Object::Boolean(call.this().ends_with(call.text(0))))
    }),
    Method::instance(STRING, "equalsIgnoreCase", &[STRING], "boolean", |call| {
        Ok(Object::Boolean(call.this().to_lowercase() == call.text(0).to_lowercase()))
    }),
    Method::instance(STRING, "compareTo", &[STRING], "int", |call| compare(call.this(), call.text(0))),
    Method::instance(STRING, "compareToIgnoreCase", &[STRING], "int", |call| {
        compare(&call.this().to_lowercase(), &call.text(0).to_lowercase())
    }),
    Method::instance(STRING, "contentEquals", &[SEQUENCE], "boolean", |call| {
        Ok(Object::Boolean(call.this() == call.text(0)))
    }),
    Method::instance(STRING, "startsWith", &[STRING, "int"], "boolean", |call| {
        let units: Vec<u16> = call.this().encode_utf16().collect();
        let wanted: Vec<u16> = call.text(0).encode_utf16().collect();
        let rest = usize::try_from(call.number(1)).ok().and_then(|start| units.get(start..));
        Ok(Object::Boolean(rest.is_some_and(|rest| rest.starts_with(&wanted))))
    }),
    Method::instance(STRING, "indexOf", &[STRING, "int"], "int", |call| {
        let start = usize::try_from(call.number(1)).unwrap_or(0);
        let mut units = 0;
        let first = call.this().char_indices().find(|(_, character)| {
            let here = units;
            units += character.len_utf16();
            here >= start
        });
        let from = first.map_or(call.this().len(), |(byte, _)| byte);
        let found = call.this().get(from..).and_then(|rest| rest.find(call.text(0)));
        index(call, found.map(|at| from + at))
    }),
    Method::instance(STRING, "indexOf", &[STRING], "int", |call| index(call, call.this().find(call.text(0)))),
    Method::instance(STRING, "indexOf", &["int"], "int", |call| {
        let character = u32::try_from(call.number(0)).ok().and_then(char::from_u32);
        index(call, character.and_then(|character| call.this().find(character)))
    }),
    Method::instance(STRING, "indexOf", &["int", "int"], "int", |_| {
        Err(Thrown::unsupported("looking for a character by its number behind a place"))
    }),
    Method::instance(STRING, "lastIndexOf", &["int"], "int", |call| {
        let character = u32::try_from(call.number(0)).ok().and_then(char::from_u32);
        index(call, character.and_then(|character| call.this().rfind(character)))
    }),
    Method::instance(STRING, "lastIndexOf", &["int", "int"], "int", |_| {
        Err(Thrown::unsupported("looking for a character by its number before a place"))
    }),
    Method::instance(STRING, "lastIndexOf", &[STRING], "int", |call| {
        index(call, call.this().rfind(call.text(0)))
    }),
    Method::instance(STRING, "substring", &["int"], STRING, |call| {
        let end = call.this().encode_utf16().count();
        substring(call, end)
    }),
    Method::instance(STRING, "substring", &["int", "int"], STRING, |call| {
        let end = usize::try_from(call.number(1)).unwrap_or(usize::MAX);
        substring(call, end)
    }),
    Method::instance(STRING, "charAt", &["int"], "char", char_at),
    Method::instance(STRING, "split", &[STRING], "java.lang.String[]", split),
    Method::instance(STRING, "split", &[STRING, "int"], "java.lang.String[]", split),
    Method::instance(STRING, "subSequence", &["int", "int"], SEQUENCE, |call| {
        let end = usize::try_from(call.number(1)).unwrap_or(usize::MAX);
        substring(call, end)
    }),
    Method::instance(STRING, "toCharArray", &[], "char[]", |call| {
        let item = |character| Traced::new(Object::Character(character), Origin::default());
        Ok(Object::sequence("char[]", call.this().chars().map(item).collect()))
    }),
    Method::instance(STRING, "toUpperCase", &["java.util.Locale"], STRING, |call| {
        plain(call.this().to_uppercase())
    }),
    Method::instance(STRING, "toLowerCase", &["java.util.Locale"], STRING, |call| {
        plain(call.this().to_lowercase())
    }),
    Method::instance(STRING, "getBytes", &[STRING], "byte[]", |call| {
        let charset = Charset::of_java(call.text(0)).ok_or_else(|| Thrown::new(call.shown(0)))?;
        encoded(call, charset)
    }),
    Method::instance(STRING, "getBytes", &["java.nio.charset.Charset"], "byte[]", |call| {
        let charset = Charset::of_java(call.text(0)).ok_or_else(null_pointer)?;
        encoded(call, charset)
    }),
    Method::instance(STRING, "getBytes", &[], "byte[]", |call| Ok(byte_array(call.this().as_bytes()))),
    Method::instance(STRING, "matches", &[STRING], "boolean", |call| {
        call.work += pattern::work(call.this());
        pattern::matches(call.text(0), call.this()).map(Object::Boolean).ok_or_else(|| not_evaluated(call))
    }),
    Method::instance(STRING, "replaceAll", &[STRING, STRING], STRING, |call| {
        call.work += pattern::work(call.this());
        let replaced = pattern::replaced(call.text(0), call.this(), call.text(1));
        replaced.map_or_else(|| Err(not_evaluated(call)), plain)
    }),
    Method::instance(STRING, "replaceFirst", &[STRING, STRING], STRING, |call| {
        call.work += pattern::work(call.this());
        let replaced = pattern::replaced_once(call.text(0), call.this(), call.text(1));
        replaced.map_or_else(|| Err(not_evaluated(call)), plain)
    }),
    Method::instance(STRING, "lastIndexOf", &[STRING, "int"], "int", |call| {
        let Ok(most) = usize::try_from(call.number(1)) else { return index(call, None) };
        let mut units = 0;
        let starts = call.this().char_indices().take_while(|(_, character)| {
            let here = units;
            units += character.len_utf16();
            here <= most
        });
        let last = starts.last().map_or(0, |(at, _)| at);
        let end = (last + call.text(0).len()).min(call.this().len());
        // Where the last place lies inside of a character, nothing fits there.
        let found = (last..=end)
            .rev()
            .find_map(|end| call.this().get(..end))
            .and_then(|text| text.rfind(call.text(0)));
        index(call, found)
    }),
    Method::instance(STRING, "codePointAt", &["int"], "int", |call| match char_at(call)? {
        Object::Character(character) => Ok(Object::integer(i32::try_from(u32::from(character)).unwrap_or(0))),
        other => Ok(other),
    }),
    // In the order of reflection: where none fits, the last one's fault is told.
    Method::of_class(STRING, "valueOf", &["int"], STRING, written),
    Method::of_class(STRING, "valueOf", &["char[]"], STRING, joined),
    Method::of_class(STRING, "valueOf", &["char[]", "int", "int"], STRING, |call| chosen(call)),
    Method::of_class(STRING, "copyValueOf", &["char[]", "int", "int"], STRING, |call| chosen(call)),
    Method::of_class(STRING, "copyValueOf", &["char[]"], STRING, joined),
    Method::of_class(STRING, "valueOf", &["java.lang.Object"], STRING, written),
    Method::of_class(STRING, "valueOf", &["boolean"], STRING, written),
    Method::of_class(STRING, "valueOf", &["char"], STRING, written),
    Method::of_class(STRING, "valueOf", &["double"], STRING, written),
    Method::of_class(STRING, "valueOf", &["float"], STRING, written),
    Method::of_class(STRING, "valueOf", &["long"], STRING, written),
    Method::of_class(STRING, "join", &[SEQUENCE, "java.lang.CharSequence[]"], STRING, join).variadic(),
    Method::of_class(STRING, "join", &[SEQUENCE, "java.lang.Iterable"], STRING, join),
    Method::of_class(
        STRING,
        "format",
        &["java.lang.String format", "java.lang.Object[] args"],
        STRING,
        |call| {
            if call.argument(0).is_null() {
                return Err(null_pointer());
            }
            formatted(call.text(0), items(call.argument(1)), call.heap).and_then(plain)
        },
    )
    .variadic(),
    Method::instance(STRING, "formatted", &["java.lang.Object[]"], STRING, |call| {
        formatted(call.this(), items(call.argument(0)), call.heap).and_then(plain)
    })
    .variadic(),
];

/// `String.valueOf`.
fn written(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    plain(to_java_string(call.argument(0), call.heap))
}

/// The text of a `char[]`.
fn joined(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    if call.argument(0).is_null() {
        return Err(Thrown::new("Cannot read the array length because \"value\" is null"));
    }
    plain(
        items(call.argument(0)).iter().map(|item| to_java_string(&item.value, call.heap)).collect::<String>(),
    )
}

/// The text of a part of a `char[]`.
fn chosen(call: &Invocation<'_>) -> Result<Object, Thrown> {
    characters(&[call.argument(0), call.argument(1), call.argument(2)])
}

fn replace(call: &Invocation<'_>) -> Result<Object, Thrown> {
    let text = |index: usize| to_java_string(call.argument(index), call.heap);
    let (old, new) = (text(0), text(1));
    let times = call.this().matches(&old).count();
    within_bounds(call.this().len().saturating_add(new.len().saturating_mul(times)))?;
    plain(call.this().replace(&old, &new))
}

/// Refuses what would be longer than any text made here.
pub(super) fn within_bounds(bytes: usize) -> Result<(), Thrown> {
    if bytes > MOST_TEXT { Err(Thrown::new("Required length exceeds implementation limit")) } else { Ok(()) }
}

fn repeat(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    let times = usize::try_from(call.number(0))
        .map_err(|_| Thrown::new(format!("count is negative: {}", call.number(0))))?;
    within_bounds(call.this().len().saturating_mul(times))?;
    plain(call.this().repeat(times))
}

fn compare(one: &str, other: &str) -> Result<Object, Thrown> {
    let (one, other): (Vec<u16>, Vec<u16>) = (one.encode_utf16().collect(), other.encode_utf16().collect());
    let different = one.iter().zip(&other).find(|(one, other)| one != other);
    Ok(Object::integer(match different {
        Some((one, other)) => i32::from(*one) - i32::from(*other),
        None => i32::try_from(one.len()).unwrap_or(0) - i32::try_from(other.len()).unwrap_or(0),
    }))
}

fn index(call: &Invocation<'_>, byte: Option<usize>) -> Result<Object, Thrown> {
    match byte.and_then(|byte| call.this().get(..byte)) {
        Some(before) => count(before.encode_utf16().count()),
        None => Ok(Object::integer(-1)),
    }
}

fn substring(call: &Invocation<'_>, end: usize) -> Result<Object, Thrown> {
    let units: Vec<u16> = call.this().encode_utf16().collect();
    let start = usize::try_from(call.number(0)).ok();
    match start.and_then(|start| units.get(start..end)) {
        Some(part) => plain(String::from_utf16_lossy(part)),
        None => Err(Thrown::new(format!("begin {}, end {end}, length {}", call.number(0), units.len()))),
    }
}

fn char_at(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    let units: Vec<u16> = call.this().encode_utf16().collect();
    let found = usize::try_from(call.number(0)).ok().and_then(|at| units.get(at));
    match found {
        Some(unit) => {
            Ok(Object::Character(char::from_u32(u32::from(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER)))
        }
        None => Err(Thrown::new(format!("String index out of range: {}", call.number(0)))),
    }
}

/// The bytes of the text, `?` for what a charset lacks.
fn encoded(call: &Invocation<'_>, charset: Charset) -> Result<Object, Thrown> {
    let below = |end: u32| {
        let byte = |c| u8::try_from(u32::from(c)).ok().filter(|_| u32::from(c) < end).unwrap_or(b'?');
        call.this().chars().map(byte).collect::<Vec<u8>>()
    };
    match charset {
        Charset::Utf8 => Ok(byte_array(call.this().as_bytes())),
        Charset::Latin1 => Ok(byte_array(&below(0x100))),
        Charset::Ascii => Ok(byte_array(&below(0x80))),
        other => Err(Thrown::unsupported(format!("a text as bytes of {}", other.name()))),
    }
}

/// For the regular expression that the first argument is.
fn not_evaluated(call: &Invocation<'_>) -> Thrown {
    Thrown::unsupported(format!("the pattern {}", call.shown(0)))
}

/// `split`: without a limit, empty parts at the end are left out; the last of as many parts as a limit allows has the rest.
fn split(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    call.work += pattern::work(call.this());
    let limit = call.number(1);
    let most = usize::try_from(limit).ok().filter(|most| *most > 0);
    let parts = pattern::split(call.text(0), call.this(), limit == 0, most);
    let parts = parts.ok_or_else(|| not_evaluated(call))?;
    let items = parts.into_iter().map(|part| Traced::new(Object::plain(part), Origin::default())).collect();
    Ok(Object::sequence("java.lang.String[]", items))
}

fn join(call: &mut Invocation<'_>) -> Result<Object, Thrown> {
    let mut parts = Vec::new();
    for item in items(call.argument(1)) {
        match &item.value {
            Object::Sequence(inner) => {
                parts.extend(inner.items.iter().map(|item| to_java_string(&item.value, call.heap)));
            }
            other => parts.push(to_java_string(other, call.heap)),
        }
    }
    glued(&parts, call.text(0))
}

/// The parts with a text between them, unless that is too long.
pub(super) fn glued(parts: &[String], between: &str) -> Result<Object, Thrown> {
    within_bounds(parts.iter().map(String::len).sum::<usize>() + between.len().saturating_mul(parts.len()))?;
    plain(parts.join(between))
}
