//! What ends a step: one finding, ready to be reported.

use crate::diagnostic::Diagnostic;
use crate::source::Origin;

/// What a step makes, or the finding for which Spring's exception would end it.
pub(super) type Outcome<T> = Result<T, Box<Diagnostic>>;

/// The message of an exception that is written as `package.Class: message`; the class's name where it has none, as
/// running Spring shows it.
pub(super) fn innermost(text: &str) -> String {
    match text.split_once(": ") {
        Some((class, message)) if is_exception_class(class) => {
            if message == "null" {
                class.to_owned()
            } else {
                message.to_owned()
            }
        }
        _ => text.to_owned(),
    }
}

fn is_exception_class(name: &str) -> bool {
    (name.ends_with("Exception") || name.ends_with("Error"))
        && name.contains('.')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || "._$".contains(character))
}

/// The finding for a system property that the server's JVM sets by itself.
pub(super) fn of_jvm(code: &'static str, name: &str) -> Diagnostic {
    Diagnostic::error(code, format!("the server's JVM sets `{name}`, to a value that isn't known here"))
        .help(format!("type -D {name}=.. with the server's value"))
}

/// Adds the chain of a value, the place of use as the primary label.
pub(super) fn with_origin(mut diagnostic: Diagnostic, origin: &Origin, label: &str) -> Diagnostic {
    let mut spans = Vec::new();
    for step in origin.steps() {
        if let Some(span) = Origin::of(step.clone()).span()
            && !spans.contains(&span)
        {
            spans.push(span);
        }
    }
    for (index, span) in spans.into_iter().enumerate() {
        diagnostic = diagnostic.at(span, if index == 0 { label } else { "the text comes from here" });
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::innermost;

    #[test]
    fn the_class_is_shown_only_where_there_is_no_message() {
        assert_eq!(
            innermost("java.lang.IllegalArgumentException: Password cannot be set empty"),
            "Password cannot be set empty"
        );
        assert_eq!(
            innermost("org.jasypt.exceptions.E.xException: null"),
            "org.jasypt.exceptions.E.xException"
        );
        assert_eq!(innermost("For input string: \"abc\""), "For input string: \"abc\"");
    }
}
