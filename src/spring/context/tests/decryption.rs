use super::{Loaded, Root, bus};

/// `guest`, encrypted under `password`.
const GUEST: &str = "nh2XrM7jWHMG4VQK18iiBQ==";

fn load(value: &str, password: Option<&str>) -> Loaded {
    let body = format!(
        "{}{}",
        bus(&[("password", "${password}")]),
        "<bean id=\"config\" class=\"org.jasypt.encryption.pbe.config.EnvironmentStringPBEConfig\">\
           <property name=\"passwordEnvName\" value=\"APP_ENCRYPTION_PASSWORD\"/></bean>\
         <bean id=\"encryptor\" class=\"org.jasypt.encryption.pbe.StandardPBEStringEncryptor\">\
           <property name=\"config\" ref=\"config\"/></bean>\
         <bean class=\"org.jasypt.spring3.properties.EncryptablePropertyPlaceholderConfigurer\">\
           <constructor-arg ref=\"encryptor\"/>\
           <property name=\"location\" value=\"classpath:/cred.properties\"/></bean>"
    );
    let root = Root::new(&body, &[("cred.properties", &format!("password={value}\n"))]);
    match password {
        Some(password) => root.variable("APP_ENCRYPTION_PASSWORD", password).load(),
        None => root.load(),
    }
}

#[test]
fn an_encrypted_value_arrives_decrypted_with_its_chain() {
    let loaded = load(&format!("ENC({GUEST})"), Some("password"));
    assert_eq!(loaded.text("bus", "password"), "guest");
    let property = &loaded.context.as_ref().unwrap().beans["bus"].properties["password"];
    assert!(property.value.origin.decrypted());
    let chain = property.value.origin.describe(&loaded.sources).join("; ");
    assert!(chain.contains("cred.properties:1"), "{chain}");
    assert!(chain.ends_with("decrypted by encryptor (PBEWithMD5AndDES)"), "{chain}");
}

#[test]
fn each_way_to_fail_has_its_own_message() {
    let missing = load(&format!("ENC({GUEST})"), None);
    assert_eq!(missing.first_error().code, "encryption-password-missing");
    assert!(missing.first_error().message.contains("APP_ENCRYPTION_PASSWORD"));
    let wrong = load(&format!("ENC({GUEST})"), Some("other"));
    assert_eq!(wrong.first_error().code, "wrong-password");
    let no_base64 = load("ENC(!!!!)", Some("password"));
    assert_eq!(no_base64.first_error().code, "ciphertext-encoding");
    let too_short = load("ENC(AAAA)", Some("password"));
    assert_eq!(too_short.first_error().code, "ciphertext-length");
    for failed in [&wrong, &no_base64, &too_short] {
        assert_eq!(
            failed.first_error().spring.as_deref(),
            Some("org.jasypt.exceptions.EncryptionOperationNotPossibleException")
        );
    }
}

#[test]
fn no_secret_is_in_a_message_or_in_what_debug_shows() {
    let loaded = load(&format!("ENC({GUEST})"), Some("password"));
    let shown = format!("{:?} {:?}", loaded.context, loaded.diagnostics);
    assert!(!shown.contains("guest"), "{shown}");
    // Decrypted, this is `${nope}`: an unresolvable placeholder inside of a secret.
    let value = {
        let settings = crate::spring::jasypt::PbeSettings::new(crate::source::Secret::new("password"));
        let encryptor = crate::spring::jasypt::Encryptor::new(settings).unwrap();
        encryptor.encrypt("xyz${nope}").unwrap()
    };
    let failed = load(&format!("ENC({value})"), Some("password"));
    assert_eq!(failed.first_error().code, "placeholder-unresolved");
    assert!(!format!("{:?}", failed.diagnostics).contains("xyz"));
}
