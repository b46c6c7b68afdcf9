//! `run` with its journal: what is accepted stays on disk until each bus has it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use busboot::journal::Observer;
use busboot::{Boot, Event};
use serde_json::{Value, json};

use crate::run::{EVENT, root_without_a_broker, signal};
use crate::{busboot, finish};

/// `run` on a root, with the journal where systemd would have it.
fn run(root: &Path, state: &Path) -> Command {
    let mut command = busboot();
    command.env_remove("BUSBOOT_JOURNAL_ENABLED").env("STATE_DIRECTORY", state);
    command.args(["run", "--drain-timeout", "500ms", "--format", "json", "--root"]).arg(root);
    command
}

fn summary(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What it says: with `--format json` an error that ends it stands on standard output.
fn complaint(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text)).concat()
}

fn counts(confirmed: u64, pending: u64) -> Value {
    json!({ "eventNotificationBus": { "confirmed": confirmed, "unroutable": 0, "refused": 0, "pending": pending } })
}

fn into_memory(root: &Path) {
    let file = root.join("META-INF/cloudstack/event/spring-event-bus-context.xml");
    let xml = r#"<beans xmlns="http://www.springframework.org/schema/beans"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.springframework.org/schema/beans
        http://www.springframework.org/schema/beans/spring-beans-3.0.xsd">
        <bean id="eventNotificationBus" class="org.apache.cloudstack.mom.inmemory.InMemoryEventBus"/></beans>"#;
    fs::write(file, xml).unwrap();
}

#[test]
fn what_is_pending_at_the_end_goes_out_at_a_later_start_even_without_input() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let first = finish(&mut run(root.path(), state.path()), format!("{EVENT}\n").as_bytes());
    assert_eq!(summary(&first), json!({ "accepted": 1, "rejected_lines": 0, "buses": counts(0, 1) }));
    let stderr = complaint(&first);
    assert!(stderr.contains("event 1: VM.START"), "{stderr}");
    assert!(stderr.contains("on eventNotificationBus: pending: not confirmed in time"), "{stderr}");
    assert!(
        stderr.contains(&format!("stays in {} and goes out next time", state.path().display())),
        "{stderr}"
    );
    assert_eq!(first.status.code(), Some(1));

    let second = finish(&mut run(root.path(), state.path()), b"");
    assert_eq!(summary(&second), json!({ "accepted": 0, "rejected_lines": 0, "buses": counts(0, 1) }));

    into_memory(root.path());
    let third = finish(run(root.path(), state.path()).arg("--journal-dir").arg(state.path()), b"");
    assert_eq!(summary(&third), json!({ "accepted": 0, "rejected_lines": 0, "buses": counts(1, 0) }));
    assert!(third.status.success());
}

#[test]
fn a_relative_directory_is_taken_from_where_it_is_named() {
    let (root, here) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::create_dir_all(root.path().join("META-INF/cloudstack/event")).unwrap();
    into_memory(root.path());
    let run = |arguments: &[&str]| {
        let mut command = run(root.path(), here.path());
        command.env_remove("STATE_DIRECTORY").current_dir(here.path()).args(arguments);
        assert!(finish(&mut command, b"").status.success());
    };
    run(&["--journal-dir", "journal"]);
    assert!(here.path().join("journal/journal.db").is_file());
    fs::write(root.path().join("busboot.properties"), "journal.dir=journal\n").unwrap();
    run(&[]);
    assert!(root.path().join("journal/journal.db").is_file());
}

#[test]
fn what_is_killed_loses_nothing_that_it_had_accepted() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let mut child = run(root.path(), state.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The fault in the last line is told when all lines before it are on their way to the disk.
    writeln!(stdin, "{}no event", format!("{EVENT}\n").repeat(5000)).unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(stderr.any(|line| line.starts_with("line 5001: ")));
    signal(&child, "-KILL");
    child.wait().unwrap();

    let next = finish(&mut run(root.path(), state.path()), b"");
    let pending = summary(&next)["buses"]["eventNotificationBus"]["pending"].as_u64().unwrap();
    // At most the lines that could be on their way to the disk when the fault was told.
    assert!((3000..=5000).contains(&pending), "{pending}");
}

