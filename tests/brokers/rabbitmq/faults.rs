//! Why there is no connection: each fault has its own message, and none has the password.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use busboot::bus::{EventBus, RabbitMqBus};
use busboot::config::settings::{Address, RabbitMqSettings, TlsSettings};
use busboot::source::Secret;
use lapin::ExchangeKind;

use super::queue::{channel, declare_exchange};
use super::{address, settings, trouble};
use crate::support::{RabbitMqNode, free_ports, wait_until};

/// What the bus says of a connection with these settings, without the address in front.
async fn fault(settings: RabbitMqSettings) -> String {
    let password = settings.password.clone();
    let bus = RabbitMqBus::start("bus", settings);
    let reason = trouble(&bus).await;
    assert!(!reason.contains(password.reveal()), "{reason}");
    bus.stop(Duration::ZERO).await;
    reason.split_once(": ").unwrap().1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password() {
    let node = RabbitMqNode::shared();
    let reason =
        fault(RabbitMqSettings { password: Secret::new("Wr0ng/secret"), ..settings(node, "any") }).await;
    assert_eq!(
        reason,
        "the broker refuses the login of user \"guest\": the user doesn't exist there, the password is wrong, or it \
         may log in from the broker's own machine only, as guest does (ACCESS_REFUSED - Login was refused using \
         authentication mechanism PLAIN. For details see the broker logfile.)"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_virtual_host_that_does_not_exist() {
    let node = RabbitMqNode::shared();
    let reason = fault(RabbitMqSettings { virtual_host: "nope".to_owned(), ..settings(node, "any") }).await;
    assert_eq!(
        reason,
        "the virtual host \"nope\" doesn't exist on the broker; `rabbitmqctl add_vhost` makes it, or the property \
         `virtualHost` names another (NOT_ALLOWED - vhost nope not found)"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_virtual_host_and_an_exchange_that_the_user_may_not_use() {
    let node = RabbitMqNode::shared();
    node.rabbitmqctl(&["add_vhost", "locked"]);
    node.rabbitmqctl(&["add_user", "stranger", "password-of-stranger"]);
    let strange = RabbitMqSettings {
        virtual_host: "locked".to_owned(),
        username: "stranger".to_owned(),
        password: Secret::new("password-of-stranger"),
        ..settings(node, "any")
    };
    assert_eq!(
        fault(strange.clone()).await,
        "user \"stranger\" may not use the virtual host \"locked\": `rabbitmqctl set_permissions` allows it \
         (NOT_ALLOWED - access to vhost 'locked' refused for user 'stranger')"
    );
    node.rabbitmqctl(&["set_permissions", "-p", "locked", "stranger", "^$", ".*", ".*"]);
    assert_eq!(
        fault(strange).await,
        "user \"stranger\" lacks a permission: `rabbitmqctl set_permissions` gives it (ACCESS_REFUSED - access to \
         exchange 'any' in vhost 'locked' refused for user 'stranger')"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_of_another_type() {
    let node = RabbitMqNode::shared();
    let (_connection, channel) = channel(node).await;
    declare_exchange(&channel, "a-fanout", ExchangeKind::Fanout).await;
    assert_eq!(
        fault(settings(node, "a-fanout")).await,
        "the exchange \"a-fanout\" exists on the broker, but not as a durable topic exchange; delete it there, or name \
         another with the property `exchange` (PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'a-fanout' \
         in vhost '/': received 'topic' but current is 'fanout')"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_has_its_own_reason() {
    let node = RabbitMqNode::shared();
    let [nobody] = free_ports();
    let unknown = Address { host: "nowhere.invalid".to_owned(), port: 5672 };
    let addresses = vec![unknown, address(nobody)];
    let bus = RabbitMqBus::start("bus", RabbitMqSettings { addresses, ..settings(node, "any") });
    let reason = trouble(&bus).await;
    let (first, second) = reason.split_once("; ").unwrap();
    assert_eq!(first, format!("127.0.0.1:{nobody}: no connection: Connection refused (os error 111)"));
    assert!(
        second.starts_with("nowhere.invalid:5672: the name \"nowhere.invalid\" can't be resolved: "),
        "{second}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_amqp_cannot_carry() {
    let node = RabbitMqNode::shared();
    let long = "x".repeat(256);
    assert_eq!(
        fault(RabbitMqSettings { virtual_host: long.clone(), ..settings(node, "any") }).await,
        "the property `virtualHost` has 256 bytes; AMQP carries at most 255"
    );
    assert_eq!(
        fault(settings(node, &long)).await,
        "the property `exchange` has 256 bytes; AMQP carries at most 255"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_of_something_else() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::io::Write::write_all(&mut stream.unwrap(), b"SSH-2.0-OpenSSH_9.2\r\n").unwrap();
        }
    });
    let node = RabbitMqNode::shared();
    let reason = fault(RabbitMqSettings { addresses: vec![address(port)], ..settings(node, "any") }).await;
    assert!(reason.starts_with("the other side hung up before AMQP began: "), "{reason}");
}

/// A server that takes connections and says nothing.
struct BlackHole {
    port: u16,
    accepted: std::sync::Arc<std::sync::Mutex<Vec<TcpStream>>>,
}

impl BlackHole {
    fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let accepted = std::sync::Arc::<std::sync::Mutex<Vec<TcpStream>>>::default();
        let streams = accepted.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                streams.lock().unwrap().push(stream.unwrap());
            }
        });
        Self { port, accepted }
    }

    fn connections(&self) -> usize {
        self.accepted.lock().unwrap().len()
    }

    /// How many of this process's descriptors lead there. A thread of the AMQP client that never ends holds one.
    fn descriptors_of_ours(&self) -> usize {
        let table = std::fs::read_to_string("/proc/self/net/tcp").unwrap();
        let remote = format!("0100007F:{:04X}", self.port);
        let inodes: Vec<_> = table
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>())
            .filter(|fields| fields[2] == remote)
            .map(|fields| format!("socket:[{}]", fields[9]))
            .collect();
        let open = std::fs::read_dir("/proc/self/fd").unwrap();
        open.filter_map(|it| std::fs::read_link(it.unwrap().path()).ok())
            .filter(|target| inodes.iter().any(|inode| target.as_os_str() == inode.as_str()))
            .count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_nothing_is_left_without_a_trace() {
    for (tls, step) in [(None, "the AMQP hand-shake"), (Some(TlsSettings::default()), "the TLS hand-shake")] {
        let hole = BlackHole::open();
        let settings = RabbitMqSettings {
            addresses: vec![address(hole.port)],
            connect_timeout: Duration::from_millis(200),
            longest_pause: Duration::from_millis(10),
            tls,
            ..settings(RabbitMqNode::shared(), "any")
        };
        let bus = RabbitMqBus::start("bus", settings);
        let expected = format!("127.0.0.1:{}: no answer within 0.2 s, while waiting for {step}", hole.port);
        assert_eq!(trouble(&bus).await, expected);
        wait_until("five attempts", || hole.connections() >= 5);
        bus.stop(Duration::ZERO).await;
        wait_until("the end of every attempt", || hole.descriptors_of_ours() == 0);
    }
}
