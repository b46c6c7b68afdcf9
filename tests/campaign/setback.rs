//! A clock that is set back while a client waits. librdkafka waits until times of day: its threads, all of them asleep between
//! two attempts to reach a broker, would sleep as much longer.

use std::fs;
use std::sync::{Arc, Mutex};

use crate::events::line;
use crate::ledger::Ledger;
use crate::machine::Machine;
use crate::program::Program;
use crate::stage::{Behind, root};
use crate::support::wait_until;

const HALF_A_DAY: i64 = 12 * 60 * 60 * 1_000_000_000;

/// Nobody listens there: this is about Kafka alone.
const CLOSED_PORT: u16 = 1;

#[test]
fn what_waits_for_a_broker_goes_out_although_the_clock_was_set_back() {
    let (mut kafka, machine) = (Behind::kafka(), Machine::new(1_000));
    let root = root(CLOSED_PORT, kafka.port());
    let log = root.path().join("busboot.log");
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let mut program = Program::start(&machine, root.path(), &log, ledger.clone());
    let mut feed = |numbers: std::ops::Range<u64>| {
        for number in numbers {
            ledger.lock().unwrap().feed(number);
            assert!(program.feed(&line(number)));
        }
    };
    feed(0..100);
    wait_until("the first events", || log.exists() && ledger.lock().unwrap().is_settled());
    wait_until("their confirmation", || machine.settled("kafka") == 100);

    kafka.broker.kill();
    feed(100..200);
    let lost =
        || fs::read_to_string(&log).unwrap().lines().filter(|line| line.ends_with("bus=kafka")).count();
    wait_until("attempts to connect again", || lost() >= 4);
    machine.clock.step(-HALF_A_DAY);
    kafka.broker.start_again();
    wait_until("what had waited", || machine.settled("kafka") == 200);
}
