//! `org.springframework.util.StringUtils`: what lists of hosts are joined and parted with.

use crate::source::{Origin, Traced};
use crate::spring::resource::clean_path;
use crate::spring::text::{has_text, is_whitespace, tokens, trim_all_whitespace, trim_whitespace};

use super::super::super::display::to_java_string;
use super::super::super::object::Object;
use super::super::Thrown;
use super::text::{glued, within_bounds};
use super::{Invocation, Method, count, items, plain};

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
    Method::of_class(
        UTILS,
        "collectionToDelimitedString",
        &[COLLECTION, STRING, STRING, STRING],
        STRING,
        |_| Err(Thrown::unsupported("joining with a prefix and a suffix")),
    ),
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
    Method::of_class(UTILS, "trimLeadingWhitespace", &[STRING], STRING, |call| {
        plain(call.text(0).trim_start_matches(is_whitespace))
    }),
    Method::of_class(UTILS, "trimTrailingWhitespace", &[STRING], STRING, |call| {
        plain(call.text(0).trim_end_matches(is_whitespace))
    }),
    Method::of_class(UTILS, "containsWhitespace", &[STRING], "boolean", |call| {
        Ok(Object::Boolean(call.text(0).contains(is_whitespace)))
    }),
    Method::of_class(UTILS, "replace", &[STRING, STRING, STRING], STRING, |call| {
        replaced(call.text(0), call.text(1), call.text(2))
    }),
    Method::of_class(UTILS, "delete", &[STRING, STRING], STRING, |call| {
        replaced(call.text(0), call.text(1), "")
    }),
    Method::of_class(UTILS, "deleteAny", &[STRING, STRING], STRING, |call| {
        let deleted: std::collections::HashSet<char> = call.text(1).chars().collect();
        plain(call.text(0).replace(|character| deleted.contains(&character), ""))
    }),
    Method::of_class(UTILS, "countOccurrencesOf", &[STRING, STRING], "int", |call| {
        count(if call.text(1).is_empty() { 0 } else { call.text(0).matches(call.text(1)).count() })
    }),
    Method::of_class(UTILS, "startsWithIgnoreCase", &[STRING, STRING], "boolean", |call| {
        Ok(Object::Boolean(call.text(0).to_lowercase().starts_with(&call.text(1).to_lowercase())))
    }),
    Method::of_class(UTILS, "endsWithIgnoreCase", &[STRING, STRING], "boolean", |call| {
        Ok(Object::Boolean(call.text(0).to_lowercase().ends_with(&call.text(1).to_lowercase())))
    }),
    Method::of_class(UTILS, "quote", &[STRING], STRING, |call| plain(format!("'{}'", call.text(0)))),
    Method::of_class(UTILS, "unqualify", &[STRING], STRING, |call| {
        plain(call.text(0).rsplit('.').next().unwrap_or(""))
    }),
    Method::of_class(UTILS, "getFilename", &[STRING], STRING, |call| plain(file_name(call.text(0)))),
    Method::of_class(UTILS, "getFilenameExtension", &[STRING], STRING, |call| {
        let extension = file_name(call.text(0)).rsplit_once('.');
        Ok(extension.map_or(Object::Null, |(_, extension)| Object::plain(extension)))
    }),
    Method::of_class(UTILS, "stripFilenameExtension", &[STRING], STRING, |call| {
        let cut = file_name(call.text(0)).rsplit_once('.').map_or(0, |(_, extension)| extension.len() + 1);
        plain(call.text(0).get(..call.text(0).len() - cut).unwrap_or(""))
    }),
    Method::of_class(UTILS, "split", &[STRING, STRING], STRINGS, |call| {
        let parts = call.text(0).split_once(call.text(1)).filter(|_| !call.text(1).is_empty());
        Ok(parts.map_or(Object::Null, |(before, after)| strings(STRINGS, [before, after].into_iter())))
    }),
    Method::of_class(UTILS, "toStringArray", &[COLLECTION], STRINGS, |call| {
        Ok(Object::sequence(STRINGS, items(call.argument(0)).to_vec()))
    }),
    Method::of_class(UTILS, "cleanPath", &[STRING], STRING, |call| plain(clean_path(call.text(0)))),
];

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn replaced(text: &str, old: &str, new: &str) -> Result<Object, Thrown> {
    if old.is_empty() {
        return plain(text);
    }
    within_bounds(text.len().saturating_add(new.len().saturating_mul(text.matches(old).count())))?;
    plain(text.replace(old, new))
}

fn joined(call: &Invocation<'_>, delimiter: &str) -> Result<Object, Thrown> {
    let items: Vec<String> = match call.argument(0) {
        Object::Sequence(sequence) => {
            sequence.items.iter().map(|item| to_java_string(&item.value, call.heap)).collect()
        }
        _ => Vec::new(),
    };
    glued(&items, delimiter)
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
