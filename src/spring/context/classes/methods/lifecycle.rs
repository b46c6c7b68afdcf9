//! What calling a method without parameters does to an object, as `init-method` has it called.

use std::sync::Arc;

use crate::source::Text;

use super::super::super::object::{Object, Scalar};
use super::super::Thrown;

/// The lists, sets and maps that can be changed, and nobody else's view.
const CHANGEABLE: [&str; 15] = [
    "java.util.ArrayDeque",
    "java.util.ArrayList",
    "java.util.HashMap",
    "java.util.HashSet",
    "java.util.Hashtable",
    "java.util.LinkedHashMap",
    "java.util.LinkedHashSet",
    "java.util.LinkedList",
    "java.util.Properties",
    "java.util.TreeMap",
    "java.util.TreeSet",
    "java.util.Vector",
    "java.util.concurrent.ConcurrentHashMap",
    "java.util.concurrent.CopyOnWriteArrayList",
    "java.util.Stack",
];

/// Methods that take something out.
const TAKING: [&str; 11] = [
    "clear",
    "removeAllElements",
    "poll",
    "pollFirst",
    "pollFirstEntry",
    "pop",
    "remove",
    "removeFirst",
    "pollLast",
    "pollLastEntry",
    "removeLast",
];

/// Methods that want a first or last member.
const ASKING: [&str; 8] =
    ["element", "firstElement", "getFirst", "getLast", "lastElement", "first", "last", "firstKey"];

/// The object after the call.
pub(in super::super::super) fn called_on_start(object: &Object, method: &str) -> Result<Object, Thrown> {
    if ["notify", "notifyAll", "wait"].contains(&method) {
        return Err(Thrown::new("current thread is not owner"));
    }
    match object {
        Object::Sequence(sequence) => {
            let Some(end) = end(&sequence.class, method, sequence.items.len())? else {
                return Ok(object.clone());
            };
            Ok(Object::sequence(sequence.class.clone(), end.of(&sequence.items)))
        }
        Object::Map(map) if map.of_system && TAKING.contains(&method) => {
            Err(Thrown::unsupported(format!("{method}() of the system properties")))
        }
        Object::Map(map) => {
            let Some(end) = end(&map.class, method, map.entries.len())? else { return Ok(object.clone()) };
            Ok(Object::map(map.class.clone(), end.of(&map.entries)))
        }
        Object::Scalar(scalar) if method == "reverse" => {
            let reversed: String = scalar.text.reveal().chars().rev().collect();
            let text = Text::plain(reversed).guarded(scalar.text.is_secret());
            Ok(Object::Scalar(Arc::new(Scalar { class: scalar.class, text })))
        }
        Object::Scalar(scalar)
            if scalar.class == "java.net.URL" && ["openStream", "getContent"].contains(&method) =>
        {
            Err(Thrown::unsupported(format!("java.net.URL.{method}")))
        }
        _ => Ok(object.clone()),
    }
}

/// What is taken out.
enum End {
    All,
    First,
    Last,
}

impl End {
    fn of<T: Clone>(&self, members: &[T]) -> Vec<T> {
        match self {
            Self::All => Vec::new(),
            Self::First => members.get(1..).unwrap_or_default().to_vec(),
            Self::Last => members.get(..members.len().saturating_sub(1)).unwrap_or_default().to_vec(),
        }
    }
}

/// Which end a method takes out of a collection of so many members, if any.
fn end(class: &str, method: &str, members: usize) -> Result<Option<End>, Thrown> {
    let takes = TAKING.contains(&method);
    if takes && !CHANGEABLE.contains(&class) {
        return match members {
            0 => Ok(None),
            _ if class.contains("$KeySet") || class.contains("Values") || class.contains("Synchronized") => {
                Err(Thrown::unsupported(format!("{class}.{method}")))
            }
            _ => Err(Thrown::new("java.lang.UnsupportedOperationException")),
        };
    }
    let demanding = ASKING.contains(&method)
        || ["pop", "remove", "removeFirst", "removeLast", "lastKey"].contains(&method);
    if members == 0 && demanding {
        return Err(Thrown::new("java.util.NoSuchElementException"));
    }
    Ok(match method {
        "clear" | "removeAllElements" => Some(End::All),
        "poll" | "pollFirst" | "pollFirstEntry" | "pop" | "remove" | "removeFirst" => Some(End::First),
        "pollLast" | "pollLastEntry" | "removeLast" => Some(End::Last),
        _ => None,
    })
}
