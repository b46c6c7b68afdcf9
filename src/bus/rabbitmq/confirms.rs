//! Which of the messages that the broker confirmed no queue took.
//!
//! In: what each publish resolved to, in batches. Out: a verdict for each message.
//!
//! The broker sends an unroutable message back before it confirms it, but lapin hands each message that came back, in
//! their order, to whichever confirmation comes next. So a confirmation may carry another message, and a confirmation
//! without one only says that none was left over at that moment. Hence what came back is recognised by its label, and
//! a confirmation that carried another message decides nothing until it is certain that none is left over.

use std::collections::HashMap;

use super::publication::Label;
use super::window::Sequence;

/// A message that the broker acknowledged or rejected.
pub(super) struct Confirmed {
    /// Which event it was.
    pub(super) sequence: Sequence,
    /// Which message it was.
    pub(super) label: Label,
    /// Whether the broker took it.
    pub(super) taken: bool,
    /// The message that came with the confirmation; not necessarily this one.
    pub(super) returned: Option<Label>,
}

/// What a confirmation means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// At least one queue took it.
    Routed,
    /// No queue took it.
    Unroutable,
    /// The broker didn't take it; it may later.
    Rejected,
}

/// The confirmations of one channel.
#[derive(Default)]
pub(super) struct Confirms {
    /// Messages that came back and whose own confirmation isn't there yet.
    returned: HashMap<Label, usize>,
    /// Taken messages that may yet turn out to have come back.
    undecided: Vec<(Sequence, Label)>,
}

impl Confirms {
    /// Takes in a batch: all that was there at one moment, in any order; `under_way` confirmations are still to come.
    /// Returns what is certain by now.
    pub(super) fn settle(&mut self, batch: Vec<Confirmed>, under_way: usize) -> Vec<(Sequence, Verdict)> {
        // Whatever an earlier batch left undecided is certain when a confirmation of this one carried nothing:
        // then all that had come back before had been handed out.
        let none_left = under_way == 0 || batch.iter().any(|it| it.returned.is_none());
        let mut verdicts = Vec::with_capacity(batch.len());
        for returned in batch.iter().filter_map(|it| it.returned.as_ref()) {
            *self.returned.entry(returned.clone()).or_default() += 1;
        }
        let earlier = std::mem::take(&mut self.undecided);
        for (sequence, label) in earlier {
            self.decide(sequence, label, none_left, &mut verdicts);
        }
        for Confirmed { sequence, label, taken, returned } in batch {
            if taken {
                self.decide(sequence, label, under_way == 0 || returned.is_none(), &mut verdicts);
            } else {
                verdicts.push((sequence, Verdict::Rejected));
            }
        }
        verdicts
    }

    fn decide(
        &mut self,
        sequence: Sequence,
        label: Label,
        none_left: bool,
        verdicts: &mut Vec<(Sequence, Verdict)>,
    ) {
        if let Some(count) = self.returned.get_mut(&label) {
            *count -= 1;
            if *count == 0 {
                self.returned.remove(&label);
            }
            verdicts.push((sequence, Verdict::Unroutable));
        } else if none_left {
            verdicts.push((sequence, Verdict::Routed));
        } else {
            self.undecided.push((sequence, label));
        }
    }
}

#[cfg(test)]
mod tests;
