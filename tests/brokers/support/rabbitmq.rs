//! A RabbitMQ node of its own: Debian's `rabbitmq-server` beside any that the machine runs, with its own ports,
//! data, cookie and epmd.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use tempfile::TempDir;

use super::{Pki, Tied, free_ports, wait_until};

/// The package's own scripts. Those in `/usr/sbin` change the user and know one node only.
const SCRIPTS: &str = "/usr/lib/rabbitmq/bin";

/// A node with a plain and a TLS listener on 127.0.0.1, user and password `guest`.
pub(crate) struct RabbitMqNode {
    /// Port of the plain listener.
    pub(crate) port: u16,
    /// Port of the TLS listener; its certificate is [`Pki::server`]. A client's certificate is checked, not asked for.
    pub(crate) tls_port: u16,
    epmd_port: u16,
    distribution_port: u16,
    server: Option<Tied>,
    epmd: Option<Tied>,
    directory: TempDir,
}

impl RabbitMqNode {
    /// The one for all tests of this binary. Nobody may stop or block it, and each test names its own exchanges.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<RabbitMqNode> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A fresh node, up and ready.
    pub(crate) fn start() -> Self {
        Self::start_with("")
    }

    /// A fresh node with these lines more in its `rabbitmq.conf`.
    pub(crate) fn start_with(configuration: &str) -> Self {
        let server = Path::new(SCRIPTS).join("rabbitmq-server");
        assert!(server.exists(), "{} is missing: start the tests with tests/run", server.display());
        let [port, tls_port, epmd_port, distribution_port] = free_ports();
        let directory = TempDir::with_prefix("busboot-rabbitmq-").unwrap();
        let mut node =
            Self { port, tls_port, epmd_port, distribution_port, server: None, epmd: None, directory };
        node.configure(configuration);
        node.start_again();
        node
    }

    /// Starts it after [`stop`](Self::stop) or [`kill`](Self::kill): same ports, same data.
    pub(crate) fn start_again(&mut self) {
        if self.epmd.is_none() {
            let mut epmd = Tied::command("epmd");
            epmd.args(["-port", &self.epmd_port.to_string(), "-address", "127.0.0.1"]);
            self.epmd = Some(Tied::spawn(epmd));
        }
        let mut server = Tied::command(Path::new(SCRIPTS).join("rabbitmq-server"));
        self.environment(&mut server);
        self.server = Some(Tied::spawn_broker(server, &self.log(), || self.answers()));
    }

    /// Stops it in order, as `systemctl stop` does.
    pub(crate) fn stop(&mut self) {
        let mut server = self.server.take().expect("the node runs");
        server.signal("TERM");
        server.wait();
    }

    /// Ends it as a power cut does: nothing is said to anybody, nothing more is written.
    pub(crate) fn kill(&mut self) {
        drop(self.server.take().expect("the node runs"));
    }

    /// Freezes it: connections stay open and nothing answers.
    pub(crate) fn pause(&self) {
        self.server.as_ref().expect("the node runs").signal("STOP");
    }

    /// Ends [`pause`](Self::pause).
    pub(crate) fn resume(&self) {
        self.server.as_ref().expect("the node runs").signal("CONT");
    }

    /// Makes it block every publisher, as a node that is short of memory does, until [`unblock`](Self::unblock).
    pub(crate) fn block(&self) {
        self.rabbitmqctl(&["set_vm_memory_high_watermark", "absolute", "1"]);
    }

    /// Ends [`block`](Self::block).
    pub(crate) fn unblock(&self) {
        self.rabbitmqctl(&["set_vm_memory_high_watermark", "0.4"]);
    }

    /// Runs `rabbitmqctl` on this node and gives what it prints (`--quiet`, tables without their headings).
    pub(crate) fn rabbitmqctl(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(Path::new(SCRIPTS).join("rabbitmqctl"));
        self.environment(&mut command);
        let output = command.arg("--quiet").args(arguments).stdin(Stdio::null()).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "rabbitmqctl {}: {complaint}", arguments.join(" "));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Number of messages that wait in a queue.
    pub(crate) fn messages_in(&self, queue: &str) -> usize {
        let table = self.rabbitmqctl(&["list_queues", "--no-table-headers", "name", "messages"]);
        let row = table.lines().find_map(|line| line.strip_prefix(queue)?.strip_prefix('\t'));
        row.unwrap_or_else(|| panic!("no queue {queue} in\n{table}")).trim().parse().unwrap()
    }

    /// Waits until a queue holds as many messages as this; more at once are an error of the caller's to find.
    pub(crate) fn wait_for_messages(&self, queue: &str, count: usize) {
        let what = format!("{count} messages in {queue}");
        wait_until(&what, || self.messages_in(queue) >= count);
    }

    /// What the node has logged so far.
    pub(crate) fn log(&self) -> PathBuf {
        self.directory.path().join("output.log")
    }

    fn configure(&self, more: &str) {
        let Pki { authority, server, .. } = Pki::shared();
        let configuration = format!(
            "listeners.tcp.1 = 127.0.0.1:{}\nlisteners.ssl.1 = 127.0.0.1:{}\n\
             ssl_options.cacertfile = {}\nssl_options.certfile = {}\nssl_options.keyfile = {}\n\
             ssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = false\n{more}\n",
            self.port,
            self.tls_port,
            authority.certificate_pem.display(),
            server.certificate_pem.display(),
            server.key_pem.display(),
        );
        std::fs::write(self.directory.path().join("rabbitmq.conf"), configuration).unwrap();
        std::fs::write(self.directory.path().join("enabled_plugins"), "[].\n").unwrap();
    }

    fn environment(&self, command: &mut Command) {
        let directory = self.directory.path();
        command
            .env("HOME", directory)
            .env("ERL_EPMD_PORT", self.epmd_port.to_string())
            .env("RABBITMQ_NODENAME", "busboot@localhost")
            .env("RABBITMQ_DIST_PORT", self.distribution_port.to_string())
            .env("RABBITMQ_MNESIA_BASE", directory.join("data"))
            .env("RABBITMQ_LOG_BASE", directory.join("log"))
            .env("RABBITMQ_CONFIG_FILE", directory.join("rabbitmq.conf"))
            .env("RABBITMQ_ENABLED_PLUGINS_FILE", directory.join("enabled_plugins"))
            .env("RABBITMQ_CONF_ENV_FILE", "/dev/null")
            .env("ERL_CRASH_DUMP", directory.join("erl_crash.dump"))
            // The script becomes the server instead of waiting for it, so that a signal reaches the server.
            .env("RABBITMQ_ALLOW_INPUT", "1")
            // No Erlang program leaves an epmd behind; the node's own is tied to the tests.
            .env("ERL_FLAGS", "-start_epmd false")
            // Two schedulers that don't spin: the tests share few cores.
            .env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-noinput +S 2:2 +sbwt none");
    }

    /// Whether the plain listener speaks AMQP: the node opens it last.
    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) else { return false };
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(b"AMQP\x00\x00\x09\x01").is_ok() && stream.read_exact(&mut [0]).is_ok()
    }
}
