use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> (Option<Properties>, Sources, Diagnostics) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let read = parse(bytes, None, "a.properties", &mut sources, &mut diagnostics);
    (read, sources, diagnostics)
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let read = read(text.as_bytes()).0.unwrap();
    read.entries.into_iter().map(|entry| (entry.key, entry.value)).collect()
}

#[test]
fn entries_keep_their_order_their_repetitions_and_their_lines() {
    let read = read(b"# comment\na=1\n\nb=2\\\n  3\na=4\n").0.unwrap();
    let entries: Vec<_> = read.entries.iter().map(|entry| (&*entry.key, &*entry.value, entry.line)).collect();
    assert_eq!(entries, [("a", "1", 2), ("b", "23", 4), ("a", "4", 6)]);
    assert_eq!(read.get("a").unwrap().value, "4");
}

#[test]
fn lines_are_counted_as_editors_count_them() {
    let read = read(b"a=1\r\nb=2\rc=3\\\r\n  4\nd=5").0.unwrap();
    assert_eq!(read.entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [1, 2, 3, 5]);
}

#[test]
fn spans_cover_what_is_written() {
    let (read, sources, _) = read("  k\\ ey : v\\\n   \\u00e9 \nempty=\nalone".as_bytes());
    let read = read.unwrap();
    let written: Vec<_> = read
        .entries
        .iter()
        .map(|entry| (sources.slice(entry.key_span), sources.slice(entry.value_span)))
        .collect();
    assert_eq!(written, [("k\\ ey", "v\\\n   \\u00e9 "), ("empty", ""), ("alone", "")]);
    assert_eq!(read.entries[0].key, "k ey");
    assert_eq!(read.entries[0].value, "vé ");
}

#[test]
fn a_line_of_a_lone_backslash_may_become_a_comment() {
    assert_eq!(pairs("\\\n# not an entry\na=b"), [("a".to_owned(), "b".to_owned())]);
}

#[test]
fn a_malformed_escape_refuses_the_file_and_each_one_is_reported() {
    let (read, sources, diagnostics) = read(b"dir=C:\\users\nok=1\nother=\\u12\n");
    assert!(read.is_none());
    let faults: Vec<_> = diagnostics.iter().collect();
    assert_eq!(faults.len(), 2);
    assert_eq!(faults[0].code, "properties-syntax");
    assert_eq!(faults[0].spring.as_deref(), Some("Malformed \\uxxxx encoding."));
    assert_eq!(sources.place(faults[0].span().unwrap()), "a.properties:1:7");
    assert_eq!(sources.slice(faults[0].span().unwrap()), "\\u");
}

#[test]
fn half_a_character_becomes_a_replacement_character_with_a_warning() {
    let (read, _, diagnostics) = read(b"a=\\uD83Dx\\uDE00\\uD83D\\uDE00");
    assert_eq!(read.unwrap().entries[0].value, "\u{FFFD}x\u{FFFD}😀");
    assert_eq!(diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["properties-surrogate"; 2]);
}

#[test]
fn a_byte_order_mark_is_part_of_the_first_key_and_gets_a_warning() {
    let (latin, _, found) = read(b"\xEF\xBB\xBFa=b");
    assert_eq!(latin.unwrap().entries[0].key, "\u{EF}\u{BB}\u{BF}a");
    assert_eq!(found.iter().next().unwrap().code, "properties-byte-order-mark");
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let utf_8 = parse(b"\xEF\xBB\xBFa=b", Some("utf-8"), "a.properties", &mut sources, &mut found).unwrap();
    assert_eq!(utf_8.entries[0].key, "\u{FEFF}a");
    assert_eq!(found.iter().next().unwrap().code, "properties-byte-order-mark");
    let utf_16 =
        parse(b"\xFE\xFF\0a\0=\0b", Some("UTF-16"), "a.properties", &mut sources, &mut found).unwrap();
    assert_eq!(utf_16.entries[0].key, "a");
    assert!(sources.get(utf_16.file).unwrap().encoding().bom);
}

#[test]
fn an_unknown_encoding_is_an_error() {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    assert!(parse(b"a=b", Some("klingon"), "a.properties", &mut sources, &mut diagnostics).is_none());
    let fault = diagnostics.first_error().unwrap();
    assert_eq!((fault.code, fault.spring.as_deref()), ("properties-encoding", Some("klingon")));
}

