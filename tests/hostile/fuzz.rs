//! What fuzzing has found stays mended: `tests/fuzz/run` puts inputs before the same checks.

#[path = "../fuzz/checks/jasypt.rs"]
mod jasypt;
#[path = "../fuzz/checks/placeholder.rs"]
mod placeholder;
#[path = "../fuzz/checks/properties.rs"]
mod properties;
#[path = "../fuzz/checks/root.rs"]
mod root;
#[path = "../fuzz/checks/xml.rs"]
mod xml;

use std::fs;
use std::path::PathBuf;

type Check = fn(&[u8]);

/// Names of the checks, and where their fixtures lie.
const CHECKS: [(&str, Check); 5] = [
    ("jasypt", jasypt::check),
    ("placeholder", placeholder::check),
    ("properties", properties::check),
    ("root", root::check),
    ("xml", xml::check),
];

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    assert!(!files.is_empty(), "{folder} has no file");
    files.sort();
    files
}

#[test]
fn what_was_found_stays_mended() {
    for entry in fs::read_dir("fixtures/hostile/fuzz").unwrap() {
        let folder = entry.unwrap().path();
        let known = CHECKS.iter().find(|(name, _)| folder.ends_with(name));
        let (_, check) = known.unwrap_or_else(|| panic!("no check for {}", folder.display()));
        for path in files(folder.to_str().unwrap()) {
            println!("{}", path.display());
            check(&fs::read(path).unwrap());
        }
    }
}

#[test]
fn the_checks_take_the_fixtures_of_their_kind() {
    for path in files("fixtures/xml") {
        xml::check(&fs::read(path).unwrap());
    }
    for (encoding, folder) in [(0, "fixtures/properties"), (1, "fixtures/properties-utf-8")] {
        for path in files(folder) {
            properties::check(&[&[encoding], &*fs::read(path).unwrap()].concat());
        }
    }
    placeholder::check(b"a=b\nc=${a}\nd=${c}${a}\n${d} ${e:f} ${${a}} ${c:${d}}");
    root::check(b"=== db.properties\na=b\n");
    jasypt::check(b"\0\0\x01\x06secretv1aS/OTDfqIdTXE7aZk3GA==");
}
