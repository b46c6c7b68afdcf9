//! What CloudStack makes of the files: modules and releases, which file is loaded and why, typed settings for each
//! bus class.
//!
//! In: a root directory, the host, busboot's own flags. Out: a [`Configuration`]. Opens no connection.

mod buses;
pub mod classes;
pub mod comments;
mod folders;
pub mod journal;
pub mod kafka;
mod layout;
mod load;
mod modules;
pub mod own;
mod rabbitmq;
mod server_key;
pub mod settings;
mod tls_files;

use std::fmt::Display;

use crate::diagnostic::Diagnostic;
use buses::Surroundings;
pub use folders::migrating;
pub use layout::{Folder, Layout, MODULES, counts_in_module, why_not};
pub use load::{Configuration, Request, Survey, load, survey};
pub use modules::{FileDecision, Module, ModuleChoice};

/// A file or directory that is there but can't be read.
fn unreadable(what: impl Display, error: impl Display) -> Diagnostic {
    Diagnostic::error("unreadable", format!("{what} cannot be read: {error}"))
}

/// The candidate most like `name`, if one is like it at all.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE: f64 = 0.75;
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, candidate)| candidate)
}
