//! Walks a tree as a parser would have reported it, without recursion.

use crate::source::Span;
use crate::spring::xml::{Element, Node};

/// What a parser reports.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event<'d> {
    /// An element begins; how many elements it stands in.
    Start(Element<'d>, usize),
    /// Character data.
    Text(&'d str, Span),
    /// An element ends.
    End(Element<'d>),
}

/// All events from an element's start to its end, or to the fault that the document ends with.
pub(super) fn walk(root: Element<'_>) -> impl Iterator<Item = Event<'_>> {
    let mut open = Vec::new();
    let mut first = Some(root);
    std::iter::from_fn(move || {
        if let Some(root) = first.take() {
            open.push((root, children(root)));
            return Some(Event::Start(root, 0));
        }
        loop {
            let depth = open.len();
            let (element, rest) = open.last_mut()?;
            match rest.next() {
                Some(Node::Element(child)) => {
                    open.push((child, children(child)));
                    return Some(Event::Start(child, depth));
                }
                Some(Node::Text { text, span, .. }) => return Some(Event::Text(text, span)),
                Some(Node::Comment { .. }) => {}
                None => {
                    let ended = *element;
                    open.pop();
                    if ended.is_closed() {
                        return Some(Event::End(ended));
                    }
                }
            }
        }
    })
}

fn children(element: Element<'_>) -> Box<dyn Iterator<Item = Node<'_>> + '_> {
    Box::new(element.children())
}

/// Whether there is more than white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim_matches([' ', '\t', '\n', '\r']).is_empty()
}
