//! The program under test: `busboot run` as a process.

use std::io::Write as _;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Sender};

use serde_json::Value;
use tempfile::TempDir;

/// A running `busboot run` and the thread that writes to it, which may have to wait for a broker.
pub(super) struct Run {
    child: Child,
    input: Sender<String>,
}

impl Run {
    pub(super) fn start(root: &TempDir) -> Self {
        Self::start_with(root, |command| command)
    }

    pub(super) fn start_with(root: &TempDir, more: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_busboot"));
        command.env_clear().args(["run", "--format", "json", "--root"]).arg(root.path());
        command.env("BUSBOOT_JOURNAL_DIR", root.path().join("journal"));
        more(&mut command).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let (input, texts) = mpsc::channel::<String>();
        std::thread::spawn(move || {
            for text in texts {
                // After SIGTERM nobody reads any more.
                if stdin.write_all(text.as_bytes()).is_err() {
                    return;
                }
            }
        });
        Self { child, input }
    }

    pub(super) fn feed(self, events: &[Value]) -> Self {
        self.input.send(events.iter().map(|event| format!("{event}\n")).collect()).unwrap();
        self
    }

    /// Kills it, as a loss of power would.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(super) fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }
}

/// Ends the input and waits for the end of the program.
pub(super) fn finish(Run { child, input }: Run) -> Output {
    drop(input);
    child.wait_with_output().unwrap()
}

/// The closing line of standard output.
pub(super) fn report(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_else(|| panic!("no report; {}", complaint(output)));
    serde_json::from_str(last).unwrap()
}

/// What it printed to standard error.
pub(super) fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
