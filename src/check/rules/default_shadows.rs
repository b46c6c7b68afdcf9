//! Defaults that win over the properties file.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::source::{Span, Step};

pub(in crate::check) const RULE: Rule = Rule {
    name: "default-shadows",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A placeholder's default is taken although a properties file has the key.",
        why: "The server's own configurer runs first. It doesn't know the file, but it knows the default and \
              puts it in; the file is never asked.",
        example: "<property name=\"port\" value=\"${port:5672}\"/> and port=5671 in cred.properties",
        fix: "Remove the default, or give your own configurer an order below 100.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for origin in subject.origins() {
        for pair in origin.steps().windows(2) {
            let [Step::Placeholder { name, span, .. }, Step::Default(_)] = pair else { continue };
            let Some(entry) = subject.credential(name) else { continue };
            let diagnostic = Diagnostic::warning(
                RULE.name,
                format!("the default of ${{{name}}} wins over the properties file"),
            )
            .at(*span, "the server's own configurer takes the default")
            .at(entry.value_span, "never asked")
            .note("it runs first, and knows no file of yours");
            found.push(match default_of(subject, name, *span) {
                Some(default) => diagnostic.fixed_by(Fix {
                    message: format!("write ${{{name}}}"),
                    applicability: Applicability::Unsafe,
                    edits: vec![Edit { span: default, replacement: String::new() }],
                }),
                None => diagnostic.help(format!("write ${{{name}}}")),
            });
        }
    }
}

/// Where the default stands, its colon included.
fn default_of(subject: &Subject<'_>, name: &str, span: Span) -> Option<Span> {
    let text = subject.sources.slice(span);
    let opening = format!("${{{name}:");
    let start = text.find(&opening)? + opening.len() - 1;
    let end = start + text.get(start..)?.find('}')?;
    Some(Span::new(span.file, span.start + start, span.start + end))
}
