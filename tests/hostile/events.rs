//! Lines of events for `run`: whatever a line holds, it is named and skipped, and the next one counts.

use crate::{BUS, Root, run};

const EVENT: &str = "{\"eventType\":\"VM.START\"}\n";

/// Runs with lines between two events, and gives what was said of them.
#[track_caller]
fn rejected(lines: &[Vec<u8>], many: u64) -> String {
    let root = Root::of_beans(BUS);
    let input = [EVENT.as_bytes(), &lines.concat(), EVENT.as_bytes()].concat();
    let path = root.path("");
    let ran = run(&["run", "--no-journal", "--format", "json", "--root", path.to_str().unwrap()], &input);
    let json = ran.json();
    assert_eq!(ran.code, 1, "{}", ran.start());
    assert_eq!(json["accepted"], 2, "{}", ran.start());
    assert_eq!(json["rejected_lines"], many, "{}", ran.start());
    assert_eq!(json["buses"]["bus"]["confirmed"], 2);
    ran.stderr
}

fn line(bytes: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut bytes = bytes.into();
    bytes.push(b'\n');
    bytes
}

#[test]
fn lines_that_are_no_text_or_no_object_are_skipped() {
    let lines = [
        line(b"\0".to_vec()),
        line(b"\xFF\xFE{".to_vec()),
        line(b"{\"eventType\":\"\xED\xA0\x80\"}".to_vec()),
        line("[]"),
        line("null"),
        line("\"eventType\""),
        line("{\"eventType\":\"A\"}{}"),
        line("{\"eventType\":\"A\",}"),
        line("{\"eventType\":\"\\uD800\"}"),
        line("{\"eventType\":\"A\",\"eventType\":\"B\"}"),
        line("{\"eventType\":\"A\",\"eventId\":1e400}"),
        line("{\"eventType\":\"A\",\"eventId\":99999999999999999999}"),
        line("{\"eventType\":null}"),
    ];
    let said = rejected(&lines, 13);
    for number in 2..=14 {
        assert!(said.contains(&format!("line {number}: ")), "line {number}: {said}");
    }
}

#[test]
fn depth_and_length_are_skipped() {
    let lines = [
        line("[".repeat(1_000_000)),
        line(format!(
            "{{\"eventType\":\"A\",\"description\":{}{}}}",
            "{\"a\":".repeat(100_000),
            "}".repeat(100_000)
        )),
        line(format!("{{\"{}\":1}}", "k".repeat(5_000_000))),
        line(format!("{{{}}}", "\"description\":1,".repeat(10_000))),
        line(vec![b'x'; 17 << 20]),
    ];
    let said = rejected(&lines, 5);
    assert!(said.contains("line 6: longer than 16777216 bytes"), "{}", said.len());
    assert!(said.len() < 100_000, "{} bytes of messages", said.len());
}

#[test]
fn empty_lines_are_nothing() {
    let root = Root::of_beans(BUS);
    let path = root.path("");
    let input = "\n".repeat(1_000_000) + EVENT;
    let ran =
        run(&["run", "--no-journal", "--format", "json", "--root", path.to_str().unwrap()], input.as_bytes());
    assert_eq!(ran.is_fine()["accepted"], 1);
}
