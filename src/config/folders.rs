//! Warnings for buses in the folder of older releases, or in both folders.
//!
//! In: the finished beans. What a server does with them is in CloudStack's history: until 4.19 there is no module
//! `event`; since 4.20 only the buses of `event` are registered.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, shell_word};
use crate::source::Sources;
use crate::spring::context::Bean;

use super::modules::Module;

/// At most one warning: `buses` are those of `module`, `parent` those of `core` above `event`.
pub(super) fn warning(
    module: Module,
    buses: &[Arc<Bean>],
    parent: &[Arc<Bean>],
    sources: &Sources,
) -> Option<Diagnostic> {
    match module {
        Module::Core => buses.first().map(|bus| in_core(bus, &files(buses, sources))),
        Module::Event => parent.first().map(|unused| in_both(buses.first(), unused, &files(parent, sources))),
    }
}

fn in_core(bus: &Bean, files: &[String]) -> Diagnostic {
    let moves: Vec<String> =
        files.iter().map(|file| format!("mv {} META-INF/cloudstack/event/", shell_word(file))).collect();
    Diagnostic::warning("legacy-folder", format!("the bus {} is configured in the module core", bus.name))
        .at(bus.span, "the place until CloudStack 4.19")
        .note(
            "CloudStack 4.20 and later make it, connect to the broker and never register it: no event is ever \
             published, and nothing is logged",
        )
        .help(format!(
            "for 4.20 and later, in the root: mkdir -p META-INF/cloudstack/event && {}",
            moves.join(" && ")
        ))
}

fn in_both(used: Option<&Arc<Bean>>, unused: &Bean, files: &[String]) -> Diagnostic {
    let found =
        Diagnostic::warning("both-folders", "the modules core and event both define buses; event is used")
            .at(unused.span, "not used: CloudStack 4.20 and later never register it");
    let found = match used {
        Some(used) => found.at(used.span, "used"),
        None => found,
    };
    found
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