#[test]
fn a_second_process_is_told_who_delivers() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let mut first = run(root.path(), state.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(first.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(
        stderr.any(|line| line.contains("WARN")),
        "it has started when its bus says that it isn't connected"
    );
    let second = finish(&mut run(root.path(), state.path()), b"");
    let stderr = complaint(&second);
    assert!(stderr.contains(&format!("is in use by process {}, since ", first.id())), "{stderr}");
    assert_eq!(second.status.code(), Some(1));
    signal(&first, "-TERM");
    first.wait().unwrap();
}

#[test]
fn at_the_size_limit_lines_are_refused_at_once_and_the_rest_is_counted() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let line = format!(r#"{{"eventType":"VM.START","description":"{}"}}"#, "x".repeat(10_000));
    let input = format!("{line}\n").repeat(300);
    let output = finish(run(root.path(), state.path()).args(["--journal-max-size", "1m"]), input.as_bytes());
    let report = summary(&output);
    let [accepted, rejected] = ["accepted", "rejected_lines"].map(|key| report[key].as_u64().unwrap());
    assert!(accepted > 0 && rejected > 0 && accepted + rejected == 300, "{report}");
    assert_eq!(report["buses"], counts(0, accepted));
    let stderr = complaint(&output);
    assert!(stderr.contains("line 300: the journal takes nothing more"), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_no_broker_could_take_is_refused_at_the_door() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let line = format!(r#"{{"eventType":"{}"}}"#, "x".repeat(300));
    let output = finish(&mut run(root.path(), state.path()), line.as_bytes());
    assert_eq!(summary(&output), json!({ "accepted": 0, "rejected_lines": 1, "buses": counts(0, 0) }));
    let reason =
        "line 1: refused for eventNotificationBus: the routing key has 308 bytes; AMQP carries at most 255";
    assert!(complaint(&output).contains(reason), "{}", complaint(&output));
}

#[test]
fn without_a_journal_and_for_buses_in_memory_nothing_is_written() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let output = finish(run(root.path(), state.path()).arg("--no-journal"), format!("{EVENT}\n").as_bytes());
    assert!(complaint(&output).contains("line 1: VM.START"), "{}", complaint(&output));
    into_memory(root.path());
    let output = finish(&mut run(root.path(), state.path()), format!("{EVENT}\n").as_bytes());
    assert_eq!(summary(&output)["buses"], counts(1, 0));
    assert!(fs::read_dir(state.path()).unwrap().next().is_none());
}

#[test]
fn a_directory_that_cannot_be_used_is_one_message() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let file = state.path().join("file");
    fs::write(&file, "").unwrap();
    let output = finish(&mut run(root.path(), &file.join("journal")), b"");
    let stderr = complaint(&output);
    assert!(
        stderr.contains("\"code\":\"journal\"") && stderr.contains("cannot be made: Not a directory"),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_broken_configuration_leaves_the_journal_alone() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    finish(&mut run(root.path(), state.path()), format!("{EVENT}\n").as_bytes());
    let before = fs::read(state.path().join("journal.db")).unwrap();
    let file = root.path().join("META-INF/cloudstack/event/spring-event-bus-context.xml");
    let sound = fs::read_to_string(&file).unwrap();
    fs::write(&file, "<beans>").unwrap();
    assert_eq!(finish(&mut run(root.path(), state.path()), b"").status.code(), Some(1));
    assert_eq!(fs::read(state.path().join("journal.db")).unwrap(), before);
    fs::write(&file, sound).unwrap();
    assert_eq!(summary(&finish(&mut run(root.path(), state.path()), b""))["buses"], counts(0, 1));
}

#[test]
fn a_disk_that_takes_nothing_more_is_told_at_once_and_harms_nothing() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    finish(&mut run(root.path(), state.path()), b"");
    // Writes beyond the first MiB of a file fail, as on a disk that is full.
    let inner = run(root.path(), state.path());
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 2048; exec \"$@\"", "sh"]).arg(inner.get_program());
    limited.args(inner.get_args()).env_clear();
    limited.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let line = format!(r#"{{"eventType":"VM.START","description":"{}"}}"#, "x".repeat(10_000));
    let output = finish(&mut limited, format!("{line}\n").repeat(300).as_bytes());
    let report = summary(&output);
    let [accepted, rejected] = ["accepted", "rejected_lines"].map(|key| report[key].as_u64().unwrap());
    assert!(accepted > 0 && rejected > 0 && accepted + rejected == 300, "{report}");
    assert!(complaint(&output).contains("line 300: the journal "), "{}", complaint(&output));

    let next = finish(&mut run(root.path(), state.path()), format!("{EVENT}\n").as_bytes());
    assert_eq!(summary(&next)["buses"], counts(0, accepted + 1));
}

