//! The changes as a unified diff, as `git diff` words moves.

use similar::TextDiff;

use super::FileChange;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// All changes, file by file.
pub(super) fn unified(changes: &[FileChange]) -> String {
    changes.iter().map(one).collect()
}

fn one(change: &FileChange) -> String {
    let (path, to) = (change.path.display(), change.to.display());
    let mut out = format!("diff --git a/{path} b/{to}\n");
    if change.path != change.to {
        out.push_str(&format!("rename from {path}\nrename to {to}\n"));
    }
    if change.old != change.new {
        let [before, after] = &change.shown;
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        let (old_name, new_name) = (format!("a/{path}"), format!("b/{to}"));
        out.push_str(&diff.unified_diff().context_radius(CONTEXT).header(&old_name, &new_name).to_string());
    }
    out
}
