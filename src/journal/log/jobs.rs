//! Long-running jobs: the Scheduled, Started and Completed events of one `startId` as one.
//!
//! CloudStack logs an event when a job is scheduled, and gives its id as `startId` to those that follow; a synchronous
//! job has no first one and begins with Started. A job is listed where its first event is.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Serialize;

use crate::journal::Level;

use super::clause::Clause;
use super::cursor::{Cursor, Order, Sort};
use super::entry::{COLUMNS, Entry};
use super::filter::{Archived, Filter};
use super::plan::Part;
use super::principal::Principal;
use super::{Log, LogResult};

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobState {
    /// It waits to be started.
    Scheduled,
    /// It has started.
    Running,
    /// It has ended.
    Completed,
    /// It has ended with an error.
    Failed,
    /// It has started and not ended for longer than is usual.
    Hanging,
    /// It was scheduled and has not started for longer than is usual.
    NeverStarted,
}

impl JobState {
    /// All, with how each is written.
    const NAMES: [(Self, &str); 6] = [
        (Self::Scheduled, "scheduled"),
        (Self::Running, "running"),
        (Self::Completed, "completed"),
        (Self::Failed, "failed"),
        (Self::Hanging, "hanging"),
        (Self::NeverStarted, "never-started"),
    ];

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }
}

/// A job.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// CloudStack's id of the event that it began with.
    pub start_id: i64,
    /// How far it is.
    pub state: JobState,
    /// When it was scheduled.
    pub scheduled: Option<Timestamp>,
    /// When it started.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub completed: Option<Timestamp>,
    /// Milliseconds from its start (from when it was scheduled, where none is known) to its end.
    #[serde(rename = "durationMs")]
    pub duration: Option<i64>,
    /// Its events, in the order of acceptance.
    pub events: Vec<Entry>,
}

/// Which jobs are asked for.
#[derive(Clone, Debug)]
pub struct JobQuery {
    /// What holds for the first event of each.
    pub filter: Filter,
    /// How far it is; any without one.
    pub state: Option<JobState>,
    /// The time after which a job that has not started or not ended counts as never started or hanging.
    pub patience: Duration,
    /// The present moment.
    pub now: Timestamp,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// The most jobs of the page, from 1.
    pub limit: usize,
}

/// What an event's job is called by.
const KEY: &str = "coalesce(nullif(event.start_id, 0), event.event_id)";

/// Candidates that are looked at together.
const CHUNK: usize = 200;

impl Log {
    /// A page of jobs, those that began last in front.
    ///
    /// # Errors
    /// When the bus of the filter doesn't exist, the cursor is of another order, or the database fails.
    pub fn jobs(&self, principal: &Principal, query: &JobQuery) -> LogResult<(Vec<Job>, Option<Cursor>)> {
        if let Some(after) = &query.after {
            after.check(Sort::Date, Order::Descending)?;
        }
        let (mut jobs, mut place) = (Vec::new(), query.after.clone());
        loop {
            let candidates = self.candidates(principal, &query.filter, place.as_ref())?;
            let count = candidates.len();
            for (candidate, key) in candidates {
                let events = self.members(principal, key)?;
                let is_first = events.first().is_some_and(|first| first.seq == candidate.seq);
                let job = is_first.then(|| Job::of(key, events, query));
                let job = job.filter(|job| query.state.is_none_or(|state| state == job.state));
                if job.is_some() && jobs.len() == query.limit {
                    return Ok((jobs, place));
                }
                jobs.extend(job);
                // Also behind what is no job, or the same candidates would come again.
                place = Some(Cursor::behind(&candidate, Sort::Date, Order::Descending));
            }
            if count < CHUNK {
                return Ok((jobs, None));
            }
        }
    }

    /// Events that may be the first of a job, and its key.
    fn candidates(
        &self,
        principal: &Principal,
        filter: &Filter,
        place: Option<&Cursor>,
    ) -> LogResult<Vec<(Entry, i64)>> {
        let (sort, order, limit) = (Sort::Date, Order::Descending, CHUNK as u64);
        let part = Part { principal, filter, sort, order, after: place, limit };
        let belongs = "(nullif(event.start_id, 0) IS NOT NULL \
             OR event.state IN ('Scheduled', 'Started') AND event.event_id IS NOT NULL)";
        let (sql, values) = self.part(&part, &format!("{COLUMNS}, {KEY}"), belongs)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let read = |row: &rusqlite::Row<'_>| Ok((Entry::read(row)?, row.get(19)?));
        let candidates = statement.query_map(params_from_iter(values), read)?;
        Ok(candidates.collect::<Result<_, _>>()?)
    }

    /// The events of a job that the principal may see.
    fn members(&self, principal: &Principal, key: i64) -> LogResult<Vec<Entry>> {
        let filter = Filter { archived: Archived::Included, ..Filter::default() };
        let mut clause: Clause = filter.clause(principal);
        let own = format!("(event.start_id = ? OR event.event_id = ? AND {KEY} = ?)");
        clause.and(&own, [key, key, key].map(Value::Integer));
        let (condition, values) = clause.into_parts();
        let sql = format!("SELECT {COLUMNS} FROM event WHERE {condition} ORDER BY +event.seq");
        self.entries(&sql, values)
    }
}

impl Job {
    fn of(start_id: i64, events: Vec<Entry>, query: &JobQuery) -> Self {
        let in_state =
            |state: &'static str| events.iter().filter(move |event| event.state.as_deref() == Some(state));
        let scheduled = in_state("Scheduled").map(|event| event.occurred).next();
        let started = in_state("Started").map(|event| event.occurred).next();
        let last = in_state("Completed").next_back();
        let completed = last.map(|event| event.occurred);
        let late = |since: Option<Timestamp>| {
            since.is_some_and(|since| query.now.duration_since(since) > signed(query.patience))
        };
        let state = match (last, started) {
            (Some(last), _) if last.level == Level::Error => JobState::Failed,
            (Some(_), _) => JobState::Completed,
            (None, Some(_)) if late(started) => JobState::Hanging,
            (None, Some(_)) => JobState::Running,
            (None, None) if late(scheduled) => JobState::NeverStarted,
            (None, None) => JobState::Scheduled,
        };
        let duration = completed
            .zip(started.or(scheduled))
            .map(|(end, begin)| end.as_millisecond() - begin.as_millisecond());
        Self { start_id, state, scheduled, started, completed, duration, events }
    }
}

fn signed(duration: Duration) -> jiff::SignedDuration {
    jiff::SignedDuration::try_from(duration).unwrap_or(jiff::SignedDuration::MAX)
}
