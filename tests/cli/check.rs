//! `check` where a fixture of `fixtures/check` can't show it: more findings than are kept, and files in the wrong place.

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
    assert!(!stdout.contains("can be mended"), "{stdout}");
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

/// What `check` says when the files of a sound root lie elsewhere.
fn misplaced(from: &str, to: &str) -> String {
    let root = tempfile::tempdir().unwrap();
    plant(&tree(Path::new("fixtures/quickstart/in")), root.path(), MODE);
    let to = root.path().join(to);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(root.path().join(from), to).unwrap();
    let (stdout, _, code) = check(root.path(), &[]);
    assert_eq!(code, Some(1), "{stdout}");
    stdout
}

#[test]
fn a_bus_in_the_wrong_place_is_told_where_to_go() {
    let (module, file) = ("META-INF/cloudstack/event", "spring-event-bus-context.xml");
    let right = format!("{module}/{file}");
    for (from, to, rule, command) in [
        (&*right, file, "file-not-loaded", format!("mkdir -p {module} && mv -n {file} {right}")),
        (
            &*right,
            "META-INF/cloudstack/spring-event-bus-context.xml",
            "file-not-loaded",
            format!("mkdir -p {module} && mv -n META-INF/cloudstack/{file} {right}"),
        ),
        (
            &*right,
            "META-INF/cloudstack/event/spring-event-bus-context.xml.txt",
            "file-not-loaded",
            format!("mv -n {right}.txt {right}"),
        ),
        ("META-INF", "meta-inf", "unknown-folder", "mv -n meta-inf META-INF".to_owned()),
        (
            "META-INF/cloudstack",
            "META-INF/CloudStack",
            "unknown-folder",
            "mv -n META-INF/CloudStack META-INF/cloudstack".to_owned(),
        ),
    ] {
        let said = misplaced(from, to);
        assert!(said.contains(&format!("warning[{rule}]: ")), "{said}");
        assert!(said.contains(&format!("help: in the root: {command}\n")), "{said}");
    }
}
