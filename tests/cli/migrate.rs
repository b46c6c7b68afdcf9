//! `migrate` on folders of `fixtures/migrate`, each a case:
//!
//! - `in/`, the root as deployed; the command works on a copy of it
//! - `args`, one argument a line, behind `migrate`; `env`, `NAME=value` a line; `env.server`, what only the server has
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

/// A root that was migrated to the newest release.
fn migrated() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("management");
    plant(&tree(Path::new("fixtures/migrate/table-core-for-4-20/in")), &root, MODE);
    let (said, code) = migrate(&root, &["--write"]);
    assert_eq!(code, Some(0), "{said}");
    (folder, root)
}

/// What is said, and the exit code.
fn migrate(root: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let Output { status, stdout, stderr } =
        busboot().arg("migrate").args(arguments).arg("--root").arg(root).output().unwrap();
    (String::from_utf8([stdout, stderr].concat()).unwrap(), status.code())
}

/// The directories beside a root.
fn beside(root: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path != root);
    paths.sort();
    paths
}

/// Types the command that stands behind these words.
fn type_what_is_said(said: &str, before: &str) {
    let command = said.lines().find_map(|line| line.split_once(before)).expect(said).1;
    let path =
        format!("{}:/usr/bin:/bin", Path::new(env!("CARGO_BIN_EXE_busboot")).parent().unwrap().display());
    let typed = Command::new("sh").env("PATH", path).args(["-c", command]).output().unwrap();
    assert!(typed.status.success(), "{command}: {}", String::from_utf8_lossy(&typed.stderr));
}

const MOVED: &str = "META-INF/cloudstack/event/spring-event-bus-context.xml";

#[test]
fn after_an_edit_undo_says_how_to_go_back_without_it() {
    let (_folder, root) = migrated();
    fs::write(root.join(MOVED), "<beans/>").unwrap();
    let (said, code) = migrate(&root, &["--undo"]);
    assert_eq!(code, Some(1));
    assert!(
        said.starts_with(&format!("error[migrate-changed]: {MOVED} has changed since the migration\n")),
        "{said}"
    );
    let [backup] = &beside(&root)[..] else { panic!("{:?}", beside(&root)) };
    assert!(said.contains(backup.to_str().unwrap()), "{said}");
    type_what_is_said(&said, "to go back without that change: ");
    assert_eq!(tree(&root), tree(Path::new("fixtures/migrate/table-core-for-4-20/in")));
}

#[test]
fn after_an_interruption_and_an_edit_there_are_two_ways_on() {
    let interrupted = || {
        let (folder, root) = migrated();
        let [backup] = &beside(&root)[..] else { panic!("{:?}", beside(&root)) };
        fs::remove_file(backup.join("applied")).unwrap();
        let (said, _) = migrate(&root, &[]);
        assert!(
            said.starts_with("error[migrate-interrupted]: ")
                && said.contains("busboot migrate --target 4.22 --write --root ")
                && said.contains(backup.to_str().unwrap()),
            "{said}"
        );
        fs::write(root.join(MOVED), "<beans/>").unwrap();
        (folder, root)
    };
    for (action, way) in [
        ("--undo", "to go back without that change: "),
        ("--write", "to go back without that change: "),
        ("--undo", "to keep all files as they are now: "),
        ("--write", "to keep all files as they are now: "),
    ] {
        let (_folder, root) = interrupted();
        let (said, code) = migrate(&root, &[action]);
        assert_eq!(code, Some(1));
        let expected =
            format!("error[migrate-changed]: {MOVED} has changed since the migration was interrupted\n");
        assert!(said.starts_with(&expected), "{said}");
        type_what_is_said(&said, way);
        if way.contains("go back") {
            assert_eq!(tree(&root), tree(Path::new("fixtures/migrate/table-core-for-4-20/in")));
        } else {
            assert!(migrate(&root, &["--undo"]).0.starts_with("error[migrate-no-backup]: "));
            assert_eq!(fs::read(root.join(MOVED)).unwrap(), b"<beans/>");
        }
    }
}

#[test]
fn directories_of_others_beside_the_root_are_left_alone() {
    let (_folder, root) = migrated();
    let foreign = ["mine", "old.partial", "20261122", "20261122T014500Z.old", "20261122T014500Z-7.partial"];
    for name in foreign {
        let directory = root.with_file_name(format!("management.busboot-{name}"));
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join("kept"), name).unwrap();
    }
    fs::create_dir(root.with_file_name("management.busboot-20261122T014500Z")).unwrap();
    let before = beside(&root);
    assert_eq!(migrate(&root, &[]).1, Some(0));
    assert_eq!(migrate(&root, &["--undo"]).1, Some(0));
    assert_eq!(migrate(&root, &["--undo"]).0.lines().next().unwrap(), NOTHING_TO_UNDO);
    assert_eq!(beside(&root), before);
}

const NOTHING_TO_UNDO: &str = "error[migrate-no-backup]: there is no backup beside the root: nothing to undo";

#[test]
fn a_damaged_backup_is_named_with_what_to_type() {
    let (_folder, root) = migrated();
    let [backup] = &beside(&root)[..] else { panic!("{:?}", beside(&root)) };
    fs::write(backup.join("manifest.json"), "{").unwrap();
    let (said, code) = migrate(&root, &["--undo"]);
    assert_eq!(code, Some(1));
    assert!(
        said.starts_with(&format!("error[migrate-backup]: the backup {} can't be used: ", backup.display())),
        "{said}"
    );
    type_what_is_said(&said, "if nothing is to be restored from it: ");
    assert_eq!(migrate(&root, &["--undo"]).0.lines().next().unwrap(), NOTHING_TO_UNDO);
}

#[test]
fn a_link_is_found_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("management");
    plant(&tree(Path::new("fixtures/migrate/table-core-for-4-20/in")), &root, MODE);
    let file = root.join("META-INF/cloudstack/core/spring-event-bus-context.xml");
    let elsewhere = root.join("shared.xml");
    fs::rename(&file, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    let [shown, written] = [&["--format", "json"][..], &["--format", "json", "--write"]].map(|arguments| {
        let (said, code) = migrate(&root, arguments);
        assert_eq!(code, Some(1), "{said}");
        serde_json::from_str::<serde_json::Value>(&said).unwrap()
    });
    assert_eq!(shown, written);
    assert_eq!(shown["error"]["code"], "migrate-link");
    assert_eq!(shown["error"]["file"], "META-INF/cloudstack/core/spring-event-bus-context.xml");
    assert!(shown["error"]["help"].as_str().is_some_and(|help| help.contains("--root")), "{shown}");
}
