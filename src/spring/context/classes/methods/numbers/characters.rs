//! `Character`, for the characters of ASCII: what the others are depends on the version of Unicode.

use super::super::super::super::object::Object;
use super::super::super::Thrown;
use super::super::{Invocation, Method, plain};
use super::{Made, STRING, int, not_evaluated, same, truth};

const CHARACTER: &str = "java.lang.Character";

const CHAR: &[&str] = &["char ch"];
const CODE: &[&str] = &["int codePoint"];

/// A static method.
const fn of(
    name: &'static str,
    parameters: &'static [&'static str],
    returns: &'static str,
    call: fn(&mut Invocation<'_>) -> Made,
) -> Method {
    Method::of_class(CHARACTER, name, parameters, returns, call)
}

pub(in super::super) const METHODS: &[Method] = &[
    of("toString", CHAR, STRING, |call| plain(character(call.argument(0))?)),
    of("toString", CODE, STRING, |call| plain(character(call.argument(0))?)),
    of("hashCode", CHAR, "int", |call| int(code(character(call.argument(0))?))),
    Method::instance(CHARACTER, "compareTo", &[CHARACTER], "int", |call| {
        int(code(character(call.target)?) - code(character(call.argument(0))?))
    }),
    of("compare", &["char x", "char y"], "int", |call| {
        int(code(character(call.argument(0))?) - code(character(call.argument(1))?))
    }),
    Method::instance(CHARACTER, "charValue", &[], "char", |call| Ok(call.target.clone())),
    of("valueOf", &["char c"], CHARACTER, same),
    of("isDigit", CHAR, "boolean", |call| truth(ascii(call)?.is_ascii_digit())),
    of("isDigit", CODE, "boolean", |call| truth(ascii(call)?.is_ascii_digit())),
    of("isLowerCase", CHAR, "boolean", |call| truth(ascii(call)?.is_ascii_lowercase())),
    of("isLowerCase", CODE, "boolean", |call| truth(ascii(call)?.is_ascii_lowercase())),
    of("isUpperCase", CHAR, "boolean", |call| truth(ascii(call)?.is_ascii_uppercase())),
    of("isUpperCase", CODE, "boolean", |call| truth(ascii(call)?.is_ascii_uppercase())),
    of("isWhitespace", CHAR, "boolean", |call| truth(is_white(ascii(call)?))),
    of("isWhitespace", CODE, "boolean", |call| truth(is_white(ascii(call)?))),
    of("isSpaceChar", CHAR, "boolean", |call| truth(ascii(call)? == ' ')),
    of("isSpaceChar", CODE, "boolean", |call| truth(ascii(call)? == ' ')),
    of("isISOControl", CHAR, "boolean", |call| truth(ascii(call)?.is_ascii_control())),
    of("isISOControl", CODE, "boolean", |call| truth(ascii(call)?.is_ascii_control())),
    of("isLetter", CHAR, "boolean", |call| truth(ascii(call)?.is_ascii_alphabetic())),
    of("isLetter", CODE, "boolean", |call| truth(ascii(call)?.is_ascii_alphabetic())),
    of("isLetterOrDigit", CHAR, "boolean", |call| truth(ascii(call)?.is_ascii_alphanumeric())),
    of("isLetterOrDigit", CODE, "boolean", |call| truth(ascii(call)?.is_ascii_alphanumeric())),
    of("isAlphabetic", CODE, "boolean", |call| truth(ascii(call)?.is_ascii_alphabetic())),
    of("toLowerCase", CHAR, "char", |call| Ok(Object::Character(ascii(call)?.to_ascii_lowercase()))),
    of("toLowerCase", CODE, "int", |call| int(code(ascii(call)?.to_ascii_lowercase()))),
    of("toUpperCase", CHAR, "char", |call| Ok(Object::Character(ascii(call)?.to_ascii_uppercase()))),
    of("toUpperCase", CODE, "int", |call| int(code(ascii(call)?.to_ascii_uppercase()))),
    of("getNumericValue", CHAR, "int", |call| int(digit(ascii(call)?, 36))),
    of("getNumericValue", CODE, "int", |call| int(digit(ascii(call)?, 36))),
    of("digit", &["char ch", "int radix"], "int", |call| int(digit(ascii(call)?, call.int(1)))),
    of("digit", &["int codePoint", "int radix"], "int", |call| int(digit(ascii(call)?, call.int(1)))),
    of("forDigit", &["int digit", "int radix"], "char", |call| {
        let (digit, radix) = (u32::try_from(call.int(0)).ok(), radix(call.int(1)));
        let found = digit.zip(radix).and_then(|(digit, radix)| char::from_digit(digit, radix));
        Ok(Object::Character(found.unwrap_or('\0')))
    }),
    of("getType", CHAR, "int", |_| not_evaluated("the category of a character")),
    of("getType", CODE, "int", |_| not_evaluated("the category of a character")),
];

/// A `char`, one of a secret's, or a code.
fn character(object: &Object) -> Result<char, Thrown> {
    let found = match object {
        Object::Character(character) => Some(*character),
        Object::Text(text) => text.reveal().chars().next(),
        Object::Number(number) => u32::try_from(number.long_value()).ok().and_then(char::from_u32),
        _ => None,
    };
    found.ok_or_else(|| Thrown::unsupported("a number that is no character"))
}

/// The first argument.
fn ascii(call: &Invocation<'_>) -> Result<char, Thrown> {
    let character = character(call.argument(0))?;
    let other = || Thrown::unsupported("what `Character` says of a character outside of ASCII");
    if character.is_ascii() { Ok(character) } else { Err(other()) }
}

fn code(character: char) -> i32 {
    i32::try_from(u32::from(character)).unwrap_or(0)
}

fn is_white(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{1C}'..=' ')
}

fn radix(radix: i32) -> Option<u32> {
    u32::try_from(radix).ok().filter(|radix| (2..=36).contains(radix))
}

/// The value of a digit; -1 where it is none.
fn digit(character: char, base: i32) -> i32 {
    let digit = radix(base).and_then(|radix| character.to_digit(radix));
    digit.and_then(|digit| i32::try_from(digit).ok()).unwrap_or(-1)
}
