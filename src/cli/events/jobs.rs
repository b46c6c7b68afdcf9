//! `events jobs`: each long-running job as one.

use busboot::journal::log::{Cursor, Job, JobQuery};
use serde_json::{Value, json};

use super::args::Jobs;
use super::list::{cells, cursor};
use super::table::Table;
use super::{Done, Session, moment};

const HEADS: [&str; 8] =
    ["START ID", "TYPE", "STATE", "SCHEDULED", "STARTED", "COMPLETED", "DURATION", "RESOURCE"];
const COLUMNS: [&str; 9] = [
    "startId",
    "eventType",
    "state",
    "scheduled",
    "started",
    "completed",
    "durationMs",
    "resourceType",
    "resourceUUID",
];

impl Session {
    pub(super) fn jobs(&self, args: &Jobs) -> Done {
        let query = JobQuery {
            filter: args.filter.filter(&[]),
            state: args.job.map(super::values::JobArg::state),
            patience: args.patience,
            now: self.now,
            after: args.cursor.as_deref().map(Cursor::decode).transpose().map_err(cursor)?,
            limit: args.limit as usize,
        };
        let (jobs, next) = self.log.jobs(&self.principal, &query)?;
        let next = next.as_ref().map(Cursor::encode);
        if self.is_json() {
            let jobs: Vec<Value> = jobs.iter().map(flat).collect();
            return Ok(self.output.line(json!({ "jobs": jobs, "next": next }).to_string())?);
        }
        if self.csv {
            let heads = std::iter::once(COLUMNS.map(str::to_owned).to_vec());
            self.csv(heads.chain(jobs.iter().map(|job| cells(&flat(job), &COLUMNS))))?;
        } else {
            let rows: Vec<Vec<String>> = jobs.iter().map(row).collect();
            self.output.line(Table::new(&HEADS).page(&rows))?;
        }
        self.more(next.as_deref());
        Ok(())
    }
}

/// A job with what all its events have in common, and their numbers.
fn flat(job: &Job) -> Value {
    let first = job.events.first();
    json!({
        "startId": job.start_id,
        "eventType": first.map(|event| &event.event_type),
        "state": job.state,
        "scheduled": job.scheduled,
        "started": job.started,
        "completed": job.completed,
        "durationMs": job.duration,
        "resourceType": first.and_then(|event| event.resource_type.as_ref()),
        "resourceUUID": first.and_then(|event| event.resource_uuid.as_ref()),
        "events": job.events.iter().map(|event| event.seq).collect::<Vec<_>>(),
    })
}

fn row(job: &Job) -> Vec<String> {
    let date = |moment: Option<jiff::Timestamp>| moment.map(moment::shown).unwrap_or_default();
    let first = job.events.first();
    vec![
        job.start_id.to_string(),
        first.map(|event| event.event_type.clone()).unwrap_or_default(),
        job.state.name().to_owned(),
        date(job.scheduled),
        date(job.started),
        date(job.completed),
        job.duration.map(span).unwrap_or_default(),
        first.and_then(|event| event.resource_uuid.clone()).unwrap_or_default(),
    ]
}

/// `1h 02m 03s`, `2m 03s`, `3s`; a part of a second with its milliseconds.
fn span(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { "-" } else { "" };
    let (seconds, rest) = (milliseconds.unsigned_abs() / 1000, milliseconds.unsigned_abs() % 1000);
    let text = match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, 0) if rest > 0 => format!("{rest}ms"),
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}m {seconds:02}s"),
        (hours, minutes, seconds) => format!("{hours}h {minutes:02}m {seconds:02}s"),
    };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_duration_is_as_long_as_it_needs_to_be() {
        let spans = [0, 20, 3_000, 123_456, 3_723_000, -5_000].map(span);
        assert_eq!(spans, ["0s", "20ms", "3s", "2m 03s", "1h 02m 03s", "-5s"]);
    }
}
