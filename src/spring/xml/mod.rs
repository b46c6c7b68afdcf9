//! XML documents as the JDK's parser judges them, as a tree with spans.
//!
//! In: the bytes of a file. Out: a [`Document`], or findings with the codes `xml-syntax`, `xml-entity`,
//! `xml-encoding`. No external entity is ever fetched and none is ever expanded. Knows nothing of Spring.

mod tree;

pub use tree::{Attribute, Document, Element, Name, Node};
