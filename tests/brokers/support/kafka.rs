//! A Kafka broker of its own: Apache Kafka in KRaft mode, broker and controller in one JVM.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::{Pki, Tied, free_ports};
use crate::java;

/// Any 16 bytes in URL-safe Base64.
const CLUSTER: &str = "YnVzYm9vdC1jbHVzdGVyMQ";

/// Fit for one broker on a small machine; topics are made on first use, with three partitions.
const SETTINGS: &str = "\
process.roles=broker,controller
node.id=1
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
num.partitions=3
auto.create.topics.enable=true
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
group.initial.rebalance.delay.ms=0
log.cleaner.enable=false
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=250
";

/// A broker with four listeners on 127.0.0.1.
pub(crate) struct KafkaBroker {
    /// `PLAINTEXT`.
    pub(crate) port: u16,
    /// `SSL`; its certificate is [`Pki::server`]. A client's certificate is checked, not asked for.
    pub(crate) ssl_port: u16,
    /// `SASL_PLAINTEXT`: mechanisms PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512, [`USER`](Self::USER).
    pub(crate) sasl_port: u16,
    /// `SASL_SSL`: both.
    pub(crate) sasl_ssl_port: u16,
    controller_port: u16,
    server: Option<Tied>,
    directory: TempDir,
}

impl KafkaBroker {
    /// Who may log in with SASL.
    pub(crate) const USER: &str = "busboot";
    /// The password of [`USER`](Self::USER).
    pub(crate) const PASSWORD: &str = "busboot-secret";

    /// The one for all tests of this binary. Nobody may stop it, and each test names its own topics.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<KafkaBroker> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A fresh broker, up and ready.
    pub(crate) fn start() -> Self {
        Self::start_with("")
    }

    /// A fresh broker with these lines more in its `server.properties`.
    pub(crate) fn start_with(settings: &str) -> Self {
        let [port, ssl_port, sasl_port, sasl_ssl_port, controller_port] = free_ports();
        let directory = TempDir::with_prefix("busboot-kafka-").unwrap();
        let mut broker =
            Self { port, ssl_port, sasl_port, sasl_ssl_port, controller_port, server: None, directory };
        std::fs::write(broker.settings_file(), broker.settings(settings)).unwrap();
        broker.format();
        broker.start_again();
        broker
    }

    /// `127.0.0.1:port` of the `PLAINTEXT` listener.
    pub(crate) fn bootstrap_servers(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Starts it after [`stop`](Self::stop) or [`kill`](Self::kill): same ports, same data.
    pub(crate) fn start_again(&mut self) {
        let mut server = Tied::command("java");
        server.args(java::options()).arg("kafka.Kafka").arg(self.settings_file());
        let started = || std::fs::read_to_string(self.log()).unwrap().contains("Kafka Server started");
        self.server = Some(Tied::spawn_broker(server, &self.log(), started));
    }

    /// Stops it in order.
    pub(crate) fn stop(&mut self) {
        let mut server = self.server.take().expect("the broker runs");
        server.signal("TERM");
        server.wait();
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(&mut self) {
        drop(self.server.take().expect("the broker runs"));
    }

    /// Freezes it: connections stay open and nothing answers.
    pub(crate) fn pause(&self) {
        self.server.as_ref().expect("the broker runs").signal("STOP");
    }

    /// Ends [`pause`](Self::pause).
    pub(crate) fn resume(&self) {
        self.server.as_ref().expect("the broker runs").signal("CONT");
    }

    /// What the broker has logged so far.
    pub(crate) fn log(&self) -> PathBuf {
        self.directory.path().join("output.log")
    }

    /// Makes the data directory and the users whose passwords the cluster itself keeps.
    fn format(&self) {
        let mut command = Command::new("java");
        command.args(java::options()).arg("kafka.tools.StorageTool");
        command.args(["format", "--cluster-id", CLUSTER, "--config"]).arg(self.settings_file());
        for mechanism in ["SCRAM-SHA-256", "SCRAM-SHA-512"] {
            command.arg("--add-scram");
            command.arg(format!("{mechanism}=[name={},password={}]", Self::USER, Self::PASSWORD));
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "kafka-storage: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn settings(&self, more: &str) -> String {
        [SETTINGS, &self.listener_settings(), &self.tls_settings(), &sasl_settings(), more].concat()
    }

    fn listener_settings(&self) -> String {
        let Self { port, ssl_port, sasl_port, sasl_ssl_port, controller_port, .. } = self;
        let listeners = format!(
            "PLAINTEXT://127.0.0.1:{port},SSL://127.0.0.1:{ssl_port},SASL_PLAINTEXT://127.0.0.1:{sasl_port},\
             SASL_SSL://127.0.0.1:{sasl_ssl_port}"
        );
        format!(
            "listeners={listeners},CONTROLLER://127.0.0.1:{controller_port}\nadvertised.listeners={listeners}\n\
             controller.quorum.voters=1@127.0.0.1:{controller_port}\nlog.dirs={}\n",
            self.directory.path().join("data").display()
        )
    }

    fn tls_settings(&self) -> String {
        let Pki { authority, server, .. } = Pki::shared();
        let keys = self.directory.path().join("keystore.pem");
        let parts =
            [&server.key_pem, &server.certificate_pem].map(|file| std::fs::read_to_string(file).unwrap());
        std::fs::write(&keys, parts.concat()).unwrap();
        format!(
            "ssl.keystore.type=PEM\nssl.keystore.location={}\nssl.truststore.type=PEM\n\
             ssl.truststore.location={}\nssl.client.auth=requested\n",
            keys.display(),
            authority.certificate_pem.display()
        )
    }

    fn settings_file(&self) -> PathBuf {
        self.directory.path().join("server.properties")
    }
}

fn sasl_settings() -> String {
    let (user, password) = (KafkaBroker::USER, KafkaBroker::PASSWORD);
    let plain = format!("plain.PlainLoginModule required user_{user}=\"{password}\";");
    let scram = "scram.ScramLoginModule required;";
    let modules = [("plain", plain.as_str()), ("scram-sha-256", scram), ("scram-sha-512", scram)];
    let mut text = String::new();
    for listener in ["sasl_plaintext", "sasl_ssl"] {
        for (mechanism, module) in modules {
            let key = format!("listener.name.{listener}.{mechanism}.sasl.jaas.config");
            writeln!(text, "{key}=org.apache.kafka.common.security.{module}").unwrap();
        }
    }
    text
}
