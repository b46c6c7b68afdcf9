//! What the JDK's constructors refuse in their arguments, and how `File` and `Locale` write them.

use crate::spring::resource::single_slashes;

use super::super::number::Number;
use super::super::object::Object;
use super::Thrown;

/// What a collection, map or text builder says of a capacity or load factor that it can't have.
pub(super) fn refused_size(class: &str, types: &[&str], values: &[&Object]) -> Option<Thrown> {
    let (["int", ..], [Object::Number(Number::Integer(capacity)), rest @ ..]) = (types, values) else {
        return None;
    };
    let simple = class.rsplit('.').next().unwrap_or(class);
    let hashes = simple.contains("HashMap") || simple.contains("HashSet");
    if *capacity < 0 {
        return Some(Thrown::new(match simple {
            "ArrayList" | "Vector" | "Hashtable" => format!("Illegal Capacity: {capacity}"),
            "ConcurrentHashMap" | "Properties" => "java.lang.IllegalArgumentException".to_owned(),
            "StringBuilder" | "StringBuffer" => capacity.to_string(),
            _ if hashes => format!("Illegal initial capacity: {capacity}"),
            _ => return None,
        }));
    }
    let [Object::Number(load @ Number::Float(factor))] = rest else { return None };
    let factor_fits = *factor > 0.0;
    Some(Thrown::new(match simple {
        _ if factor_fits => return None,
        "ConcurrentHashMap" => "java.lang.IllegalArgumentException".to_owned(),
        "Hashtable" => format!("Illegal Load: {}", load.to_java_string()),
        _ if hashes => format!("Illegal load factor: {}", load.to_java_string()),
        _ => return None,
    }))
}

/// `Locale.toString` of language, country and variant.
pub(super) fn locale(parts: &[String]) -> String {
    let part = |at: usize| parts.get(at).map_or("", String::as_str);
    let (language, country, variant) = (part(0).to_lowercase(), part(1).to_uppercase(), part(2));
    match (language.is_empty() && country.is_empty(), country.is_empty(), variant.is_empty()) {
        (true, ..) => String::new(),
        (_, true, true) => language,
        (_, _, true) => format!("{language}_{country}"),
        _ => format!("{language}_{country}_{variant}"),
    }
}

/// The path of a `File` made of a path, or of a parent and a child (`UnixFileSystem.normalize` and `resolve`).
pub(super) fn file(parts: &[String]) -> String {
    match parts {
        [parent, child] if parent.is_empty() => single_slashes(&format!("/{child}")),
        _ => single_slashes(&parts.join("/")),
    }
}

/// The path of a `File` made of a `URI`.
pub(super) fn file_of_uri(uri: &str) -> Result<String, Thrown> {
    match uri.split_once(':') {
        Some((scheme, path)) if scheme.eq_ignore_ascii_case("file") && path.starts_with('/') => {
            Ok(single_slashes(path))
        }
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("file") => {
            Err(Thrown::new("URI is not hierarchical"))
        }
        Some(_) => Err(Thrown::new("URI scheme is not \"file\"")),
        None => Err(Thrown::new("URI is not absolute")),
    }
}
