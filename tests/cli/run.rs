//! `run` as a process: signals, pipes, changes on disk.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Stdio};

use crate::{begin, busboot, finish};

pub(crate) const EVENT: &str = r#"{"eventType":"VM.START","eventSource":"management-server"}"#;

fn quickstart() -> Child {
    begin(busboot().args(["run", "--root", "fixtures/quickstart/in", "--tap"]))
}

pub(crate) fn signal(child: &Child, name: &str) {
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
    let mut child = begin(busboot().args(["run", "--tap", "--root"]).arg(root.path()));
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    writeln!(stdin, "{EVENT}").unwrap();
    stdout.read_line(&mut line).unwrap();
    fs::write(folder.join(".spring-event-bus-context.xml.swp"), "an editor's").unwrap();
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

/// A root with a RabbitMQ bus on a port of this machine where nobody listens.
pub(crate) fn root_without_a_broker() -> tempfile::TempDir {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("META-INF/cloudstack/event");
    fs::create_dir_all(&folder).unwrap();
    let sample = "fixtures/guides/amqp/in/META-INF/cloudstack/event/spring-event-bus-context.xml";
    let xml = fs::read_to_string(sample).unwrap().replace("5672", &port.to_string());
    fs::write(folder.join("spring-event-bus-context.xml"), xml).unwrap();
    root
}

#[test]
fn what_is_not_confirmed_in_time_is_named_and_fails_the_job() {
    let root = root_without_a_broker();
    let output = finish(
        busboot().args(["run", "--drain-timeout", "300ms", "--format", "json", "--root"]).arg(root.path()),
        format!("{EVENT}\n").as_bytes(),
    );
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let counts = serde_json::json!({"confirmed": 0, "unroutable": 0, "refused": 0, "pending": 1});
    assert_eq!(summary["buses"]["eventNotificationBus"], counts);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("line 1: VM.START"), "{stderr}");
    assert!(stderr.contains("on eventNotificationBus: pending: not confirmed in time"), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_closed_pipe_hides_no_failure() {
    let root = root_without_a_broker();
    for format in ["text", "json"] {
        let mut child = begin(
            busboot()
                .args(["run", "--drain-timeout", "100ms", "--format", format, "--root"])
                .arg(root.path()),
        );
        drop((child.stdout.take(), child.stderr.take()));
        let mut stdin = child.stdin.take().unwrap();
        write!(stdin, "no event\n{EVENT}\n").unwrap();
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(1));
    }
}

#[test]
fn an_input_that_breaks_off_fails_the_job_after_its_summary() {
    let output = finish(
        busboot().args([
            "run",
            "--root",
            "fixtures/quickstart/in",
            "--input",
            "fixtures",
            "--format",
            "json",
        ]),
        b"",
    );
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["accepted"], 0);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("error[input]: it cannot be read any further: Is a directory"), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn an_event_that_only_one_bus_had_room_for_is_counted_for_each_as_it_is() {
    let root = root_without_a_broker();
    let file = root.path().join("META-INF/cloudstack/event/spring-event-bus-context.xml");
    let memory = r#"<bean id="memory" class="org.apache.cloudstack.mom.inmemory.InMemoryEventBus"/></beans>"#;
    let xml = fs::read_to_string(&file).unwrap().replace("</beans>", memory);
    fs::write(&file, xml).unwrap();
    let mut child = begin(
        busboot()
            .args(["run", "--in-flight", "1", "--drain-timeout", "100ms", "--format", "json", "--root"])
            .arg(root.path()),
    );
    let mut stdin = child.stdin.take().unwrap();
    // In one piece: the last line has been read when the second is named, and is not forgotten.
    stdin.write_all(format!("{EVENT}\nno event\n{EVENT}\n{EVENT}\n").as_bytes()).unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(stderr.any(|line| line.starts_with("line 2: ")));
    signal(&child, "-TERM");
    let output = child.wait_with_output().unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["accepted"], 3);
    assert_eq!(
        (&summary["buses"]["memory"]["confirmed"], &summary["buses"]["memory"]["pending"]),
        (&2.into(), &1.into())
    );
    assert_eq!(summary["buses"]["eventNotificationBus"]["pending"], 3);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn lines_that_were_read_when_a_signal_comes_are_handed_over() {
    const LINES: usize = 300;
    let mut child = begin(busboot().args(["run", "--root", "fixtures/quickstart/in", "--format", "json"]));
    let mut stdin = child.stdin.take().unwrap();
    let lines = format!("no event\n{}", format!("{EVENT}\n").repeat(LINES));
    stdin.write_all(lines.as_bytes()).unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(stderr.any(|line| line.starts_with("line 1: ")));
    signal(&child, "-TERM");
    let output = child.wait_with_output().unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["buses"]["eventNotificationBus"]["confirmed"], LINES, "{summary}");
}

