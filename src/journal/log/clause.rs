//! A condition in SQL with the values bound to it. Only constants of this program become SQL text.

use rusqlite::types::Value;

/// Conditions that all hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Clause {
    text: String,
    values: Vec<Value>,
}

impl Clause {
    /// One more condition; each `?` in it takes the next value.
    pub(super) fn and(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        if !self.text.is_empty() {
            self.text.push_str(" AND ");
        }
        self.text.push_str(text);
        self.values.extend(values);
    }

    /// The condition and what is bound to it.
    pub(super) fn into_parts(self) -> (String, Vec<Value>) {
        (if self.text.is_empty() { "1".to_owned() } else { self.text }, self.values)
    }
}

/// A text to bind.
pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Values as a JSON array, to be bound as one and read by `json_each`.
pub(in crate::journal) fn array<T: serde::Serialize>(values: &[T]) -> Value {
    Value::Text(serde_json::to_string(values).unwrap_or_else(|_| "[]".to_owned()))
}
