//! The XML reader against the JDK's parser: the same documents accepted, and the same words for the others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use busboot::diagnostic::Diagnostics;
use busboot::source::Sources;
use busboot::spring::xml;
use serde_json::Value;

/// File name to the parser's words, or to nothing for a document that is fine.
type Verdicts = BTreeMap<String, Option<String>>;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/xml");

#[test]
fn every_fixture_gets_the_verdict_and_the_words_of_the_jdk() {
    let directory = Path::new(FIXTURES);
    let (ours, theirs) = (ours(directory), theirs(directory));
    assert!(theirs.len() >= 100, "only {} fixtures", theirs.len());
    assert_eq!(ours, theirs);
}

#[test]
fn documents_of_unusual_size_get_the_verdict_and_the_words_of_the_jdk() {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in unusual() {
        fs::write(directory.path().join(name), text).unwrap();
    }
    assert_eq!(ours(directory.path()), theirs(directory.path()));
}

#[test]
fn documents_changed_at_random_are_accepted_exactly_when_the_jdk_accepts_them() {
    let directory = tempfile::tempdir().unwrap();
    for (number, text) in changed(3000).into_iter().enumerate() {
        fs::write(directory.path().join(format!("{number:04}.xml")), text).unwrap();
    }
    let (ours, theirs) = (ours(directory.path()), theirs(directory.path()));
    for (name, theirs) in theirs {
        let text = fs::read_to_string(directory.path().join(&name)).unwrap();
        assert_eq!(ours[&name].is_none(), theirs.is_none(), "{:?} or {theirs:?}? {text:?}", ours[&name]);
    }
}

fn theirs(directory: &Path) -> Verdicts {
    let output = crate::java::oracle("XmlOracle").arg(directory).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let verdicts: BTreeMap<String, Value> = serde_json::from_slice(&output.stdout).unwrap();
    verdicts
        .into_iter()
        .map(|(name, verdict)| (name, verdict.get("error").map(|error| error.as_str().unwrap().to_owned())))
        .collect()
}

fn ours(directory: &Path) -> Verdicts {
    let verdict = |path: &Path| {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let document = xml::parse(&fs::read(path).unwrap(), path, &mut sources, &mut diagnostics);
        assert_eq!(document.is_none(), diagnostics.first_error().is_some(), "{}", path.display());
        diagnostics.first_error().map(|fault| fault.spring.clone().unwrap())
    };
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), verdict(&file.path()))).collect()
}

fn unusual() -> Vec<(&'static str, String)> {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let attributes = |count: usize| (0..count).map(|at| format!(" a{at}=''")).collect::<String>();
    let name = |length: usize| "n".repeat(length);
    vec![
        ("deep.xml", nested(100_000)),
        ("deep-unclosed.xml", "<a>".repeat(100_000)),
        ("wide.xml", format!("<a>{}</a>", "<b/>".repeat(100_000))),
        ("most-attributes.xml", format!("<a{}/>", attributes(10_000))),
        ("too-many-attributes.xml", format!("<a{}/>", attributes(10_001))),
        ("repeated-among-many.xml", format!("<a{} a7=''/>", attributes(9_000))),
        ("longest-name.xml", format!("<{}/>", name(1000))),
        ("too-long-name.xml", format!("<{}/>", name(1001))),
        ("too-long-attribute-name.xml", format!("<a {}=''/>", name(1001))),
        ("too-long-namespace.xml", format!("<a xmlns='{}'/>", name(1001))),
        ("too-long-prefix.xml", format!("<{}:a/>", name(1001))),
        ("long-text.xml", format!("<a>{}</a>", "text & ".replace('&', "&amp;").repeat(100_000))),
        ("long-value.xml", format!("<a b='{}'/>", "x".repeat(1_000_000))),
        ("long-comment.xml", format!("<!--{}--><a/>", "- ".repeat(100_000))),
        (
            "deep-content-model.xml",
            format!("<!DOCTYPE a [<!ELEMENT a {}b{}>]><a/>", "(".repeat(999), ")".repeat(999)),
        ),
        ("many-prefixes.xml", (0..1000).map(|at| format!("<p{at}:a xmlns:p{at}='u'>")).collect()),
    ]
}

/// Documents that differ from a fixture at a few places.
fn changed(count: usize) -> Vec<String> {
    let mut bases: Vec<_> = fs::read_dir(FIXTURES).unwrap().map(|entry| entry.unwrap().path()).collect();
    bases.sort();
    let bases: Vec<String> = bases.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let parts = [
        "<",
        ">",
        "&",
        ";",
        "\"",
        "'",
        "/",
        "!",
        "?",
        "--",
        "-->",
        "]]>",
        "<![CDATA[",
        "<!--",
        "<?",
        "?>",
        "=",
        " ",
        "\n",
        "\r\n",
        ":",
        "xmlns",
        " xmlns:p='u'",
        "xml",
        "a",
        "p:",
        "&#",
        "&#x41;",
        "&amp;",
        "<a>",
        "</a>",
        "<b/>",
        "é",
        "\u{1}",
        "[",
        "]",
        "(",
        ")",
        "|",
        ",",
        "%",
        "#",
        "<!DOCTYPE a [",
        "<!ELEMENT a ANY>",
        "<!ATTLIST a b CDATA 'x'>",
        "한",
        "😀",
        "\u{2028}",
        "\u{FFFF}",
        "<?xml version='1.0'?>",
        "<?xml version='1.1'?>",
    ];
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    (0..count)
        .map(|_| {
            let mut characters: Vec<char> = random.of(&bases).chars().collect();
            for _ in 0..=random.below(2) {
                let start = random.below(characters.len() + 1);
                let end = (start + random.below(4)).min(characters.len());
                let part = if random.below(3) == 0 { "" } else { random.of(&parts) };
                characters.splice(start..end, part.chars());
            }
            characters.into_iter().collect()
        })
        .collect()
}

/// The same numbers in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
