use super::{BUS, Root, bus};

#[test]
fn a_long_chain_of_references_ends_in_an_error() {
    let beans: String = (0..20_000)
        .map(|n| {
            format!("<bean id=\"b{n}\" class=\"{BUS}\"><property name=\"other\" ref=\"b{}\"/></bean>", n + 1)
        })
        .collect();
    let loaded = Root::new(&format!("{beans}<bean id=\"b20000\" class=\"{BUS}\"/>"), &[]).load();
    assert_eq!(loaded.first_error().code, "beans-nested");
}

#[test]
fn a_chain_of_parents_ends_in_an_error() {
    let beans: String = (0..2_000).map(|n| format!("<bean id=\"b{n}\" parent=\"b{}\"/>", n + 1)).collect();
    let loaded = Root::new(&format!("{beans}<bean id=\"b2000\" class=\"{BUS}\"/>"), &[]).load();
    assert_eq!(loaded.first_error().code, "parent-cycle");
}

#[test]
fn deep_expressions_and_placeholders_end_in_an_error() {
    let expression = format!("#{{{}1{}}}", "(".repeat(50_000), ")".repeat(50_000));
    assert_eq!(
        Root::new(&bus(&[("server", &expression)]), &[]).load().first_error().code,
        "spel-unsupported"
    );
    let placeholder = format!("{}{}", "${".repeat(50_000), "}".repeat(50_000));
    let configurer =
        "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/>";
    let loaded = Root::new(&format!("{}{configurer}", bus(&[("server", &placeholder)])), &[]).load();
    assert_eq!(loaded.first_error().code, "placeholder-limit");
}

#[test]
fn beans_that_hold_each_other_are_shown_by_name() {
    let body = format!(
        "<bean id=\"a\" class=\"{BUS}\"><property name=\"other\" ref=\"b\"/></bean>\
         <bean id=\"b\" class=\"{BUS}\"><property name=\"other\" ref=\"a\"/></bean>"
    );
    let loaded = Root::new(&body, &[]).load();
    assert!(loaded.diagnostics.is_empty());
    assert_eq!(loaded.context.unwrap().beans.len(), 2);
}
