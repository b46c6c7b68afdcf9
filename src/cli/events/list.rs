//! `events list` and `events show`.

use busboot::journal::log::{BusDelivery, Cursor, Entry, PageQuery};
use serde_json::{Value, json};

use super::args::{List, Show};
use super::table::{Table, csv, cut};
use super::{Done, Session, Stop, moment};
use crate::cli::output::printable;

/// Rows of a page where all are asked for.
const PAGE: u32 = 1000;

/// The widest description in a table.
const WIDEST: usize = 72;

const HEADS: [&str; 8] = ["ID", "DATE", "LEVEL", "TYPE", "STATE", "RESOURCE", "ACCOUNT", "DESCRIPTION"];

/// The columns of CSV: the keys of JSON.
pub(super) const COLUMNS: [&str; 19] = [
    "id",
    "accepted",
    "occurred",
    "eventUuid",
    "eventId",
    "eventCategory",
    "eventType",
    "eventSource",
    "resourceType",
    "resourceUUID",
    "resourceAccountId",
    "resourceAccountUuid",
    "resourceDomainId",
    "account",
    "level",
    "state",
    "startId",
    "description",
    "archived",
];

/// Pages on their way out, in the form that was asked for.
struct Printer {
    table: Table,
    first: bool,
}

impl Session {
    pub(super) fn list(&self, args: &List) -> Done {
        let filter = args.filter.filter(&args.ids);
        if args.count {
            let count = self.log.count(&self.principal, &filter)?;
            return self.result(&json!({ "count": count }), &count.to_string());
        }
        let after = args.cursor.as_deref().map(Cursor::decode).transpose().map_err(cursor)?;
        let mut query = PageQuery {
            filter,
            sort: args.sort.sort(),
            order: args.order.order(),
            after,
            limit: if args.all { PAGE } else { args.limit },
        };
        let mut printer = Printer { table: Table::new(&HEADS), first: true };
        loop {
            let page = self.log.list(&self.principal, &query)?;
            let last = !args.all || page.next.is_none();
            let next = page.next.as_ref().map(Cursor::encode);
            self.page(&mut printer, &page.events, last, next.as_deref())?;
            if last {
                return Ok(());
            }
            query.after = page.next;
        }
    }

    fn page(&self, printer: &mut Printer, events: &[Entry], last: bool, next: Option<&str>) -> Done {
        let first = std::mem::take(&mut printer.first);
        if self.is_json() {
            let begin = if first { "{\"events\":[" } else { "," };
            let events: Vec<String> = events.iter().map(|event| json!(event).to_string()).collect();
            let end = if last { format!("],\"next\":{}}}", json!(next)) } else { String::new() };
            self.output.text(&format!("{begin}{}{end}{}", events.join(","), if last { "\n" } else { "" }))?;
            return Ok(());
        }
        if self.csv {
            let heads = first.then(|| COLUMNS.map(str::to_owned).to_vec());
            self.csv(heads.into_iter().chain(events.iter().map(|event| cells(&json!(event), &COLUMNS))))?;
        } else {
            let rows: Vec<Vec<String>> = events.iter().map(row).collect();
            self.output.line(printer.table.page(&rows))?;
        }
        if last {
            self.more(next);
        }
        Ok(())
    }

    /// Rows as CSV.
    pub(super) fn csv(&self, rows: impl IntoIterator<Item = Vec<String>>) -> Done {
        let text = csv(rows).map_err(std::io::Error::other)?;
        Ok(self.output.text(&text)?)
    }

    pub(super) fn show(&self, args: &Show) -> Done {
        let mut shown = Vec::new();
        for id in &args.ids {
            shown.extend(self.log.show(&self.principal, id)?);
        }
        if self.is_json() {
            let events: Vec<Value> = shown.iter().map(|(event, buses)| with_buses(event, buses)).collect();
            return Ok(self.output.line(json!({ "events": events }).to_string())?);
        }
        let blocks: Vec<String> = shown.iter().map(|(event, buses)| block(event, buses)).collect();
        Ok(self.output.line(blocks.join("\n\n"))?)
    }
}

/// A cursor that can't be read is a wrong call.
pub(super) fn cursor(error: busboot::journal::log::CursorError) -> Stop {
    Stop::Log(error.into())
}

/// An event in the columns of a table.
pub(super) fn row(event: &Entry) -> Vec<String> {
    let resource = match (&event.resource_type, &event.resource_uuid) {
        (Some(kind), Some(uuid)) => format!("{kind} {uuid}"),
        (one, other) => one.as_ref().or(other.as_ref()).cloned().unwrap_or_default(),
    };
    let owner = event.resource_account_uuid.as_ref().filter(|uuid| !uuid.is_empty());
    let owner = owner.or(event.account.as_ref()).cloned();
    vec![
        event.seq.to_string(),
        moment::shown(event.occurred),
        event.level.name().to_owned(),
        event.event_type.clone(),
        event.state.clone().unwrap_or_default(),
        resource,
        owner.or_else(|| event.resource_account_id.map(|id| id.to_string())).unwrap_or_default(),
        cut(&summary(event), WIDEST).into_owned(),
    ]
}

/// What the description says to people, where it is one of CloudStack's; else all of it.
fn summary(event: &Entry) -> String {
    let text = event.description.as_deref().unwrap_or_default();
    let object: Value = serde_json::from_str(text).unwrap_or_default();
    let said = ["description", "subject"].into_iter().find_map(|key| object.get(key)?.as_str());
    said.unwrap_or(text).to_owned()
}

/// The values of these keys, as CSV has them.
pub(super) fn cells(object: &Value, keys: &[&str]) -> Vec<String> {
    let cell = |key: &&str| match object.get(*key) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    keys.iter().map(cell).collect()
}

fn with_buses(event: &Entry, buses: &[BusDelivery]) -> Value {
    let mut object = json!(event);
    if let Some(members) = object.as_object_mut() {
        members.insert("buses".to_owned(), json!(buses));
    }
    object
}

/// An event with all it has, a line for each key that has a value.
fn block(event: &Entry, buses: &[BusDelivery]) -> String {
    let object = json!(event);
    let mut lines = Vec::new();
    for key in COLUMNS {
        let value = match key {
            "accepted" => moment::shown(event.accepted),
            "occurred" => moment::shown(event.occurred),
            _ => cells(&object, &[key]).concat(),
        };
        if !value.is_empty() {
            lines.push(format!("{key:<20} {}", printable(&value)));
        }
    }
    for BusDelivery { bus, state, reason } in buses {
        let reason = reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        lines.push(format!("on {} {}{}", printable(bus), state.name(), printable(&reason)));
    }
    lines.join("\n")
}
