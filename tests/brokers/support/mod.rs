//! Private brokers for tests: `RabbitMqNode::shared()` and `KafkaBroker::shared()` start one that all tests of the
//! binary use and nobody stops; `::start()` gives a test one of its own, to be stopped, killed and blocked.

mod kafka;
mod pki;
mod process;
mod rabbitmq;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Mutex;
use std::time::{Duration, Instant};

pub(crate) use kafka::KafkaBroker;
pub(crate) use pki::Pki;
pub(crate) use process::Tied;
pub(crate) use rabbitmq::RabbitMqNode;

/// Below the range that the kernel takes ports of outgoing connections from, so that a stopped broker gets its
/// port back.
const PORTS: std::ops::Range<u16> = 10_240..32_000;

/// How long anything may take on a busy machine before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);
const POLL: Duration = Duration::from_millis(50);

static TAKEN: Mutex<Vec<u16>> = Mutex::new(Vec::new());

/// Ports of 127.0.0.1 that nobody listens on and that weren't given out before.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    let mut taken = TAKEN.lock().unwrap();
    std::array::from_fn(|_| {
        loop {
            let port = rand::random_range(PORTS);
            if !taken.contains(&port) && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
                taken.push(port);
                return port;
            }
        }
    })
}

/// Asks again and again until the answer is yes; panics, saying what was waited for, when that takes too long.
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "waited {PATIENCE:?} in vain for {what}");
        std::thread::sleep(POLL);
    }
}
