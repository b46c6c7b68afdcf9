//! Long-running jobs.

use std::time::Duration;

use super::*;

fn step(id: i64, start: Option<i64>, state: &str, level: Option<&str>) -> Event {
    Event {
        event_id: Some(id),
        start_id: start,
        state: Some(state.to_owned()),
        level: level.map(str::to_owned),
        ..event("VM.START", 1, "a")
    }
}

fn query(state: Option<JobState>, limit: usize) -> JobQuery {
    JobQuery {
        filter: Filter::default(),
        state,
        patience: Duration::from_secs(3600),
        now: at("2024-12-17T14:00:00Z"),
        after: None,
        limit,
    }
}

fn filled() -> Filled {
    let mut filled = journal(&["bus"]);
    let mut accept = |event, moment: &str| filled.accept(event, at(moment));
    accept(step(1, None, "Scheduled", None), "2024-12-17T12:00:00Z");
    accept(step(10, Some(0), "Scheduled", None), "2024-12-17T12:00:01Z");
    accept(step(2, Some(1), "Started", None), "2024-12-17T12:00:05Z");
    accept(step(3, Some(1), "Completed", None), "2024-12-17T12:01:10Z");
    accept(step(20, None, "Started", None), "2024-12-17T12:02:00Z");
    accept(step(30, Some(30), "Scheduled", None), "2024-12-17T13:30:00Z");
    accept(step(40, None, "Started", None), "2024-12-17T13:40:00Z");
    accept(step(50, None, "Started", None), "2024-12-17T13:50:00Z");
    accept(step(51, Some(50), "Completed", Some("ERROR")), "2024-12-17T13:50:01Z");
    accept(step(61, Some(60), "Completed", None), "2024-12-17T13:55:00Z");
    accept(step(70, None, "Completed", None), "2024-12-17T13:56:00Z");
    accept(event("USER.LOGIN", 1, "a"), "2024-12-17T13:57:00Z");
    filled
}

#[test]
fn the_events_of_one_start_id_are_one_job() {
    let filled = filled();
    let (jobs, next) = filled.log.jobs(&Principal::RootAdmin, &query(None, 100)).unwrap();
    assert!(next.is_none());
    let shown: Vec<_> =
        jobs.iter().map(|job| (job.start_id, job.state, job.duration, job.events.len())).collect();
    assert_eq!(
        shown,
        [
            (60, JobState::Completed, None, 1),
            (50, JobState::Failed, Some(1000), 2),
            (40, JobState::Running, None, 1),
            (30, JobState::Scheduled, None, 1),
            (20, JobState::Hanging, None, 1),
            (10, JobState::NeverStarted, None, 1),
            (1, JobState::Completed, Some(65_000), 3),
        ]
    );
}

#[test]
fn jobs_come_in_pages_and_by_how_far_they_are() {
    let filled = filled();
    let ids = |jobs: &[Job]| jobs.iter().map(|job| job.start_id).collect::<Vec<_>>();
    let (jobs, _) = filled.log.jobs(&Principal::RootAdmin, &query(Some(JobState::Completed), 100)).unwrap();
    assert_eq!(ids(&jobs), [60, 1]);
    let mut page = query(None, 3);
    let mut all = Vec::new();
    loop {
        let (jobs, next) = filled.log.jobs(&Principal::RootAdmin, &page).unwrap();
        assert!(jobs.len() <= 3);
        all.extend(ids(&jobs));
        page.after = next;
        if page.after.is_none() {
            break;
        }
    }
    assert_eq!(all, [60, 50, 40, 30, 20, 10, 1]);
}

#[test]
fn a_job_of_others_does_not_exist() {
    let mut filled = filled();
    let theirs = Event { resource_domain_id: Some(2), ..step(2, Some(1), "Completed", Some("ERROR")) };
    filled.accept(theirs, at("2024-12-17T12:03:00Z"));
    let (jobs, _) = filled.log.jobs(&Principal::DomainAdmin(2), &query(None, 100)).unwrap();
    assert_eq!((jobs.len(), jobs[0].events.len()), (1, 1));
    let (jobs, _) = filled.log.jobs(&Principal::DomainAdmin(1), &query(None, 100)).unwrap();
    assert_eq!(jobs.last().unwrap().state, JobState::Completed);
}

#[test]
fn candidates_that_are_no_jobs_come_to_an_end() {
    let mut filled = journal(&["bus"]);
    for id in 1..=450 {
        filled.accept(step(id, Some(1), "Started", None), at("2024-12-17T12:00:00Z"));
    }
    let (jobs, next) = filled.log.jobs(&Principal::RootAdmin, &query(None, 100)).unwrap();
    assert_eq!((jobs.len(), jobs[0].events.len(), next), (1, 450, None));
    let (jobs, next) =
        filled.log.jobs(&Principal::RootAdmin, &query(Some(JobState::Completed), 100)).unwrap();
    assert!(jobs.is_empty() && next.is_none());
}
