//! The page on upgrading is played: its console blocks are typed on the files it names, its playbook is run by Ansible, its
//! workflow's step by the shell that GitHub's runner gives it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use busboot::check::registry;
use tempfile::TempDir;

use super::hold_console;
use crate::busboot;
use crate::migrate::{MODE, plant, steady, tree};

const PAGE: &str = "docs/upgrading.md";

/// A server's `/etc/cloudstack/management` with the files of the page, in a directory of its own.
struct Server {
    folder: TempDir,
}

impl Server {
    fn new() -> Self {
        let server = Self { folder: tempfile::tempdir().unwrap() };
        plant(&tree(Path::new("fixtures/upgrading/in")), &server.root(), MODE);
        server
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join("management")
    }

    /// What `program` says to these arguments, with busboot on its path and this root as busboot's.
    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let beside = Path::new(env!("CARGO_BIN_EXE_busboot")).parent().unwrap().display();
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.folder.path());
        command
            .env("PATH", format!("{beside}:/usr/local/bin:/usr/bin:/bin"))
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .env("BUSBOOT_ROOT", self.root())
            .env("APP_ENCRYPTION_PASSWORD", "password");
        let output = command.args(arguments).output();
        output.unwrap_or_else(|error| panic!("{program}: {error}; tests/run brings what is missing"))
    }

    fn is_migrated(&self) -> bool {
        self.root().join("META-INF/cloudstack/event/spring-event-bus-context.xml").exists()
    }

    /// Both outputs of a shell's command, as on the server.
    fn typed(&self, command: &str) -> String {
        let output = self.run("sh", &["-c", &format!("{{ {command}; }} 2>&1")]);
        steady(&output.stdout, &self.root()).replace("<root>", "/etc/cloudstack/management")
    }
}

#[test]
fn the_page_on_upgrading_shows_what_is_printed() {
    let server = Server::new();
    hold_console(PAGE, |command| server.typed(command));
}

#[test]
fn every_refusal_of_migrate_is_in_the_table() {
    let page = fs::read_to_string(PAGE).unwrap();
    let refusals = registry::rules().iter().map(|rule| rule.name);
    let refusals: Vec<&str> =
        refusals.filter(|name| name.starts_with("migrate-") || *name == "not-editable").collect();
    assert!(!refusals.is_empty());
    for refusal in refusals {
        assert_eq!(page.matches(&format!("\n| `{refusal}` | ")).count(), 1, "{refusal}");
    }
}

/// The code between two of the page's marks.
fn snippet(name: &str) -> String {
    let page = fs::read_to_string(PAGE).unwrap();
    let (_, rest) = page.split_once(&format!("<!-- {name} -->\n\n```yaml\n")).unwrap();
    let (code, _) = rest.split_once(&format!("```\n\n<!-- end of {name} -->")).unwrap();
    code.to_owned()
}

#[test]
fn ansible_plays_the_playbook_twice_and_the_second_time_nothing_changes() {
    let server = Server::new();
    // A warning that the root had before, here of a far broker without TLS, doesn't keep the server from starting.
    let context = server.root().join("META-INF/cloudstack/core/spring-event-bus-context.xml");
    let far = fs::read_to_string(&context).unwrap().replace("127.0.0.1", "rabbit.example");
    fs::write(&context, far).unwrap();
    assert!(server.typed("busboot check --target 4.19").contains("warning[tls-off]"));
    let playbook = server.folder.path().join("playbook.yml");
    fs::write(&playbook, snippet("playbook")).unwrap();
    fs::write(server.folder.path().join("hosts"), "[management]\nlocalhost ansible_connection=local\n")
        .unwrap();
    let play = || {
        // No service to start here, and nobody to become.
        let arguments = ["-i", "hosts", "--skip-tags", "start", "-e", "ansible_become=false", "playbook.yml"];
        let output = server.run("ansible-playbook", &arguments);
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    };
    let first = play();
    assert!(first.contains("ok=4    changed=1    unreachable=0    failed=0"), "{first}");
    assert!(server.is_migrated(), "{first}");
    let second = play();
    assert!(second.contains("ok=4    changed=0    unreachable=0    failed=0"), "{second}");
}

#[test]
fn ansible_stops_before_the_server_is_started_when_migrate_refuses() {
    let server = Server::new();
    let both = server.root().join("META-INF/cloudstack/event/spring-event-bus-context.xml");
    fs::create_dir_all(both.parent().unwrap()).unwrap();
    fs::copy("fixtures/quickstart/in/META-INF/cloudstack/event/spring-event-bus-context.xml", both).unwrap();
    fs::write(server.folder.path().join("playbook.yml"), snippet("playbook")).unwrap();
    fs::write(server.folder.path().join("hosts"), "[management]\nlocalhost ansible_connection=local\n")
        .unwrap();
    let arguments = ["-i", "hosts", "-e", "ansible_become=false", "playbook.yml"];
    let output = server.run("ansible-playbook", &arguments);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains("migrate-both-folders"), "{stdout}");
    assert!(stdout.contains("ok=1    changed=0    unreachable=0    failed=1"), "{stdout}");
}

#[test]
fn the_workflows_step_fails_before_and_passes_after_the_migration() {
    let workflow = snippet("workflow");
    let (_, step) = workflow.split_once("        run: |\n").unwrap();
    let script: Vec<&str> = step.lines().map(|line| line.strip_prefix("          ").unwrap()).collect();
    let server = Server::new();
    fs::write(server.folder.path().join("step.sh"), script.join("\n")).unwrap();
    // As the runner calls a step that names no shell.
    let step = || server.run("bash", &["-e", "step.sh"]);

    let before = step();
    let stdout = String::from_utf8_lossy(&before.stdout);
    assert_eq!(before.status.code(), Some(1), "{stdout}");
    assert!(stdout.starts_with(
        "::error file=management/META-INF/cloudstack/core/spring-event-bus-context.xml,line=5,"
    ));
    assert!(stdout.contains("nothing is written yet"), "{stdout}");

    let status =
        busboot().args(["migrate", "--target", "4.20", "--write", "--root"]).arg(server.root()).output();
    assert!(status.unwrap().status.success());
    let after = step();
    assert_eq!(after.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&after.stdout).lines().last(), Some("ready for 4.20"));
}
