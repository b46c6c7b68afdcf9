//! What the JDK's constructors refuse in their arguments, and how `File` and `Locale` write them.

use crate::source::Text;
use crate::spring::resource::single_slashes;

use super::super::display::to_java_string;
use super::super::number::{Number, decimal_of};
use super::super::object::{Heap, Object};
use super::Thrown;

/// Whether it is one of the constructors that exist and aren't evaluated.
pub(super) fn is_unevaluated(class: &str, types: &[&str]) -> bool {
    match (class, types) {
        ("java.lang.String", ["char[]", "int", "int"]) => false,
        ("java.lang.String", [_, "int" | "byte", ..]) => true,
        ("java.math.BigDecimal" | "java.math.BigInteger", ["char[]" | "byte[]" | "long"]) => {
            class == "java.math.BigInteger" || *types != ["long"]
        }
        ("java.math.BigDecimal" | "java.math.BigInteger" | "java.net.URI" | "java.net.URL", _) => {
            types.len() > 1
        }
        ("java.util.TreeMap" | "java.util.TreeSet", ["java.util.Comparator"]) => true,
        ("org.springframework.core.io.ByteArrayResource", _) => false,
        _ => class.ends_with("Resource") && types.len() > 1,
    }
}

/// The `String` of some of the characters of an array.
pub(super) fn characters(values: &[&Object]) -> Result<Object, Thrown> {
    let [Object::Sequence(array), Object::Number(offset), Object::Number(count)] = values else {
        return Err(Thrown::new("Cannot read the array length because \"value\" is null"));
    };
    let (start, length) = (usize::try_from(offset.long_value()), usize::try_from(count.long_value()));
    let chosen =
        start.ok().zip(length.ok()).and_then(|(start, length)| array.items.get(start..start + length));
    let Some(chosen) = chosen else {
        return Err(Thrown::new(format!(
            "offset {}, count {}, length {}",
            offset.long_value(),
            count.long_value(),
            array.items.len()
        )));
    };
    let text: String = chosen.iter().map(|item| to_java_string(&item.value, &Heap::default())).collect();
    let secret = array.items.iter().any(|item| item.value.is_secret());
    Ok(Object::Text(Text::plain(text).guarded(secret)))
}

/// The `BigDecimal` of a `double`: all digits that the number has.
pub(super) fn exact(number: f64) -> Result<Object, Thrown> {
    if !number.is_finite() {
        return Err(Thrown::new("Infinite or NaN"));
    }
    let written = format!("{number:.1074}");
    let digits = written.trim_end_matches('0').trim_end_matches('.');
    let digits = decimal_of(digits).ok_or_else(|| Thrown::unsupported("a number of so many digits"))?;
    Ok(Object::Number(Number::BigDecimal(digits)))
}

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

/// What a collection says of a null among the elements that it is made of.
pub(super) fn null_item(class: &str, at: usize, item: &Object) -> Option<Thrown> {
    let refuses = ["java.util.TreeSet", "java.util.ArrayDeque"].contains(&class) && item.is_null();
    refuses.then(|| null_key(class == "java.util.TreeSet" && at == 0))
}

/// What a map says of a null in the entries that it is made of.
pub(super) fn null_entry(class: &str, at: usize, key: &Object, value: &Object) -> Option<Thrown> {
    match class {
        "java.util.Hashtable" | "java.util.Properties" if value.is_null() => Some(null_key(false)),
        "java.util.Hashtable" | "java.util.Properties" if key.is_null() => {
            Some(Thrown::new("Cannot invoke \"Object.hashCode()\" because \"key\" is null"))
        }
        "java.util.concurrent.ConcurrentHashMap" if key.is_null() || value.is_null() => Some(null_key(false)),
        "java.util.TreeMap" if key.is_null() => Some(null_key(at == 0)),
        _ => None,
    }
}

/// A tree compares its first key with itself, and looks at any later one before.
fn null_key(compared: bool) -> Thrown {
    Thrown::new(if compared {
        "Cannot invoke \"java.lang.Comparable.compareTo(Object)\" because \"k1\" is null"
    } else {
        "java.lang.NullPointerException"
    })
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
