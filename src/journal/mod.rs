//! The journal: every accepted event is on disk before any bus sees it, together with what each bus has got of it.
//!
//! In: events, and what became of them on each bus. Out: the same events to each bus, in order, at least once; and the
//! tables that the event log is a view on. Knows no broker.
//!
//! # What is promised
//!
//! - **On disk.** When `publish` has returned, the event is in the database's write-ahead log and that log has been synced
//!   to the disk. Accepting is one row in `event`, whatever the buses are.
//! - **Order.** `seq` is the order of acceptance: the order of the calls of `publish`, where one had returned before the
//!   next began. A bus gets the events of one resource in this order; events that somebody asked to be sent again come
//!   among them as they are asked for.
//! - **At least once.** An event is handed to a bus until the bus says that it is confirmed, unroutable or can never
//!   succeed. That answer is recorded some time after it came, so a crash repeats what was answered in between, with the
//!   same UUID.
//! - **A crash at any instruction** leaves what the last finished transaction left: each change of the tables is one, and
//!   SQLite undoes an unfinished one. An event whose `publish` hadn't returned may or may not be there.
//! - **What is damaged** is noticed (each row has a checksum of what was accepted), set aside and reported; the rest
//!   goes on. A repair saves the events that the table's own tree leads to: a damaged leaf costs the events on it, a
//!   damaged inner page those below it. Where it can't read what a bus has got, that is sent again.
//!
//! # Who does what
//!
//! - `store` makes, opens and upgrades the database; `row` and `derive` turn events into rows and back.
//! - `ledger` keeps what each bus has got, and is the only code that changes it.
//! - `handle` is what a publisher holds, `writer` the one thread that writes: it commits together what is waiting.
//! - `delivery` takes the backlog of each bus to it, and brings back what became of it.
//! - `retention` removes what isn't kept any more, by the time of `age`. `lock` marks the one process that delivers.
//! - `scan` tells damaged rows from the rest; `repair` looks for damage and saves what is readable.
//! - `log` is the way in for whoever reads and changes the journal beside the one process that delivers from it.

mod age;
mod delivery;
mod derive;
mod error;
mod handle;
mod ledger;
mod lock;
pub mod log;
mod repair;
mod retention;
mod row;
mod scan;
mod store;
mod writer;

pub use age::AgeClock;
pub use delivery::{Deliveries, Observer, Outcome};
pub use derive::Level;
pub use error::{JournalError, PublishError};
pub use handle::{Acceptance, Journal, Options};
pub use ledger::{BusRow, Fate, Start, UNKNOWN, bus, buses, last, pending, record, send_again, set_buses};
pub use lock::Lock;
pub use log::Log;
pub use repair::{Findings, Repaired, repair, verify};
pub use retention::Retention;
pub use row::Draft;
pub use scan::Damage;
pub use store::{FILE, Store};

#[cfg(test)]
mod tests;
