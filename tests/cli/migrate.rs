//! `migrate` on folders of `fixtures/migrate`, each a case:
//!
//! - `in/`, the root as deployed; the command works on a copy of it
//! - `args`, one argument a line, behind `migrate`; `env`, `NAME=value` a line
//! - `stdout`, `stderr`, `code`: what is promised; `<root>` stands for the copy, `<time>` for when a backup was made
//! - `check`, what `check` says of `in/` for the same release, where it is there
//! - `after/`, the copy afterwards; without one, nothing may have changed
//!
//! `BUSBOOT_REWRITE=1 cargo test --test cli` writes the promises anew; read the difference before keeping it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::{busboot, finish, hold, lines};

/// All files below a directory by their relative paths.
pub(crate) fn tree(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                files.insert(path.strip_prefix(directory).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Nobody else may read them, whatever the umask of who runs the tests.
pub(crate) const MODE: u32 = 0o600;

/// Writes files below a directory.
pub(crate) fn plant(files: &BTreeMap<PathBuf, Vec<u8>>, directory: &Path, mode: u32) {
    for (path, bytes) in files {
        let path = directory.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn command(case: &Path, root: &Path, arguments: &[String]) -> Command {
    let mut command = busboot();
    for pair in lines(&case.join("env")) {
        let (name, value) = pair.split_once('=').unwrap();
        command.env(name, value);
    }
    command.args(arguments).arg("--root").arg(root);
    command
}

/// Without what differs from run to run.
pub(crate) fn steady(text: &[u8], root: &Path) -> String {
    let text = String::from_utf8_lossy(text).replace(root.to_str().unwrap(), "<root>");
    let mut parts = text.split(".busboot-");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        format!("{text}.busboot-<time>{}", part.split_at("20261122T014500Z".len()).1)
    })
}

fn run_case(case: &Path, wrong: &mut Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("management");
    let before = tree(&case.join("in"));
    plant(&before, &root, MODE);
    let arguments = lines(&case.join("args"));
    let target = arguments.iter().position(|argument| argument == "--target");
    let target = target.map_or_else(Vec::new, |at| arguments[at..at + 2].to_vec());

    let judged = command(case, &root, &[vec!["check".to_owned()], target].concat()).output().unwrap();
    let Output { status, stdout, stderr } =
        finish(&mut command(case, &root, &[vec!["migrate".to_owned()], arguments].concat()), b"");

    if case.join("check").exists() {
        hold(&case.join("check"), &steady(&judged.stdout, &root), wrong);
    }
    hold(&case.join("stdout"), &steady(&stdout, &root), wrong);
    hold(&case.join("stderr"), &steady(&stderr, &root), wrong);
    hold(&case.join("code"), &format!("{}\n", status.code().unwrap_or(-1)), wrong);
    hold_tree(&case.join("after"), &tree(&root), &before, wrong);
}

fn hold_tree(
    promised: &Path,
    actual: &BTreeMap<PathBuf, Vec<u8>>,
    before: &BTreeMap<PathBuf, Vec<u8>>,
    wrong: &mut Vec<String>,
) {
    if std::env::var_os("BUSBOOT_REWRITE").is_some() {
        drop(fs::remove_dir_all(promised));
        if actual != before {
            plant(actual, promised, 0o644);
        }
    }
    let expected = if promised.is_dir() { &tree(promised) } else { before };
    if expected != actual {
        wrong.push(format!(
            "{}: not these files, or not these bytes: {:?}",
            promised.display(),
            actual.keys()
        ));
    }
}

#[test]
fn every_case_is_as_promised() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("fixtures/migrate").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let mut wrong = Vec::new();
    for case in &cases {
        run_case(case, &mut wrong);
    }
    println!("{} cases", cases.len());
    assert!(!cases.is_empty());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Mode and owner of each file below a directory.
fn attributes(directory: &Path) -> BTreeMap<PathBuf, (u32, u32, u32)> {
    let of = |path: PathBuf| {
        let metadata = fs::metadata(directory.join(&path)).unwrap();
        (path, (metadata.mode(), metadata.uid(), metadata.gid()))
    };
    tree(directory).into_keys().map(of).collect()
}

#[test]
fn every_migrated_root_passes_check_stays_as_it_is_and_can_be_taken_back() {
    let cases = fs::read_dir("fixtures/migrate").unwrap().map(|entry| entry.unwrap().path());
    let cases: Vec<PathBuf> = cases.filter(|case| case.join("after").is_dir()).collect();
    assert!(!cases.is_empty());
    for case in cases {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("management");
        plant(&tree(&case.join("in")), &root, 0o640);
        let before = (tree(&root), attributes(&root));
        let mut arguments = lines(&case.join("args"));
        arguments.retain(|argument| argument != "--write");
        let run = |words: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned());
            command(&case, &root, &words.collect::<Vec<_>>()).output().unwrap()
        };
        let target: Vec<&str> = arguments.iter().map(String::as_str).collect();

        let written = run(&[&["migrate", "--write"], &target[..]].concat());
        assert!(written.status.success(), "{}", case.display());
        let after = (tree(&root), attributes(&root));
        assert_ne!(after.0, before.0, "{}", case.display());
        assert!(run(&[&["check"], &target[..]].concat()).status.success(), "{}", case.display());

        let again = run(&[&["migrate", "--write"], &target[..]].concat());
        let said = String::from_utf8(again.stdout).unwrap();
        assert!(said.starts_with("nothing to do: "), "{}: {said}", case.display());
        assert_eq!((tree(&root), attributes(&root)), after, "{}", case.display());

        assert!(run(&["migrate", "--undo"]).status.success(), "{}", case.display());
        assert_eq!((tree(&root), attributes(&root)), before, "{}", case.display());
    }
}
