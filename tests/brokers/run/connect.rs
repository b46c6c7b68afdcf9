//! `busboot check --connect` on real brokers: every step failing for real, and passing; nothing is published or made.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::samples::{KAFKA, Queue, XML, events, guide};
use super::{BUS, Run, complaint, finish};
use crate::support::{KafkaBroker, Pki, RabbitMqNode, free_ports};

const SECRET: &str = "not-this-one-either";

/// A RabbitMQ bus with these properties on top of what fits the node.
fn rabbitmq(node: &RabbitMqNode, exchange: &str, properties: &[(&str, &str)]) -> TempDir {
    let port = node.port.to_string();
    let mut all =
        vec![("server", "127.0.0.1"), ("port", &port), ("username", "guest"), ("password", "guest")];
    all.push(("exchange", exchange));
    all.retain(|(name, _)| properties.iter().all(|(other, _)| name != other));
    all.extend(properties);
    let properties: String =
        all.iter().map(|(name, value)| format!("<property name=\"{name}\" value=\"{value}\"/>\n")).collect();
    let root = guide("amqp");
    let xml = fs::read_to_string(root.path().join(XML)).unwrap();
    let (start, rest) = xml.split_once("<bean id=").unwrap();
    let (_, end) = rest.split_once("</bean>").unwrap();
    let class = "org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus";
    let bean = format!("<bean id=\"{BUS}\" class=\"{class}\">\n{properties}</bean>");
    fs::write(root.path().join(XML), format!("{start}{bean}{end}")).unwrap();
    root
}

/// A Kafka bus with this file.
fn kafka(lines: &[&str]) -> TempDir {
    let root = guide("kafka");
    fs::write(root.path().join(KAFKA), lines.join("\n")).unwrap();
    root
}

fn trusting_the_authority(root: &TempDir) {
    let file = Pki::shared().authority.certificate_pem.display();
    fs::write(root.path().join("busboot.properties"), format!("tls.ca.file={file}\n")).unwrap();
}

/// What was tried, broker by broker, and the exit code.
fn tried(root: &TempDir, more: &[&str]) -> (Vec<Vec<Value>>, Option<i32>) {
    let output = check(root, &[&["--format", "json"], more].concat());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let attempts = report["connections"]["attempts"].as_array().unwrap_or_else(|| panic!("{report}"));
    let steps = attempts.iter().map(|attempt| attempt["steps"].as_array().unwrap().clone());
    (steps.collect(), output.status.code())
}

fn check(root: &TempDir, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_busboot"));
    command.env_clear().args(["check", "--connect", "--root"]).arg(root.path()).args(more);
    let output = command.output().unwrap();
    let said = [&output.stdout[..], &output.stderr].concat();
    assert!(!String::from_utf8_lossy(&said).contains(SECRET));
    output
}

/// `step outcome` for each step of a broker.
fn outcomes(steps: &[Value]) -> Vec<String> {
    let told =
        |step: &Value| format!("{} {}", step["step"].as_str().unwrap(), step["outcome"].as_str().unwrap());
    steps.iter().map(told).collect()
}

/// The one broker's steps are these, the last of them fails with this text, and so does the command.
fn fails(root: &TempDir, expected: &[&str], text: &str) {
    let (attempts, code) = tried(root, &[]);
    let steps = attempts.last().unwrap();
    assert_eq!(outcomes(steps), expected, "{steps:?}");
    let last = steps.last().unwrap();
    let said = format!("{} {}", last["message"], last["help"]);
    assert!(said.contains(text), "{said}");
    assert_eq!(code, Some(1), "{said}");
}

