use super::{BUS, Root, bus};

#[test]
fn one_broken_bean_leaves_the_others() {
    let body =
        format!("<bean id=\"bad\" class=\"{BUS}\"><property name=\"port\" value=\"x\"/></bean>{}", bus(&[]));
    let loaded = Root::new(&body, &[]).load();
    assert_eq!(loaded.first_error().spring.as_deref(), Some("For input string: \"x\""));
    let context = loaded.context.unwrap();
    assert!(context.beans.contains_key("bus") && !context.beans.contains_key("bad"));
}

#[test]
fn all_faults_are_reported_the_first_one_first() {
    let body = format!(
        "<bean id=\"one\" class=\"{BUS}\"><property name=\"sever\" value=\"x\"/></bean>\
         <bean id=\"two\" class=\"no.Such\"/>\
         <bean id=\"three\" class=\"{BUS}\"><property name=\"other\" ref=\"two\"/></bean>"
    );
    let loaded = Root::new(&body, &[]).load();
    assert_eq!(loaded.codes(), ["property-unknown", "class-missing"]);
    assert_eq!(loaded.first_error().fix.as_ref().unwrap().message, "write server instead of sever");
}

#[test]
fn nothing_is_built_of_half_read_files() {
    let loaded = Root::new("<bean id=\"a\" class=\"x\" klass=\"y\"/>", &[]).load();
    assert!(loaded.context.is_none());
    assert_eq!(loaded.first_error().code, "xml-schema");
}
