//! Any bytes as an XML document, then as a Spring file whose classes nobody knows.

use std::path::Path;

use busboot::diagnostic::render::{self, Style};
use busboot::diagnostic::{Diagnostics, Severity};
use busboot::source::{Host, Memory, Sources};
use busboot::spring::{beans, xml};

pub(crate) fn check(bytes: &[u8]) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let document = xml::parse(bytes, "a.xml", &mut sources, &mut diagnostics);
    assert_eq!(document.is_none(), diagnostics.count(Severity::Error) > 0);
    if let Some(document) = &document {
        let again = xml::tree(document.file(), &sources);
        assert!(again.is_some(), "well-formed, and not so when its text is read again");
    }
    let host = Host::new(Memory::new().with("/root/a.xml", bytes));
    let root = Path::new("/root");
    beans::outline(&host, root, &root.join("a.xml"), Path::new("a.xml"), &mut sources, &mut diagnostics);
    for found in diagnostics.iter() {
        assert!(!render::text(found, &sources, Style::Plain).is_empty());
    }
}
