//! What became of an event on a bus, and the promise of it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

/// What became of an event on one bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The broker has taken responsibility for it and at least one queue took it.
    Confirmed,
    /// The broker confirmed it, but no queue was bound for it.
    Unroutable,
    /// It can't succeed by trying again; the reason.
    Refused(String),
    /// The bus was stopped before an answer came.
    Pending,
}

/// The promise of a [`Delivery`]; resolves exactly once.
pub struct Receipt(Source);

enum Source {
    Answer(oneshot::Receiver<Delivery>),
    Combined(BoxFuture<'static, Delivery>),
}

/// The other half of a [`Receipt`]. Dropping it unanswered gives [`Delivery::Pending`].
#[derive(Debug)]
pub struct Answer(oneshot::Sender<Delivery>);

impl Receipt {
    /// A receipt and what answers it.
    #[must_use]
    pub fn pair() -> (Answer, Self) {
        let (sender, receiver) = oneshot::channel();
        (Answer(sender), Self(Source::Answer(receiver)))
    }

    /// A receipt that is answered already.
    #[must_use]
    pub fn ready(delivery: Delivery) -> Self {
        let (answer, receipt) = Self::pair();
        answer.give(delivery);
        receipt
    }

    /// A receipt that is worked out from others.
    #[must_use]
    pub fn combined(outcome: impl Future<Output = Delivery> + Send + 'static) -> Self {
        Self(Source::Combined(outcome.boxed()))
    }
}

impl Answer {
    /// Answers the receipt.
    pub fn give(self, delivery: Delivery) {
        // Nobody waits for the answer any more: that is the publisher's choice.
        drop(self.0.send(delivery));
    }
}

impl Future for Receipt {
    type Output = Delivery;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Delivery> {
        match &mut self.0 {
            Source::Answer(answer) => answer.poll_unpin(context).map(|it| it.unwrap_or(Delivery::Pending)),
            Source::Combined(outcome) => outcome.poll_unpin(context),
        }
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_that_is_dropped_leaves_the_event_pending() {
        let (answer, receipt) = Receipt::pair();
        drop(answer);
        assert_eq!(receipt.await, Delivery::Pending);
    }

    #[tokio::test]
    async fn an_answer_is_kept_for_whoever_asks_later() {
        let (answer, receipt) = Receipt::pair();
        answer.give(Delivery::Refused("too large".to_owned()));
        assert_eq!(receipt.await, Delivery::Refused("too large".to_owned()));
        assert_eq!(Receipt::ready(Delivery::Confirmed).await, Delivery::Confirmed);
    }
}
