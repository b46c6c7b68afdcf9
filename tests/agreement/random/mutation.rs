//! Mistakes as people make them: a line lost or doubled, an attribute renamed, a value that belongs elsewhere.

use super::dice::Dice;
use super::root::Root;

const NAMES: &[&str] = &[
    "id",
    "name",
    "class",
    "value",
    "ref",
    "key",
    "type",
    "parent",
    "abstract",
    "scope",
    "bean",
    "key-ref",
    "value-ref",
    "index",
    "factory-method",
    "factory-bean",
    "init-method",
    "depends-on",
    "lazy-init",
    "autowire",
    "profile",
    "value-type",
    "merge",
    "location",
    "primary",
    "singleton",
    "local",
];

const ELEMENTS: &[&str] = &[
    "bean",
    "property",
    "value",
    "ref",
    "idref",
    "null",
    "list",
    "set",
    "map",
    "entry",
    "props",
    "prop",
    "key",
    "constructor-arg",
    "beans",
    "alias",
    "import",
    "description",
    "meta",
    "qualifier",
    "array",
    "lookup-method",
];

const VALUES: &[&str] = &[
    "",
    " ",
    "true",
    "yes",
    "5672",
    "-1",
    "0x10",
    "abc",
    "${server}",
    "${",
    "${a",
    "#{",
    "#{1}",
    "#{null}",
    "a,b",
    "java.lang.String",
    "java.lang.Integer",
    "no.such.Class",
    "default",
    "byName",
    "constructor",
    "singleton",
    "prototype",
    "request",
    "classpath:cred.properties",
    "classpath:/missing.properties",
    "bus",
    "text",
    "map",
    "propertyConfigurer",
    "eventNotificationBus",
    "org.apache.cloudstack.mom.kafka.KafkaEventBus",
    "a b",
    "a:b",
];

pub(super) fn mutate(root: &mut Root, dice: &mut Dice) {
    if root.lines.is_empty() {
        return;
    }
    let at = dice.below(root.lines.len());
    match dice.below(8) {
        0 => _ = root.lines.remove(at),
        1 => root.lines.insert(at, root.lines[at].clone()),
        2 => {
            let other = dice.below(root.lines.len());
            root.lines.swap(at, other);
        }
        3 => {
            let line = root.lines[dice.below(root.lines.len())].clone();
            root.lines.insert(at, line);
        }
        4 => replace(root, dice, at, |line, dice| between(line, '"', '"', dice), VALUES),
        5 => replace(root, dice, at, attribute, NAMES),
        6 => replace(root, dice, at, |line, dice| between(line, '<', ' ', dice), ELEMENTS),
        _ => drop_attribute(root, dice, at),
    }
}

fn replace(
    root: &mut Root,
    dice: &mut Dice,
    at: usize,
    find: fn(&str, &mut Dice) -> Option<(usize, usize)>,
    with: &[&'static str],
) {
    let line = &mut root.lines[at];
    if !line.starts_with("===")
        && let Some((start, end)) = find(line, dice)
    {
        let other: &str = dice.pick::<&str>(with);
        line.replace_range(start..end, other);
    }
}

/// The text between two of these characters, anywhere in the line.
fn between(line: &str, open: char, close: char, dice: &mut Dice) -> Option<(usize, usize)> {
    let starts: Vec<usize> = line.match_indices(open).map(|(at, _)| at + open.len_utf8()).collect();
    let start = *starts.get(dice.below(starts.len()))?;
    let length = line.get(start..)?.find([close, '>'])?;
    Some((start, start + length))
}

fn attribute(line: &str, dice: &mut Dice) -> Option<(usize, usize)> {
    let ends: Vec<usize> = line.match_indices("=\"").map(|(at, _)| at).collect();
    let end = *ends.get(dice.below(ends.len()))?;
    let start = line.get(..end)?.rfind([' ', '\t'])? + 1;
    Some((start, end))
}

fn drop_attribute(root: &mut Root, dice: &mut Dice, at: usize) {
    let line = &mut root.lines[at];
    let Some((start, end)) = attribute(line, dice) else { return };
    let Some(length) = line.get(end + 2..).and_then(|value| value.find('"')) else { return };
    line.replace_range(start..end + 2 + length + 1, "");
}