#[test]
fn each_line_is_acknowledged_when_it_is_on_disk_or_refused() {
    let uuid = "0193d4a1-0000-4000-8000-000000000001";
    let fine = format!(r#"{{"eventType":"VM.START","eventUuid":"{uuid}"}}"#);
    let too_long = format!(r#"{{"eventType":"{}","eventUuid":"{uuid}"}}"#, "x".repeat(300));
    let input = format!("{fine}\nno event\n{too_long}\n{fine}\n");
    let acknowledged = |format: &str| {
        let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
        let mut command = busboot();
        command.args([
            "run",
            "--acknowledge",
            "--drain-timeout",
            "0s",
            "--format",
            format,
            "--journal-enabled",
            "true",
        ]);
        command.arg("--root").arg(root.path()).arg("--journal-dir").arg(state.path());
        let output = finish(&mut command, input.as_bytes());
        assert!(String::from_utf8_lossy(&output.stderr).contains("line 2: "), "{}", complaint(&output));
        assert_eq!(output.status.code(), Some(1));
        let lines = String::from_utf8(output.stdout).unwrap();
        lines.lines().take(4).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let text = [(1, "accepted"), (3, "not accepted"), (4, "accepted")];
    let mut text: BTreeSet<String> = text.map(|(line, what)| format!("line {line}: {uuid} {what}")).into();
    text.insert("line 2: skipped".to_owned());
    assert_eq!(acknowledged("text"), text);
    let reason = "refused for eventNotificationBus: the routing key has 308 bytes; AMQP carries at most 255";
    let json = [
        json!({ "line": 1, "uuid": uuid, "seq": 1 }),
        json!({ "line": 3, "uuid": uuid, "refused": reason }),
        json!({ "line": 4, "uuid": uuid, "seq": 2 }),
    ];
    let told = acknowledged("json");
    let (skipped, told): (BTreeSet<_>, BTreeSet<_>) =
        told.into_iter().partition(|line| line.contains("skipped"));
    assert_eq!(told, json.map(|line| line.to_string()).into());
    assert!(
        skipped.first().is_some_and(|line| line.contains(r#""line":2,"#) && line.contains(r#""uuid":null"#))
    );
}

#[test]
fn a_signal_ends_it_although_nobody_reads_its_answers() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let mut command = run(root.path(), state.path());
    command.arg("--acknowledge").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // It takes so many lines as there is room for answers, and the rest of them never.
    let feeder = std::thread::spawn(move || while writeln!(stdin, "{EVENT}").is_ok() {});
    let accepted = || {
        let mut count = busboot();
        count.args(["events", "list", "--count", "--format", "json", "--journal-dir"]).arg(state.path());
        let output = count.output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).ok().and_then(|count| count["count"].as_u64())
    };
    let begun = Instant::now();
    while accepted().is_none_or(|count| count < 4000) {
        assert!(begun.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(100));
    }
    signal(&child, "-TERM");
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(100)),
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "it goes on");
    };
    assert_eq!(status.code(), Some(1));
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(stderr.contains("nobody reads the answers on standard output"), "{stderr}");
    feeder.join().unwrap();
}

#[test]
fn what_is_old_is_purged_while_it_runs_by_the_settings() {
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    into_memory(root.path());
    let run = || {
        let mut command = run(root.path(), state.path());
        command.arg("--journal-dir").arg(state.path());
        command
    };
    let line = |category: &str, event_type: &str, description: &str| {
        format!(
            "{}\n",
            json!({ "eventCategory": category, "eventType": event_type, "description": description })
        )
    };
    let old = r#"{"eventDateTime":"2020-01-01 00:00:00 +0000"}"#;
    let input = [
        line("ActionEvent", "OLD", old),
        line("AlertEvent", "OLD.ALERT", old),
        line("ActionEvent", "NEW", "{}"),
    ];
    finish(run().args(["--event-purge-interval", "0"]), input.concat().as_bytes());
    let kept = || -> BTreeSet<String> {
        let mut list = busboot();
        list.args(["events", "list", "--format", "json", "--journal-dir"]).arg(state.path());
        let list: Value = serde_json::from_slice(&finish(&mut list, b"").stdout).unwrap();
        list["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["eventType"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(kept(), ["OLD", "OLD.ALERT", "NEW"].map(str::to_owned).into());
    // Alerts come first, so one that is to stay has been passed over when the event is gone.
    for (settings, left) in [("", &["OLD.ALERT", "NEW"][..]), ("alert.purge.delay=15\n", &["NEW"])] {
        fs::write(root.path().join("busboot.properties"), settings).unwrap();
        let mut child = run().stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let left = left.iter().copied().map(str::to_owned).collect();
        let begun = Instant::now();
        while kept() != left && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
        assert_eq!(kept(), left, "{settings}");
    }
}

/// Prints what `docs/guarantees.md` quotes. The limit is one that a busy machine keeps too.
#[test]
fn publishing_takes_a_bounded_time_with_every_broker_away() {
    const LIMIT: Duration = Duration::from_millis(500);
    let (root, state) = (root_without_a_broker(), tempfile::tempdir().unwrap());
    let boot = Boot::new(root.path()).set("journal.dir", state.path().display().to_string());
    let event = || Event { description: Some("x".repeat(300)), ..Event::new("VM.START") };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut times = runtime.block_on(async {
        let observer: Observer = Arc::new(|_| {});
        let journaled = Arc::new(boot.start_journaled(boot.prepare(), &observer).unwrap());
        let publishers = (0..10).map(|_| {
            let journaled = journaled.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                for _ in 0..500 {
                    let begun = Instant::now();
                    journaled.publish(event()).await.unwrap();
                    times.push(begun.elapsed());
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                times
            })
        });
        let mut times = Vec::new();
        for publisher in publishers.collect::<Vec<_>>() {
            times.extend(publisher.await.unwrap());
        }
        times
    });
    times.sort();
    let share = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{} publishes: median {:?}, p99 {:?}, longest {:?}",
        times.len(),
        share(50),
        share(99),
        share(100)
    );
    assert!(share(99) < LIMIT, "{:?}", share(99));
}
