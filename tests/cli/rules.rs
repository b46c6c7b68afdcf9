//! `check` on folders of `fixtures/check`, one a rule:
//!
//! - `hit/`, a root in which the rule finds something; `miss/`, one in which it does not; `mended/`, `hit/` put right:
//!   by the fix that the finding carries, where it carries one, else as the rule's page says
//! - `args`, one argument a line, behind `check`; `env`, `NAME=value` a line; `mode` of the files where it isn't 600
//! - `hit.txt`, `hit.json`: what the command says of `hit/`
//!
//! The command works on copies, from within them; `<root>` stands for where they are.
//! `BUSBOOT_REWRITE=1 cargo test --test cli` writes the promises anew; read the difference before keeping it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use busboot::check::{Finder, registry};
use serde_json::Value;

use crate::migrate::{plant, steady, tree};
use crate::{busboot, finish, hold, lines};

const CASES: &str = "fixtures/check";

/// Rules that no root of a fixture can show, and why.
const WITHOUT: [(&str, &str); 10] = [
    ("decryption-limit", "takes minutes of deriving keys"),
    ("duplicate-bus", "names of beans are unique; booting guards against what cannot be"),
    ("journal", "is found when a journal is opened, which check doesn't do"),
    ("placeholder-limit", "grows to many megabytes before it is refused"),
    ("properties", "what can't be read has a code that says why; this one guards against what cannot be"),
    ("properties-size", "needs a file of many megabytes"),
    ("resource-limit", "needs a thousand files"),
    ("resource-unreadable", "needs a file that root can't read"),
    ("root-missing", "has no root"),
    ("xml-size", "needs a file of many megabytes"),
];

fn without(rule: &str) -> bool {
    WITHOUT.iter().any(|(name, _)| *name == rule)
}

/// A root with the way in which `check` is called on it.
struct Case {
    folder: PathBuf,
    arguments: Vec<String>,
    mode: u32,
}

impl Case {
    fn of(rule: &str) -> Self {
        let folder = Path::new(CASES).join(rule);
        let mode =
            lines(&folder.join("mode")).first().map_or(0o600, |mode| u32::from_str_radix(mode, 8).unwrap());
        Self { arguments: lines(&folder.join("args")), folder, mode }
    }

    /// What the command says of a copy of these files, and the copy afterwards.
    fn check(
        &self,
        files: &BTreeMap<PathBuf, Vec<u8>>,
        arguments: &[&str],
    ) -> (String, BTreeMap<PathBuf, Vec<u8>>) {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().canonicalize().unwrap().join("management");
        fs::create_dir(&root).unwrap();
        plant(files, &root, self.mode);
        let mut command = busboot();
        for pair in lines(&self.folder.join("env")) {
            let (name, value) = pair.split_once('=').unwrap();
            command.env(name, value);
        }
        command
            .arg("check")
            .args(&self.arguments)
            .args(arguments)
            .arg("--root")
            .arg(&root)
            .current_dir(&root);
        (steady(&finish(&mut command, b"").stdout, &root), tree(&root))
    }

    fn findings(&self, files: &BTreeMap<PathBuf, Vec<u8>>, rule: &str) -> Vec<Value> {
        let (report, _) = self.check(files, &["--format", "json"]);
        let report: Value = serde_json::from_str(&report).unwrap();
        let found = report["diagnostics"].as_array().unwrap().iter();
        found.filter(|found| found["code"] == rule).cloned().collect()
    }
}

fn judge(rule: &str, wrong: &mut Vec<String>) {
    let case = Case::of(rule);
    let hit = tree(&case.folder.join("hit"));
    let found = case.findings(&hit, rule);
    if found.is_empty() {
        return wrong.push(format!("{rule}: finds nothing in hit/"));
    }
    hold(&case.folder.join("hit.txt"), &case.check(&hit, &[]).0, wrong);
    let (json, _) = case.check(&hit, &["--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    hold(&case.folder.join("hit.json"), &(serde_json::to_string_pretty(&json).unwrap() + "\n"), wrong);
    for quiet in ["miss", "mended"] {
        let files = tree(&case.folder.join(quiet));
        if files.is_empty() || !case.findings(&files, rule).is_empty() {
            wrong.push(format!("{rule}: {quiet}/ is missing, or the rule finds something in it"));
        }
    }
    if found.iter().any(|found| found["fix"]["edits"].as_array().is_some_and(|edits| !edits.is_empty())) {
        let (_, fixed) = case.check(&hit, &["--fix", "--unsafe"]);
        hold_mended(&case.folder.join("mended"), &fixed, wrong);
    }
}

/// Compares with `mended/`, or writes it.
fn hold_mended(mended: &Path, fixed: &BTreeMap<PathBuf, Vec<u8>>, wrong: &mut Vec<String>) {
    if std::env::var_os("BUSBOOT_REWRITE").is_some() {
        drop(fs::remove_dir_all(mended));
        plant(fixed, mended, 0o644);
    }
    if tree(mended) != *fixed {
        wrong.push(format!("{}: --fix --unsafe gives something else", mended.display()));
    }
}

#[test]
fn every_rule_hits_misses_and_can_be_mended() {
    let rules = registry::rules().iter().filter(|rule| !matches!(rule.finder, Finder::Command));
    let rules: Vec<&str> = rules.map(|rule| rule.name).filter(|rule| !without(rule)).collect();
    let mut wrong = Vec::new();
    thread::scope(|scope| {
        let halves = [0, 1].map(|half| rules.iter().skip(half).step_by(2));
        let judges = halves.map(|half| {
            scope.spawn(|| {
                let mut wrong = Vec::new();
                half.for_each(|rule| judge(rule, &mut wrong));
                wrong
            })
        });
        wrong.extend(judges.into_iter().flat_map(|judge| judge.join().unwrap()));
    });
    for folder in fs::read_dir(CASES).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        if !rules.contains(&name.as_str()) {
            wrong.push(format!("{CASES}/{name}: there is no such rule, or it is said to have no fixture"));
        }
    }
    println!("{} rules", rules.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_is_written_as_sarif_keeps_to_its_schema() {
    let schema = fs::read("fixtures/sarif/sarif-schema-2.1.0.json").unwrap();
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    let schema = jsonschema::draft4::new(&schema).unwrap();
    let mut wrong = Vec::new();
    for folder in fs::read_dir(CASES).unwrap() {
        let rule = folder.unwrap().file_name().into_string().unwrap();
        let case = Case::of(&rule);
        let (log, _) = case.check(&tree(&case.folder.join("hit")), &["--format", "sarif"]);
        let log: Value = serde_json::from_str(&log).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        if !results.iter().any(|result| result["ruleId"] == rule.as_str()) {
            wrong.push(format!("{rule}: not among the results"));
        }
        wrong.extend(
            schema.iter_errors(&log).map(|error| format!("{rule}: {}: {error}", error.instance_path())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
