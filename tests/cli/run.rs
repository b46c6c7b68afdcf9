//! `run` as a process: signals, pipes, changes on disk.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Stdio};

use crate::{busboot, finish};

const EVENT: &str = r#"{"eventType":"VM.START","eventSource":"management-server"}"#;

fn quickstart() -> Child {
    busboot()
        .args(["run", "--root", "fixtures/quickstart/in", "--tap"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    let status = std::process::Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[test]
fn a_signal_ends_the_input_and_what_was_taken_is_delivered() {
    for name in ["-TERM", "-INT"] {
        let mut child = quickstart();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        writeln!(stdin, "{EVENT}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with("eventNotificationBus  management-server.*.VM-START.*.*"), "{line}");
        signal(&child, name);
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert!(
            rest.contains("eventNotificationBus: confirmed 1, unroutable 0, refused 0, pending 0"),
            "{rest}"
        );
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn a_closed_pipe_is_a_normal_end() {
    let mut child = busboot()
        .args(["show", "--root", "fixtures/quickstart/in"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_change_on_disk_gives_one_warning_and_changes_nothing() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("META-INF/cloudstack/event");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("spring-event-bus-context.xml");
    fs::copy("fixtures/quickstart/in/META-INF/cloudstack/event/spring-event-bus-context.xml", &file).unwrap();
    let mut child = busboot()
        .args(["run", "--tap", "--root"])
        .arg(root.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    writeln!(stdin, "{EVENT}").unwrap();
    stdout.read_line(&mut line).unwrap();
    fs::write(&file, "<nothing/>").unwrap();
    line.clear();
    stderr.read_line(&mut line).unwrap();
    assert!(
        line.contains("spring-event-bus-context.xml has changed; the running configuration is"),
        "{line}"
    );
    assert!(line.contains("restart busboot"), "{line}");
    writeln!(stdin, "{EVENT}").unwrap();
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("confirmed 2"), "{rest}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    rest.clear();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn a_line_of_any_length_or_kind_is_named_and_skipped() {
    let mut input = Vec::from(format!("{EVENT}\n\n"));
    input.extend(vec![b'x'; 20 << 20]);
    input.extend(b"\n\xff\xfe\n{\"eventType\":5}\n");
    input.extend(EVENT.as_bytes());
    let output =
        finish(busboot().args(["run", "--root", "fixtures/quickstart/in", "--format", "json"]), &input);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("line 3: longer than 16777216 bytes; skipped"), "{stderr}");
    assert!(stderr.contains("line 4: not UTF-8; skipped"), "{stderr}");
    assert!(stderr.contains("line 5: \"eventType\" is not a string; skipped"), "{stderr}");
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["accepted"], 2);
    assert_eq!(summary["rejected_lines"], 3);
    assert_eq!(summary["buses"]["eventNotificationBus"]["confirmed"], 2);
    assert_eq!(output.status.code(), Some(1));
}
