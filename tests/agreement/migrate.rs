//! What `busboot migrate --write` has made of the folders of `fixtures/migrate`, read by the real Spring: the same
//! buses with the same values as before.
//!
//! `tests/cli/migrate.rs` holds the command to `after/`, so that it is enough to look at that. Where Spring itself gives
//! up what was there before (a class that isn't shipped, a file in the wrong place), or takes encrypted texts for values
//! as they lack `ENC(..)`, busboot's reading of it counts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::spring::answers_of_spring;

#[test]
fn every_migrated_root_gives_spring_the_values_that_it_gave_before() {
    let roots = tempfile::tempdir().unwrap();
    let cases = cases();
    for (name, case) in &cases {
        plant(&case.join("in"), &roots.path().join(format!("{name}.before")), case);
        plant(&case.join("after"), &roots.path().join(format!("{name}.after")), case);
    }
    let answers = answers_of_spring(roots.path());
    let mut differences = Vec::new();
    let mut by_spring = 0;
    for (name, case) in &cases {
        let after = buses(&answers[&format!("{name}.after")]);
        let before = match buses(&answers[&format!("{name}.before")]) {
            Some(before) if !before.is_empty() && !wraps(case) => {
                by_spring += 1;
                Some(before)
            }
            _ => busboot_before(case),
        };
        if after.is_none() || before != after {
            differences.push(format!(
                "{name}:\n  before: {before:?}\n  after:  {}",
                answers[&format!("{name}.after")]
            ));
        }
    }
    println!("agreement migrate: {} roots, {by_spring} of them read by Spring before", cases.len());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(by_spring >= 10, "{by_spring}");
}

/// The cases that write something.
fn cases() -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/migrate");
    let cases = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let written = cases.filter(|case| case.join("after").is_dir());
    written.map(|case| (case.file_name().unwrap().to_str().unwrap().to_owned(), case)).collect()
}

/// Copies a root, with the case's environment for the oracle.
fn plant(from: &Path, to: &Path, case: &Path) {
    copy(from, to);
    let environment: Map<String, Value> =
        environment(case).into_iter().map(|(name, value)| (name, value.into())).collect();
    fs::write(to.join("case.json"), json!({ "env": environment }).to_string()).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// The case's own environment, and what only the server has in its own (`env.server`).
fn environment(case: &Path) -> BTreeMap<String, String> {
    let text = ["env", "env.server"].map(|file| fs::read_to_string(case.join(file)).unwrap_or_default());
    let pairs = text.iter().flat_map(|text| text.lines()).filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Whether the migration sets out to have values decrypted that were not.
fn wraps(case: &Path) -> bool {
    fs::read_to_string(case.join("stdout"))
        .unwrap()
        .contains("a server decrypts only what is written as ENC(..)")
}

/// What busboot, kind as it is, makes of a root.
fn busboot_before(case: &Path) -> Option<BTreeMap<String, Value>> {
    let root = stray(case).unwrap_or_else(|| case.join("in"));
    let mut show = Command::new(env!("CARGO_BIN_EXE_busboot"));
    show.env_clear()
        .envs(environment(case))
        .args(["show", "--format", "json", "--reveal", "--root"])
        .arg(root);
    buses(&serde_json::from_slice(&show.output().unwrap().stdout).unwrap())
}

/// A folder that is no module can't be read where it lies: what it is worth shows where it belongs.
fn stray(case: &Path) -> Option<PathBuf> {
    case.ends_with("folder-that-is-no-module").then(|| case.join("after"))
}

/// The buses' classes and properties; `None` when there is an error.
fn buses(answer: &Value) -> Option<BTreeMap<String, Value>> {
    let bean = |bus: &Value| json!({ "class": bus["class"], "properties": bus["properties"] });
    Some(answer["buses"].as_object()?.iter().map(|(name, bus)| (name.clone(), bean(bus))).collect())
}
