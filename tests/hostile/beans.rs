//! Bean definitions: what leads back, goes on without end, or comes in masses.

use crate::{BUS, Outcome, Root, document, on_path};

fn outline(definitions: &str) -> Outcome {
    let root = Root::new().with("a.xml", document(definitions));
    on_path("beans", &root.path("a.xml"))
}

fn show(definitions: &str) -> Outcome {
    Root::of_beans(&format!("{definitions}{BUS}")).show()
}

/// A definition for each number.
fn many(count: usize, definition: impl Fn(usize) -> String) -> String {
    (0..count).map(definition).collect()
}

#[test]
fn masses_of_aliases_are_read() {
    let aliases = many(10_000, |n| format!("<alias name=\"bus\" alias=\"a{n}\"/>"));
    let read = outline(&format!("{BUS}{aliases}")).is_fine();
    let file = read.as_object().unwrap().values().next().unwrap();
    assert_eq!(file["beans"]["bus"]["aliases"].as_array().unwrap().len(), 10_000);
    // One and the same alias, given and taken away again.
    let in_turn = many(2_000, |n| {
        format!("<alias name=\"b{0}\" alias=\"x{0}\"/><alias name=\"x{0}\" alias=\"x{0}\"/>", n % 7)
    });
    outline(&format!("{BUS}{aliases}{in_turn}")).is_fine();
    let resolved = many(1_000, |n| format!("<alias name=\"bus\" alias=\"${{none:a}}{n}\"/>"));
    Root::of_beans(&format!("{}{BUS}{resolved}", crate::CONFIGURER)).show().name_is("bus");
}

#[test]
fn chains_and_circles_of_aliases_are_refused() {
    for backwards in [false, true] {
        let chain = many(2_000, |n| {
            let n = if backwards { 2_000 - n } else { n };
            format!("<alias name=\"a{n}\" alias=\"a{}\"/>", n + 1)
        });
        outline(&chain).is_refused("alias-limit", "100 times");
        show(&chain).is_refused("alias-limit", "100 times");
    }
    outline("<alias name=\"a\" alias=\"b\"/><alias name=\"b\" alias=\"a\"/>").is_refused("alias-circle", "");
    show("<alias name=\"a\" alias=\"b\"/><alias name=\"b\" alias=\"a\"/>").is_refused("alias-circle", "");
}

#[test]
fn parents_that_lead_back_or_on_are_refused() {
    show("<bean id=\"a\" parent=\"b\"/><bean id=\"b\" parent=\"a\"/>").is_refused("parent-cycle", "");
    show(&many(2_000, |n| format!("<bean id=\"b{n}\" parent=\"b{}\"/>", n + 1)))
        .is_refused("parent-limit", "500");
}

#[test]
fn beans_that_wait_for_each_other_are_refused() {
    let waits = |id: &str, other: &str| {
        format!("<bean id=\"{id}\" class=\"java.lang.String\"><constructor-arg ref=\"{other}\"/></bean>")
    };
    show(&(waits("a", "b") + &waits("b", "a"))).is_refused("bean-cycle", "");
    let chain = many(2_000, |n| waits(&format!("b{n}"), &format!("b{}", n + 1)));
    show(&chain).is_refused("beans-nested", "1000 beans");
    let depends = "<bean id=\"a\" class=\"java.lang.String\" depends-on=\"b\"/>\
                   <bean id=\"b\" class=\"java.lang.String\" depends-on=\"a\"/>";
    show(depends).is_refused("bean-cycle", "");
    let depends =
        many(2_000, |n| format!("<bean id=\"b{n}\" class=\"java.lang.String\" depends-on=\"b{}\"/>", n + 1));
    show(&depends).is_refused("beans-nested", "");
}

#[test]
fn values_that_multiply_are_refused() {
    let list = |n: usize| {
        let items = format!("<ref bean=\"l{n}\"/>").repeat(10);
        format!("<util:list id=\"l{}\">{items}</util:list>", n + 1)
    };
    show(&format!("<util:list id=\"l0\"/>{}", many(30, list))).is_refused("context-limit", "");
    let prototype = |n: usize| {
        let items = format!("<ref bean=\"p{n}\"/>").repeat(10);
        format!(
            "<bean id=\"p{}\" scope=\"prototype\" class=\"java.util.ArrayList\"><constructor-arg><list>{items}</list>\
             </constructor-arg></bean>",
            n + 1
        )
    };
    let beans = many(12, prototype);
    show(&format!("<bean id=\"p0\" scope=\"prototype\" class=\"java.lang.String\"/>{beans}<util:list id=\"l\"><ref bean=\"p12\"/></util:list>"))
        .is_refused("context-limit", "");
}

#[test]
fn masses_of_beans_are_made_and_masses_of_mistakes_counted() {
    let beans = many(1_000, |n| format!("<bean id=\"b{n}\" class=\"java.lang.String\"/>"));
    show(&beans).name_is("bus");
    let wrong = show(&many(1_000, |n| format!("<bean id=\"b{n}\" class=\"no.Such\"/>")));
    assert_eq!(wrong.code, 1);
    assert!(wrong.stderr.len() < 2 << 20, "{} bytes of messages", wrong.stderr.len());
}
