//! Programs that die with the tests, however these end.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};
use std::time::Instant;

use super::{PATIENCE, POLL, wait_until};

/// A running program. Killed when dropped, and by the kernel when the test binary ends without dropping it.
pub(crate) struct Tied(Child);

impl Tied {
    /// A command that can be given to [`Tied::spawn`]. It's out of the terminal's reach: on ^C the tests end first.
    pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(program).process_group(0);
        command
    }

    /// Starts a command made by [`Tied::command`].
    pub(crate) fn spawn(command: Command) -> Self {
        let (answer, child) = mpsc::channel();
        keeper().send((command, answer)).unwrap();
        Self(child.recv().unwrap().unwrap())
    }

    /// Starts a broker, its output going to `log`, and waits until it is `ready`; panics with the end of the log when
    /// it ends before, or takes too long.
    pub(crate) fn spawn_broker(mut command: Command, log: &Path, ready: impl Fn() -> bool) -> Self {
        let output = File::create(log).unwrap();
        command.stdin(Stdio::null()).stdout(output.try_clone().unwrap()).stderr(output);
        let mut broker = Self::spawn(command);
        let deadline = Instant::now() + PATIENCE;
        while !ready() {
            let hopeless = !broker.is_running() || Instant::now() > deadline;
            assert!(!hopeless, "the broker did not start:\n{}", last_lines(log));
            std::thread::sleep(POLL);
        }
        broker
    }

    /// Sends a signal by its name, such as `TERM` or `STOP`.
    pub(crate) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.0.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
    }

    /// Waits for the program's own end.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        wait_until("the end of a program", || !self.is_running());
        self.0.wait().unwrap()
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Tied {
    fn drop(&mut self) {
        // Either fails only when the program has ended already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

type Order = (Command, Sender<std::io::Result<Child>>);

/// The one thread that starts programs. The kernel signals a child when the *thread* that started it ends, and a
/// test's thread ends with the test.
fn keeper() -> &'static Sender<Order> {
    static KEEPER: OnceLock<Sender<Order>> = OnceLock::new();
    KEEPER.get_or_init(|| {
        let (sender, orders) = mpsc::channel::<Order>();
        std::thread::spawn(move || {
            for (mut command, answer) in orders {
                answer.send(command.spawn()).unwrap();
            }
        });
        sender
    })
}

fn last_lines(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}
