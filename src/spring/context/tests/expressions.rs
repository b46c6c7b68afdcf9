use super::{Root, bus};
use crate::spring::context::Value;

#[test]
fn what_an_expression_reads_of_the_process_is_as_secret_as_its_name() {
    for expression in [
        "systemEnvironment['DB_PASSWORD']",
        "systemEnvironment.DB_PASSWORD",
        "systemEnvironment.get('DB_PASSWORD')",
        "systemEnvironment.getOrDefault('DB_PASSWORD', 'x')",
        "systemEnvironment.toString()",
        "T(System).getenv('DB_PASSWORD')",
        "T(System).getenv().get('DB_PASSWORD')",
        "T(System).getProperty('db.password')",
        "T(System).getProperty('db.password', 'x')",
        "T(System).getProperties().getProperty('db.password')",
        "T(System).setProperty('db.password', 'x')",
        "T(System).clearProperty('db.password')",
        "systemProperties['db.password']",
        "systemProperties.getProperty('db.password')",
        "environment['db.password']",
        "environment.getProperty('db.password')",
        "environment.getRequiredProperty('db.password')",
        "environment.resolvePlaceholders('${db.password}')",
        "environment.resolveRequiredPlaceholders('${db.password}')",
        "systemProperties.setProperty('db.password', 'x')",
        "systemProperties.remove('db.password')",
        "T(java.net.URI).create(systemEnvironment['DB_PASSWORD']).toString()",
        "T(java.net.URI).create(systemEnvironment['DB_PASSWORD']).path",
    ] {
        let root = |property| {
            Root::new(&bus(&[(property, &format!("#{{{expression}}}"))]), &[])
                .variable("DB_PASSWORD", "Hunter22secret")
                .property("db.password", "Hunter22secret")
        };
        let read = root("server").load();
        match &read.context.unwrap().beans["bus"].properties["server"].value.value {
            Value::Text(text) => {
                assert!(text.is_secret() && text.reveal().contains("Hunter22secret"), "{expression}");
            }
            other => panic!("{expression}: {other:?}"),
        }
        let refused = format!("{:?}", root("port").load().first_error());
        assert!(refused.contains("***") && !refused.contains("Hunter22"), "{expression}: {refused}");
    }
}

#[test]
fn what_a_method_throws_for_a_secret_does_not_show_it() {
    for method in ["T(java.net.URI).create", "T(java.util.Base64).decoder.decode"] {
        let expression = format!("#{{{method}(systemEnvironment['DB_PASSWORD'] + ' ')}}");
        let root = Root::new(&bus(&[("server", &expression)]), &[]).variable("DB_PASSWORD", "Hunter22secret");
        let loaded = root.load();
        let refused = loaded.first_error();
        assert_eq!((refused.code, refused.spring.as_deref()), ("spel-error", Some("***")), "{method}");
    }
}

#[test]
fn the_text_of_an_object_that_is_known_by_its_class_alone_is_not_made_up() {
    for expression in ["x.toString()", "x + ''", "'a' + {x}", "x.equals(x)", "x == x", "T(String).valueOf(x)"]
    {
        let body = format!(
            "<bean id=\"x\" class=\"java.util.UUID\"><constructor-arg value=\"1\"/><constructor-arg value=\"2\"/></bean>{}",
            bus(&[("server", &format!("#{{{expression}}}"))])
        );
        let loaded = Root::new(&body, &[]).load();
        assert_eq!(loaded.first_error().code, "spel-unsupported", "{expression}");
        assert!(loaded.first_error().message.contains("java.util.UUID"), "{expression}");
    }
}

#[test]
fn what_the_jvm_alone_knows_is_refused_with_what_to_type() {
    let ppc = "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/>";
    let pspc = "<bean class=\"org.springframework.context.support.PropertySourcesPlaceholderConfigurer\"/>";
    for (value, configurer) in [
        ("#{systemProperties['user.home']}", ""),
        ("#{systemProperties.get('user.home')}", ""),
        ("#{T(System).getProperty('user.home', '?')}", ""),
        ("#{environment['user.home'] ?: 'x'}", ""),
        ("#{environment.getProperty('user.home', 'x')}", ""),
        ("#{environment.getRequiredProperty('user.home')}", ""),
        ("${user.home:/x}", ppc),
        ("${user.home:/x}", pspc),
    ] {
        let root = || Root::new(&format!("{configurer}{}", bus(&[("server", value)])), &[]);
        let loaded = root().load();
        let found = loaded.first_error();
        let help = &found.fix.as_ref().unwrap().message;
        assert!(help.contains("-D user.home=.."), "{value}: {found:?}");
        assert_eq!(found.spring, None, "{value}");
        assert_eq!(root().property("user.home", "/home/cloud").load().text("bus", "server"), "/home/cloud");
    }
}
