//! The job itself: lines in, receipts out, until the input ends or a signal comes.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use busboot::boot::Running;
use busboot::bus::{BusState, Delivery, Receipt};
use futures_util::future::{BoxFuture, FutureExt as _};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use indicatif::{ProgressBar, ProgressStyle};

use super::input::{Line, Lines};
use super::signals::Signals;
use super::tally::{Place, Sent, Tally};
use super::tap::Tap;
use crate::cli::output::Output;

type Published<'a> = Vec<(&'a str, Receipt)>;

/// What `run` has in hand.
pub(super) struct Job<'a> {
    running: &'a Running,
    tap: Option<Tap>,
    tally: Tally,
    /// Events whose answer is still to come; each bus bounds how many.
    waiting: FuturesUnordered<BoxFuture<'a, (Sent, Delivery)>>,
    /// An event that no bus or not every bus had room for when a signal came.
    caught: Option<(Sent, BoxFuture<'a, Published<'a>>)>,
    progress: ProgressBar,
    output: Output,
}

impl<'a> Job<'a> {
    pub(super) fn new(running: &'a Running, tap: Option<Tap>, output: Output) -> Self {
        let ids = running.buses().iter().map(|bus| bus.id().to_owned());
        Self {
            running,
            tap,
            tally: Tally::new(ids),
            waiting: FuturesUnordered::new(),
            caught: None,
            progress: progress(),
            output,
        }
    }

    /// Takes lines until their end or a signal. Lines that were read by then are left to [`drain`](Self::drain).
    pub(super) async fn take(&mut self, lines: &mut Lines, signals: &mut Signals) {
        loop {
            tokio::select! {
                line = lines.next() => match line {
                    Ok(Some(line)) => self.line(line, signals).await,
                    Ok(None) => return,
                    Err(error) => {
                        self.tally.broken_off = true;
                        return self.say(&format!("error[input]: it cannot be read any further: {error}"));
                    }
                },
                Some((sent, delivery)) = self.waiting.next() => self.count(&sent, delivery),
                () = signals.next() => return,
            }
            if self.caught.is_some() {
                return;
            }
            self.settle();
        }
    }

    async fn line(&mut self, line: Line, signals: &mut Signals) {
        let Some((sent, mut publishing)) = self.publish(line) else { return };
        tokio::select! {
            published = &mut publishing => self.await_all(&sent, published),
            () = signals.next() => self.caught = Some((sent, publishing)),
        }
    }

    /// Begins to hand over the event on a line, if there is one.
    fn publish(&mut self, line: Line) -> Option<(Sent, BoxFuture<'a, Published<'a>>)> {
        let number = line.number;
        let event = match line.event() {
            Ok(event) => event,
            Err(message) => {
                self.tally.rejected += 1;
                self.say(&format!("line {number}: {message}; skipped"));
                return None;
            }
        };
        self.tally.accepted += 1;
        let sent =
            Sent::new(Place::Line(number), &event, self.tap.as_ref().is_some_and(|tap| tap.wants(&event)));
        let running = self.running;
        Some((sent, async move { running.publish(event).await }.boxed()))
    }

    fn await_all(&mut self, sent: &Sent, published: Published<'_>) {
        for (bus, receipt) in published {
            let sent = sent.on(bus, self.tap.as_ref().is_some_and(|tap| tap.hears(bus)));
            self.waiting.push(async move { (sent, receipt.await) }.boxed());
        }
    }

    /// Counts every answer that is there already.
    fn settle(&mut self) {
        while let Some(Some((sent, delivery))) = self.waiting.next().now_or_never() {
            self.count(&sent, delivery);
        }
    }

    fn count(&mut self, sent: &Sent, delivery: Delivery) {
        self.tally.count(sent, delivery);
        self.progress.set_message(self.tally.short());
        self.progress.tick();
    }

    fn say(&self, text: &str) {
        self.progress.suspend(|| self.output.say(text));
    }

    /// Hands over the lines that were read, and waits for the answers that are still to come, at most `limit` or until
    /// another signal; the rest is pending.
    pub(super) async fn drain(mut self, lines: &mut Lines, limit: Duration, signals: &mut Signals) -> Tally {
        lines.close();
        {
            let all = tokio::time::timeout(limit, self.finish(lines));
            tokio::select! {
                // What is still open after the time counts as pending below.
                _ = all => {}
                () = signals.next() => {}
            }
        }
        let states: Vec<(&str, BusState)> =
            self.running.buses().iter().map(|bus| (bus.id(), bus.state())).collect();
        self.running.stop(Duration::ZERO).await;
        // The buses are stopped, so this waits for none; one that took an event before says what became of it.
        self.hand_over(lines).await;
        while let Some((sent, delivery)) = self.waiting.next().await {
            self.tally.count(&sent, delivery);
        }
        for (bus, state) in states {
            if let Some(reason) = state.trouble().filter(|_| self.tally.is_pending(bus)) {
                self.tally.explain(bus, reason);
            }
        }
        self.progress.finish_and_clear();
        self.tally
    }

    /// Hands over what was read and has no bus yet. May be cancelled and called again.
    async fn hand_over(&mut self, lines: &mut Lines) {
        loop {
            if let Some((sent, publishing)) = &mut self.caught {
                let (sent, published) = (sent.clone(), publishing.await);
                self.caught = None;
                self.await_all(&sent, published);
                self.settle();
            }
            // Nothing more is read, so nothing fails and nothing is waited for.
            let Ok(Some(line)) = lines.next().await else { return };
            self.caught = self.publish(line);
        }
    }

    async fn finish(&mut self, lines: &mut Lines) {
        self.hand_over(lines).await;
        while let Some((sent, delivery)) = self.waiting.next().await {
            self.count(&sent, delivery);
        }
        if let Some(tap) = &mut self.tap {
            tap.wait_for(self.tally.expected).await;
        }
    }
}

/// A line with counts on a terminal; nothing elsewhere.
pub(in crate::cli) fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    match ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
