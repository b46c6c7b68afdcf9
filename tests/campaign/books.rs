//! What the journal says at the end, once nobody has it open any more.

use std::collections::BTreeSet;
use std::path::Path;

use busboot::journal::{self, BusRow, Store};

use crate::events::{Number, number_of};
use crate::ledger::Ledger;

pub(crate) struct Books {
    /// What was accepted, in this order. What a feeder has fed twice stands there twice.
    pub(crate) accepted: Vec<Number>,
    /// The buses, and how many events each hasn't got.
    pub(crate) buses: Vec<(BusRow, i64)>,
}

impl Books {
    pub(crate) fn open(directory: &Path) -> Self {
        let reader = Store::existing(directory).unwrap().reader().unwrap();
        let sound: String = reader.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok");
        let mut statement = reader.prepare("SELECT uuid FROM event ORDER BY seq").unwrap();
        let uuids = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let accepted = uuids.map(|uuid| number_of(&uuid.unwrap()).expect("an event of ours")).collect();
        let buses = journal::buses(&reader).unwrap().into_iter();
        let with_pending = |bus: BusRow| (journal::pending(&reader, &bus).unwrap(), bus);
        let buses = buses.map(with_pending).map(|(pending, bus)| (bus, pending)).collect();
        Self { accepted, buses }
    }

    /// How many were accepted more than once, as their feeder had no answer.
    pub(crate) fn accepted_again(&self) -> usize {
        self.accepted.len() - self.accepted.iter().collect::<BTreeSet<_>>().len()
    }

    /// What doesn't add up.
    pub(crate) fn faults(&self, ledger: &Ledger) -> Vec<String> {
        let mut faults = Vec::new();
        let there: BTreeSet<Number> = self.accepted.iter().copied().collect();
        let gone = ledger.accepted.difference(&there).count();
        if gone > 0 {
            faults.push(format!(
                "{gone} events of which busboot said that they are accepted aren't in the journal"
            ));
        }
        for (bus, pending) in &self.buses {
            let BusRow { name, confirmed, unroutable, dead, .. } = bus;
            let accepted = self.accepted.len();
            if usize::try_from(confirmed + unroutable + dead + pending) != Ok(accepted) {
                faults.push(format!(
                    "{name}: accepted {accepted}, but confirmed {confirmed}, unroutable {unroutable}, dead {dead}, \
                     pending {pending}"
                ));
            }
        }
        faults
    }
}
