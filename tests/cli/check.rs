//! `check` where it can't keep all that it finds.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::migrate::{MODE, plant, tree};
use crate::{busboot, finish};

/// A root with a fix that is safe, and one error for each of so many settings that busboot doesn't have.
fn root_with(unknown: usize) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    plant(&tree(Path::new("fixtures/check/duplicate-key/hit")), root.path(), MODE);
    let settings: String = (0..unknown).map(|n| format!("nope.{n}=1\n")).collect();
    fs::write(root.path().join("busboot.properties"), settings).unwrap();
    root
}

fn check(root: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = busboot();
    command.env("MQ_PASSWORD", "not a real one").arg("check").args(arguments).arg("--root").arg(root);
    let output = finish(&mut command, b"");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn findings_beyond_a_thousand_are_counted_and_nothing_is_fixed_unseen() {
    let root = root_with(1_500);
    let (stdout, _, code) = check(root.path(), &[]);
    let mut end = stdout.lines().rev().map(str::to_owned);
    assert!(end.any(|line| line.starts_with("1500 errors, ")), "{stdout}");
    assert_eq!(end.next().as_deref(), Some("500 more findings are not shown"));
    assert_eq!(code, Some(1));

    let (json, ..) = check(root.path(), &["--format", "json"]);
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["further_count"], 500);
    assert_eq!(report["error_count"], 1_500);

    for format in ["sarif", "github"] {
        let (_, stderr, code) = check(root.path(), &["--format", format]);
        assert_eq!((stderr.as_str(), code), ("500 more findings are not shown\n", Some(1)));
    }

    let before = tree(root.path());
    let (stdout, stderr, code) = check(root.path(), &["--fix"]);
    assert_eq!((stdout.as_str(), code), ("", Some(1)));
    assert!(
        stderr.starts_with("error[not-fixed]: nothing was written: there are 500 findings more"),
        "{stderr}"
    );
    assert_eq!(tree(root.path()), before);
}

#[test]
fn with_fewer_findings_the_fix_is_made() {
    let root = root_with(900);
    let (_, stderr, _) = check(root.path(), &["--fix"]);
    assert_eq!(stderr, "made 1 fix in cred.properties\n");
}
