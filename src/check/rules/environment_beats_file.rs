//! Environment variables that win over the properties file.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Step;

pub(in crate::check) const RULE: Rule = Rule {
    name: "environment-beats-file",
    levels: Levels::Always(Severity::Warning),
    docs: Docs {
        what: "A placeholder gets its value from the environment although a properties file has the key.",
        why: "The server's own configurer runs first and asks system properties and environment variables. A \
              variable such as `server` or `port`, set for another program, wins; and its value is not \
              decrypted.",
        example: "server=mq.example.com in cred.properties, and a variable `server` in the environment",
        fix: "Rename the key, in the style of rabbit.server, or unset the variable.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for origin in subject.origins() {
        for pair in origin.steps().windows(2) {
            let [Step::Placeholder { name, span, .. }, from] = pair else { continue };
            let source = match from {
                Step::EnvironmentVariable(variable) => format!("the environment variable {variable}"),
                Step::SystemProperty(property) => format!("the system property {property}"),
                _ => continue,
            };
            let Some(entry) = subject.credential(name) else { continue };
            found.push(
                Diagnostic::warning(RULE.name, format!("{source} wins over the properties file"))
                    .at(*span, format!("has the value of {source}"))
                    .at(entry.value_span, "never asked")
                    .note("the server's own configurer runs first; judged by the environment of this command")
                    .help(format!("rename the key, such as bus.{name}, here and there")),
            );
        }
    }
}
