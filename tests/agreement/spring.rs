//! `busboot show --as-spring` against the real Spring 5.3 and jasypt 1.9.3, for every folder of `fixtures/spring`.
//!
//! A folder is a root directory; its `case.json`, if there is one, has the environment (`env`) and the JVM's system
//! properties (`systemProperties`). Folders are named `<group>-<what>`; adding a case is adding a folder.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value};

use crate::java;

#[test]
fn every_root_comes_out_as_spring_has_it() {
    let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut differences = Vec::new();
    for (case, expected) in answers_of_spring(&cases()) {
        let group = case.split('-').next().unwrap().to_owned();
        let (agreed, all) = groups.entry(group).or_default();
        *all += 1;
        match difference(&expected, &answer_of_busboot(&cases().join(&case))) {
            None => *agreed += 1,
            Some(difference) => differences.push(format!("{case}: {difference}")),
        }
    }
    for (group, (agreed, all)) in &groups {
        // Not by println!, which only shows when the test fails.
        writeln!(std::io::stdout(), "agreement spring/{group}: {agreed} of {all}").unwrap();
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/spring")
}

#[test]
fn the_documentation_names_every_group_of_fixtures() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/spring.md")).unwrap();
    for folder in std::fs::read_dir(cases()).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        let group = name.split('-').next().unwrap();
        assert!(page.contains(&format!("`fixtures/spring/{group}-*`")), "docs/spring.md lacks {group}");
    }
}

/// What Spring makes of each folder in this one.
pub(super) fn answers_of_spring(roots: &Path) -> Map<String, Value> {
    let mut oracle = Command::new("java");
    // The oracle swaps the environment of its own JVM from case to case.
    oracle.args(["--add-opens", "java.base/java.util=ALL-UNNAMED"]).args(java::options());
    let output = oracle.arg("busboot.oracle.SpringOracle").arg(roots).output().unwrap();
    assert!(output.status.success(), "SpringOracle: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What busboot makes of a folder.
pub(super) fn answer_of_busboot(root: &Path) -> Value {
    let description = std::fs::read(root.join("case.json"))
        .map_or(Value::Null, |text| serde_json::from_slice(&text).expect("case.json is JSON"));
    let mut show = Command::new(env!("CARGO_BIN_EXE_busboot"));
    show.env_clear().args(["show", "--as-spring", "--format", "json", "--reveal", "--root"]).arg(root);
    show.envs(strings(&description["env"]));
    for (name, value) in strings(&description["systemProperties"]) {
        show.args(["-D", &format!("{name}={value}")]);
    }
    let output = show.output().unwrap();
    let answer = String::from_utf8(output.stdout).unwrap().replace(&format!("{}/", root.display()), "");
    serde_json::from_str(&answer)
        .unwrap_or_else(|_| panic!("{}: {answer}{}", root.display(), String::from_utf8_lossy(&output.stderr)))
}

fn strings(object: &Value) -> impl Iterator<Item = (String, String)> {
    let pairs = object.as_object().into_iter().flatten();
    pairs.map(|(name, value)| (name.clone(), value.as_str().expect("strings in case.json").to_owned()))
}

/// What differs, in the words of both sides.
pub(super) fn difference(spring: &Value, busboot: &Value) -> Option<String> {
    let (expected, got) = (essence(spring), essence(busboot));
    (expected != got).then(|| format!("\n  spring:  {expected}\n  busboot: {got}"))
}

/// The part of an answer that both sides give: classes and properties of the buses, or Spring's words.
fn essence(answer: &Value) -> Value {
    if let Some(error) = answer.get("error") {
        return serde_json::json!({ "error": error["spring"] });
    }
    let buses = answer["buses"].as_object().into_iter().flatten();
    Value::Object(buses.map(|(id, bus)| (id.clone(), bean(bus))).collect())
}

fn bean(bus: &Value) -> Value {
    let properties = bus["properties"].as_object().into_iter().flatten();
    let properties: Map<String, Value> =
        properties.map(|(name, value)| (name.clone(), without_number(value))).collect();
    serde_json::json!({ "class": bus["class"], "properties": properties })
}

/// An inner bean without an id is named by its class and a number, which in Spring is another one on every run.
fn without_number(value: &Value) -> Value {
    match value.as_str().and_then(|text| text.rsplit_once('#')) {
        Some((class, number)) if number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            class.into()
        }
        _ => value.clone(),
    }
}
