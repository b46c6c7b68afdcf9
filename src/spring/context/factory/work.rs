//! How much making the beans of a context may take: files name each other's beans and texts, and a few lines can make
//! more of them than any memory holds.

use crate::diagnostic::Diagnostic;
use crate::source::Text;

use super::super::fault::Outcome;
use super::super::object::{Extent, MOST_DEPTH, Object};
use super::BeanFactory;

/// The most steps for one context. A step is a definition looked at on the way to its ancestors, or a dependency.
pub(super) const MOST_STEPS: u64 = 100_000_000;

/// What a value counts for each of its parts, once for each place that it is used in.
const STEPS_A_PART: usize = 20;

/// What a prototype counts, which is made anew for whoever refers to it.
pub(super) const STEPS_A_PROTOTYPE: usize = 1_000;

/// What a node of an expression counts each time it is evaluated.
pub(in super::super) const STEPS_A_NODE: usize = 20;

/// What one bean counts that is looked at to find out whether `depends-on` goes in a circle.
pub(super) const STEPS_A_DEPENDENT: usize = 100;

impl BeanFactory<'_> {
    /// Counts work.
    pub(in super::super) fn spend(&self, steps: usize) -> Outcome<()> {
        let left = self.steps_left.get().checked_sub(steps as u64);
        self.steps_left.set(left.unwrap_or(0));
        if left.is_some() {
            return Ok(());
        }
        let message = format!(
            "the definitions refer to each other so often that making the beans takes more than {MOST_STEPS} steps"
        );
        Err(Box::new(
            Diagnostic::error("context-limit", message)
                .note(
                    "a list that holds another one ten times, which holds another one ten times, has no end",
                )
                .help("refer to a value once instead of repeating it"),
        ))
    }

    /// Counts a text that a configurer made.
    pub(in super::super) fn spend_on_text(&self, text: &Text) -> Outcome<()> {
        self.spend_on_parts(Extent::of_text(text))
    }

    /// Counts a value where it is used.
    pub(super) fn spend_on(&self, value: &Object) -> Outcome<()> {
        let extent = value.extent();
        if extent.depth > MOST_DEPTH {
            return Err(Box::new(
                Diagnostic::error(
                    "beans-nested",
                    format!("more than {MOST_DEPTH} collections hold each other"),
                )
                .help("break the chain of references"),
            ));
        }
        self.spend_on_parts(extent)
    }

    /// Counts the members that fill a collection up to a length.
    pub(super) fn spend_on_growth(&self, from: usize, to: usize) -> Outcome<()> {
        self.spend(to.saturating_sub(from).saturating_mul(STEPS_A_PART))
    }

    fn spend_on_parts(&self, extent: Extent) -> Outcome<()> {
        self.spend(extent.parts.saturating_mul(STEPS_A_PART))
    }
}
