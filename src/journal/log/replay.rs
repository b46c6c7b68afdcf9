//! Sending again: events that a bus is done with are put back among those that it has yet to get.

use jiff::Timestamp;

use crate::journal::ledger::send_again;

use super::filter::Filter;
use super::principal::Principal;
use super::{Log, LogResult, Progress};

impl Log {
    /// Has events sent again to a bus, or for the first time if they weren't for it; those that still wait for it are
    /// left alone. A running `run` sees them within a second. Gives how many will be sent.
    ///
    /// # Errors
    /// When there is no such bus, an id means no event that the principal may see (nothing is changed then), or the
    /// database fails; what was done until then stays.
    pub fn replay(
        &mut self,
        principal: &Principal,
        filter: &Filter,
        bus: &str,
        now: Timestamp,
        progress: Progress<'_>,
    ) -> LogResult<u64> {
        let bus = self.bus(bus)?;
        self.check_ids(principal, filter)?;
        self.in_batches(principal, filter, progress, |transaction, batch| {
            Ok(send_again(transaction, &bus, batch, now)? as u64)
        })
    }
}
