//! The job behind a journal: lines in, each on disk before it counts as accepted; the buses get theirs from the journal.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use busboot::boot::{Boot, Journaled, Report};
use busboot::bus::{BusState, Delivery};
use busboot::event::{Event, EventTopic};
use busboot::journal::{BusRow, Observer, Outcome as Settled, PublishError};
use futures_util::future::{BoxFuture, FutureExt as _};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use indicatif::ProgressBar;
use sd_notify::NotifyState;
use serde_json::{Value, json};

use super::answers::{Answers, READ_WITHIN};
use super::input::{Line, Lines};
use super::job::progress;
use super::signals::Signals;
use super::tally::{Place, Sent, Tally};
use super::tap::Tap;
use super::tell_systemd;
use crate::cli::args::{Format, Run};
use crate::cli::output::{Outcome, Output};

/// The most lines that are on their way to the disk.
const UNANSWERED: usize = 2000;

/// How often the line with counts is written anew.
const SHOWN: Duration = Duration::from_millis(200);

/// The buses that the tap hears, once that is known.
type Heard = Arc<OnceLock<BTreeSet<String>>>;

/// A line that was an event, and what the journal says to it.
struct Answered {
    line: u64,
    uuid: String,
    answer: Result<i64, PublishError>,
}

/// What `run` has in hand.
struct Job {
    journaled: Journaled,
    tally: Arc<Mutex<Tally>>,
    accepting: FuturesUnordered<BoxFuture<'static, Answered>>,
    progress: ProgressBar,
    /// Where each answer of the journal is printed, if it is.
    answers: Option<Answers>,
    output: Output,
}

/// Boots what was read behind its journal and does the whole job.
pub(super) async fn work(
    args: &Run,
    boot: &Boot,
    report: Report,
    topic: Option<EventTopic>,
    (lines, signals): (&mut Lines, &mut Signals),
    output: Output,
) -> Outcome {
    let limit = report.bootable().map(|configuration| configuration.drain_timeout).unwrap_or_default();
    let ids = report.bootable().map(|configuration| configuration.buses.iter().map(|bus| bus.id.clone()));
    let heard = Heard::default();
    let tally = Arc::new(Mutex::new(Tally::new(ids.into_iter().flatten())));
    let journaled = match boot.start_journaled(report, &observer(&tally, topic.clone(), &heard)) {
        Ok(journaled) => journaled,
        Err(error) => return Ok(output.failed(&error.report.diagnostics, &error.report.sources)),
    };
    if journaled.running().buses().is_empty() {
        return Ok(output.fault("no-bus", "there is no bus to hand events to or to listen on"));
    }
    let mut tap = tokio::select! {
        tap = Tap::open(topic, journaled.running(), output) => tap,
        () = signals.next() => {
            lines.close();
            None
        }
    };
    let buses = journaled.running().buses().iter().map(|bus| bus.id());
    let hears = |bus: &&str| tap.as_ref().is_some_and(|tap| tap.hears(bus));
    heard.get_or_init(|| buses.filter(hears).map(str::to_owned).collect());
    let begun = Instant::now();
    let answers = args.acknowledge.then(|| Answers::start(2 * UNANSWERED, output)).transpose()?;
    let mut job =
        Job { journaled, tally, accepting: FuturesUnordered::new(), progress: progress(), answers, output };
    tell_systemd(NotifyState::Ready);
    let signalled = job.take(lines, signals).await;
    tell_systemd(NotifyState::Stopping);
    let unread = match job.answers.take() {
        Some(answers) => !answers.end(signalled, signals).await,
        None => false,
    };
    job.drain(limit, tap.as_mut(), signals).await;
    let tally = job.end().await;
    if unread {
        // The summary would wait behind the answers.
        return Ok(output.aside(
            "output",
            "nobody reads the answers on standard output: they and the summary are cut off",
        ));
    }
    tally.report(output, begun.elapsed())
}

/// Counts what becomes of events. Those that are pending are counted in the journal, at the end.
fn observer(tally: &Arc<Mutex<Tally>>, topic: Option<EventTopic>, heard: &Heard) -> Observer {
    let (tally, heard) = (tally.clone(), heard.clone());
    Arc::new(move |Settled { bus, seq, event, delivery }: Settled<'_>| {
        if *delivery != Delivery::Pending {
            let tapped = topic.as_ref().is_some_and(|topic| topic.matches(event));
            let heard = heard.get().is_some_and(|heard| heard.contains(bus));
            let sent = Sent::new(Place::Journal(seq), event, tapped).on(bus, heard);
            locked(&tally).count(&sent, delivery.clone());
        }
    })
}

