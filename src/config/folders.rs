//! Warnings for buses in the folder of older releases, or in both folders.
//!
//! In: the finished beans. What a server does with them is in CloudStack's history: until 4.19 there is no module
//! `event`; since 4.20 only the buses of `event` are registered.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, shell_path, shell_word};
use crate::source::Sources;
use crate::spring::context::Bean;

use super::modules::Module;

/// The first release that looks into `event`.
const FIRST: &str = "4.20";

/// What to type so that a release finds the buses of a root: files of a bus name others, which have to go along.
#[must_use]
pub fn migrating(root: &Path, release: &str) -> String {
    format!(
        "busboot migrate --target {release} --root {} shows what has to be moved; with --write it is done",
        shell_path(root)
    )
}

/// At most one warning: `buses` are those of `module`, `parent` those of `core` above `event`.
pub(super) fn warning(
    module: Module,
    buses: &[Arc<Bean>],
    parent: &[Arc<Bean>],
    sources: &Sources,
    root: &Path,
) -> Option<Diagnostic> {
    match module {
        Module::Core => buses.first().map(|bus| in_core(bus, root)),
        Module::Event if buses.is_empty() => parent.first().map(|bus| in_core(bus, root)),
        Module::Event => buses
            .first()
            .zip(parent.first())
            .map(|(used, unused)| in_both(used, unused, &files(parent, sources))),
    }
}

fn in_core(bus: &Bean, root: &Path) -> Diagnostic {
    Diagnostic::warning("legacy-folder", format!("the bus {} is configured in the module core", bus.name))
        .at(bus.span, "the place until CloudStack 4.19")
        .note(
            "CloudStack 4.20 and later make it, connect to the broker and never register it: no event is ever \
             published, and nothing is logged",
        )
        .help(format!("for {FIRST} and later: {}", migrating(root, FIRST)))
}

fn in_both(used: &Bean, unused: &Bean, files: &[String]) -> Diagnostic {
    let files: Vec<_> = files.iter().map(|file| shell_word(file)).collect();
    Diagnostic::warning("both-folders", "the modules core and event both define buses; event is used")
        .at(unused.span, "not used: CloudStack 4.20 and later never register it")
        .at(used.span, "used")
        .note(
            "a server makes the buses of both folders, and since RabbitMQEventBus keeps its settings in static \
             fields, the one that is configured last decides for both; until 4.19 only core is read",
        )
        .help(format!("if the server is 4.20 or later: rm {}", files.join(" ")))
}

/// Paths of the files that define these beans.
fn files(beans: &[Arc<Bean>], sources: &Sources) -> Vec<String> {
    let ids: BTreeSet<_> = beans.iter().map(|bean| bean.span.file).collect();
    let shown = |path: &Path| path.display().to_string();
    ids.into_iter().filter_map(|id| sources.get(id)).map(|file| shown(file.path())).collect()
}
