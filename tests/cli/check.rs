//! `check` where a fixture of `fixtures/check` can't show it: more findings than are kept, and files in the wrong place.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::migrate::{MODE, plant, tree};
use crate::{busboot, finish};

/// A root with a fix that is safe, and one error for each of so many settings that busboot doesn't have.
fn root_with(unknown: usize) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    plant(&tree(Path::new("fixtures/check/duplicate-key/hit")), root.path(), MODE);
    let settings: String = (0..unknown).map(|n| format!("nope.{n}=1\n")).collect();
    fs::write(root.path().join("busboot.properties"), settings).unwrap();
    root
}

fn check(root: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = busboot();
    command.env("MQ_PASSWORD", "not a real one").arg("check").args(arguments).arg("--root").arg(root);
    let output = finish(&mut command, b"");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn findings_beyond_a_thousand_are_counted_and_nothing_is_fixed_unseen() {
    let root = root_with(1_500);
    let (stdout, _, code) = check(root.path(), &[]);
    let mut end = stdout.lines().rev().map(str::to_owned);
    assert!(end.any(|line| line.starts_with("1500 errors, ")), "{stdout}");
    assert_eq!(end.next().as_deref(), Some("500 more findings are not shown"));
    assert!(!stdout.contains("can be mended"), "{stdout}");
    assert_eq!(code, Some(1));

    let (json, ..) = check(root.path(), &["--format", "json"]);
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["further_count"], 500);
    assert_eq!(report["error_count"], 1_500);

    for format in ["sarif", "github"] {
        let (_, stderr, code) = check(root.path(), &["--format", format]);
        assert_eq!((stderr.as_str(), code), ("500 more findings are not shown\n", Some(1)));
    }

    let before = tree(root.path());
    let (stdout, stderr, code) = check(root.path(), &["--fix"]);
    assert_eq!((stdout.as_str(), code), ("", Some(1)));
    assert!(
        stderr.starts_with("error[not-fixed]: nothing was written: there are 500 findings more"),
        "{stderr}"
    );
    assert_eq!(tree(root.path()), before);
}

#[test]
fn with_fewer_findings_the_fix_is_made() {
    let root = root_with(900);
    let (_, stderr, _) = check(root.path(), &["--fix"]);
    assert_eq!(stderr, "made 1 fix in cred.properties\n");
}

/// What `check` says when the files of a sound root lie elsewhere.
fn misplaced(from: &str, to: &str) -> String {
    let root = tempfile::tempdir().unwrap();
    plant(&tree(Path::new("fixtures/quickstart/in")), root.path(), MODE);
    let to = root.path().join(to);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(root.path().join(from), to).unwrap();
    let (stdout, _, code) = check(root.path(), &[]);
    assert_eq!(code, Some(1), "{stdout}");
    stdout
}

#[test]
fn a_bus_in_the_wrong_place_is_told_where_to_go() {
    let (module, file) = ("META-INF/cloudstack/event", "spring-event-bus-context.xml");
    let right = format!("{module}/{file}");
    for (from, to, rule, command) in [
        (&*right, file, "file-not-loaded", format!("mkdir -p {module} && mv -n {file} {right}")),
        (
            &*right,
            "META-INF/cloudstack/spring-event-bus-context.xml",
            "file-not-loaded",
            format!("mkdir -p {module} && mv -n META-INF/cloudstack/{file} {right}"),
        ),
        (
            &*right,
            "META-INF/cloudstack/event/spring-event-bus-context.xml.txt",
            "file-not-loaded",
            format!("mv -n {right}.txt {right}"),
        ),
        ("META-INF", "meta-inf", "unknown-folder", "mv -n meta-inf META-INF".to_owned()),
        (
            "META-INF/cloudstack",
            "META-INF/CloudStack",
            "unknown-folder",
            "mv -n META-INF/CloudStack META-INF/cloudstack".to_owned(),
        ),
    ] {
        let said = misplaced(from, to);
        assert!(said.contains(&format!("warning[{rule}]: ")), "{said}");
        assert!(said.contains(&format!("help: in the root: {command}\n")), "{said}");
    }
}

/// The codes of what `check` finds in these files, or what another command prints.
fn told(files: &[(&str, &str)], arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let root = tempfile::tempdir().unwrap();
    let files = files.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
    plant(&files.collect(), root.path(), MODE);
    let mut command = busboot();
    command.envs(variables.iter().copied()).args(arguments).arg("--root").arg(root.path());
    let output = finish(&mut command, b"");
    String::from_utf8(output.stdout).unwrap()
}

