//! The real binary on input that means harm, each with a deadline and a bound of memory. It may refuse, with a code and
//! a reason; it may not crash, hang, swell, or read what it wasn't given.

#![cfg(test)]

mod beans;
mod events;
mod expressions;
mod fuzz;
mod paths;
mod placeholders;
mod properties;
mod stores;
mod xml;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a run may take in seconds: on an idle machine each takes a few, with code that isn't optimised.
const DEADLINE: &str = "300";

/// What a run may take of address space, stacks and all.
const MEMORY: &str = "--as=3221225472";

const BEANS: &str = "<beans xmlns=\"http://www.springframework.org/schema/beans\"\n       \
                     xmlns:util=\"http://www.springframework.org/schema/util\"\n       \
                     xmlns:context=\"http://www.springframework.org/schema/context\"\n       \
                     xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n       \
                     xsi:schemaLocation=\"http://www.springframework.org/schema/beans \
                     http://www.springframework.org/schema/beans/spring-beans-3.0.xsd \
                     http://www.springframework.org/schema/util \
                     http://www.springframework.org/schema/util/spring-util-3.0.xsd \
                     http://www.springframework.org/schema/context \
                     http://www.springframework.org/schema/context/spring-context-3.0.xsd\">\n";

/// A bus that needs nothing.
const BUS: &str = "<bean id=\"bus\" class=\"org.apache.cloudstack.mom.inmemory.InMemoryEventBus\">\
                   <property name=\"name\" value=\"bus\"/></bean>";

/// The folder of the module whose files are read.
const MODULE: &str = "META-INF/cloudstack/event";

/// A root of its own for one test.
struct Root(TempDir);

impl Root {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A root whose only context file has these definitions.
    fn of_beans(definitions: &str) -> Self {
        Self::new().with(&format!("{MODULE}/spring-event-bus-context.xml"), document(definitions))
    }

    /// A root with an in-memory bus of this name, as it is written.
    fn of_name(name: &str) -> Self {
        let bus = BUS.replace("value=\"bus\"", &format!("value=\"{}\"", escaped(name)));
        Self::of_beans(&format!("{CONFIGURER}{bus}"))
    }

    fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn show(&self) -> Outcome {
        run(&["show", "--format", "json", "--root", self.0.path().to_str().unwrap()], b"")
    }
}

/// Resolves placeholders from `a.properties`.
const CONFIGURER: &str = "<bean class=\"org.springframework.context.support.PropertySourcesPlaceholderConfigurer\">\
                          <property name=\"location\" value=\"a.properties\"/>\
                          <property name=\"ignoreResourceNotFound\" value=\"true\"/></bean>";

fn document(definitions: &str) -> String {
    format!("{BEANS}{definitions}\n</beans>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// How a run ended.
struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Runs the binary with a deadline and a bound of memory. Ends the test unless it ends by itself, fine or with errors.
fn run(arguments: &[&str], stdin: &[u8]) -> Outcome {
    let mut child = Command::new("timeout")
        .args(["--signal=KILL", DEADLINE, "prlimit", MEMORY, "--core=0", env!("CARGO_BIN_EXE_busboot")])
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let stdin = stdin.to_owned();
    // Beside the reading, as both pipes may fill; a command that doesn't read its input closes the pipe.
    let writer = std::thread::spawn(move || drop(input.write_all(&stdin)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let outcome = Outcome {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    };
    let end: String = outcome.stderr.chars().take(2_000).collect();
    assert!(matches!(outcome.code, 0 | 1), "ended with {}: {end}", outcome.code);
    assert!(!outcome.stderr.contains("panicked"), "{end}");
    outcome
}

impl Outcome {
    /// It was refused with this code, and a message that has this in it.
    #[track_caller]
    fn is_refused(&self, code: &str, message: &str) {
        let json = self.json();
        let error = match json.get("error") {
            Some(error) => error.clone(),
            // One file of several, or a finding of `check`.
            None => json
                .get("diagnostics")
                .and_then(|found| {
                    found.as_array()?.iter().find(|found| found["severity"] == "error").cloned()
                })
                .or_else(|| json.as_object()?.values().next()?.get("error").cloned())
                .unwrap_or_default(),
        };
        let said = error["message"].as_str().unwrap_or_default();
        assert_eq!((self.code, error["code"].as_str()), (1, Some(code)), "{}", self.start());
        assert!(said.contains(message), "{said}");
    }

    /// It was taken.
    #[track_caller]
    fn is_fine(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.start());
        self.json()
    }

    /// The name of the bus.
    #[track_caller]
    fn name_is(&self, name: &str) {
        assert_eq!(self.is_fine()["buses"]["bus"]["properties"]["name"], name);
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_default()
    }

    fn start(&self) -> String {
        self.stdout.chars().take(1_000).chain(self.stderr.chars().take(2_000)).collect()
    }
}

fn on_path(command: &str, path: &Path) -> Outcome {
    run(&[command, "--format", "json", path.to_str().unwrap()], b"")
}
