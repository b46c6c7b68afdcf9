//! What is done to whom and when: chance, the same for the same seed.

use std::collections::BTreeMap;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use crate::events::Number;

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The process ends by SIGKILL and is started again.
    Kill,
    /// The process is stopped in order and started again.
    Stop,
    /// SIGSTOP, SIGCONT.
    Freeze,
    /// Every connection is cut, wherever its bytes are.
    Cut,
    /// Every connection is cut and no new one comes up.
    Unreachable,
    /// What is sent arrives late, both ways.
    Delay,
    /// RabbitMQ is short of memory and blocks publishers.
    MemoryAlarm,
    /// The file system of the journal is full.
    FullDisk,
    /// The time of day goes ahead.
    ClockAhead,
    /// The time of day goes back.
    ClockBack,
}

impl Fault {
    /// As people read it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kill => "killed (SIGKILL)",
            Self::Stop => "stopped and started",
            Self::Freeze => "frozen (SIGSTOP)",
            Self::Cut => "connections cut",
            Self::Unreachable => "cut off for a while",
            Self::Delay => "connections delayed",
            Self::MemoryAlarm => "memory alarm",
            Self::FullDisk => "full",
            Self::ClockAhead => "goes ahead",
            Self::ClockBack => "goes back",
        }
    }
}

/// A fault to come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planned {
    /// Once so many events have been fed.
    pub(crate) at: Number,
    pub(crate) fault: Fault,
    /// How long it lasts; of a kill of busboot, how long after `at` it comes; of a clock, how far it steps.
    pub(crate) lasts: Duration,
}

/// The faults of each, in their order.
pub(crate) struct Plan {
    pub(crate) rabbitmq: Vec<Planned>,
    pub(crate) kafka: Vec<Planned>,
    pub(crate) busboot: Vec<Planned>,
    pub(crate) disk: Vec<Planned>,
    pub(crate) clock: Vec<Planned>,
}

/// For a hundred thousand events: how many of each kind, and for at most how many milliseconds.
const BROKER: [(Fault, u64, u64); 6] = [
    (Fault::Kill, 2, 2_000),
    (Fault::Stop, 1, 2_000),
    (Fault::Freeze, 3, 4_000),
    (Fault::Cut, 8, 0),
    (Fault::Unreachable, 3, 3_000),
    (Fault::Delay, 3, 4_000),
];
const MEMORY_ALARM: (Fault, u64, u64) = (Fault::MemoryAlarm, 2, 3_000);
const BUSBOOT: [(Fault, u64, u64); 1] = [(Fault::Kill, 12, 400)];
const DISK: [(Fault, u64, u64); 1] = [(Fault::FullDisk, 3, 6_000)];
const HALF_A_DAY: u64 = 12 * 60 * 60 * 1_000;
const CLOCK: [(Fault, u64, u64); 2] = [(Fault::ClockAhead, 2, HALF_A_DAY), (Fault::ClockBack, 3, HALF_A_DAY)];
const UNIT: u64 = 100_000;

impl Plan {
    pub(crate) fn new(seed: u64, events: u64) -> Self {
        let mut chance = StdRng::seed_from_u64(seed);
        let rabbitmq = [&BROKER[..], &[MEMORY_ALARM]].concat();
        Self {
            rabbitmq: lane(&rabbitmq, events, &mut chance),
            kafka: lane(&BROKER, events, &mut chance),
            busboot: lane(&BUSBOOT, events, &mut chance),
            disk: lane(&DISK, events, &mut chance),
            clock: lane(&CLOCK, events, &mut chance),
        }
    }

    /// How many of each kind, by who suffers them.
    pub(crate) fn counts(&self) -> BTreeMap<(&'static str, Fault), u64> {
        let mut counts = BTreeMap::new();
        let lanes = [
            ("rabbitmq", &self.rabbitmq),
            ("kafka", &self.kafka),
            ("busboot", &self.busboot),
            ("disk", &self.disk),
            ("clock", &self.clock),
        ];
        for (whom, faults) in lanes {
            for planned in faults {
                *counts.entry((whom, planned.fault)).or_default() += 1;
            }
        }
        counts
    }
}

/// Faults spread over all events but the first and last twentieth.
fn lane(kinds: &[(Fault, u64, u64)], events: u64, chance: &mut StdRng) -> Vec<Planned> {
    let mut faults = Vec::new();
    for (fault, count, longest) in kinds {
        for _ in 0..(count * events).div_ceil(UNIT) {
            let lasts = Duration::from_millis(chance.random_range(longest / 4..=*longest));
            faults.push((*fault, lasts));
        }
    }
    faults.shuffle(chance);
    let mut times: Vec<Number> =
        faults.iter().map(|_| chance.random_range(events / 20..events - events / 20)).collect();
    times.sort_unstable();
    times.into_iter().zip(faults).map(|(at, (fault, lasts))| Planned { at, fault, lasts }).collect()
}
