//! XML documents, through `busboot beans`.

use std::fs::File;

use crate::{BEANS, Outcome, Root, document, on_path};

fn beans(bytes: impl AsRef<[u8]>) -> Outcome {
    let root = Root::new().with("a.xml", bytes);
    on_path("beans", &root.path("a.xml"))
}

/// Behind a document type declaration with this in its internal subset.
fn with_subset(subset: &str, content: &str) -> String {
    format!("<!DOCTYPE beans [{subset}]>\n<beans><description>{content}</description></beans>")
}

#[test]
fn entities_are_refused_wherever_they_come_from() {
    let laughs: String =
        (1..30).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    for subset in [
        format!("<!ENTITY l0 \"lol\">{laughs}"),
        "<!ENTITY l29 SYSTEM \"file:///etc/passwd\">".to_owned(),
        "<!ENTITY l29 SYSTEM \"/dev/zero\">".to_owned(),
        "<!ENTITY l29 SYSTEM \"http://127.0.0.1:9/\">".to_owned(),
        "<!ENTITY % all SYSTEM \"file:///etc/passwd\"> %all;".to_owned(),
        "<!ENTITY l29 PUBLIC \"a\" \"file:///etc/passwd\" NDATA b>".to_owned(),
        "<!ENTITY l29 \"&l29;\">".to_owned(),
    ] {
        let refused = beans(with_subset(&subset, "&l29;"));
        refused.is_refused("xml-entity", "");
        assert!(!refused.start().contains("root:"), "{}", refused.start());
    }
    let outside = "<!DOCTYPE beans SYSTEM \"file:///etc/passwd\"><beans>&l;</beans>";
    beans(outside).is_refused("xml-schema", "passwd");
}

#[test]
fn default_values_do_not_multiply() {
    let subset = format!("<!ATTLIST value a CDATA \"{}\">", "x".repeat(100_000));
    let many = format!("</description>{}<description>", "<value/>".repeat(1_000));
    beans(with_subset(&subset, &many)).is_refused("xml-schema", "");
}

#[test]
fn depth_is_refused_at_any_size() {
    let nested = format!("{}{}", "<beans>".repeat(20_000), "</beans>".repeat(20_000));
    beans(document(&nested)).is_refused("xml-depth", "300");
    beans("<a>".repeat(10_000)).is_refused("xml-schema", "");
    beans("<".repeat(1_000_000)).is_refused("xml-syntax", "");
    let inner = "<bean class=\"A\"><property name=\"p\">";
    let nested = format!("{}{}", inner.repeat(1_000), "</property></bean>".repeat(1_000));
    beans(document(&nested)).is_refused("xml-depth", "300");
}

#[test]
fn what_has_no_end_is_refused() {
    for start in [
        "<!--",
        "<beans a=\"",
        &format!("{BEANS}<![CDATA["),
        "<?a ",
        "<!DOCTYPE beans [",
        &format!("{BEANS}&"),
    ] {
        let refused = beans(format!("{start}{}", "x".repeat(1_000_000)));
        refused.is_refused("xml-syntax", "");
        assert!(refused.stderr.len() < 10_000, "{start}: {} bytes of messages", refused.stderr.len());
    }
}

#[test]
fn characters_that_are_none_are_refused() {
    let inside = |bytes: &[u8]| [BEANS.as_bytes(), bytes].concat();
    for (bytes, code) in [
        (inside(b"\0</beans>"), "xml-syntax"),
        (inside(b"\xFF</beans>"), "xml-encoding"),
        (inside(b"\xED\xA0\x80</beans>"), "xml-encoding"),
        (inside(b"\xF0\x9F"), "xml-encoding"),
        (inside(b"&#0;</beans>"), "xml-syntax"),
        (inside(b"&#99999999999999999999;</beans>"), "xml-syntax"),
        (b"<?xml version='1.0' encoding='UTF-32'?><beans/>".to_vec(), "xml-encoding"),
        (b"\xFE\xFF\0<\0b\0e\0a\0n\0s\0".to_vec(), "xml-encoding"),
        (b"\xFF\xFE".to_vec(), "xml-syntax"),
        (b"\0\0\0\0".to_vec(), "xml-syntax"),
        (Vec::new(), "xml-syntax"),
    ] {
        beans(bytes).is_refused(code, "");
    }
}

#[test]
fn huge_parts_are_read_or_refused() {
    let long = "x".repeat(500_000);
    let read = beans(document(&format!("<bean id=\"bus\" class=\"A\" scope=\"{long}\"/>"))).is_fine();
    let file = read.as_object().unwrap().values().next().unwrap();
    assert_eq!(file["beans"]["bus"]["scope"], *long);
    let attributes: String = (0..10_001).map(|n| format!(" a{n}=\"\"")).collect();
    beans(format!("<beans{attributes}/>")).is_refused("xml-syntax", "10,000");
    beans(format!("<{long}/>")).is_refused("xml-syntax", "1,000");
    beans(format!("<beans xmlns=\"{long}\"/>")).is_refused("xml-syntax", "1,000");
    let references = "&amp;&#65;".repeat(20_000);
    beans(document(&format!("<description>{references}</description>"))).is_fine();
}

#[test]
fn many_mistakes_are_one_page() {
    let refused = beans(document(&"<nothing/>".repeat(2_000)));
    refused.is_refused("xml-schema", "");
    let refused = beans(document(&"<bean id=\"1 2\"/>".repeat(2_000)));
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.len() < 1 << 20, "{} bytes of messages", refused.stderr.len());
}

#[test]
fn files_over_the_limit_are_refused_at_once() {
    let root = Root::new();
    for (command, name) in [("beans", "a.xml"), ("properties", "a.properties"), ("properties", "b.xml")] {
        let path = root.path(name);
        File::create(&path).unwrap().set_len(200 << 20).unwrap();
        on_path(command, &path).is_refused("unreadable", "");
    }
}
