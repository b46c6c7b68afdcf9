//! Bean definitions: what busboot reads in `fixtures/beans`, and what Spring's own reader does.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use busboot::diagnostic::Diagnostics;
use busboot::source::{Disk, Host, Sources};
use busboot::spring::beans::outline;
use serde_json::{Value, json};

use crate::java;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/beans");
    let entries = std::fs::read_dir(folder).expect("fixtures/beans");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// One answer for each file.
fn springs_answers(files: &[PathBuf]) -> Value {
    let output = java::oracle("BeansOracle").args(files).output().expect("java");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn our_answer(file: &Path) -> Value {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let host = Host::new(Disk);
    let outline = outline(&host, Path::new("/no/class/path"), file, file, &mut sources, &mut diagnostics);
    match diagnostics.first_error() {
        Some(error) => json!({ "error": error.spring }),
        None => outline.to_json(),
    }
}

#[test]
fn every_fixture_defines_what_spring_says_or_is_refused_in_its_words() {
    let files = fixtures();
    assert!(files.len() > 100, "fixtures are missing");
    let springs = springs_answers(&files);
    let differences: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let spring = &springs[file.to_str()?];
            let spring = match spring.get("error") {
                Some(error) => json!({ "error": error["spring"] }),
                None => spring.clone(),
            };
            let ours = our_answer(file);
            (spring != ours).then(|| format!("{}\n  Spring: {spring}\n  ours:   {ours}", file.display()))
        })
        .collect();
    let agreed = files.len() - differences.len();
    // Not by println!, which only shows when the test fails.
    writeln!(std::io::stdout(), "agreement beans: {agreed} of {}", files.len()).unwrap();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
