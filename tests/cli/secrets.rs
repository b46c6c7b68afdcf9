//! What is a secret by its use stays one in every output: of `check`, `show` and `migrate`, as text, JSON, SARIF and for
//! GitHub.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::check::{CONTEXT, PLAIN, beans, rabbitmq};
use crate::migrate::{MODE, plant, tree};
use crate::{busboot, finish};

/// Every command and format that shows findings.
const SHOWN: [&[&str]; 8] = [
    &["check"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--format", "github"],
    &["show"],
    &["show", "--format", "json"],
    &["migrate", "--target", "4.20"],
    &["migrate", "--target", "4.20", "--format", "json"],
];

fn root(files: &[(&str, &str)], mode: u32) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let files = files.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
    plant(&files.collect(), root.path(), mode);
    root
}

/// All that a command prints, on both streams.
fn said(root: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = busboot();
    command.envs(variables.iter().copied()).args(arguments).arg("--root").arg(root);
    let output = finish(&mut command, b"");
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

fn report(root: &Path) -> Vec<Value> {
    let report: Value = serde_json::from_str(&said(root, &["check", "--format", "json"], &[])).unwrap();
    report["diagnostics"].as_array().unwrap().clone()
}

fn codes(root: &Path) -> Vec<String> {
    report(root).iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect()
}

/// No command shows any of the parts.
fn hides(files: &[(&str, &str)], parts: &[&str], variables: &[(&str, &str)]) {
    let root = root(files, MODE);
    for arguments in SHOWN {
        let said = said(root.path(), arguments, variables);
        for part in parts {
            assert!(!said.contains(part), "{arguments:?} shows {part}:\n{said}");
        }
    }
}

#[test]
fn a_fix_shows_nothing_of_the_secret_that_it_mends() {
    let xml = beans(&(rabbitmq(&[("password", "${password}")]) + PLAIN));
    let files = [(CONTEXT, xml.as_str()), ("cred.properties", "password=grüß99ß\n")];
    hides(&files, &["99", "u00FC", "grü", "gr\u{c3}"], &[]);

    let root = root(&files, MODE);
    let found = report(root.path());
    let found = found.iter().find(|found| found["code"] == "utf8-as-latin1").unwrap();
    assert!(found["fix"]["message"].as_str().unwrap().starts_with("write the characters as \\u escapes"));
    assert_eq!(found["fix"]["edits"][0]["replacement"], Value::Null);
    let log: Value = serde_json::from_str(&said(root.path(), &["check", "--format", "sarif"], &[])).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "utf8-as-latin1").unwrap();
    assert_eq!(result.get("fixes"), None);
    assert!(result["message"]["text"].as_str().unwrap().contains("Help: write the characters"), "{result}");

    said(root.path(), &["check", "--fix", "--unsafe"], &[]);
    let mended = tree(root.path());
    assert_eq!(mended[Path::new("cred.properties")], b"password=gr\\u00FC\\u00DF99\\u00DF\n");
}

/// A bus whose password comes from this text.
fn with_password(written: &str) -> String {
    beans(&(rabbitmq(&[("password", written)]) + PLAIN))
}

#[test]
fn the_password_of_a_bus_is_secret_whatever_its_key_is_called() {
    for key in ["mq.pass", "rabbit.pw", "p"] {
        let xml = with_password(&format!("${{{key}}}"));
        let clear = format!("{key}=s3cr3t-value \n");
        let files = [(CONTEXT, xml.as_str()), ("cred.properties", clear.as_str())];
        hides(&files, &["s3cr3t"], &[]);
        let found = codes(root(&files, 0o644).path());
        for rule in ["plaintext-password", "trailing-blank", "readable-by-others"] {
            assert!(found.iter().any(|code| code == rule), "{key}: {found:?}");
        }
        assert!(said(root(&files, MODE).path(), &["show", "--reveal"], &[]).contains("s3cr3t-value"));

        let broken = format!("{key}=Geh${{eim99}}xx\n");
        let files = [(CONTEXT, xml.as_str()), ("cred.properties", broken.as_str())];
        hides(&files, &["eim99", "Geh"], &[]);
        assert!(codes(root(&files, MODE).path()).contains(&"placeholder-unresolved".to_owned()));
    }
}

#[test]
fn a_password_is_secret_by_whichever_way_it_comes() {
    let credentials = "a=Geh${eim99}xx \nb=${a}\nwhich=a\nzone=x\n";
    for written in ["${a}", "${b}", "${nobody:${b}}", "${${which}}", "x${a}", "#{c['a']}", "#{c.a.trim()}"] {
        let more = r#"<bean id="c" class="org.springframework.beans.factory.config.PropertiesFactoryBean">
<property name="location" value="classpath:cred.properties"/></bean>
"#;
        let xml = beans(&(rabbitmq(&[("password", written)]) + PLAIN + more));
        let files = [(CONTEXT, xml.as_str()), ("cred.properties", credentials)];
        hides(&files, &["eim99", "Geh"], &[]);
    }
    let xml = with_password("${MQ}");
    let files = [(CONTEXT, xml.as_str()), ("cred.properties", "zone=x\n")];
    hides(&files, &["eim99", "Geh"], &[("MQ", "Geh${eim99}xx")]);
}

