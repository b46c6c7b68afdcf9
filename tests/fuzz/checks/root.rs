//! A whole root: files behind lines of the form `=== path`, read as the server reads them, and as busboot does.

use busboot::Boot;
use busboot::diagnostic::Severity;
use busboot::diagnostic::render::{self, Style};
use busboot::source::{Host, Memory};

pub(crate) fn check(bytes: &[u8]) {
    if asks_for_many_rounds(bytes) {
        return;
    }
    let mut files = Memory::new();
    for (path, content) in parts(bytes) {
        files = files.with(format!("/root/{path}"), content);
    }
    let host = Host::new(files)
        .with_variable("APP_ENCRYPTION_PASSWORD", "secret")
        .with_system_property("bus.host", "example.org");
    for as_spring in [true, false] {
        let report = Boot::new("/root").host(host.clone()).as_spring(as_spring).configure();
        for found in report.diagnostics.iter() {
            assert!(!render::text(found, &report.sources, Style::Plain).is_empty());
        }
        let failed = report.diagnostics.count(Severity::Error) > 0;
        assert!(failed || report.configuration.is_some(), "nothing was read, and nobody says why");
    }
}

/// Key derivations of millions of rounds are allowed, bounded, and would leave no time for anything else.
fn asks_for_many_rounds(bytes: &[u8]) -> bool {
    let digits = bytes.chunk_by(|one, other| one.is_ascii_digit() == other.is_ascii_digit());
    digits.into_iter().any(|run| run.len() >= 5 && run[0].is_ascii_digit())
        && bytes.windows(8).any(|word| word.eq_ignore_ascii_case(b"teration"))
}

/// The files: a line `=== path`, and what follows up to the next one.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(path) = line.strip_prefix(b"=== ") {
            parts.push((String::from_utf8_lossy(path).trim_end().to_owned(), Vec::new()));
        } else if let Some((_, content)) = parts.last_mut() {
            content.extend_from_slice(line);
        }
    }
    parts
}