#[test]
fn rabbitmq_passes_and_nothing_is_changed_there() {
    let node = RabbitMqNode::shared();
    let queue = Queue::bound(node, "connect-passes".to_owned());
    // The node is shared: what other tests declare meanwhile is theirs.
    let exchanges = || {
        let all = node.rabbitmqctl(&["list_exchanges", "name", "type", "durable"]);
        all.lines().filter(|line| line.contains("connect-passes")).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = exchanges();
    assert_eq!(before.len(), 1, "{before:?}");

    let (attempts, code) = tried(&rabbitmq(node, &queue.name, &[]), &[]);

    let expected = [
        "name passed",
        "tcp passed",
        "login passed",
        "virtual-host passed",
        "exchange passed",
        "queue unknown",
    ];
    assert_eq!(outcomes(&attempts[0]), expected);
    assert!(attempts[0][1]["ms"].as_f64().unwrap() > 0.0, "{attempts:?}");
    let help = attempts[0][5]["help"].as_str().unwrap();
    assert!(help.ends_with(
        "rabbitmqctl -p / list_bindings source_name routing_key destination_name | grep connect-passes"
    ));
    assert_eq!(code, Some(0));
    assert_eq!(exchanges(), before);
    assert_eq!(node.messages_in(&queue.name), 0);
}

#[test]
fn an_exchange_that_is_not_there_is_a_warning_and_is_not_made() {
    let node = RabbitMqNode::shared();
    let root = rabbitmq(node, "connect-nothing-there", &[]);
    let (attempts, code) = tried(&root, &[]);
    assert_eq!(outcomes(&attempts[0])[4..], ["exchange warning"]);
    assert_eq!(code, Some(0));
    assert!(!node.rabbitmqctl(&["list_exchanges", "name"]).contains("connect-nothing-there"));
    assert_eq!(tried(&root, &["--deny-warnings"]).1, Some(1));
}

#[test]
fn each_step_to_rabbitmq_can_fail() {
    let node = RabbitMqNode::shared();
    let [nobody] = free_ports();
    let nobody = nobody.to_string();
    let with = |properties: &[(&str, &str)]| rabbitmq(node, "connect-fails", properties);
    fails(&with(&[("server", "nowhere.invalid")]), &["name failed"], "getent hosts nowhere.invalid");
    fails(&with(&[("port", &nobody)]), &["name passed", "tcp failed"], &format!("nc -vz 127.0.0.1 {nobody}"));
    fails(
        &with(&[("password", SECRET)]),
        &["name passed", "tcp passed", "login failed"],
        "refuses the login of user",
    );
    fails(
        &with(&[("virtualHost", "/nowhere")]),
        &["name passed", "tcp passed", "login passed", "virtual-host failed"],
        "rabbitmqctl add_vhost",
    );
    node.rabbitmqctl(&["add_user", "reader", SECRET]);
    node.rabbitmqctl(&["set_permissions", "reader", "^$", ".*", ".*"]);
    Queue::bound(node, "connect-fails".to_owned());
    fails(
        &with(&[("username", "reader"), ("password", SECRET)]),
        &["name passed", "tcp passed", "login passed", "virtual-host passed", "exchange failed"],
        "rabbitmqctl set_permissions",
    );
    // A broker has this one from the beginning, and it is no topic exchange.
    fails(
        &with(&[("exchange", "amq.fanout")]),
        &["name passed", "tcp passed", "login passed", "virtual-host passed", "exchange failed"],
        "not as a durable topic exchange",
    );
}

#[test]
fn tls_to_rabbitmq_is_verified_as_the_bus_does() {
    let node = RabbitMqNode::shared();
    let queue = Queue::bound(node, "connect-tls".to_owned());
    let port = node.tls_port.to_string();
    let with =
        |server| rabbitmq(node, &queue.name, &[("server", server), ("port", &port), ("useSsl", "true")]);
    fails(&with("localhost"), &["name passed", "tcp passed", "tls failed"], "isn't trusted");

    let root = with("localhost");
    trusting_the_authority(&root);
    let (attempts, code) = tried(&root, &[]);
    assert_eq!(outcomes(&attempts[0])[2..4], ["tls passed", "login passed"]);
    let seen = attempts[0][2]["message"].as_str().unwrap();
    assert!(
        seen.starts_with("TLSv1.3 ") && seen.contains("certificate for localhost, 127.0.0.1 until "),
        "{seen}"
    );
    assert_eq!(code, Some(0));

    // Leads to 127.0.0.1, but by a name that isn't in the certificate.
    let root = with("127.1");
    trusting_the_authority(&root);
    fails(&root, &["name passed", "tcp passed", "tls failed"], "is for localhost, 127.0.0.1, not for");

    let plain = rabbitmq(node, &queue.name, &[("useSsl", "true")]);
    fails(&plain, &["name passed", "tcp passed", "tls failed"], "doesn't speak TLS");
}

#[test]
fn kafka_passes_and_an_absent_topic_is_not_made() {
    let broker = KafkaBroker::shared();
    let servers = format!("bootstrap.servers={}", broker.bootstrap_servers());
    let there = kafka(&[&servers, "topic=connect-there"]);
    let output = finish(Run::start(&there).feed(&events(1)));
    assert!(output.status.success(), "{}", complaint(&output));

    let (attempts, code) = tried(&there, &[]);
    assert_eq!(outcomes(&attempts[0]), ["name passed", "tcp passed"]);
    assert_eq!(outcomes(&attempts[1]), ["cluster passed", "topic passed", "authorisation passed"]);
    assert_eq!(attempts[1][1]["message"], "connect-there, 3 partitions");
    assert_eq!(code, Some(0));

    let absent = kafka(&[&servers, "topic=connect-absent"]);
    for _ in 0..2 {
        let (attempts, code) = tried(&absent, &[]);
        assert_eq!(outcomes(&attempts[1])[..2], ["cluster passed", "topic warning"], "{attempts:?}");
        assert_eq!(code, Some(0));
    }
}

#[test]
fn kafka_logs_in_over_tls_and_a_wrong_password_fails_the_login() {
    let broker = KafkaBroker::shared();
    let with = |password: &str| {
        let login = format!(
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"{}\" \
             password=\"{password}\";",
            KafkaBroker::USER
        );
        let servers = format!("bootstrap.servers=localhost:{}", broker.sasl_ssl_port);
        let root = kafka(&[
            &servers,
            "topic=connect-sasl",
            "security.protocol=SASL_SSL",
            "sasl.mechanism=PLAIN",
            &login,
        ]);
        trusting_the_authority(&root);
        root
    };
    let (attempts, code) = tried(&with(KafkaBroker::PASSWORD), &[]);
    assert_eq!(outcomes(&attempts[0]), ["name passed", "tcp passed", "tls passed"]);
    assert_eq!(outcomes(&attempts[1])[..2], ["login passed", "cluster passed"], "{attempts:?}");
    assert_eq!(code, Some(0));
    fails(&with(SECRET), &["login failed"], "Authentication failed");
}

#[test]
fn what_the_cluster_refuses_is_told_before_anything_is_published() {
    let broker = KafkaBroker::start_with(
        "auto.create.topics.enable=false\nsuper.users=User:ANONYMOUS\n\
         authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n",
    );
    let servers = format!("bootstrap.servers={}", broker.bootstrap_servers());
    let absent = kafka(&[&servers, "topic=connect-absent"]);
    fails(&absent, &["cluster passed", "topic failed"], "--create --topic connect-absent");

    let servers = format!("bootstrap.servers=127.0.0.1:{}", broker.sasl_port);
    let login = format!(
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"{}\" \
         password=\"{}\";",
        KafkaBroker::USER,
        KafkaBroker::PASSWORD
    );
    let lines = [
        &*servers,
        "topic=connect-denied",
        "security.protocol=SASL_PLAINTEXT",
        "sasl.mechanism=PLAIN",
        &login,
    ];
    fails(&kafka(&lines), &["login passed", "cluster passed", "topic failed"], "allow it Describe and Write");
}

#[test]
fn an_expired_certificate_is_told_with_its_end() {
    let expired = Pki::shared().expired();
    let keys = tempfile::NamedTempFile::new().unwrap();
    let parts = [&expired.key_pem, &expired.certificate_pem].map(|file| fs::read_to_string(file).unwrap());
    fs::write(keys.path(), parts.concat()).unwrap();
    let broker = KafkaBroker::start_with(&format!("ssl.keystore.location={}\n", keys.path().display()));
    let servers = format!("bootstrap.servers=localhost:{}", broker.ssl_port);
    let root = kafka(&[&servers, "topic=connect-expired", "security.protocol=SSL"]);
    trusting_the_authority(&root);
    fails(&root, &["name passed", "tcp passed", "tls failed"], "expired since");
}

#[test]
fn a_broker_that_says_nothing_is_given_up_in_time() {
    // Takes connections and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port().to_string();
    let root = rabbitmq(RabbitMqNode::shared(), "any", &[("port", &port)]);
    let begun = std::time::Instant::now();
    let (attempts, code) = tried(&root, &["--connect-timeout", "1s"]);
    assert_eq!(outcomes(&attempts[0]), ["name passed", "tcp passed", "login failed"]);
    assert!(attempts[0][2]["message"].as_str().unwrap().starts_with("no answer within 1 s"), "{attempts:?}");
    assert!(begun.elapsed().as_secs() < 10);
    assert_eq!(code, Some(1));
}

#[test]
fn people_and_other_forms_get_the_failure_too() {
    let root = rabbitmq(RabbitMqNode::shared(), "any", &[("virtualHost", "/nowhere")]);
    let text = String::from_utf8(check(&root, &[]).stdout).unwrap();
    assert!(text.contains("FAILED  virtual-host "), "{text}");
    let github = String::from_utf8(check(&root, &["--format", "github"]).stdout).unwrap();
    assert!(github.contains("::error title=connect::bus eventNotificationBus, 127.0.0.1:"), "{github}");
    let sarif: Value = serde_json::from_slice(&check(&root, &["--format", "sarif"]).stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result["ruleId"] == "connect"), "{sarif}");
}