#[test]
fn the_log_has_the_first_words_of_a_bus_and_no_colours_in_a_file() {
    let root = root_without_a_broker();
    let output = finish(
        busboot().args(["run", "--drain-timeout", "0s", "--root"]).arg(root.path()),
        format!("{EVENT}\n").as_bytes(),
    );
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains(" WARN 127.0.0.1:"), "{stderr}");
    assert!(!stderr.contains('\u{1b}'), "{stderr}");
}

#[test]
fn listening_needs_a_bus() {
    let root = "fixtures/cli/run-no-bus/in";
    let output = finish(busboot().args(["listen", "--root", root]), b"");
    assert!(String::from_utf8(output.stderr).unwrap().contains("error[no-bus]"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_log_can_be_json() {
    let root = root_without_a_broker();
    let output = finish(
        busboot()
            .args(["run", "--drain-timeout", "300ms", "--log-format", "json", "--root"])
            .arg(root.path()),
        format!("{EVENT}\n").as_bytes(),
    );
    let stderr = String::from_utf8(output.stderr).unwrap();
    let first: serde_json::Value = serde_json::from_str(stderr.lines().next().unwrap()).unwrap();
    assert_eq!(first["level"], "WARN");
    assert!(first["fields"].to_string().contains("Connection refused"), "{first}");
}

#[test]
fn rust_log_silences_the_log_and_the_flag_beats_it() {
    let root = root_without_a_broker();
    for (flag, warned) in [(None, false), (Some("--log-level=warn"), true)] {
        let mut command = busboot();
        command.env("RUST_LOG", "error").args(["run", "--drain-timeout", "300ms", "--root"]).arg(root.path());
        let output = finish(command.args(flag), format!("{EVENT}\n").as_bytes());
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(stderr.contains(" WARN "), warned, "{stderr}");
        assert!(stderr.contains("not confirmed in time"), "{stderr}");
    }
}

#[test]
fn a_signal_ends_at_once_what_still_waits_for_a_broker_to_subscribe() {
    let root = root_without_a_broker();
    let journal = tempfile::tempdir().unwrap();
    let kept =
        ["run", "--tap", "--journal-enabled", "true", "--journal-dir", journal.path().to_str().unwrap()];
    for command in [&["listen"][..], &["run", "--tap"], &kept] {
        let mut child = busboot()
            .args(command)
            .args(["--connect-timeout", "60s", "--root"])
            .arg(root.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        assert!(line.contains(" WARN "), "{line}");
        let begun = std::time::Instant::now();
        signal(&child, "-TERM");
        assert_eq!(child.wait().unwrap().code(), Some(0), "{command:?}");
        assert!(begun.elapsed().as_secs() < 20, "{command:?}");
    }
}

#[test]
fn a_broker_that_is_away_does_not_keep_the_other_buses_from_being_tapped() {
    let root = root_without_a_broker();
    let file = root.path().join("META-INF/cloudstack/event/spring-event-bus-context.xml");
    let memory = r#"<bean id="memory" class="org.apache.cloudstack.mom.inmemory.InMemoryEventBus"/></beans>"#;
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("</beans>", memory)).unwrap();
    let output = finish(
        busboot()
            .args(["run", "--tap", "--connect-timeout", "1s", "--drain-timeout", "1s", "--root"])
            .arg(root.path()),
        format!("{EVENT}\n").as_bytes(),
    );
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.starts_with("memory  management-server.*.VM-START.*.*"), "{stdout}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("nothing of eventNotificationBus can be tapped"), "{stderr}");
}

#[test]
fn systemd_is_told_when_it_is_ready_and_when_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let socket = std::os::unix::net::UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(std::time::Duration::from_secs(30))).unwrap();
    let mut child = busboot()
        .args(["run", "--root", "fixtures/quickstart/in"])
        .env("NOTIFY_SOCKET", &path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = [0; 256];
    let length = socket.recv(&mut told).unwrap();
    assert_eq!(&told[..length], b"READY=1\n");
    drop(child.stdin.take());
    let length = socket.recv(&mut told).unwrap();
    assert_eq!(&told[..length], b"STOPPING=1\n");
    assert!(child.wait().unwrap().success());
}
