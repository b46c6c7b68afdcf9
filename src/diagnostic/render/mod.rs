//! Findings as text, JSON, SARIF and GitHub's annotations, one file each. Contains no rule.

mod excerpt;
mod github;
mod json;
mod sarif;
mod text;

pub use github::github;
pub use json::{diagnostic_json, error_json};
pub use sarif::{CodeInfo, sarif};
pub use text::{Style, text};
