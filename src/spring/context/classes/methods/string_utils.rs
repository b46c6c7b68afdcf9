//! `org.springframework.util.StringUtils`: what lists of hosts are joined and parted with.

use crate::source::{Origin, Traced};
use crate::spring::resource::clean_path;
use crate::spring::text::{has_text, tokens, trim_all_whitespace, trim_whitespace};

use super::super::super::display::to_java_string;
use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, plain};

const UTILS: &str = "org.springframework.util.StringUtils";
const STRING: &str = "java.lang.String";
const ARRAY: &str = "java.lang.Object[]";
const STRINGS: &str = "java.lang.String[]";
const COLLECTION: &str = "java.util.Collection";

pub(super) const METHODS: &[Method] = &[
    Method::of_class(UTILS, "arrayToCommaDelimitedString", &[ARRAY], STRING, |call| joined(call, ",")),
    Method::of_class(UTILS, "arrayToDelimitedString", &[ARRAY, STRING], STRING, |call| {
        joined(call, call.text(1))
    }),
    Method::of_class(UTILS, "collectionToCommaDelimitedString", &[COLLECTION], STRING, |call| {
        joined(call, ",")
    }),
    Method::of_class(UTILS, "collectionToDelimitedString", &[COLLECTION, STRING], STRING, |call| {
        joined(call, call.text(1))
    }),
    Method::of_class(UTILS, "commaDelimitedListToStringArray", &[STRING], STRINGS, |call| {
        Ok(strings(STRINGS, parts(call.text(0), ",").into_iter()))
    }),
    Method::of_class(UTILS, "commaDelimitedListToSet", &[STRING], "java.util.Set", |call| {
        let parts: indexmap::IndexSet<&str> = parts(call.text(0), ",").into_iter().collect();
        Ok(strings("java.util.LinkedHashSet", parts.into_iter()))
    }),
    Method::of_class(UTILS, "delimitedListToStringArray", &[STRING, STRING], STRINGS, |call| {
        Ok(strings(STRINGS, parts(call.text(0), call.text(1)).into_iter()))
    }),
    Method::of_class(UTILS, "tokenizeToStringArray", &[STRING, STRING], STRINGS, |call| {
        let delimiters: Vec<char> = call.text(1).chars().collect();
        Ok(strings(STRINGS, tokens(call.text(0), &delimiters)))
    }),
    Method::of_class(UTILS, "hasText", &[STRING], "boolean", |call| {
        Ok(Object::Boolean(has_text(call.text(0))))
    }),
    Method::of_class(UTILS, "hasLength", &[STRING], "boolean", |call| {
        Ok(Object::Boolean(!call.text(0).is_empty()))
    }),
    Method::of_class(UTILS, "isEmpty", &["java.lang.Object"], "boolean", |call| {
        let empty = call.argument(0).text().is_some_and(|text| text.reveal().is_empty());
        Ok(Object::Boolean(empty || call.argument(0).is_null()))
    }),
    Method::of_class(UTILS, "trimWhitespace", &[STRING], STRING, |call| plain(trim_whitespace(call.text(0)))),
    Method::of_class(UTILS, "trimAllWhitespace", &[STRING], STRING, |call| {
        plain(trim_all_whitespace(call.text(0)))
    }),
    Method::of_class(UTILS, "capitalize", &[STRING], STRING, |call| {
        first_as(call.text(0), |first| first.to_uppercase().collect())
    }),
    Method::of_class(UTILS, "uncapitalize", &[STRING], STRING, |call| {
        first_as(call.text(0), |first| first.to_lowercase().collect())
    }),
    Method::of_class(UTILS, "cleanPath", &[STRING], STRING, |call| plain(clean_path(call.text(0)))),
];

fn joined(call: &Invocation<'_>, delimiter: &str) -> Result<Object, Thrown> {
    let items: Vec<String> = match call.argument(0) {
        Object::Sequence(sequence) => {
            sequence.items.iter().map(|item| to_java_string(&item.value, call.heap)).collect()
        }
        _ => Vec::new(),
    };
    plain(items.join(delimiter))
}

/// Without a delimiter, each character is a part.
fn parts<'t>(text: &'t str, delimiter: &str) -> Vec<&'t str> {
    if text.is_empty() {
        return Vec::new();
    }
    text.split(delimiter).filter(|part| !(delimiter.is_empty() && part.is_empty())).collect()
}

fn strings<'t>(class: &str, parts: impl Iterator<Item = &'t str>) -> Object {
    Object::sequence(class, parts.map(|part| Traced::new(Object::plain(part), Origin::default())).collect())
}

fn first_as(text: &str, change: impl Fn(char) -> String) -> Result<Object, Thrown> {
    let mut characters = text.chars();
    let first = characters.next().map(change).unwrap_or_default();
    plain(format!("{first}{}", characters.as_str()))
}
