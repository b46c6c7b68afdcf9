//! What Java says where a method is given null for an object that it needs.

use super::super::super::object::Object;
use super::Method;

/// Class, method, place of the argument, text.
const TEXTS: &[(&str, &str, usize, &str)] = &[
    (STRING, "compareTo", 0, "Cannot read field \"value\" because \"anotherString\" is null"),
    (STRING, "compareToIgnoreCase", 0, "Cannot read field \"value\" because \"s2\" is null"),
    (STRING, "concat", 0, "Cannot invoke \"String.isEmpty()\" because \"str\" is null"),
    (STRING, "contains", 0, "Cannot invoke \"java.lang.CharSequence.toString()\" because \"s\" is null"),
    (STRING, "contentEquals", 0, "Cannot invoke \"java.lang.CharSequence.length()\" because \"cs\" is null"),
    (STRING, "endsWith", 0, "Cannot invoke \"String.length()\" because \"suffix\" is null"),
    (STRING, "format", 0, "Cannot invoke \"String.length()\" because \"s\" is null"),
    (STRING, "getBytes", 0, "java.lang.NullPointerException"),
    (STRING, "indexOf", 0, "Cannot invoke \"String.coder()\" because \"str\" is null"),
    (STRING, "join", 0, "Cannot invoke \"java.lang.CharSequence.toString()\" because \"delimiter\" is null"),
    (STRING, "lastIndexOf", 0, "Cannot read field \"value\" because \"tgtStr\" is null"),
    (STRING, "matches", 0, PATTERN),
    (STRING, "replace", 0, "Cannot invoke \"java.lang.CharSequence.toString()\" because \"target\" is null"),
    (
        STRING,
        "replace",
        1,
        "Cannot invoke \"java.lang.CharSequence.toString()\" because \"replacement\" is null",
    ),
    (STRING, "replaceAll", 0, PATTERN),
    (STRING, "replaceFirst", 0, PATTERN),
    (STRING, "replaceFirst", 1, "replacement"),
    (STRING, "split", 0, "Cannot invoke \"String.length()\" because \"regex\" is null"),
    (STRING, "startsWith", 0, "Cannot invoke \"String.length()\" because \"prefix\" is null"),
    ("java.lang.Double", "parseDouble", 0, FLOATING),
    ("java.lang.Double", "valueOf", 0, FLOATING),
    ("java.lang.Float", "parseFloat", 0, FLOATING),
    ("java.lang.Float", "valueOf", 0, FLOATING),
    ("java.lang.Integer", "decode", 0, DECODE),
    ("java.lang.Long", "decode", 0, DECODE),
    ("java.lang.Short", "decode", 0, DECODE),
    ("java.lang.Byte", "decode", 0, DECODE),
    ("java.net.URI", "create", 0, "Cannot invoke \"String.length()\" because \"this.input\" is null"),
    ("java.util.UUID", "fromString", 0, "Cannot invoke \"String.length()\" because \"name\" is null"),
];

const STRING: &str = "java.lang.String";
const FLOATING: &str = "Cannot invoke \"String.trim()\" because \"in\" is null";
const DECODE: &str = "Cannot invoke \"String.isEmpty()\" because \"nm\" is null";
const PATTERN: &str = "Cannot invoke \"String.isEmpty()\" because \"this.pattern\" is null";

/// The text of the `NullPointerException`, if the method throws one.
pub(in super::super::super) fn refused(method: &Method, arguments: &[Object]) -> Option<&'static str> {
    let texts = TEXTS.iter().filter(|(class, name, ..)| *class == method.class && *name == method.name);
    texts
        .filter(|(_, _, at, _)| arguments.get(*at).is_some_and(Object::is_null))
        .map(|(.., text)| *text)
        .next()
}
