//! Which kind of validation Spring chooses, by a glance at the file's first lines (`XmlValidationModeDetector`).

use super::super::text::has_text;

/// Whether Spring takes the file for one with a document type declaration.
///
/// It errs where a line inside a comment has the word in it, and then refuses the file.
pub(super) fn expects_document_type(text: &str) -> bool {
    let mut in_comment = false;
    for line in text.split(['\n', '\r']) {
        let content = without_comments(line, &mut in_comment);
        if content.contains("DOCTYPE") {
            return true;
        }
        if has_text(&content) && !in_comment && has_opening_tag(&content) {
            return false;
        }
    }
    false
}

/// The line without what Spring takes for comments: what stands in one that doesn't end on the line stays.
fn without_comments(line: &str, in_comment: &mut bool) -> String {
    let mut content = String::new();
    let mut rest = line;
    while rest.contains("<!--") || rest.contains("-->") {
        if !*in_comment && let Some(start) = rest.find("<!--") {
            let (before, after) = rest.split_at(start);
            content.push_str(before);
            rest = after;
        }
        let token = if *in_comment { "-->" } else { "<!--" };
        let Some((_, after)) = rest.split_once(token) else { return content };
        *in_comment = !*in_comment;
        rest = after;
    }
    content + rest
}

fn has_opening_tag(content: &str) -> bool {
    let behind = content.split_once('<').and_then(|(_, after)| after.chars().next());
    behind.is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::expects_document_type;

    #[test]
    fn the_first_line_that_is_neither_empty_nor_a_comment_decides() {
        assert!(expects_document_type("<?xml version=\"1.0\"?>\n<!-- a -->\n<!DOCTYPE beans>\n<beans/>"));
        assert!(!expects_document_type("<?xml version=\"1.0\"?>\n<!-- DOCTYPE --><beans>\nDOCTYPE</beans>"));
        assert!(!expects_document_type(""));
    }

    #[test]
    fn the_word_inside_a_comment_of_several_lines_misleads_it() {
        assert!(expects_document_type("<!--\n the DOCTYPE is gone\n-->\n<beans/>"));
        assert!(expects_document_type("<!-- the DOCTYPE\n is gone -->\n<beans/>"));
        assert!(!expects_document_type("<!--\n gone --> <!-- the DOCTYPE -->\n<beans/>"));
    }
}