fn codes(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Vec<String> {
    let report: Value =
        serde_json::from_str(&told(files, &["check", "--format", "json"], variables)).unwrap();
    let found = report["diagnostics"].as_array().unwrap().iter();
    found.map(|found| found["code"].as_str().unwrap().to_owned()).collect()
}

pub(crate) const CONTEXT: &str = "META-INF/cloudstack/event/spring-event-bus-context.xml";

pub(crate) fn beans(beans: &str) -> String {
    format!(
        r#"<beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd">
{beans}</beans>
"#
    )
}

/// A RabbitMQ bus; what is given takes the place of the usual value.
pub(crate) fn rabbitmq(given: &[(&str, &str)]) -> String {
    let usual = [
        ("server", "localhost"),
        ("port", "5672"),
        ("username", "guest"),
        ("password", "${p}"),
        ("exchange", "events"),
    ];
    let kept = usual.iter().filter(|(name, _)| given.iter().all(|(other, _)| other != name));
    let properties: String = kept
        .chain(given)
        .map(|(name, value)| format!("<property name=\"{name}\" value=\"{value}\"/>\n"))
        .collect();
    format!(
        "<bean id=\"bus\" class=\"org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus\">\n{properties}</bean>\n"
    )
}

/// An encryptor with its config inside of it, as most write it.
const ENCRYPTED: &str = r#"<bean class="com.cloud.utils.crypt.EncryptablePropertyPlaceholderConfigurer">
<constructor-arg><bean class="org.jasypt.encryption.pbe.StandardPBEStringEncryptor"><property name="config">
<bean class="org.jasypt.encryption.pbe.config.EnvironmentStringPBEConfig">
<property name="algorithm" value="ALGORITHM"/><property name="passwordEnvName" value="SECRET"/>
</bean></property></bean></constructor-arg>
<property name="location" value="classpath:cred.properties"/></bean>
"#;
pub(crate) const PLAIN: &str = r#"<bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
<property name="location" value="classpath:cred.properties"/></bean>
"#;
const CREDENTIALS: (&str, &str) = ("cred.properties", "p=ENC(nh2XrM7jWHMG4VQK18iiBQ==)\n");

#[test]
fn what_an_absent_secret_hides_is_not_wrong() {
    for property in ["server", "port", "exchange", "useSsl", "secureProtocol", "retryInterval", "runLevel"] {
        let ssl = ("useSsl", if property == "secureProtocol" { "true" } else { "false" });
        let given =
            if property == "useSsl" { vec![(property, "${p}")] } else { vec![ssl, (property, "${p}")] };
        let xml = beans(&(rabbitmq(&given) + &ENCRYPTED.replace("ALGORITHM", "PBEWithMD5AndDES")));
        let mut found = codes(&[(CONTEXT, &xml), CREDENTIALS], &[]);
        found.retain(|code| code != "tls-unverified");
        assert_eq!(found, ["weak-algorithm", "not-decrypted"], "{property}");
    }
}

#[test]
fn of_an_inner_encryptor_the_algorithm_is_named_that_fits() {
    let xml = beans(&(rabbitmq(&[]) + &ENCRYPTED.replace("ALGORITHM", "PBEWithSHA1AndDESede")));
    let said = told(&[(CONTEXT, &xml), CREDENTIALS], &["check"], &[("SECRET", "password")]);
    assert!(said.contains("help: the password is right: set algorithm to PBEWithMD5AndDES"), "{said}");
}

#[test]
fn a_password_is_known_by_its_use_and_not_by_its_key() {
    let xml = beans(&(rabbitmq(&[]) + PLAIN));
    for (password, expected) in [
        ("p=a#{1+1}b\n", &["placeholder-in-secret"][..]),
        ("p=a${b\n", &["placeholder-in-secret", "plaintext-password"]),
    ] {
        assert_eq!(codes(&[(CONTEXT, &xml), ("cred.properties", password)], &[]), expected, "{password}");
    }
}

#[test]
fn a_bus_in_core_is_never_registered_where_event_has_files_without_one() {
    let bus = beans(&rabbitmq(&[("server", "localhost")]));
    let core = CONTEXT.replace("event/", "core/");
    for file in ["META-INF/cloudstack/event/other-context.xml", CONTEXT] {
        let said = told(&[(&core, &bus), (file, &beans(""))], &["check", "--target", "4.20"], &[]);
        assert!(said.contains("error[legacy-folder]: "), "{said}");
        assert!(said.contains("help: for 4.20 and later: busboot migrate --target 4.20 --root /"), "{said}");
        assert!(!said.contains("both-folders"), "{said}");
    }
}

#[test]
fn a_file_that_is_named_by_its_absolute_path_is_read_by_somebody() {
    let root = tempfile::tempdir().unwrap();
    let path = "META-INF/cloudstack/event/cred.properties";
    let location = format!("file:{}", root.path().join(path).display());
    let xml = beans(&(rabbitmq(&[]) + &PLAIN.replace("classpath:cred.properties", &location)));
    let files = [(CONTEXT, xml.as_str()), (path, "p=x\n")];
    let files = files.map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
    plant(&files.into_iter().collect(), root.path(), MODE);
    let (said, ..) = check(root.path(), &[]);
    assert!(!said.contains("credentials-beside-xml"), "{said}");
}

#[test]
fn what_an_idle_file_names_is_where_it_looks_for_it() {
    let path = "META-INF/cloudstack/event/cred.properties";
    let xml = beans(&(rabbitmq(&[]) + &PLAIN.replace("cred.properties", path)));
    let said = told(&[(CONTEXT, &xml), (path, "p=x\n")], &["check", "--target", "4.19"], &[]);
    assert!(
        said.contains("error[newer-folder]: ") && said.contains("busboot migrate --target 4.19"),
        "{said}"
    );
    assert!(!said.contains("credentials-beside-xml"), "{said}");
}

#[test]
fn nothing_is_said_of_a_file_that_an_error_kept_from_being_read() {
    let path = "META-INF/cloudstack/event/cred.properties";
    let files = format!(
        r#"<import resource="gone.xml"/><import resource="more.xml"/>
<bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
<property name="location" value="classpath:{path}"/></bean>
"#
    );
    let more = "META-INF/cloudstack/event/more.xml";
    let found = codes(&[(CONTEXT, &beans(&files)), (path, "x=1\n"), (more, &beans(""))], &[]);
    assert_eq!(found, ["import-missing"]);
}

#[test]
fn no_command_overwrites_a_file() {
    let path = "META-INF/cloudstack/event/cred.properties";
    let bus = beans(&rabbitmq(&[("server", "localhost")]));
    let said = told(&[(CONTEXT, &bus), (path, "x=1\n"), ("cred.properties", "x=2\n")], &["check"], &[]);
    assert!(said.contains("help: cred.properties is there too: "), "{said}");
    assert!(said.contains(&format!("delete {path}\n")) && !said.contains("mv "), "{said}");
}

#[test]
fn secrets_in_texts_and_entities_are_not_shown() {
    let properties = r#"<bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
<property name="properties"><value>my.password=hush</value></property>
<property name="properties"><value>my.password=hush</value></property></bean>
"#;
    let said = told(&[(CONTEXT, &beans(properties))], &["check"], &[]);
    assert!(said.contains("[property-repeated]") && !said.contains("hush"), "{said}");
    let entity = format!("<!DOCTYPE beans [ <!ENTITY mine \"hush\"> ]>\n{}", beans(""));
    let said = told(&[(CONTEXT, &entity)], &["check"], &[]);
    assert!(said.contains("error[xml-entity]: ") && !said.contains("hush"), "{said}");
}

#[test]
fn members_of_a_hybrid_bus_are_judged_too() {
    let hybrid = |member: &str| {
        format!(
            r#"<bean id="both" class="com.bwsw.cloudstack.event.bus.HybridEventBus"><property name="name" value="both"/>
<property name="internalEventBus"><bean class="org.apache.cloudstack.mom.inmemory.InMemoryEventBus"/></property>
<property name="externalEventBus">{member}</property></bean>
"#
        )
    };
    let bus = rabbitmq(&[("server", "mq"), ("password", "hidden")]);
    let inner = beans(&hybrid(&bus.replace("id=\"bus\" ", "")));
    assert_eq!(codes(&[(CONTEXT, &inner)], &[]), ["tls-off", "plaintext-password"]);
    let referred = beans(&(bus + &hybrid("<ref bean=\"bus\"/>")));
    assert_eq!(codes(&[(CONTEXT, &referred)], &[]), ["hybrid-member", "tls-off", "plaintext-password"]);
}

const KAFKA: &str = "kafka.producer.properties";

fn kafka(more: &str) -> [(&'static str, String); 2] {
    let bean = r#"<bean id="bus" class="org.apache.cloudstack.mom.kafka.KafkaEventBus"/>"#;
    [(CONTEXT, beans(bean)), (KAFKA, format!("bootstrap.servers=localhost:9092\n{more}"))]
}

#[test]
fn the_password_of_a_login_module_is_one_in_clear_text() {
    let module = |password: &str| {
        let line = "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=\
                    org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=";
        let files = kafka(&format!("{line}\"{password}\";\n"));
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        codes(&files, &[])
    };
    assert_eq!(module("hidden"), ["plaintext-password"]);
    assert_eq!(module("${env:SECRET}"), [""; 0]);
}

#[test]
fn certificates_that_nobody_uses_do_not_count() {
    let ended = fs::read_to_string("fixtures/check/certificate-expiring/hit/ca.pem").unwrap();
    let certificates = ended.replace('\n', "\\n");
    for (protocol, expected) in [("SSL", true), ("PLAINTEXT", false)] {
        let [context, (file, text)] = kafka(&format!(
            "security.protocol={protocol}\nssl.truststore.type=PEM\nssl.truststore.certificates={certificates}\n"
        ));
        let own = ("busboot.properties", "tls.ca.file=ca.pem\n");
        let files = [(context.0, context.1.as_str()), (file, text.as_str()), own, ("ca.pem", &ended)];
        let found = codes(&files, &[]);
        assert_eq!(
            found.iter().any(|code| code == "certificate-expiring"),
            expected,
            "{protocol}: {found:?}"
        );
        let shown = told(&files, &["show"], &[]);
        assert_eq!(shown.contains("(ignored: security.protocol is PLAINTEXT)"), !expected, "{shown}");
    }
}

#[test]
fn commands_to_type_next_have_what_was_typed() {
    let xml = beans(&(rabbitmq(&[]) + PLAIN));
    let typed =
        ["-D", "broker=mq one", "-D", "db.password=hidden", "--connect-timeout", "5s", "--module", "event"];
    let arguments = [&["check", "--target", "4.20"], &typed[..]].concat();
    let said = told(&[(CONTEXT, &xml), ("cred.properties", "p=x\np=x\n")], &arguments, &[]);
    let expected = "can be mended: busboot check --target 4.20 --fix --module event -D 'broker=mq one' -D 'db.password=***' \
                    --connect-timeout 5s --root ";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_uri_is_no_server_and_its_password_is_shown_nowhere() {
    let xml = beans(&rabbitmq(&[("server", "amqp://u:Zq9xSECRET@h:5672")]));
    for format in ["text", "json", "sarif", "github"] {
        let said = told(&[(CONTEXT, &xml)], &["check", "--format", format], &[("p", "x")]);
        assert!(said.contains("is no host name") && !said.contains("SECRET"), "{said}");
    }
}

#[test]
fn what_ends_the_reading_is_not_silenced() {
    for silencer in ["<!-- busboot: allow(import-missing) -->", ""] {
        let xml = beans(&format!("{silencer}<import resource=\"gone.xml\"/>"));
        let level = ("busboot.properties", "level.import-missing=note\n");
        let said = told(&[(CONTEXT, &xml), level], &["check"], &[]);
        assert!(said.contains("error[import-missing]: ") && said.contains("it can't be silenced"), "{said}");
    }
}

#[test]
fn each_silencer_of_a_comment_counts() {
    let comment = "<!--busboot:allow(tls-off) by the VPN; busboot: allow( plaintext-password )-->";
    let bus = rabbitmq(&[("server", "mq.example.com"), ("password", "geheim")]);
    let found = codes(&[(CONTEXT, &beans(&format!("{comment}{bus}")))], &[]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_release_without_the_module_event_reads_none_of_its_defaults() {
    let core = CONTEXT.replace("event/", "core/");
    let defaults = |module: &str| format!("META-INF/cloudstack/{module}/some-defaults.properties");
    let bus = beans(&rabbitmq(&[("server", "localhost"), ("username", "${user}")]));
    let (of_core, of_event) = (defaults("core"), defaults("event"));
    let files = [(&*core, &*bus), (&of_core, "user=one\np=x\n"), (&of_event, "user=other\n")];
    let said = told(&files, &["migrate", "--target", "4.20", "--format", "json"], &[]);
    assert!(said.contains("migrate-would-differ") && said.contains("bus.username"), "{said}");
    let files = [(&*core, &*bus), (&of_event, "user=other\np=x\n")];
    let said = told(&files, &["check", "--target", "4.19"], &[]);
    assert!(said.contains("error[placeholder-without-configurer]"), "{said}");
}

#[test]
fn a_bus_is_excluded_by_its_name_and_by_any_module_since_there_is_a_registry() {
    let bus = beans(&rabbitmq(&[("server", "localhost"), ("name", "mq")]));
    let defaults = "META-INF/cloudstack/site/site-defaults.properties";
    for (excluded, target, counts) in
        [("mq", "4.20", true), ("RabbitMQEventBus", "4.20", false), ("mq", "4.19", false)]
    {
        let path = if target == "4.19" { CONTEXT.replace("event/", "core/") } else { CONTEXT.to_owned() };
        let text = format!("extensions.exclude=other, {excluded}\n");
        let module = ("META-INF/cloudstack/site/module.properties", "name=site\nparent=bootstrap\n");
        let said =
            told(&[(&path, &bus), (defaults, &text), module], &["check", "--target", target], &[("p", "x")]);
        assert_eq!(said.contains("excluded-extension"), counts, "{excluded} {target} {said}");
    }
}
