//! Bean definitions: what `busboot beans` reads in `fixtures/beans`, and what Spring's own reader does.
//!
//! With `BUSBOOT_BEANS` set to a folder, the XML files below it are read instead: those of Spring's own tests, say.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::java;

fn files() -> Vec<PathBuf> {
    let fixtures = || Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/beans");
    let mut files = Vec::new();
    add_files(&std::env::var_os("BUSBOOT_BEANS").map_or_else(fixtures, PathBuf::from), &mut files);
    files.sort();
    files
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            files.push(path);
        }
    }
}

/// One answer for each file.
fn springs_answers(files: &[PathBuf]) -> Value {
    let output = java::oracle("BeansOracle").args(files).output().expect("java");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// What the command says of each file.
fn our_answers(files: &[PathBuf]) -> Value {
    let mut beans = Command::new(env!("CARGO_BIN_EXE_busboot"));
    beans.env_clear().args(["beans", "--format", "json", "--root", "/no/class/path"]).args(files);
    serde_json::from_slice(&beans.output().expect("busboot").stdout).expect("JSON")
}

/// An error by Spring's words alone.
fn essence(answer: &Value) -> Value {
    answer.get("error").map_or_else(|| answer.clone(), |error| json!({ "error": error["spring"] }))
}

#[test]
fn every_fixture_defines_what_spring_says_or_is_refused_in_its_words() {
    let files = files();
    assert!(files.len() > 100, "files are missing");
    let (springs, ours) = (springs_answers(&files), our_answers(&files));
    let differences: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let (spring, ours) = (essence(&springs[file.to_str()?]), essence(&ours[file.to_str()?]));
            (spring != ours).then(|| format!("{}\n  Spring: {spring}\n  ours:   {ours}", file.display()))
        })
        .collect();
    let agreed = files.len() - differences.len();
    // Not by println!, which only shows when the test fails.
    writeln!(std::io::stdout(), "agreement beans: {agreed} of {}", files.len()).unwrap();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
