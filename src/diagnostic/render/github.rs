//! A finding as GitHub Actions annotates it: one workflow command a line.
//!
//! Rules of escaping from the documentation of workflow commands (`actions/toolkit`, `command.ts`).

use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

/// `::error file=..,line=..::message`. The paths of files are taken from `root`, which the runner takes from the
/// repository.
#[must_use]
pub fn github(diagnostic: &Diagnostic, sources: &Sources, root: &Path) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some((span, file)) = diagnostic.span().and_then(|span| Some((span, sources.get(span.file)?))) {
        properties.push(("file", root.join(file.path()).display().to_string()));
        for (at, line, column) in
            [(sources.start(span), "line", "col"), (sources.end(span), "endLine", "endColumn")]
        {
            if let Some(at) = at {
                properties.push((line, at.line.to_string()));
                properties.push((column, at.column.to_string()));
            }
        }
    }
    properties.push(("title", diagnostic.code.to_owned()));
    let properties: Vec<String> =
        properties.into_iter().map(|(name, value)| format!("{name}={}", property(&value))).collect();
    format!("::{command} {}::{}", properties.join(","), data(&message(diagnostic, sources, root)))
}

fn message(diagnostic: &Diagnostic, sources: &Sources, root: &Path) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(diagnostic.labels.iter().skip(1).filter_map(|label| {
        let (file, at) = (sources.get(label.span.file)?, sources.start(label.span)?);
        let path = root.join(file.path());
        Some(format!("see {}:{}:{}: {}", path.display(), at.line, at.column, label.text))
    }));
    lines.extend(diagnostic.spring.iter().map(|spring| format!("the server says: {spring}")));
    lines.extend(diagnostic.notes.iter().cloned());
    lines.extend(diagnostic.fix.iter().map(|fix| format!("help: {}", fix.message)));
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Encoding, Span};

    #[test]
    fn a_command_with_its_place_and_everything_escaped() {
        let mut sources = Sources::default();
        let file = sources.add("a,b.xml", "one\ntwo\n", Encoding::default());
        let found = Diagnostic::warning("some-rule", "50% off").at(Span::new(file, 4, 7), "").note("why");
        assert_eq!(
            github(&found, &sources, Path::new("conf")),
            "::warning file=conf/a%2Cb.xml,line=2,col=1,endLine=2,endColumn=4,title=some-rule::50%25 off%0Awhy"
        );
        let related = found.at(Span::new(file, 1, 2), "the other one");
        let said = github(&related, &sources, Path::new("conf"));
        assert!(said.ends_with("::50%25 off%0Asee conf/a,b.xml:1:2: the other one%0Awhy"), "{said}");
    }
}
