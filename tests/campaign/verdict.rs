//! What must hold at each broker in the end.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::arrivals::Arrivals;
use crate::events::{Number, resource};

/// What one broker got of what was accepted.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Accepted events that the broker doesn't hold.
    pub(crate) lost: Vec<Number>,
    /// Messages beyond the first of each event.
    pub(crate) repeated: usize,
    /// Events whose first message came after one of a later event of their resource.
    pub(crate) reordered: Vec<Number>,
    /// Messages that are none of the accepted events.
    pub(crate) foreign: Vec<String>,
}

impl Verdict {
    /// Holds what arrived against what was accepted, in the order of acceptance.
    pub(crate) fn new(accepted: &[Number], arrivals: &Arrivals) -> Self {
        let mut verdict = Self { foreign: arrivals.foreign.clone(), ..Self::default() };
        let mut place: HashMap<Number, usize> = HashMap::with_capacity(accepted.len());
        for (at, number) in accepted.iter().enumerate() {
            place.entry(*number).or_insert(at);
        }
        let mut arrived = vec![false; accepted.len()];
        let mut latest: BTreeMap<u64, usize> = BTreeMap::new();
        for number in &arrivals.numbers {
            let Some(at) = place.get(number).copied() else {
                verdict.foreign.push(format!("event {number}, which was never accepted"));
                continue;
            };
            if std::mem::replace(&mut arrived[at], true) {
                verdict.repeated += 1;
            } else if let Some(resource) = resource(*number) {
                let latest = latest.entry(resource).or_insert(at);
                if at < *latest {
                    verdict.reordered.push(*number);
                }
                *latest = at.max(*latest);
            }
        }
        verdict.lost = place.into_iter().filter(|(_, at)| !arrived[*at]).map(|(number, _)| number).collect();
        verdict.lost.sort_unstable();
        verdict
    }

    /// Whether nothing that was promised is broken.
    pub(crate) fn is_fine(&self) -> bool {
        self.lost.is_empty() && self.reordered.is_empty() && self.foreign.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lost, repeated, reordered, foreign } = self;
        write!(f, "lost {}, repeated {repeated}, reordered {}", lost.len(), reordered.len())?;
        if !foreign.is_empty() {
            write!(f, ", foreign {}", foreign.len())?;
        }
        for (what, which) in [("lost", lost), ("reordered", reordered)] {
            if !which.is_empty() {
                write!(f, "\n  {what}: {:?}", &which[..which.len().min(20)])?;
            }
        }
        foreign.iter().take(5).try_for_each(|message| write!(f, "\n  foreign: {message}"))
    }
}

#[test]
fn a_verdict_sees_loss_repeats_and_disorder() {
    // Of one resource: 97 apart.
    let accepted = [1, 98, 195, 2];
    let arrivals = Arrivals { numbers: vec![1, 195, 1, 98, 7], foreign: Vec::new() };
    let verdict = Verdict::new(&accepted, &arrivals);
    assert_eq!((verdict.lost, verdict.repeated, verdict.reordered), (vec![2], 1, vec![98]));
    assert_eq!(verdict.foreign, ["event 7, which was never accepted"]);
}