fn locked(tally: &Mutex<Tally>) -> MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Job {
    /// Takes lines until their end or a signal, and waits for what the journal says to each. Gives whether a signal came.
    async fn take(&mut self, lines: &mut Lines, signals: &mut Signals) -> bool {
        let running = self.journaled.running();
        let watching = running.watch();
        tokio::pin!(watching);
        let mut shown = tokio::time::interval(SHOWN);
        let mut ending: Option<tokio::time::Instant> = None;
        loop {
            let wanted = self.accepting.len() + 1;
            let has_room = self.answers.as_ref().is_none_or(|answers| answers.has_room(wanted));
            tokio::select! {
                line = lines.next(), if wanted <= UNANSWERED && has_room => match line {
                    Ok(Some(line)) => self.accepting.extend(self.line(line).await),
                    Ok(None) => break,
                    Err(error) => {
                        locked(&self.tally).broken_off = true;
                        self.say(&format!("error[input]: it cannot be read any further: {error}"));
                        break;
                    }
                },
                Some(answered) = self.accepting.next() => self.note(answered),
                _ = shown.tick() => self.show(),
                () = room(self.answers.as_ref(), wanted), if !has_room => {}
                () = signals.next() => {
                    // Lines that were read are taken, unless nobody reads what becomes of them; whoever can't wait for
                    // that asks again.
                    lines.close();
                    if ending.replace(tokio::time::Instant::now() + READ_WITHIN).is_some() {
                        break;
                    }
                }
                () = until(ending), if ending.is_some() && !has_room => break,
                () = &mut watching => {}
            }
        }
        while let Some(answered) = self.accepting.next().await {
            self.note(answered);
        }
        ending.is_some()
    }

    async fn line(&self, line: Line) -> Option<BoxFuture<'static, Answered>> {
        let number = line.number;
        let event = match line.event() {
            Ok(event) => event,
            Err(message) => {
                locked(&self.tally).rejected += 1;
                self.say(&format!("line {number}: {message}; skipped"));
                self.answer(
                    || json!({ "line": number, "uuid": null, "skipped": message }),
                    || format!("line {number}: skipped"),
                );
                return None;
            }
        };
        let uuid = event.event_uuid.clone().unwrap_or_default();
        match self.journaled.submit(event).await {
            Ok(acceptance) => {
                Some(acceptance.map(move |answer| Answered { line: number, uuid, answer }).boxed())
            }
            Err(error) => {
                self.note(Answered { line: number, uuid, answer: Err(error) });
                None
            }
        }
    }

    fn note(&self, Answered { line, uuid, answer }: Answered) {
        match &answer {
            Ok(seq) => self.answer(
                || json!({ "line": line, "uuid": uuid, "seq": seq }),
                || format!("line {line}: {uuid} accepted"),
            ),
            Err(error) => self.answer(
                || json!({ "line": line, "uuid": uuid, "refused": error.to_string() }),
                || format!("line {line}: {uuid} not accepted"),
            ),
        }
        match answer {
            Ok(_) => locked(&self.tally).accepted += 1,
            Err(error) => {
                locked(&self.tally).rejected += 1;
                self.say(&format!("line {line}: {error}; not accepted"));
            }
        }
    }

    fn answer(&self, json: impl FnOnce() -> Value, text: impl FnOnce() -> String) {
        if let Some(answers) = &self.answers {
            answers.line(if self.output.format == Format::Json { json().to_string() } else { text() });
        }
    }

    fn show(&self) {
        let text = locked(&self.tally).short();
        self.progress.set_message(text);
        self.progress.tick();
    }

    fn say(&self, text: &str) {
        self.progress.suspend(|| self.output.say(text));
    }

    /// Waits until every bus has got everything, at most `limit` or until another signal.
    async fn drain(&self, limit: Duration, tap: Option<&mut Tap>, signals: &mut Signals) {
        let all = async {
            self.journaled.settled().await;
            let expected = locked(&self.tally).expected;
            if let Some(tap) = tap {
                tap.wait_for(expected).await;
            }
        };
        tokio::select! {
            // What is still open after the time stays in the journal.
            _ = tokio::time::timeout(limit, all) => {}
            () = signals.next() => {}
        }
    }

    /// Stops the buses and adds what stays in the journal to the counts.
    async fn end(self) -> Tally {
        let Self { journaled, tally, progress, .. } = self;
        let states = journaled.running().buses().iter().map(|bus| (bus.id().to_owned(), bus.state()));
        let states: Vec<(String, BusState)> = states.collect();
        let directory = journaled.directory().display().to_string();
        let left = journaled.stop(Duration::ZERO).await;
        progress.finish_and_clear();
        let mut tally = std::mem::replace(&mut *locked(&tally), Tally::new(std::iter::empty()));
        match left {
            Ok(left) => left.iter().filter(|(bus, ..)| bus.active).for_each(|bus| name(&mut tally, bus)),
            Err(error) => tally.explain("journal", &error.to_string()),
        }
        for (bus, state) in states.iter().filter(|(bus, _)| tally.is_pending(bus)).collect::<Vec<_>>() {
            let reason = state.trouble().unwrap_or("not confirmed in time");
            tally.explain(
                bus,
                &format!("{reason}; what is pending stays in {directory} and goes out next time"),
            );
        }
        tally
    }
}

async fn until(moment: Option<tokio::time::Instant>) {
    if let Some(moment) = moment {
        tokio::time::sleep_until(moment).await;
    }
}

/// Waits until so many answers find room.
async fn room(answers: Option<&Answers>, count: usize) {
    if let Some(answers) = answers {
        answers.room(count).await;
    }
}

fn name(tally: &mut Tally, (bus, pending, oldest): &(BusRow, i64, Vec<(i64, Arc<Event>)>)) {
    for (seq, event) in oldest.iter().take(tally.names_left()) {
        let sent = Sent::new(Place::Journal(*seq), event, false).on(&bus.name, false);
        tally.count(&sent, Delivery::Pending);
    }
    tally.count_pending(&bus.name, u64::try_from(*pending).unwrap_or_default());
}
