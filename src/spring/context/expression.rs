//! `#{..}` in texts of definitions.

use crate::source::{Text, Traced};

use super::factory::BeanFactory;
use super::fault::Outcome;
use super::object::Object;

impl BeanFactory<'_> {
    /// The value of a text: of its expression, if it has one.
    pub(super) fn evaluate(&mut self, text: &Traced<Text>) -> Outcome<Traced<Object>> {
        Ok(Traced::new(Object::Text(text.value.clone()), text.origin.clone()))
    }
}
