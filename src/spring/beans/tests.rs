//! What reading promises beyond agreeing with Spring, which `tests/agreement` holds it to.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::source::{Host, Memory};

const NAMESPACES: &str = "xmlns=\"http://www.springframework.org/schema/beans\" \
     xmlns:util=\"http://www.springframework.org/schema/util\" \
     xmlns:p=\"http://www.springframework.org/schema/p\" \
     xmlns:c=\"http://www.springframework.org/schema/c\" \
     xmlns:aop=\"http://www.springframework.org/schema/aop\" \
     xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
     xsi:schemaLocation=\"http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd \
     http://www.springframework.org/schema/util http://www.springframework.org/schema/util/spring-util.xsd \
     http://www.springframework.org/schema/aop http://www.springframework.org/schema/aop/spring-aop.xsd\"";

/// Three quarters of what Rust gives a thread, in a build that isn't optimised.
const SMALL_STACK: usize = 1536 << 10;

struct Read {
    outline: Outline,
    sources: Sources,
    diagnostics: Diagnostics,
}

fn read_file(text: &str) -> Read {
    let host = Host::new(Memory::new().with("/r/a.xml", text));
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let path = Path::new("/r/a.xml");
    let outline = outline(&host, Path::new("/r"), path, path, &mut sources, &mut diagnostics);
    Read { outline, sources, diagnostics }
}

fn read_beans(content: &str) -> Read {
    read_file(&format!("<beans {NAMESPACES}>{content}</beans>"))
}

fn codes(read: &Read) -> Vec<&'static str> {
    read.diagnostics.iter().map(|found| found.code).collect()
}

#[test]
fn all_faults_of_a_file_are_found_at_once() {
    let read = read_beans(
        "<bean id='a'><property name='x'/><property name='y' value='' ref='z'/></bean><bean id='a'/><bean/>",
    );
    assert_eq!(codes(&read), ["value-missing", "value-ambiguous", "bean-name-used", "bean-without-class"]);
}

#[test]
fn what_the_schema_refused_is_not_reported_again() {
    let read = read_beans("<bean id='a'><property name='port' vlaue='5672'/></bean>");
    assert_eq!(codes(&read), ["xml-schema"]);
    assert_eq!(read.diagnostics.first_error().unwrap().fix.as_ref().unwrap().message, "did you mean value?");
}

