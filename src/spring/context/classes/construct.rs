//! What the constructors of the JDK's value classes make.

use std::sync::Arc;

use crate::source::{Text, Traced};
use crate::spring::charset::Charset;
use crate::spring::resource::{Resource, clean_path};

use super::super::display::to_java_string;
use super::super::equality;
use super::super::number::{Number, NumberType, value_of};
use super::super::object::{Heap, Object, Scalar};
use super::methods::{bytes, check_uri, check_url};
use super::{Parameters, arguments};

/// An exception of a constructor or method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Thrown {
    /// Its text, secrets masked.
    pub(in super::super) text: String,
    /// Whether Java throws nothing: the text says what isn't evaluated by this program.
    pub(in super::super) unsupported: bool,
}

impl Thrown {
    pub(in super::super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), unsupported: false }
    }

    /// Something that Java does and this program doesn't.
    pub(in super::super) fn unsupported(what: impl Into<String>) -> Self {
        Self { text: what.into(), unsupported: true }
    }
}

/// The object that a constructor makes; `None` where the class is no value class.
pub(in super::super) fn construct(
    class: &str,
    parameters: &Parameters,
    arguments: &[Traced<Object>],
    heap: &Heap,
) -> Option<Result<Object, Thrown>> {
    let types: Vec<String> = parameters.iter().map(|(_, required)| required.to_string()).collect();
    let types: Vec<&str> = types.iter().map(String::as_str).collect();
    let values: Vec<&Object> = arguments.iter().map(|argument| &argument.value).collect();
    if class == "java.lang.Object" {
        return None;
    }
    if arguments::is_unevaluated(class, &types) {
        return Some(Err(Thrown::unsupported(format!("new {class}({})", types.join(",")))));
    }
    if let ([Object::Null], [required]) = (values.as_slice(), types.as_slice())
        && let Some(thrown) = of_null(class, required)
    {
        return Some(Err(Thrown::new(thrown)));
    }
    if let Some(thrown) = arguments::refused_size(class, &types, &values) {
        return Some(Err(thrown));
    }
    collection(class, &types, &values)
        .or_else(|| map(class, &types, &values))
        .or_else(|| text(class, &types, &values, heap))
        .or_else(|| number(class, &values))
        .or_else(|| resource(class, &values, heap))
}

fn collection(class: &str, types: &[&str], values: &[&Object]) -> Option<Result<Object, Thrown>> {
    let distinct = class.ends_with("Set");
    if !(distinct || class.ends_with("List") || class.ends_with("Vector") || class.ends_with("Deque")) {
        return None;
    }
    let mut items = match (types, values) {
        ([] | ["int", ..], _) => Vec::new(),
        (_, [Object::Sequence(sequence)]) => sequence.items.as_ref().clone(),
        _ => return Some(Err(Thrown::new("java.lang.NullPointerException"))),
    };
    if distinct {
        let mut members = std::collections::HashSet::new();
        items.retain(|item| members.insert(equality::key(&item.value)));
    }
    if let Some(thrown) =
        items.iter().enumerate().find_map(|(at, item)| arguments::null_item(class, at, &item.value))
    {
        return Some(Err(thrown));
    }
    if class == "java.util.TreeSet" {
        items.sort_by_cached_key(|item| order(&item.value));
    }
    Some(Ok(Object::sequence(class, items)))
}

fn map(class: &str, types: &[&str], values: &[&Object]) -> Option<Result<Object, Thrown>> {
    if !class.starts_with("java.util.")
        || !(class.ends_with("Map") || class.ends_with("Hashtable") || class.ends_with("Properties"))
    {
        return None;
    }
    if let (["java.util.Properties"], [Object::Map(map)]) = (types, values) {
        return Some(Ok(Object::properties_over(map)));
    }
    let mut entries = match (types, values) {
        ([] | ["int", ..] | ["java.util.Properties"], _) => Vec::new(),
        (_, [Object::Map(map)]) => map.entries.as_ref().clone(),
        _ => return Some(Err(Thrown::new("java.lang.NullPointerException"))),
    };
    let refused = |(at, (key, value)): (usize, &(Traced<Object>, Traced<Object>))| {
        arguments::null_entry(class, at, &key.value, &value.value)
    };
    if let Some(thrown) = entries.iter().enumerate().find_map(refused) {
        return Some(Err(thrown));
    }
    if class == "java.util.TreeMap" {
        entries.sort_by_cached_key(|(key, _)| order(&key.value));
    }
    Some(Ok(Object::map(class, entries)))
}

