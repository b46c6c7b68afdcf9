use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> (Option<Document>, Sources, Diagnostics) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let document = parse(bytes, "a.xml", &mut sources, &mut diagnostics);
    (document, sources, diagnostics)
}

fn document(text: &str) -> Document {
    let (document, _, diagnostics) = read(text.as_bytes());
    document.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

/// Code, place and text of the first fault.
fn fault(bytes: &[u8]) -> (&'static str, String, String) {
    let (document, sources, diagnostics) = read(bytes);
    assert!(document.is_none());
    let fault = diagnostics.first_error().unwrap();
    (fault.code, sources.place(fault.span().unwrap()), fault.spring.clone().unwrap_or_default())
}

#[test]
fn spans_are_exact_with_and_without_a_byte_order_mark() {
    let text = "<?xml version='1.0'?>\n<p:a xmlns:p='u' b = \"x&amp;y\"\n  p:c='é'>t<!--k--><d/></p:a >\n";
    for bom in [&b""[..], b"\xEF\xBB\xBF"] {
        let (document, sources, _) = read(&[bom, text.as_bytes()].concat());
        let document = document.unwrap();
        let root = document.root();
        let [b, c] = root.attributes() else { panic!("{root:?}") };
        assert_eq!(sources.slice(b.span), "b = \"x&amp;y\"");
        assert_eq!((sources.slice(b.value_span), &*b.value), ("x&amp;y", "x&y"));
        assert_eq!(sources.slice(c.span), "p:c='é'");
        assert_eq!(sources.slice(root.span()), text.split_once('\n').unwrap().1.trim());
        assert!(sources.slice(root.start_tag()).ends_with("p:c='é'>"));
        assert_eq!(sources.place(c.span), "a.xml:3:3");
        let children: Vec<_> = root.children().collect();
        assert!(matches!(children[0], Node::Text { text: "t", cdata: false, .. }));
        assert!(
            matches!(children[1], Node::Comment { text: "k", span } if sources.slice(span) == "<!--k-->")
        );
        assert!(matches!(children[2], Node::Element(d) if sources.slice(d.span()) == "<d/>"));
        assert_eq!(sources.get(document.file()).unwrap().encoding().bom, !bom.is_empty());
    }
}

#[test]
fn names_have_their_namespaces() {
    let document = document("<a xmlns='u' xmlns:p='v' b='' p:b=''><p:c xmlns=''><d/></p:c></a>");
    let root = document.root();
    assert_eq!(root.namespace(), Some("u"));
    assert_eq!(root.attribute("b").unwrap().name.namespace, None);
    assert_eq!(root.attributes()[1].name.namespace.as_deref(), Some("v"));
    let c = root.elements().next().unwrap();
    assert_eq!((c.local(), &*c.name().prefix, c.namespace()), ("c", "p", Some("v")));
    assert_eq!(c.elements().next().unwrap().namespace(), None);
}

#[test]
fn line_ends_references_and_white_space_in_values_are_normalised() {
    let document = document("<a b=' 1\r\n2\t3&#10;4&#xD;'>x\r\ny\rz&#13;<![CDATA[\r\n&amp;]]>&lt;</a>");
    let root = document.root();
    assert_eq!(root.attribute("b").unwrap().value, " 1 2 3\n4\r");
    assert_eq!(root.text(), "x\ny\nz\r\n&amp;<");
    let nodes: Vec<_> = root.children().map(|node| matches!(node, Node::Text { cdata: true, .. })).collect();
    assert_eq!(nodes, [false, true, false]);
}

#[test]
fn the_document_type_declaration_can_be_looked_at() {
    let document = document("<!DOCTYPE beans PUBLIC ' -//SPRING//DTD  BEAN//EN' 'http://x/y.dtd'><beans/>");
    let doctype = document.doctype().unwrap();
    assert_eq!((&*doctype.root, doctype.internal_subset), ("beans", false));
    assert_eq!(doctype.public_id.as_deref(), Some("-//SPRING//DTD BEAN//EN"));
    assert_eq!(doctype.system_id.as_deref(), Some("http://x/y.dtd"));
}

#[test]
fn default_values_of_the_internal_subset_are_added() {
    let subset = "<!ATTLIST a b NMTOKENS ' x  y ' xmlns CDATA 'u' c CDATA #IMPLIED d (e|f) 'f'>";
    let text = format!("<!DOCTYPE a [{subset}]><a d='e'/>");
    let document = document(&text);
    let attributes: Vec<_> =
        document.root().attributes().iter().map(|a| (&*a.name.local, &*a.value)).collect();
    assert_eq!(attributes, [("d", "e"), ("b", "x y")]);
    assert_eq!(document.root().namespace(), Some("u"));
}

#[test]
fn entities_are_refused_where_they_are_declared() {
    for text in [
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://h/x'> %x;]><a/>",
        "<!DOCTYPE a [<!ENTITY l 'l'><!ENTITY m '&l;&l;'>]><a>&m;</a>",
    ] {
        assert_eq!(fault(text.as_bytes()), ("xml-entity", "a.xml:1:14".to_owned(), String::new()), "{text}");
    }
}

#[test]
fn faults_stand_at_their_place_with_the_words_of_the_jdk() {
    let unclosed = "The element type \"b\" must be terminated by the matching end-tag \"</b>\".";
    assert_eq!(fault(b"<a>\n <b>\n</a>"), ("xml-syntax", "a.xml:3:1".to_owned(), unclosed.to_owned()));
    let (_, sources, diagnostics) = read(b"<a>\n <b>\n</a>");
    let opened = &diagnostics.first_error().unwrap().labels[1];
    assert_eq!((sources.slice(opened.span), &*opened.text), ("<b", "opened here"));
    let late = "The processing instruction target matching \"[xX][mM][lL]\" is not allowed.";
    assert_eq!(
        fault(b"\n<?xml version='1.0'?><a/>"),
        ("xml-syntax", "a.xml:2:1".to_owned(), late.to_owned())
    );
    let bare = "The entity name must immediately follow the '&' in the entity reference.";
    assert_eq!(fault(b"<a b='1 & 2'/>"), ("xml-syntax", "a.xml:1:9".to_owned(), bare.to_owned()));
    let malformed = "Invalid byte 1 of 1-byte UTF-8 sequence.";
    assert_eq!(fault(b"<a>\n\xFF</a>"), ("xml-encoding", "a.xml:2:1".to_owned(), malformed.to_owned()));
}

#[test]
fn encodings_are_decoded_and_remembered() {
    for (bytes, name) in [
        (&b"<?xml version='1.0' encoding='iso-8859-1'?><a b='\xE9'/>"[..], "ISO-8859-1"),
        (b"<?xml version='1.0' encoding='windows-1252'?><a b='\xE9'/>", "windows-1252"),
        (b"\xFF\xFE<\0a\0 \0b\0=\0'\0\xE9\0'\0/\0>\0", "UTF-16LE"),
        (b"\xFE\xFF\0<\0a\0 \0b\0=\0'\0\xE9\0'\0/\0>", "UTF-16BE"),
    ] {
        let (document, sources, _) = read(bytes);
        let document = document.unwrap();
        assert_eq!(document.root().attribute("b").unwrap().value, "é");
        assert_eq!(sources.get(document.file()).unwrap().encoding().name, name);
    }
}

#[test]
fn a_secret_is_in_no_text_of_a_fault() {
    for text in [
        "<property name='password' value='top&secret;'/>",
        "<property value='top&secret' name='password'/>",
        "<property name='password'><value>top&secret;</value></property>",
        "<entry key='jaas'><value>top&#secret</value></entry>",
        "<p:bean p:password='top&secret'/>",
        "<property name='password'\n value='top<secret>'/>",
    ] {
        let (document, sources, diagnostics) = read(text.as_bytes());
        assert!(document.is_none(), "{text}");
        let (_, file) = sources.iter().next().unwrap();
        assert!(!format!("{diagnostics:?}").contains("secret"), "{diagnostics:?}");
        assert!(!file.masked().contains("secret"), "{}", file.masked());
    }
}

#[test]
fn depth_costs_no_stack() {
    let depth = 100_000;
    let document = document(&("<a>".repeat(depth) + &"</a>".repeat(depth)));
    let mut element = document.root();
    let mut found = 1;
    while let Some(child) = element.elements().next() {
        element = child;
        found += 1;
    }
    assert_eq!(found, depth);
    drop(document);
    assert_eq!(fault("<a>".repeat(depth).as_bytes()).0, "xml-syntax");
    let groups = format!("<!DOCTYPE a [<!ELEMENT a {}b{}>]><a/>", "(".repeat(depth), ")".repeat(depth));
    assert!(read(groups.as_bytes()).0.is_some());
}

#[test]
fn default_values_cannot_make_a_document_grow_without_bounds() {
    let defaults: String = (0..1000).map(|at| format!(" a{at} CDATA ''")).collect();
    let text = format!("<!DOCTYPE a [<!ATTLIST b{defaults}>]><a>{}</a>", "<b/>".repeat(1000));
    assert_eq!(fault(text.as_bytes()).0, "xml-size");
}

proptest! {
    #[test]
    fn any_bytes_can_be_read(bytes in any::<Vec<u8>>()) {
        let (document, _, diagnostics) = read(&bytes);
        prop_assert_eq!(document.is_none(), diagnostics.first_error().is_some());
    }

    #[test]
    fn any_markup_can_be_read(text in "(<|>|</|/>|<a|<a>|</a>| b|=|'|\"|&|;|#x41|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|<!DOCTYPE a|\\[|\\]|<!ATTLIST|:|xmlns|é|\r\n| ){0,24}") {
        let (document, sources, diagnostics) = read(text.as_bytes());
        prop_assert_eq!(document.is_none(), diagnostics.first_error().is_some());
        for label in diagnostics.iter().flat_map(|found| &found.labels) {
            let file = sources.get(label.span.file).unwrap();
            prop_assert!(file.text().get(label.span.start..label.span.end).is_some(), "{:?}", label);
        }
    }

    #[test]
    fn what_it_accepts_another_strict_parser_accepts(text in "<a( b='[^<&'\r]{0,3}')?>(x|&lt;|<!--y-->|<b/>|<c d=\"1\">z</c>|\\]\\]|<\\?p q\\?>){0,6}</a>") {
        let ours = read(text.as_bytes()).0.is_some();
        let theirs = xml_rs_accepts(&text);
        prop_assert_eq!(ours, theirs, "{}", text);
    }
}

fn xml_rs_accepts(text: &str) -> bool {
    xml::reader::EventReader::from_str(text).into_iter().all(|event| event.is_ok())
}
