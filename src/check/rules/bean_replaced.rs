//! Beans that a later file replaces.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "bean-replaced",
    levels: Levels::AsFound,
    docs: Docs {
        what: "A later file defines a bean of the same id, and the earlier one is gone.",
        why: "Spring replaces it without a word. Files are read by name; override files come last, and are \
              meant to replace.",
        example: "spring-a-context.xml: <bean id=\"bus\" ../>\n\
                  spring-b-context.xml: <bean id=\"bus\" ../>",
        fix: "Remove one of the two, or give it an id of its own.",
    },
    finder: Finder::Own(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for replaced in &subject.survey.replaced {
        let by = subject.sources.get(replaced.later.file);
        let meant = by.is_some_and(|file| file.path().to_string_lossy().ends_with("context-override.xml"));
        let severity = if meant { Severity::Note } else { Severity::Warning };
        found.push(
            Diagnostic::new(
                severity,
                RULE.name,
                format!("the bean {} replaces an earlier one", replaced.name),
            )
            .at(replaced.later, "this one counts")
            .at(replaced.earlier, "this one is gone, without a word")
            .help("remove one of the two, or give it another id"),
        );
    }
}
