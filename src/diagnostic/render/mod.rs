//! Findings as text and as JSON, one file each. Contains no rule.

mod excerpt;
mod json;
mod text;

pub use json::{diagnostic_json, error_json};
pub use text::{Style, text};
