//! Keeps secrets out of faults: a password that breaks the document's syntax must not be quoted in an error.
//!
//! The tags are looked at roughly, as what is wrong may be just their quotes.

use super::rules::Fault;
use crate::source::looks_secret;

/// Attributes that say what a value is for rather than being it.
const NAMING: [&str; 2] = ["name", "key"];

/// An attribute's name, and where its value starts and ends.
struct Rough<'t> {
    name: &'t str,
    value: &'t str,
    start: usize,
}

/// Takes the texts out of a fault that stands in a secret, and notes where the secret is.
///
/// `part` is where the part of the document with the fault starts, `parents` where the start tags of the elements around
/// it start, the innermost first.
pub(super) fn conceal(fault: Fault, text: &str, part: usize, parents: impl Iterator<Item = usize>) -> Fault {
    let from = |start: usize| text.get(start..).unwrap_or_default();
    let is_tag = from(part).starts_with('<');
    let own =
        if is_tag { attributes(from(part), part, fault.start.saturating_sub(part)) } else { Vec::new() };
    let start = if is_secret(&own) {
        own.iter().find(|attribute| !NAMING.contains(&attribute.name)).map(|attribute| attribute.start)
    } else if parents.take(2).any(|tag| is_secret(&attributes(from(tag), tag, 0))) {
        text.get(..part).and_then(|before| before.rfind('>')).map(|end| end + 1)
    } else {
        None
    };
    let Some(start) = start else { return fault };
    let until = if is_tag { '>' } else { '<' };
    let end = fault.start + from(fault.start).find(until).unwrap_or(from(fault.start).len());
    let found = fault.found.iter().map(|_| "***".to_owned()).collect();
    Fault { found, secret: Some((start, end.max(fault.end))), ..fault }
}

fn is_secret(attributes: &[Rough<'_>]) -> bool {
    let speaks = |attribute: &Rough<'_>| {
        looks_secret(attribute.name) || (NAMING.contains(&attribute.name) && looks_secret(attribute.value))
    };
    attributes.iter().any(speaks)
}

/// The attributes of the tag at the start of a text, which reaches over its first `least` bytes; `base` is its place.
fn attributes(tag: &str, base: usize, least: usize) -> Vec<Rough<'_>> {
    let behind = tag.get(least..).unwrap_or_default();
    let tag = tag.get(..least + behind.find('>').unwrap_or(behind.len())).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(equals) = tag.get(at..).and_then(|rest| rest.find('=')).map(|length| at + length) {
        let name = tag.get(at..equals).unwrap_or_default().trim_end();
        let name =
            name.rsplit(|c: char| c.is_whitespace() || c == '"' || c == '\'').next().unwrap_or_default();
        let rest = tag.get(equals + 1..).unwrap_or_default();
        let quoted = rest.trim_start();
        let start = equals + 1 + rest.len() - quoted.len();
        let quote = quoted.chars().next().filter(|&c| c == '"' || c == '\'');
        let value = quote.and_then(|quote| quoted.strip_prefix(quote)?.split(quote).next()).unwrap_or(quoted);
        let start = start + usize::from(quote.is_some());
        found.push(Rough { name, value, start: base + start });
        at = start + value.len();
    }
    found
}
