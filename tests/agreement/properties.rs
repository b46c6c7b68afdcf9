//! Properties files against `java.util.Properties`: the same entries, and the same words for files that are refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use busboot::diagnostic::Diagnostics;
use busboot::source::Sources;
use busboot::spring::properties;
use serde_json::Value;

/// File name to its entries, or to the words of the exception.
type Answers = BTreeMap<String, Result<BTreeMap<String, String>, String>>;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");

#[test]
fn every_fixture_is_read_as_java_reads_it() {
    let directory = Path::new(FIXTURES).join("properties");
    let theirs = theirs(&directory, &[]);
    assert!(theirs.len() >= 100, "only {} fixtures", theirs.len());
    assert_eq!(ours(&directory, None), theirs);
}

#[test]
fn utf_8_is_decoded_as_java_decodes_it() {
    let directory = Path::new(FIXTURES).join("properties-utf-8");
    assert_eq!(ours(&directory, Some("UTF-8")), theirs(&directory, &["UTF-8"]));
}

#[test]
fn every_byte_means_what_it_means_to_java() {
    let directory = tempfile::tempdir().unwrap();
    let bytes: Vec<u8> = b"a=".iter().copied().chain(0x80..=0xFF).collect();
    fs::write(directory.path().join("bytes.properties"), bytes).unwrap();
    let encodings = [
        "ISO-8859-1",
        "US-ASCII",
        "UTF-8",
        "UTF-16",
        "UTF-16BE",
        "UTF-16LE",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "ISO-8859-2",
        "ISO-8859-4",
        "ISO-8859-5",
        "ISO-8859-7",
        "ISO-8859-13",
        "ISO-8859-15",
        "KOI8-R",
        "IBM866",
        "klingon",
    ];
    for encoding in encodings {
        assert_eq!(
            ours(directory.path(), Some(encoding)),
            theirs(directory.path(), &[encoding]),
            "{encoding}"
        );
    }
}

#[test]
fn what_is_escaped_is_read_by_java_as_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let texts = [
        "",
        " ",
        "  two blanks  ",
        "a=b:c#d!e",
        "tab\tline\nreturn\rfeed\u{C}",
        r"C:\users\new",
        "é€😀",
        "\0\u{7F}",
    ];
    let entry = |(at, text): (usize, &&str)| {
        let key = properties::escape_key(&format!("{at}{text}"));
        format!("{key}={}\n", properties::escape_value(text))
    };
    let file: String = texts.iter().enumerate().map(entry).collect();
    fs::write(directory.path().join("escaped.properties"), file).unwrap();
    let expected =
        texts.iter().enumerate().map(|(at, text)| (format!("{at}{text}"), (*text).to_owned())).collect();
    assert_eq!(theirs(directory.path(), &[])["escaped.properties"], Ok(expected));
}

fn theirs(directory: &Path, encoding: &[&str]) -> Answers {
    let output = crate::java::oracle("PropertiesOracle").arg(directory).args(encoding).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers: BTreeMap<String, Value> = serde_json::from_slice(&output.stdout).unwrap();
    let answer = |answer: Value| match answer.get("entries") {
        Some(entries) => Ok(serde_json::from_value(entries.clone()).unwrap()),
        None => Err(answer["error"].as_str().unwrap().to_owned()),
    };
    answers.into_iter().map(|(name, given)| (name, answer(given))).collect()
}

fn ours(directory: &Path, encoding: Option<&str>) -> Answers {
    let answer = |path: &Path| {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let bytes = fs::read(path).unwrap();
        let read = if properties::is_xml(path) {
            properties::parse_xml(&bytes, path, &mut sources, &mut diagnostics)
        } else {
            properties::parse(&bytes, encoding, path, &mut sources, &mut diagnostics)
        };
        match read {
            Some(read) => Ok(read.entries.into_iter().map(|entry| (entry.key, entry.value)).collect()),
            None => Err(diagnostics.first_error().unwrap().spring.clone().unwrap_or_default()),
        }
    };
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), answer(&file.path()))).collect()
}
