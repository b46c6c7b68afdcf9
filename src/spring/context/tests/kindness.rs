//! What readers of the guides are forgiven, with a warning; and that `as_spring` forgives nothing.

use super::{Root, bus};

const CONFIGURER: &str = "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">\
     <property name=\"location\" value=\"classpath:/cred.properties\"/></bean>";

const ENCRYPTABLE: &str = "<bean id=\"encryptor\" class=\"org.jasypt.encryption.pbe.StandardPBEStringEncryptor\">\
       <property name=\"password\" value=\"password\"/></bean>\
     <bean class=\"org.jasypt.spring3.properties.EncryptablePropertyPlaceholderConfigurer\">\
       <constructor-arg ref=\"encryptor\"/><property name=\"location\" value=\"classpath:cred.properties\"/></bean>";

fn with(configurer: &str, value: &str, files: &[(&str, &str)]) -> Root {
    Root::new(&format!("{}{configurer}", bus(&[("username", value)])), files)
}

#[test]
fn a_properties_file_may_lie_beside_the_xml() {
    let files = [("module/cred.properties", "username=u\n")];
    let loaded = with(CONFIGURER, "${username}", &files).load();
    assert_eq!(loaded.text("bus", "username"), "u");
    assert_eq!(loaded.codes(), ["resource-beside-xml"]);
    let warning = loaded.diagnostics.iter().next().unwrap();
    assert_eq!(
        warning.fix.as_ref().unwrap().message,
        "mv -n /root/module/cred.properties /root/cred.properties"
    );
    let strict = with(CONFIGURER, "${username}", &files).strictly().load();
    assert_eq!(
        strict.first_error().spring.as_deref(),
        Some("class path resource [cred.properties] cannot be opened because it does not exist")
    );
}

#[test]
fn the_file_in_the_root_wins() {
    let files = [("module/cred.properties", "username=beside\n"), ("cred.properties", "username=root\n")];
    let loaded = with(CONFIGURER, "${username}", &files).load();
    assert_eq!(loaded.text("bus", "username"), "root");
    assert!(loaded.diagnostics.is_empty());
}

#[test]
fn a_bare_ciphertext_is_decrypted_with_one_warning() {
    let files = [("cred.properties", "username=nh2XrM7jWHMG4VQK18iiBQ==\nother=plain\n")];
    let loaded = with(ENCRYPTABLE, "${username}", &files).load();
    assert_eq!(loaded.text("bus", "username"), "guest");
    assert_eq!(loaded.codes(), ["bare-ciphertext"]);
    let help = &loaded.diagnostics.iter().next().unwrap().fix.as_ref().unwrap().message;
    assert!(help.contains("username=ENC(nh2XrM7jWHMG4VQK18iiBQ==)"), "{help}");
    let strict = with(ENCRYPTABLE, "${username}", &files).strictly().load();
    assert_eq!(strict.text("bus", "username"), "nh2XrM7jWHMG4VQK18iiBQ==");
}

#[test]
fn angle_brackets_count_as_braces_only_around_a_known_name() {
    let files = [("cred.properties", "username=u\n")];
    let loaded = with(CONFIGURER, "$&lt;username>-$&lt;nope>", &files).load();
    assert_eq!(loaded.text("bus", "username"), "u-$<nope>");
    assert_eq!(loaded.codes(), ["angle-placeholder"]);
    let strict = with(CONFIGURER, "$&lt;username>", &files).strictly().load();
    assert_eq!(strict.text("bus", "username"), "$<username>");
}
