//! `events follow`: what is accepted from now on, one event a line, until a signal or the end of whoever reads.

use std::time::Duration;

use busboot::journal::log::{Entry, Filter};
use serde_json::json;

use super::args::Follow;
use super::list::row;
use super::{Done, Session, Stop};
use crate::cli::output::printable;
use crate::cli::run::Signals;

/// How often it is looked for new events.
const PAUSE: Duration = Duration::from_millis(200);

/// The most events of one look.
const LOOK: u32 = 1000;

impl Session {
    pub(super) fn follow(&self, args: &Follow) -> Done {
        let filter = args.filter.filter(&[]);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.follow_until_signal(&filter))
    }

    async fn follow_until_signal(&self, filter: &Filter) -> Done {
        let mut signals = Signals::new()?;
        // What has happened since a date that was given counts too.
        let mut place = if filter.start.is_some() { 0 } else { self.log.last_number()? };
        let mut version = None;
        loop {
            let now = self.log.version()?;
            let mut pause = PAUSE;
            if version != Some(now) {
                let (last, more) = self.print_next(filter, place)?;
                place = last;
                if more {
                    pause = Duration::ZERO;
                } else {
                    version = Some(now);
                }
            }
            tokio::select! {
                biased;
                () = signals.next() => return Ok(()),
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Prints some of what was accepted behind a number. Gives the number that it has come to, and whether there is more.
    fn print_next(&self, filter: &Filter, place: i64) -> Result<(i64, bool), Stop> {
        let end = self.log.last_number()?;
        let events = self.log.accepted_after(&self.principal, filter, place, LOOK)?;
        for event in &events {
            self.output.line(self.line(event))?;
        }
        Ok(match events.last() {
            Some(event) if events.len() == LOOK as usize => (event.seq, true),
            last => (last.map_or(end, |event| event.seq.max(end)), false),
        })
    }

    fn line(&self, event: &Entry) -> String {
        if self.is_json() {
            return json!(event).to_string();
        }
        let cells = row(event);
        let filled = cells.iter().filter(|cell| !cell.is_empty());
        filled.map(|cell| printable(cell)).collect::<Vec<_>>().join("  ")
    }
}
