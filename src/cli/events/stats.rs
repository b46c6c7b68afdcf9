//! `events stats`.

use busboot::journal::log::{BusStats, Stats};
use serde_json::json;

use super::change::events as count;
use super::table::Table;
use super::{Done, Session, moment};

const BUSES: [&str; 7] = ["BUS", "IN USE", "PENDING", "OLDEST", "SETTLED", "UNROUTABLE", "DEAD"];

impl Session {
    pub(super) fn stats(&self) -> Done {
        let stats = self.log.stats(&self.principal, self.now)?;
        if self.is_json() {
            return Ok(self.output.line(as_json(&stats).to_string())?);
        }
        let Stats { events, archived, minute, hour, day, types, buses } = &stats;
        let mut parts = vec![
            format!("{}, {archived} archived", count(*events)),
            format!("of the last minute {minute}, hour {hour}, day {day}"),
            String::new(),
            Table::new(&BUSES).page(&buses.iter().map(row).collect::<Vec<_>>()),
        ];
        if !types.is_empty() {
            let rows: Vec<Vec<String>> =
                types.iter().map(|(event_type, count)| vec![event_type.clone(), count.to_string()]).collect();
            parts.extend([String::new(), Table::new(&["TYPE", "EVENTS"]).page(&rows)]);
        }
        Ok(self.output.line(parts.join("\n"))?)
    }
}

fn row(bus: &BusStats) -> Vec<String> {
    let BusStats { bus, active, pending, oldest, settled, unroutable, dead } = bus;
    vec![
        bus.clone(),
        if *active { "yes" } else { "no" }.to_owned(),
        pending.to_string(),
        oldest.map(moment::shown).unwrap_or_default(),
        settled.to_string(),
        unroutable.to_string(),
        dead.to_string(),
    ]
}

fn as_json(stats: &Stats) -> serde_json::Value {
    let Stats { events, archived, minute, hour, day, types, buses } = stats;
    let types: Vec<_> =
        types.iter().map(|(event_type, count)| json!({ "type": event_type, "events": count })).collect();
    json!({
        "events": events,
        "archived": archived,
        "lastMinute": minute,
        "lastHour": hour,
        "lastDay": day,
        "types": types,
        "buses": buses,
    })
}
