//! Classes that no release ships.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::config::classes::CONFIGURER;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};

pub(in crate::check) const RULE: Rule = Rule {
    name: "class-not-shipped",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A bean has a class that no CloudStack release ships.",
        why: "The guides name org.jasypt.spring3.properties.EncryptablePropertyPlaceholderConfigurer. \
              CloudStack ships jasypt itself, but none of its integrations with Spring: the server stops with \
              a ClassNotFoundException.",
        example: "<bean class=\"org.jasypt.spring3.properties.EncryptablePropertyPlaceholderConfigurer\">",
        fix: "Where the release has it, name com.cloud.utils.crypt.EncryptablePropertyPlaceholderConfigurer; \
              else add the jar jasypt-spring31 to the server's class path.",
    },
    finder: Finder::Refined(refine),
};

/// Points at the class alone, and replaces it where CloudStack has a class of that purpose.
fn refine(subject: &Subject<'_>, mut diagnostic: Diagnostic) -> Diagnostic {
    let definition = subject.definitions().find(|bean| Some(bean.span) == diagnostic.span());
    let Some(class) = definition.and_then(|definition| definition.class.as_ref()) else { return diagnostic };
    for label in diagnostic.labels.iter_mut().take(1) {
        label.span = class.span;
    }
    if !class.text.ends_with(".EncryptablePropertyPlaceholderConfigurer") {
        return diagnostic;
    }
    let edit = Edit { span: class.span, replacement: CONFIGURER.to_owned() };
    diagnostic.fixed_by(Fix {
        message: format!(
            "where your release has it, write class=\"{CONFIGURER}\"; else add jasypt-spring31 to the server's \
             class path"
        ),
        applicability: Applicability::Unsafe,
        edits: vec![edit],
    })
}
