//! `events dead`: what a bus could not get.

use busboot::journal::log::{DeadLetter, DeadQuery};
use serde_json::{Value, json};

use super::args::{Dead, DeadChange, DeadList};
use super::change::{counted, events};
use super::table::Table;
use super::{Done, Session, moment};

/// Dead letters that are read together.
const PAGE: u32 = 1000;

const HEADS: [&str; 5] = ["ID", "BUS", "SINCE", "TYPE", "REASON"];
const COLUMNS: [&str; 6] = ["id", "bus", "since", "eventUuid", "eventType", "reason"];

impl Session {
    pub(super) fn dead(&mut self, args: &Dead) -> Done {
        match args {
            Dead::List(args) => self.dead_list(args),
            Dead::Retry(args) => {
                let (query, now) = (query(args), self.now);
                let count = counted(self.output, "to be retried", |progress| {
                    self.log.retry_dead(&self.principal, &query, now, progress)
                })?;
                self.result(&json!({ "retried": count }), &format!("{} will be sent again", events(count)))
            }
            Dead::Drop(args) => {
                let query = query(args);
                let count = counted(self.output, "dropped", |progress| {
                    self.log.drop_dead(&self.principal, &query, progress)
                })?;
                self.result(&json!({ "dropped": count }), &format!("dropped {}", events(count)))
            }
        }
    }

    fn dead_list(&self, args: &DeadList) -> Done {
        let query = DeadQuery { bus: args.bus.clone(), ids: Vec::new() };
        let (mut letters, mut place) = (Vec::new(), (0, String::new()));
        loop {
            let page = self.log.dead_letters(&self.principal, &query, (place.0, &place.1), PAGE)?;
            let count = page.len();
            letters.extend(page);
            match letters.last() {
                Some(DeadLetter { bus, event, .. }) if count == PAGE as usize => {
                    place = (event.seq, bus.clone())
                }
                _ => break,
            }
        }
        if self.is_json() {
            return Ok(self.output.line(json!({ "dead": letters }).to_string())?);
        }
        if self.csv {
            let heads = std::iter::once(COLUMNS.map(str::to_owned).to_vec());
            return self
                .csv(heads.chain(letters.iter().map(|letter| super::list::cells(&flat(letter), &COLUMNS))));
        }
        let rows: Vec<Vec<String>> = letters.iter().map(row).collect();
        Ok(self.output.line(Table::new(&HEADS).page(&rows))?)
    }
}

fn query(args: &DeadChange) -> DeadQuery {
    DeadQuery { bus: args.bus.clone(), ids: args.ids.clone() }
}

fn row(letter: &DeadLetter) -> Vec<String> {
    let DeadLetter { bus, reason, since, event } = letter;
    vec![
        event.seq.to_string(),
        bus.clone(),
        moment::shown(*since),
        event.event_type.clone(),
        reason.clone().unwrap_or_default(),
    ]
}

fn flat(letter: &DeadLetter) -> Value {
    let DeadLetter { bus, reason, since, event } = letter;
    json!({
        "id": event.seq, "bus": bus, "since": since, "eventUuid": event.event_uuid,
        "eventType": event.event_type, "reason": reason,
    })
}