#[test]
fn secrets_are_masked_in_what_is_shown() {
    let (read, sources, _) = read(b"user=admin\ndb.password = top\\\n  secret\n\\u0070assword=x\\u12\n");
    assert!(read.is_none());
    let (_, file) = sources.iter().next().unwrap();
    assert_eq!(file.masked(), "user=admin\ndb.password = ****\n********\n\\u0070assword=*****\n");
}

#[test]
fn values_are_written_as_java_writes_them() {
    assert_eq!(escape_value(" a b=c:d#e!f\\g\t\n\r\u{C}"), "\\ a b\\=c\\:d\\#e\\!f\\\\g\\t\\n\\r\\f");
    assert_eq!(escape_value("é€😀\0\u{7F}"), "\\u00E9\\u20AC\\uD83D\\uDE00\\u0000\\u007F");
    assert_eq!(escape_key(" a b"), "\\ a\\ b");
}

#[test]
fn the_suffix_decides_on_the_form() {
    assert!(is_xml(Path::new("a/b.xml")) && is_xml(Path::new(".xml")));
    assert!(!is_xml(Path::new("b.XML")) && !is_xml(Path::new("b.xml.bak")));
}

#[test]
fn the_xml_form_has_spans_and_secrets_too() {
    let text = concat!(
        "<!DOCTYPE properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\">\n",
        "<properties><comment>x</comment>\n",
        "<entry key=\"a.password\">p<![CDATA[&]]>q</entry><entry key=\"b\"/></properties>"
    );
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let read = parse_xml(text.as_bytes(), "a.xml", &mut sources, &mut diagnostics).unwrap();
    let [first, second] = &read.entries[..] else { panic!("{read:?}") };
    assert_eq!((&*first.value, first.line), ("p&q", 3));
    assert_eq!(sources.slice(first.value_span), "p<![CDATA[&]]>q");
    assert_eq!(sources.slice(first.key_span), "a.password");
    assert_eq!((&*second.value, sources.slice(second.value_span)), ("", ""));
    assert!(!sources.get(read.file).unwrap().masked().contains("CDATA"));
}

#[test]
fn a_malformed_xml_form_has_an_empty_text_of_javas() {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let text = br#"<!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd"><properties>"#;
    assert!(parse_xml(text, "a.xml", &mut sources, &mut diagnostics).is_none());
    assert_eq!(diagnostics.first_error().unwrap().spring.as_deref(), Some(""));
    let mut diagnostics = Diagnostics::new();
    assert!(parse_xml(b"<properties>", "a.xml", &mut sources, &mut diagnostics).is_none());
    let spring = diagnostics.first_error().unwrap().spring.clone().unwrap();
    assert!(spring.starts_with("An XML properties document must contain the DOCTYPE"), "{spring}");
}

proptest! {
    #[test]
    fn what_is_escaped_reads_back_as_it_was(key in "\\PC*|[ \t\n\r\\\\=:#!]*", value in any::<String>()) {
        let text = format!("{}={}", escape_key(&key), escape_value(&value));
        prop_assert!(text.is_ascii());
        prop_assert_eq!(pairs(&text), [(key, value)]);
    }

    #[test]
    fn any_bytes_can_be_read(bytes in any::<Vec<u8>>(), encoding in "ISO-8859-1|UTF-8|UTF-16|windows-1252|EUC-KR") {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let read = parse(&bytes, Some(&encoding), "a.properties", &mut sources, &mut diagnostics);
        prop_assert_eq!(read.is_none(), diagnostics.first_error().is_some());
        for entry in read.iter().flat_map(|read| &read.entries) {
            let file = sources.get(entry.key_span.file).unwrap();
            prop_assert!(file.text().get(entry.key_span.start..entry.value_span.end).is_some());
        }
    }

    #[test]
    fn any_text_of_the_signs_that_matter_can_be_read(text in "[a\\\\u0=: \t\r\n\u{c}#!]{0,40}") {
        let (read, sources, diagnostics) = read(text.as_bytes());
        prop_assert_eq!(read.is_none(), diagnostics.first_error().is_some());
        for entry in read.iter().flat_map(|read| &read.entries) {
            prop_assert!(entry.key_span.end <= entry.value_span.start, "{:?}", entry);
            prop_assert!(!sources.slice(entry.value_span).starts_with([' ', '\t']));
        }
    }
}
