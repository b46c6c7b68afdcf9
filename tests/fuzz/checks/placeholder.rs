//! `name=value` lines, then a text whose placeholders they resolve: the same as Spring's `parseStringValue`, which is
//! written down here as it stands there.

use std::collections::{HashMap, HashSet};

use busboot::source::{Origin, Text, Traced};
use busboot::spring::placeholder::{PlaceholderError, Placeholders};

pub(crate) fn check(bytes: &[u8]) {
    let Ok(input) = std::str::from_utf8(bytes) else { return };
    let mut lines: Vec<&str> = input.split('\n').collect();
    let Some(text) = lines.pop() else { return };
    let values: HashMap<&str, &str> = lines.iter().filter_map(|line| line.split_once('=')).collect();
    for ignore in [false, true] {
        let syntax = Placeholders::standard("fuzz", ignore);
        let whole = Traced::new(Text::plain(text), Origin::default());
        let ours = syntax.replace(&whole, &mut |name| {
            Ok(values.get(name).map(|value| Traced::new(Text::plain(*value), Origin::default())))
        });
        let ours = match ours {
            Ok(text) => Ok(text.value.reveal().to_owned()),
            // A text that Java's memory might hold: Spring goes on.
            Err(PlaceholderError::TooLarge) => continue,
            Err(error) => Err(error.to_string()),
        };
        let mut spring = Spring { values: &values, ignore, visited: HashSet::new(), left: 20_000, level: 0 };
        match spring.parse(text) {
            Err(Ended::TooMuch) => {}
            Err(Ended::Thrown(message)) => assert_eq!(ours, Err(message)),
            Ok(theirs) => assert_eq!(ours, Ok(theirs)),
        }
    }
}

enum Ended {
    Thrown(String),
    /// Deeper or longer than is worth comparing.
    TooMuch,
}

/// `PropertyPlaceholderHelper` of Spring 5.3.
struct Spring<'a> {
    values: &'a HashMap<&'a str, &'a str>,
    ignore: bool,
    visited: HashSet<String>,
    left: usize,
    level: usize,
}

impl Spring<'_> {
    fn parse(&mut self, value: &str) -> Result<String, Ended> {
        self.level += 1;
        if self.level > 200 {
            return Err(Ended::TooMuch);
        }
        let mut result = value.to_owned();
        let mut start = result.find("${");
        while let Some(at) = start {
            self.left = self.left.checked_sub(1 + result.len()).ok_or(Ended::TooMuch)?;
            let Some(end) = end_index(&result, at) else { break };
            let original = result.get(at + 2..end).unwrap_or_default().to_owned();
            if !self.visited.insert(original.clone()) {
                let message = format!("Circular placeholder reference '{original}' in property definitions");
                return Err(Ended::Thrown(message));
            }
            let name = self.parse(&original)?;
            match self.lookup(&name) {
                Some(found) => {
                    let found = self.parse(&found)?;
                    result.replace_range(at..=end, &found);
                    start = find_from(&result, at + found.len());
                }
                None if self.ignore => start = find_from(&result, end + 1),
                None => {
                    let message = format!("Could not resolve placeholder '{name}' in value \"{value}\"");
                    return Err(Ended::Thrown(message));
                }
            }
            self.visited.remove(&original);
        }
        self.level -= 1;
        Ok(result)
    }

    fn lookup(&self, name: &str) -> Option<String> {
        let of = |name: &str| self.values.get(name).map(|value| (*value).to_owned());
        of(name).or_else(|| {
            let (before, default) = name.split_once(':')?;
            of(before).or_else(|| Some(default.to_owned()))
        })
    }
}

fn find_from(text: &str, from: usize) -> Option<usize> {
    text.get(from..)?.find("${").map(|at| from + at)
}

/// `findPlaceholderEndIndex`, with `{` as the simple prefix.
fn end_index(text: &str, start: usize) -> Option<usize> {
    let mut nested = 0_usize;
    for (at, character) in text.char_indices().filter(|(at, _)| *at >= start + 2) {
        match character {
            '}' if nested == 0 => return Some(at),
            '}' => nested -= 1,
            '{' => nested += 1,
            _ => {}
        }
    }
    None
}
