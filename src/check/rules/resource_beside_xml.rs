//! A properties file that is only found beside the XML file.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::diagnostic::Severity;

pub(in crate::check) const RULE: Rule = Rule {
    name: "resource-beside-xml",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "A file that classpath: names lies beside the XML file, not in the root.",
        why: "classpath: means the root. A server stops with `class path resource [cred.properties] cannot be \
              opened because it does not exist`; busboot reads the file all the same, for readers of the \
              guides.",
        example: "<property name=\"location\" value=\"classpath:/cred.properties\"/> with \
                  META-INF/cloudstack/event/cred.properties",
        fix: "Move the file into the root.",
    },
    finder: Finder::Loading,
};