/// The order of strings in Java, and of numbers among themselves.
fn order(object: &Object) -> (i64, Vec<u16>) {
    match object {
        Object::Number(number) => (number.long_value(), Vec::new()),
        Object::Text(text) => (0, text.reveal().encode_utf16().collect()),
        other => (0, format!("{:?}", equality::key(other)).encode_utf16().collect()),
    }
}

fn text(class: &str, types: &[&str], values: &[&Object], heap: &Heap) -> Option<Result<Object, Thrown>> {
    let charset = match values {
        [Object::Sequence(array), charset] if class == "java.lang.String" && &*array.class == "byte[]" => {
            let name = to_java_string(charset, heap);
            match Charset::of_java(&name) {
                Some(charset) => charset,
                None if charset.is_secret() => return Some(Err(Thrown::new("***"))),
                None => return Some(Err(Thrown::new(name))),
            }
        }
        _ => Charset::Utf8,
    };
    let joined = || match values {
        [Object::Sequence(array)] | [Object::Sequence(array), _] if &*array.class == "byte[]" => {
            let secret = array.items.iter().any(|item| item.value.is_secret());
            let bytes = bytes(values.first().unwrap_or(&&Object::Null));
            Text::plain(charset.decode(&bytes)).guarded(secret)
        }
        [Object::Sequence(characters)] => {
            let secret = characters.items.iter().any(|item| item.value.is_secret());
            let text: String =
                characters.items.iter().map(|item| to_java_string(&item.value, heap)).collect();
            Text::plain(text).guarded(secret)
        }
        [Object::Text(text)] => text.clone(),
        [other] => Text::plain(to_java_string(other, heap)).guarded(other.is_secret()),
        _ => Text::plain(""),
    };
    let class: &'static str = match class {
        "java.lang.String" if types.len() == 3 => return Some(arguments::characters(values)),
        "java.lang.String" => return Some(Ok(Object::Text(joined()))),
        "java.lang.StringBuilder" => "java.lang.StringBuilder",
        "java.lang.StringBuffer" => "java.lang.StringBuffer",
        "java.io.File" => "java.io.File",
        "java.net.URI" => "java.net.URI",
        "java.net.URL" => "java.net.URL",
        "java.util.Locale" => "java.util.Locale",
        _ => return None,
    };
    if types == ["int"] {
        return Some(Ok(Object::scalar(class, "")));
    }
    let given = || values.iter().filter(|value| !value.is_null());
    let parts = || given().map(|value| to_java_string(value, heap)).collect::<Vec<_>>();
    let written = match class {
        "java.util.Locale" => Some(arguments::locale(&parts())),
        "java.io.File" if types == ["java.net.URI"] => match arguments::file_of_uri(&parts().concat()) {
            Ok(path) => Some(path),
            Err(thrown) => return Some(Err(thrown)),
        },
        "java.io.File" => Some(arguments::file(&parts())),
        _ => None,
    };
    let secret = values.iter().any(|value| value.is_secret());
    let text = written.map_or_else(joined, |written| Text::plain(written).guarded(secret));
    if class == "java.net.URI"
        && let Err(thrown) = check_uri(text.reveal())
    {
        return Some(Err(if text.is_secret() { Thrown::new("***") } else { thrown }));
    }
    if class == "java.net.URL"
        && let Err(reason) = check_url(text.reveal())
    {
        return Some(Err(Thrown::new(if text.is_secret() { "***".to_owned() } else { reason })));
    }
    Some(Ok(Object::Scalar(Arc::new(Scalar { class, text }))))
}

