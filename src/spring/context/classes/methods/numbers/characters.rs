//! `Character`, for the characters of ASCII: what the others are depends on the version of Unicode.

use super::super::super::super::object::Object;
use super::super::super::Thrown;
use super::super::{Invocation, Method, plain};
use super::{STRING, int, not_evaluated, radix, same, truth};

const CHARACTER: &str = "java.lang.Character";

const CHAR: &[&str] = &["char ch"];
const CODE: &[&str] = &["int codePoint"];

pub(in super::super) const METHODS: &[Method] = &[
    Method::of_class(CHARACTER, "toString", CHAR, STRING, |call| plain(character(call.argument(0))?)),
    Method::of_class(CHARACTER, "toString", CODE, STRING, |call| plain(character(call.argument(0))?)),
    Method::of_class(CHARACTER, "hashCode", CHAR, "int", |call| int(code(character(call.argument(0))?))),
    Method::instance(CHARACTER, "compareTo", &[CHARACTER], "int", |call| {
        int(code(character(call.target)?) - code(character(call.argument(0))?))
    }),
    Method::of_class(CHARACTER, "compare", &["char x", "char y"], "int", |call| {
        int(code(character(call.argument(0))?) - code(character(call.argument(1))?))
    }),
    Method::instance(CHARACTER, "charValue", &[], "char", |call| Ok(call.target.clone())),
    Method::of_class(CHARACTER, "valueOf", &["char c"], CHARACTER, same),
    Method::of_class(CHARACTER, "isDigit", CHAR, "boolean", |call| truth(ascii(call)?.is_ascii_digit())),
    Method::of_class(CHARACTER, "isDigit", CODE, "boolean", |call| truth(ascii(call)?.is_ascii_digit())),
    Method::of_class(CHARACTER, "isLowerCase", CHAR, "boolean", |call| {
        truth(ascii(call)?.is_ascii_lowercase())
    }),
    Method::of_class(CHARACTER, "isLowerCase", CODE, "boolean", |call| {
        truth(ascii(call)?.is_ascii_lowercase())
    }),
    Method::of_class(CHARACTER, "isUpperCase", CHAR, "boolean", |call| {
        truth(ascii(call)?.is_ascii_uppercase())
    }),
    Method::of_class(CHARACTER, "isUpperCase", CODE, "boolean", |call| {
        truth(ascii(call)?.is_ascii_uppercase())
    }),
    Method::of_class(CHARACTER, "isWhitespace", CHAR, "boolean", |call| truth(is_white(ascii(call)?))),
    Method::of_class(CHARACTER, "isWhitespace", CODE, "boolean", |call| truth(is_white(ascii(call)?))),
    Method::of_class(CHARACTER, "isSpaceChar", CHAR, "boolean", |call| truth(ascii(call)? == ' ')),
    Method::of_class(CHARACTER, "isSpaceChar", CODE, "boolean", |call| truth(ascii(call)? == ' ')),
    Method::of_class(CHARACTER, "isISOControl", CHAR, "boolean", |call| {
        truth(ascii(call)?.is_ascii_control())
    }),
    Method::of_class(CHARACTER, "isISOControl", CODE, "boolean", |call| {
        truth(ascii(call)?.is_ascii_control())
    }),
    Method::of_class(CHARACTER, "isLetter", CHAR, "boolean", |call| {
        truth(ascii(call)?.is_ascii_alphabetic())
    }),
    Method::of_class(CHARACTER, "isLetter", CODE, "boolean", |call| {
        truth(ascii(call)?.is_ascii_alphabetic())
    }),
    Method::of_class(CHARACTER, "isLetterOrDigit", CHAR, "boolean", |call| {
        truth(ascii(call)?.is_ascii_alphanumeric())
    }),
    Method::of_class(CHARACTER, "isLetterOrDigit", CODE, "boolean", |call| {
        truth(ascii(call)?.is_ascii_alphanumeric())
    }),
    Method::of_class(CHARACTER, "isAlphabetic", CODE, "boolean", |call| {
        truth(ascii(call)?.is_ascii_alphabetic())
    }),
    Method::of_class(CHARACTER, "toLowerCase", CHAR, "char", |call| {
        Ok(Object::Character(ascii(call)?.to_ascii_lowercase()))
    }),
    Method::of_class(CHARACTER, "toLowerCase", CODE, "int", |call| {
        int(code(ascii(call)?.to_ascii_lowercase()))
    }),
    Method::of_class(CHARACTER, "toUpperCase", CHAR, "char", |call| {
        Ok(Object::Character(ascii(call)?.to_ascii_uppercase()))
    }),
    Method::of_class(CHARACTER, "toUpperCase", CODE, "int", |call| {
        int(code(ascii(call)?.to_ascii_uppercase()))
    }),
    Method::of_class(CHARACTER, "getNumericValue", CHAR, "int", |call| int(digit(ascii(call)?, 36))),
    Method::of_class(CHARACTER, "getNumericValue", CODE, "int", |call| int(digit(ascii(call)?, 36))),
    Method::of_class(CHARACTER, "digit", &["char ch", "int radix"], "int", |call| {
        int(digit(ascii(call)?, call.int(1)))
    }),
    Method::of_class(CHARACTER, "digit", &["int codePoint", "int radix"], "int", |call| {
        int(digit(ascii(call)?, call.int(1)))
    }),
    Method::of_class(CHARACTER, "forDigit", &["int digit", "int radix"], "char", |call| {
        let (digit, radix) = (u32::try_from(call.int(0)).ok(), radix(call.int(1)));
        let found = digit.zip(radix).and_then(|(digit, radix)| char::from_digit(digit, radix));
        Ok(Object::Character(found.unwrap_or('\0')))
    }),
    Method::of_class(CHARACTER, "getType", CHAR, "int", |_| not_evaluated("the category of a character")),
    Method::of_class(CHARACTER, "getType", CODE, "int", |_| not_evaluated("the category of a character")),
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

/// The value of a digit; -1 where it is none.
fn digit(character: char, base: i32) -> i32 {
    let digit = radix(base).and_then(|radix| character.to_digit(radix));
    digit.and_then(|digit| i32::try_from(digit).ok()).unwrap_or(-1)
}