#[test]
fn a_password_is_secret_also_where_loading_ends_before_it_is_needed() {
    let failing = rabbitmq(&[("exchange", "${nobody}"), ("password", "${b}")]);
    for bus in [failing.clone(), failing.replace("${nobody}", "${a}")] {
        let xml = beans(&(PLAIN.to_owned() + &bus));
        hides(&[(CONTEXT, &xml), ("cred.properties", "a=Geh${eim99}xx \nb=${a}\n")], &["eim99", "Geh"], &[]);
    }
    for inline in ["<props><prop key='p'>Geh${eim99}xx</prop></props>", "<value>p=Geh${eim99}xx</value>"] {
        let location = "<property name=\"location\" value=\"classpath:cred.properties\"/>";
        let inline = PLAIN.replace(location, &format!("<property name='properties'>{inline}</property>"));
        for exchange in ["${p}", "events"] {
            let xml = beans(&(inline.clone() + &rabbitmq(&[("exchange", exchange)])));
            hides(&[(CONTEXT, &xml)], &["eim99", "Geh"], &[]);
        }
    }
    let core = CONTEXT.replace("event/", "core/");
    let other = beans(PLAIN);
    let xml = with_password("${a}");
    let files = [(core.as_str(), other.as_str()), (CONTEXT, &xml), ("cred.properties", "a=s3cr3t-value \n")];
    hides(&files, &["s3cr3t"], &[]);
}

#[test]
fn a_secret_that_names_a_variable_which_is_not_set_is_not_checked() {
    let xml = with_password("${mq.pass}");
    let files = [(CONTEXT, xml.as_str()), ("cred.properties", "mq.pass=${MQ_PW}\n")];
    assert_eq!(codes(root(&files, MODE).path()), ["variable-unset", "placeholder-in-secret"]);
}

#[test]
fn a_password_that_an_expression_brings_in_is_judged_where_it_stands() {
    let loaded = r#"<bean id="c" class="org.springframework.beans.factory.config.PropertiesFactoryBean">
<property name="location" value="classpath:cred.properties"/></bean>
"#;
    for expression in ["#{c['p']}", "#{c.p}", "#{c.getProperty('p')}"] {
        let xml = beans(&(rabbitmq(&[("password", expression)]) + loaded));
        let root = root(&[(CONTEXT, &xml), ("cred.properties", "p=geheimnis\n")], 0o644);
        let found = report(root.path());
        let places = |rule: &str| -> Vec<String> {
            let found = found.iter().filter(|found| found["code"] == rule);
            found.map(|found| format!("{}:{}", found["file"].as_str().unwrap(), found["line"])).collect()
        };
        assert_eq!(places("plaintext-password"), ["cred.properties:1"], "{expression}");
        assert_eq!(places("readable-by-others"), ["cred.properties:1"], "{expression}");
        assert!(!said(root.path(), &["check"], &[]).contains("geheimnis"));
    }
}

#[test]
fn the_entry_that_has_the_placeholder_is_a_related_place() {
    for (entry, rule) in [("mq-${zone}", "placeholder-unresolved"), ("${server}", "placeholder-cycle")] {
        let xml = beans(&(rabbitmq(&[("server", "${server}"), ("password", "x")]) + PLAIN));
        let root = root(&[(CONTEXT, &xml), ("cred.properties", &format!("u=1\nserver={entry}\n"))], MODE);
        let found = report(root.path());
        let found = found.iter().find(|found| found["code"] == rule).unwrap();
        assert_eq!(found["file"], CONTEXT);
        let expected = serde_json::json!([{
            "file": "cred.properties", "line": 2, "column": 8, "end_line": 2, "end_column": 8 + entry.len(),
            "label": "which this entry brings in",
        }]);
        assert_eq!(found["related"], expected);
        let see = format!(
            "%0Asee {}:2:8: which this entry brings in%0A",
            root.path().join("cred.properties").display()
        );
        let github = said(root.path(), &["check", "--format", "github"], &[]);
        assert!(github.contains(&see), "{github}");
    }
}

#[test]
fn the_database_settings_are_judged_where_a_configurer_loads_them() {
    let bus = rabbitmq(&[("server", "${mq.host:localhost}"), ("password", "${db.pass}")]);
    let settings = ("db.properties", "mq.host=mq.internal\ndb.pass=x\n");
    let loaded = beans(&(bus.clone() + &PLAIN.replace("cred.properties", "db.properties")));
    assert!(
        codes(root(&[(CONTEXT, &loaded), settings], MODE).path()).contains(&"default-shadows".to_owned())
    );
}