/// What Java says of a null where a constructor wants an object.
fn of_null(class: &str, required: &str) -> Option<String> {
    let simple = class.rsplit('.').next().unwrap_or(class);
    let (invoked, parameter) = match (simple, required) {
        ("Byte" | "Short" | "Integer" | "Long", _) => return Some("Cannot parse null string".to_owned()),
        ("Float" | "Double", _) => ("String.trim()", "in"),
        ("BigInteger", _) => ("String.length()", "val"),
        ("BigDecimal", _) => ("Object.getClass()", "val"),
        ("String", "java.lang.StringBuffer") => ("java.lang.StringBuffer.toString()", "buffer"),
        ("String", "java.lang.String") => {
            return Some("Cannot read field \"value\" because \"original\" is null".to_owned());
        }
        ("StringBuilder" | "StringBuffer", "java.lang.CharSequence") => {
            ("java.lang.CharSequence.length()", "seq")
        }
        ("StringBuilder" | "StringBuffer", "java.lang.String") => ("String.length()", "str"),
        ("URI", _) => ("String.length()", "this.input"),
        ("URL", _) => ("String.length()", "spec"),
        ("File" | "Locale", _) => return Some("java.lang.NullPointerException".to_owned()),
        ("ArrayList" | "Vector" | "LinkedList", _) => ("java.util.Collection.toArray()", "c"),
        ("HashSet" | "LinkedHashSet" | "ArrayDeque", _) => ("java.util.Collection.size()", "c"),
        ("TreeSet", _) => ("java.util.SortedSet.comparator()", "s"),
        ("CopyOnWriteArrayList", _) => ("Object.getClass()", "c"),
        ("HashMap" | "LinkedHashMap" | "ConcurrentHashMap", _) => ("java.util.Map.size()", "m"),
        ("TreeMap", _) => ("java.util.SortedMap.comparator()", "m"),
        ("Hashtable", _) => ("java.util.Map.size()", "t"),
        ("ByteArrayResource", "byte[]") => return Some("Byte array must not be null".to_owned()),
        (resource, _) if resource.ends_with("Resource") => return Some("Path must not be null".to_owned()),
        _ => return None,
    };
    Some(format!("Cannot invoke \"{invoked}\" because \"{parameter}\" is null"))
}

fn number(class: &str, values: &[&Object]) -> Option<Result<Object, Thrown>> {
    let value = *values.first()?;
    match (class, value) {
        ("java.lang.Boolean", Object::Boolean(_)) | ("java.lang.Character", Object::Character(_)) => {
            Some(Ok(value.clone()))
        }
        ("java.lang.Boolean", Object::Null) => Some(Ok(Object::Boolean(false))),
        ("java.lang.Boolean", Object::Text(text)) => {
            Some(Ok(Object::Boolean(text.reveal().eq_ignore_ascii_case("true"))))
        }
        (_, Object::Text(text)) => {
            let parsed = value_of(text.reveal(), NumberType::named(class)?);
            Some(parsed.map(Object::Number).map_err(|message| {
                Thrown::new(if text.is_secret() { "For input string: \"***\"".to_owned() } else { message })
            }))
        }
        ("java.math.BigDecimal", Object::Number(Number::Double(number))) => Some(arguments::exact(*number)),
        (_, Object::Number(number)) => {
            Some(number.converted(NumberType::named(class)?).map(Object::Number).map_err(Thrown::new))
        }
        _ => None,
    }
}

fn resource(class: &str, values: &[&Object], heap: &Heap) -> Option<Result<Object, Thrown>> {
    let text = to_java_string(values.first()?, heap);
    let resource = match class {
        "org.springframework.core.io.ByteArrayResource" => {
            let description = values.get(1).filter(|description| !description.is_null());
            let written =
                description.map_or_else(String::new, |description| to_java_string(description, heap));
            let known = description.map_or("resource loaded from byte array", |_| written.as_str());
            Resource::Bytes { bytes: bytes(values.first()?), description: known.to_owned() }
        }
        "org.springframework.core.io.ClassPathResource" => {
            let clean = clean_path(&text);
            Resource::ClassPath(clean.strip_prefix('/').unwrap_or(&clean).to_owned())
        }
        "org.springframework.core.io.FileSystemResource" => Resource::File(clean_path(&text).into()),
        "org.springframework.core.io.UrlResource" | "org.springframework.core.io.FileUrlResource" => {
            Resource::of_url(&text)
        }
        _ => return None,
    };
    Some(Ok(Object::Resource(resource)))
}
