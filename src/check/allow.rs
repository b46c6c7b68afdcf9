//! Comments that silence a rule: `busboot: allow(rule)` for the next element of an XML file or the next entry of a
//! properties file.
//!
//! In: files as written. Out: [`Allow`]s with the span that each covers. Which findings they silence is the verdict's
//! business.

use crate::source::{Sources, Span};
use crate::spring::properties::Properties;
use crate::spring::xml::{Document, Element, Node};

/// What a comment must contain, with or without blanks between them.
const MARK: &str = "busboot:";
const ALLOW: &str = "allow(";

/// One rule that is silenced at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Allow {
    /// The rule's name as written.
    pub(super) rule: String,
    /// Where the name stands.
    pub(super) span: Span,
    /// The element or entry that it is silenced for; `None` when nothing follows.
    pub(super) covers: Option<Span>,
}

/// The names in a comment that silences, with their spans; `start` is where the text starts in the file.
fn names(text: &str, start: usize, covers: Option<Span>, comment: Span) -> Vec<Allow> {
    let mut allows = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let behind = text.get(at + MARK.len()..).unwrap_or_default();
        let Some(inside) = behind.trim_start().strip_prefix(ALLOW) else { continue };
        let Some((list, _)) = inside.split_once(')') else { continue };
        let mut offset = start + text.len() - inside.len();
        for name in list.split(',') {
            let rule = name.trim();
            let from = offset + name.len() - name.trim_start().len();
            let span = Span::new(comment.file, from, from + rule.len());
            allows.push(Allow { rule: rule.to_owned(), span, covers });
            offset += name.len() + 1;
        }
    }
    allows
}

/// The silencers of an XML file.
pub(super) fn in_xml(document: &Document, sources: &Sources) -> Vec<Allow> {
    let mut allows = in_prolog(document, sources);
    let mut waiting = vec![document.root()];
    while let Some(element) = waiting.pop() {
        allows.extend(in_element(element));
        waiting.extend(element.elements());
    }
    allows
}

/// Length of `<!--`.
const OPENING: usize = 4;

fn in_element(element: Element<'_>) -> Vec<Allow> {
    let mut allows = Vec::new();
    let mut open: Vec<(&str, Span)> = Vec::new();
    for child in element.children() {
        match child {
            Node::Comment { text, span } => open.push((text, span)),
            Node::Element(next) => {
                let covered = open.drain(..);
                allows.extend(
                    covered
                        .flat_map(|(text, span)| names(text, span.start + OPENING, Some(next.span()), span)),
                );
            }
            Node::Text { .. } => {}
        }
    }
    allows.extend(open.into_iter().flat_map(|(text, span)| names(text, span.start + OPENING, None, span)));
    allows
}

/// Comments in front of the root element silence a rule for the whole of it.
fn in_prolog(document: &Document, sources: &Sources) -> Vec<Allow> {
    let root = document.root().span();
    let text = sources.slice(Span::new(document.file(), 0, root.start));
    let mut allows = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("<!--")).map(|at| from + at) {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find("-->").map_or(text.len(), |at| start + at);
        let comment = Span::new(document.file(), start, end);
        let inside = text.get(start + OPENING..end).unwrap_or_default();
        allows.extend(names(inside, start + OPENING, Some(root), comment));
        from = end.max(start + OPENING);
    }
    allows
}

/// The silencers of a properties file.
pub(super) fn in_properties(properties: &Properties, sources: &Sources) -> Vec<Allow> {
    let Some(file) = sources.get(properties.file) else { return Vec::new() };
    let mut allows = Vec::new();
    let mut start = 0;
    let mut entries = properties.entries.iter().peekable();
    for line in file.text().split_inclusive(['\n', '\r']) {
        let end = start + line.len();
        if line.trim_start().starts_with(['#', '!']) {
            while entries.next_if(|entry| entry.key_span.start < end).is_some() {}
            let covers = entries
                .peek()
                .map(|entry| Span::new(entry.key_span.file, entry.key_span.start, entry.value_span.end));
            allows.extend(names(line, start, covers, Span::new(properties.file, start, end)));
        }
        start = end;
    }
    allows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::spring::{properties, xml};

    fn shown(allows: &[Allow], sources: &Sources) -> Vec<(String, String)> {
        let covered =
            |allow: &Allow| allow.covers.map(|span| sources.slice(span).to_owned()).unwrap_or_default();
        allows.iter().map(|allow| (sources.slice(allow.span).to_owned(), covered(allow))).collect()
    }

    #[test]
    fn a_comment_covers_the_next_element() {
        let mut sources = Sources::default();
        let text = "<!-- busboot: allow(whole) --><a><!-- busboot: allow( one, two ) --><b/><c/><!--busboot: allow(late)--></a>";
        let document = xml::parse(text.as_bytes(), "a.xml", &mut sources, &mut Diagnostics::new()).unwrap();
        let allows = shown(&in_xml(&document, &sources), &sources);
        let whole = text.get(30..).unwrap();
        assert_eq!(
            allows,
            [("whole", whole), ("one", "<b/>"), ("two", "<b/>"), ("late", "")]
                .map(|(rule, covers)| (rule.to_owned(), covers.to_owned()))
        );
    }

    #[test]
    fn a_comment_covers_the_next_entry() {
        let mut sources = Sources::default();
        let text = "# busboot: allow(one)\n\n# why\na = b\nc=d\n! busboot: allow(late)";
        let parsed =
            properties::parse(text.as_bytes(), None, "a", &mut sources, &mut Diagnostics::new()).unwrap();
        let allows = shown(&in_properties(&parsed, &sources), &sources);
        assert_eq!(
            allows,
            [("one", "a = b"), ("late", "")].map(|(rule, covers)| (rule.into(), covers.into()))
        );
    }
}
