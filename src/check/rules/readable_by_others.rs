//! Secrets that every account of the machine can read.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity, shell_path};
use crate::source::{FileId, SourceFile, Span};

pub(in crate::check) const RULE: Rule = Rule {
    name: "readable-by-others",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A file with a secret in clear text is open to all accounts.",
        why: "Every program on the machine can read it.",
        example: "-rw-r--r-- 1 root root cred.properties",
        fix: "chmod o= FILE; the server's account reads it through its group: chgrp cloud FILE.",
    },
    finder: Finder::Own(check),
};

/// Permissions of those who are neither owner nor in the group.
const OTHERS: u32 = 0o007;

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, file) in subject.sources.iter() {
        let Some(mode) = subject.host.files.mode(&subject.root.join(file.path())) else { continue };
        if mode & OTHERS != 0 && holds_clear_secret(subject, id, file) {
            let path = file.path();
            found.push(
                Diagnostic::warning(
                    RULE.name,
                    format!("{} has secrets and is open to all: mode {mode:04o}", path.display()),
                )
                .at(Span::new(id, 0, 0), "")
                .help(format!("in the root: chmod o= {}", shell_path(path))),
            );
        }
    }
}

/// Whether a secret in the file is readable as it stands: neither encrypted, nor a placeholder or an expression.
fn holds_clear_secret(subject: &Subject<'_>, id: FileId, file: &SourceFile) -> bool {
    file.secrets().any(|secret| {
        let text = subject.sources.slice(Span::new(id, secret.start, secret.end)).trim();
        let is_expression = text.starts_with("#{") && text.ends_with('}');
        !text.is_empty() && !text.starts_with("ENC(") && !text.starts_with("${") && !is_expression
    })
}
