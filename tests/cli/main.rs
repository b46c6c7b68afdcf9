//! The real binary on folders of `fixtures/cli`, each a case:
//!
//! - `in/`, the root; a case without one names another in `args`
//! - `args`, one argument a line; `--root` is added when there is an `in/`
//! - `env`, `NAME=value` a line: all that the environment has
//! - `stdin`
//! - `stdout`, `stderr`, `code`: what is promised
//!
//! `BUSBOOT_REWRITE=1 cargo test --test cli` writes the promises anew; read the difference before keeping it.

#![cfg(test)]

mod check;
mod docs;
mod events;
mod journal;
mod migrate;
mod rules;
mod run;
mod secrets;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The binary with nothing in its environment but what a case gives it, and without a journal, whose place is no
/// test's.
pub fn busboot() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_busboot"));
    command.env_clear().env("PATH", "/usr/bin:/bin").env("BUSBOOT_JOURNAL_ENABLED", "false");
    command
}

/// Starts it with a pipe for each of its standard streams.
pub fn begin(command: &mut Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Runs to the end with this standard input.
pub fn finish(command: &mut Command, stdin: &[u8]) -> Output {
    let mut child = begin(command);
    // A command that doesn't read its input closes the pipe.
    drop(child.stdin.take().unwrap().write_all(stdin));
    child.wait_with_output().unwrap()
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn run_case(case: &Path) -> Output {
    let mut command = busboot();
    for pair in lines(&case.join("env")) {
        let (name, value) = pair.split_once('=').unwrap();
        command.env(name, value);
    }
    command.args(lines(&case.join("args")));
    if case.join("in").is_dir() {
        command.arg("--root").arg(case.join("in"));
    }
    finish(&mut command, &fs::read(case.join("stdin")).unwrap_or_default())
}

/// Compares with the promise, or writes it.
fn hold(path: &Path, actual: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("BUSBOOT_REWRITE").is_some() {
        return fs::write(path, actual).unwrap();
    }
    let promised = fs::read_to_string(path).unwrap_or_default();
    if promised != actual {
        wrong.push(format!("{}\n--- promised\n{promised}\n--- actual\n{actual}", path.display()));
    }
}

/// Version 7 UUIDs and seconds differ from run to run.
fn steady(text: &[u8]) -> String {
    let mut out = Vec::new();
    for line in String::from_utf8_lossy(text).lines() {
        let words = line.split_inclusive([' ', '"', ':', ',']).map(|word| {
            let bare = word.trim_end_matches([' ', '"', ':', ',']);
            if bare.len() == 36 && bare.as_bytes()[14] == b'7' && bare.matches('-').count() == 4 {
                word.replace(bare, "<uuid>")
            } else if line.starts_with("accepted ") && bare.parse::<f64>().is_ok() && bare.contains('.') {
                word.replace(bare, "<seconds>")
            } else {
                word.to_owned()
            }
        });
        out.push(words.collect::<String>());
    }
    out.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_case_is_as_promised() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("fixtures/cli").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let mut wrong = Vec::new();
    for case in &cases {
        let output = run_case(case);
        hold(&case.join("stdout"), &steady(&output.stdout), &mut wrong);
        hold(&case.join("stderr"), &steady(&output.stderr), &mut wrong);
        hold(&case.join("code"), &format!("{}\n", output.status.code().unwrap_or(-1)), &mut wrong);
    }
    println!("{} cases", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
