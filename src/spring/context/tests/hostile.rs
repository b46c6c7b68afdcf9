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
    assert_eq!(loaded.first_error().code, "parent-limit");
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

/// A bean whose list holds another one ten times, and so on.
fn laughs() -> String {
    let list = |n: usize| {
        let items = format!("<ref bean=\"l{n}\"/>").repeat(10);
        let list = format!("<constructor-arg><list>{items}</list></constructor-arg>");
        format!("<bean id=\"l{}\" class=\"java.util.ArrayList\">{list}</bean>", n + 1)
    };
    format!("<bean id=\"l0\" class=\"java.lang.String\"/>{}", (0..30).map(list).collect::<String>())
}

#[test]
fn lists_that_hold_one_list_many_times_end_in_an_error() {
    assert_eq!(Root::new(&laughs(), &[]).load().first_error().code, "context-limit");
}

#[test]
fn a_chain_of_aliases_ends_in_an_error() {
    for forwards in [true, false] {
        let alias = |n: usize| {
            let n = if forwards { n } else { 199 - n };
            format!("<alias name=\"a{n}\" alias=\"a{}\"/>", n + 1)
        };
        let aliases: String = (0..200).map(alias).collect();
        let loaded = Root::new(&format!("<bean id=\"a0\" class=\"{BUS}\"/>{aliases}"), &[]).load();
        assert_eq!(loaded.first_error().code, "alias-limit");
    }
}

#[test]
fn a_chain_of_depends_on_ends_in_an_error() {
    let bean = |n: usize| format!("<bean id=\"b{n}\" class=\"{BUS}\" depends-on=\"b{}\"/>", n + 1);
    let beans: String = (0..1_500).map(bean).collect();
    let loaded = Root::new(&format!("{beans}<bean id=\"b1500\" class=\"{BUS}\"/>"), &[]).load();
    assert_eq!(loaded.first_error().code, "beans-nested");
}

#[test]
fn long_expressions_and_wide_texts_end_in_an_error() {
    let code = |expression: &str| {
        Root::new(&bus(&[("server", &format!("#{{{expression}}}"))]), &[]).load().first_error().code
    };
    assert_eq!(code(&vec!["1"; 100_000].join("+")), "spel-unsupported");
    assert_eq!(code("T(String).format('%70000000s', 'a')"), "spel-unsupported");
    assert_eq!(code(&format!("'a'{}", ".replace('a', 'aaaaaaaaaa')".repeat(20))), "spel-error");
}

#[test]
fn indexes_far_behind_the_end_of_a_list_are_refused() {
    let class = "org.springframework.beans.factory.config.MethodInvokingFactoryBean";
    let arguments = "<property name=\"arguments\"><list/></property>";
    let far = "<property name=\"arguments[2000000000]\" value=\"x\"/>";
    let loaded =
        Root::new(&format!("<bean id=\"call\" class=\"{class}\">{arguments}{far}</bean>"), &[]).load();
    let fault = loaded.first_error();
    assert_eq!(fault.code, "property-path");
    assert!(fault.message.contains("more than 10000 members"), "{}", fault.message);
}

#[test]
fn a_list_that_doubles_for_all_who_hold_it_ends_in_a_refusal() {
    let class = "org.springframework.beans.factory.config.MethodInvokingFactoryBean";
    let list = "<bean id=\"l\" class=\"java.util.ArrayList\"><constructor-arg><list><value>a</value><value>b</value></list></constructor-arg></bean>";
    let doubling = |_| {
        format!(
            "<bean class=\"{class}\"><property name=\"targetMethod\" value=\"size\"/><property name=\"targetObject\" ref=\"l\"/>\
             <property name=\"targetObject[0]\" ref=\"l\"/><property name=\"targetObject[1]\" ref=\"l\"/></bean>"
        )
    };
    let beans: String = (0..30).map(doubling).collect();
    let loaded = Root::new(&format!("{list}{beans}"), &[]).load();
    assert_eq!(loaded.first_error().code, "context-limit");
}

#[test]
fn lists_that_are_filled_up_to_an_index_end_in_a_refusal() {
    let class = "org.springframework.beans.factory.config.MethodInvokingFactoryBean";
    let filled = format!(
        "<bean class=\"{class}\"><property name=\"targetMethod\" value=\"gc\"/><property name=\"targetClass\" value=\"java.lang.System\"/>\
         <property name=\"arguments\"><list/></property><property name=\"arguments[9999]\" value=\"x\"/></bean>"
    );
    let loaded = Root::new(&filled.repeat(600), &[]).load();
    assert!(loaded.codes().contains(&"context-limit"));
}
