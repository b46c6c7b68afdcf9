//! Properties files, through `busboot properties`.

use serde_json::Value;

use crate::{Outcome, Root, on_path};

fn properties(bytes: impl AsRef<[u8]>) -> Outcome {
    let root = Root::new().with("a.properties", bytes);
    on_path("properties", &root.path("a.properties"))
}

/// Keys and values.
#[track_caller]
fn entries(outcome: &Outcome) -> Vec<(String, String)> {
    let read = outcome.is_fine();
    let entries = read.as_object().unwrap().values().next().unwrap()["entries"].clone();
    let text = |entry: &Value, part: &str| entry[part].as_str().unwrap().to_owned();
    entries.as_array().unwrap().iter().map(|entry| (text(entry, "key"), text(entry, "value"))).collect()
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[test]
fn any_byte_is_a_character() {
    let bytes: Vec<u8> = (0..=255).filter(|byte| !b"\r\n\\".contains(byte)).collect();
    let read = entries(&properties([&b"a="[..], &bytes].concat()));
    let expected: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    assert_eq!(read, [pair("a", &expected)]);
    assert_eq!(entries(&properties(b"\0=\xFF\n\xFE\xFF\0a")), [pair("\0", "ÿ"), pair("þÿ\0a", "")]);
    assert_eq!(entries(&properties(b"")), []);
}

#[test]
fn many_entries_and_long_ones_are_read() {
    let many: String = (0..10_000).map(|n| format!("key.{n}=value\n")).collect();
    assert_eq!(entries(&properties(many)).len(), 10_000);
    let same = "password=a\n".repeat(5_000);
    assert_eq!(entries(&properties(same)).len(), 5_000);
    let lines = format!("a={}", "b\\\n   ".repeat(20_000));
    assert_eq!(entries(&properties(lines)), [pair("a", &"b".repeat(20_000))]);
    let backslashes = format!("a={}", "\\".repeat(100_001));
    assert_eq!(entries(&properties(backslashes)), [pair("a", &"\\".repeat(50_000))]);
    assert_eq!(entries(&properties("\\\n".repeat(50_000))), [pair("", "")]);
}

#[test]
fn malformed_escapes_are_counted_not_listed() {
    let refused = properties("a=\\uXYZ\\u\n".repeat(5_000));
    refused.is_refused("properties-syntax", "");
    assert!(refused.stderr.len() < 100_000, "{} bytes of messages", refused.stderr.len());
    properties(b"a=\\u12").is_refused("properties-syntax", "");
    let halves = entries(&properties("a=\\uD800\n".repeat(5_000)));
    assert_eq!(halves.len(), 5_000);
}

#[test]
fn the_xml_form_declares_no_entities_and_nests_as_deep_as_it_likes() {
    let dtd = "http://java.sun.com/dtd/properties.dtd";
    let read = |text: String| {
        let root = Root::new().with("a.xml", text);
        on_path("properties", &root.path("a.xml"))
    };
    let bomb =
        "<!DOCTYPE properties [<!ENTITY a \"b\">]><properties><entry key=\"a\">&a;</entry></properties>";
    read(bomb.to_owned()).is_refused("xml-entity", "");
    let nested = format!("{}{}", "<entry key=\"a\">".repeat(20_000), "</entry>".repeat(20_000));
    let nested = read(format!("<!DOCTYPE properties SYSTEM \"{dtd}\"><properties>{nested}</properties>"));
    assert!(nested.code == 0 || nested.stdout.contains("\"error\""), "{}", nested.start());
}