#[test]
fn a_faulty_file_still_yields_its_other_beans() {
    let read = read_beans("<bean id='a' klass='x'/><bean id='b' class='a.B'><property name='m'/></bean>");
    assert_eq!(read.outline.beans.keys().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn every_text_knows_where_it_is_written() {
    let read = read_beans("<bean id='a' class='a.B' p:host='h'><property name='port' value='1'/></bean>");
    let bean = &read.outline.beans["a"];
    assert_eq!(read.sources.slice(bean.name_span), "a");
    assert_eq!(read.sources.slice(bean.class.as_ref().unwrap().span), "a.B");
    let spans: Vec<&str> =
        bean.properties.iter().map(|property| read.sources.slice(property.name.span)).collect();
    assert_eq!(spans, ["port", "p:host='h'"]);
}

#[test]
fn an_element_that_is_not_understood_is_remembered_and_harms_nobody() {
    let read = read_beans("<aop:config/><bean id='a' class='a.B'><aop:scoped-proxy/></bean>");
    assert!(read.diagnostics.is_empty());
    assert_eq!(read.outline.foreign[0].local, "config");
    assert_eq!(read.outline.beans["scopedTarget.a"].class.as_ref().unwrap().text, "a.B");
}

#[test]
fn nesting_has_an_end_and_says_so() {
    for (open, close) in [
        ("<bean><property name='a'>", "</property></bean>"),
        ("<beans>", "</beans>"),
        ("<util:list>", "</util:list>"),
    ] {
        let read = read_beans(&format!("{}{}", open.repeat(100_000), close.repeat(100_000)));
        let error = read.diagnostics.first_error().unwrap();
        assert!(["xml-depth", "xml-syntax"].contains(&error.code), "{error:?}");
    }
}

#[test]
fn what_nests_as_deep_as_allowed_is_read() {
    for (open, close) in [
        ("<bean class='a.B'><property name='a'>", "</property></bean>"),
        ("<bean class='a.B'><constructor-arg>", "</constructor-arg></bean>"),
        ("<util:list>", "</util:list>"),
        ("<list>", "</list>"),
        ("<map><entry key='a'>", "</entry></map>"),
        ("<util:map><entry value='a'><key>", "</key></entry></util:map>"),
    ] {
        let levels = (schema::DEEPEST - 4) / open.matches('<').count();
        let values = format!("{}<null/>{}", open.repeat(levels), close.repeat(levels));
        let text = format!("<bean class='a.B'><property name='a'>{values}</property></bean>");
        let small = std::thread::Builder::new().stack_size(SMALL_STACK);
        let codes = small.spawn(move || codes(&read_beans(&text))).unwrap().join().unwrap();
        assert!(codes.is_empty(), "{open} {codes:?}");
    }
}

#[test]
fn imports_that_multiply_come_to_an_end() {
    let import = |name: usize| format!("<import resource='{name}.xml'/>");
    let files = (0..200).fold(Memory::new(), |files, name| {
        let text = format!("<beans {NAMESPACES}>{}</beans>", import(name + 1).repeat(2));
        files.with(format!("/r/{name}.xml"), text)
    });
    let host = Host::new(files);
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let path = Path::new("/r/0.xml");
    outline(&host, Path::new("/r"), path, path, &mut sources, &mut diagnostics);
    assert_eq!(diagnostics.first_error().unwrap().code, "import-limit");
}

#[test]
fn many_beans_and_properties_take_linear_time() {
    let properties: String =
        (0..20_000).map(|number| format!("<property name='p{number}' value=''/>")).collect();
    let beans = "<bean class='a.B'/>".repeat(20_000);
    let read = read_beans(&format!("{beans}<bean id='x'>{properties}</bean>"));
    assert_eq!(read.outline.beans.len(), 20_001);
    assert!(read.outline.beans.contains_key("a.B#19999"));
}

#[test]
fn faults_without_end_are_not_all_reported() {
    let read = read_beans(&"<bean id='a'><property name='x'/></bean>".repeat(5_000));
    assert!(read.diagnostics.iter().count() <= 200);
}

/// XML of known and unknown names, nested at random.
fn arbitrary_content() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "bean",
        "beans",
        "property",
        "constructor-arg",
        "value",
        "ref",
        "idref",
        "null",
        "list",
        "map",
        "entry",
        "key",
        "props",
        "prop",
        "import",
        "alias",
        "description",
        "qualifier",
        "util:list",
        "util:map",
        "util:properties",
        "util:constant",
        "util:property-path",
        "aop:config",
        "aop:scoped-proxy",
        "nonsense",
    ]);
    let attribute = prop::sample::select(vec![
        "id",
        "name",
        "class",
        "parent",
        "scope",
        "index",
        "type",
        "value",
        "ref",
        "bean",
        "key",
        "key-ref",
        "value-ref",
        "value-type",
        "resource",
        "alias",
        "profile",
        "path",
        "static-field",
        "p:a",
        "p:a-ref",
        "c:_0",
        "c:_x",
        "c:b-ref",
        "lazy-init",
        "merge",
    ]);
    let value = prop::sample::select(vec!["", " ", "a", "a,b", "1", "-1", "true", "${x}", "!a", "a.b", "*"]);
    let attributes = prop::collection::btree_map(attribute, value, 0..4);
    let leaf =
        prop::sample::select(vec!["", " ", "text", "<!-- c -->", "<![CDATA[d]]>"]).prop_map(str::to_owned);
    leaf.prop_recursive(6, 60, 5, move |inner| {
        (name.clone(), attributes.clone(), prop::collection::vec(inner, 0..5)).prop_map(
            |(name, attributes, children)| {
                let attributes: String =
                    attributes.iter().map(|(name, value)| format!(" {name}='{value}'")).collect();
                format!("<{name}{attributes}>{}</{name}>", children.concat())
            },
        )
    })
}

proptest! {
    #[test]
    fn nothing_makes_it_panic_and_every_error_has_a_place_and_a_remedy(content in arbitrary_content()) {
        let read = read_beans(&content);
        for found in read.diagnostics.iter() {
            prop_assert!(found.span().is_some(), "{found:?}");
            prop_assert!(found.fix.is_some(), "{found:?}");
        }
    }
}
