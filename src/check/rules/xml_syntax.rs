//! Files that are not well-formed.

use crate::check::rule::{Docs, Finder, Levels, Rule};
use crate::check::subject::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::source::Span;

pub(in crate::check) const RULE: Rule = Rule {
    name: "xml-syntax",
    levels: Levels::Always(Severity::Error),
    docs: Docs {
        what: "An XML file isn't well-formed.",
        why: "The server stops at it: the module is not loaded, and no event is published. Blanks in front of \
              `<?xml`, as copying leaves them, are enough.",
        example: "<?xml version=\"1.0\"?>\n\
                  <beans>..</beans>",
        fix: "Correct the place that is shown; delete what stands in front of `<?xml`.",
    },
    finder: Finder::Refined(refine),
};

/// Deletes blanks in front of the XML declaration. No server reads such a file, so nothing that works can change.
fn refine(subject: &Subject<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let Some(place) = diagnostic.span() else { return diagnostic };
    let text = subject.sources.get(place.file).map(|file| file.text().as_ref()).unwrap_or_default();
    let blanks = text.len() - text.trim_start().len();
    let declared = text.get(blanks..).is_some_and(|rest| rest.starts_with("<?xml"));
    if blanks == 0 || !declared || place.start > blanks + "<?xml".len() {
        return diagnostic;
    }
    diagnostic.fixed_by(Fix {
        message: "delete the blanks in front of `<?xml`".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![Edit { span: Span::new(place.file, 0, blanks), replacement: String::new() }],
    })
}
