//! The answers of real beans, asked of jasypt 1.9.3 in a Spring 5.3.26 context.

use super::*;
use crate::source::{Host, Memory};
use crate::spring::jasypt::PbeSettings;

const ENCRYPTOR: &str = "org.jasypt.encryption.pbe.StandardPBEStringEncryptor";
const POOL: &str = "org.jasypt.encryption.pbe.PooledPBEStringEncryptor";
const ENVIRONMENT: &str = "org.jasypt.encryption.pbe.config.EnvironmentStringPBEConfig";

fn host() -> Host {
    Host::new(Memory::new())
        .with_variable("EMPTY", "")
        .with_system_property("password", "secret")
        .with_system_property("word", "12x")
        .with_system_property("blank", " 12")
        .with_system_property("hex", "hex")
}

/// A bean whose properties are all texts, but for the numbers.
fn bean(class: &str, properties: &[(&str, &str)]) -> Result<PbeBean, ConfigError> {
    let mut bean = PbeBean::of_class(class).unwrap();
    for &(property, value) in properties {
        let setting = match (property, value.parse()) {
            ("keyObtentionIterations" | "poolSize", Ok(number)) => Setting::Number(number),
            (_, _) if value == "null" => Setting::Null,
            _ => Setting::Text(Text::plain(value)),
        };
        bean.set(property, setting, &host())?;
    }
    Ok(bean)
}

fn start_fails(class: &str, properties: &[(&str, &str)]) -> String {
    bean(class, properties).unwrap_err().spring().unwrap_or_default().into_owned()
}

fn settings(own: &[(&str, &str)], config: &[(&str, &str)]) -> Result<PbeSettings, ConfigError> {
    bean(ENCRYPTOR, own).unwrap().settings(Some(&bean(ENVIRONMENT, config).unwrap()))
}

fn use_fails(own: &[(&str, &str)], config: &[(&str, &str)]) -> String {
    settings(own, config).unwrap_err().spring().unwrap().into_owned()
}

const NULL_PASSWORD: &str =
    "java.lang.NullPointerException: Cannot read the array length because \"this.password\" is null";
const EMPTY_PASSWORD: &str = "java.lang.IllegalArgumentException: Password cannot be set empty";
const INITIALIZATION: &str = "org.jasypt.exceptions.EncryptionInitializationException: ";
const SET: (&str, &str) = ("passwordSysPropertyName", "password");

#[test]
fn an_encryptor_refuses_at_the_start_what_a_config_refuses_at_the_first_use() {
    let refused = |text| format!("java.lang.IllegalArgumentException: {text}");
    assert_eq!(start_fails(ENCRYPTOR, &[("password", "")]), EMPTY_PASSWORD);
    assert_eq!(start_fails(ENCRYPTOR, &[("passwordCharArray", "null")]), EMPTY_PASSWORD);
    assert_eq!(start_fails(ENCRYPTOR, &[("algorithm", "")]), refused("Algorithm cannot be set empty"));
    let none = refused("Number of iterations for key obtention must be greater than zero");
    assert_eq!(start_fails(ENCRYPTOR, &[("keyObtentionIterations", "0")]), none);
    assert_eq!(
        start_fails(ENCRYPTOR, &[("stringOutputType", "")]),
        refused("String output type cannot be set empty")
    );
    assert_eq!(
        start_fails(ENCRYPTOR, &[("saltGenerator", "null")]),
        refused("Salt generator cannot be set null")
    );
    assert_eq!(start_fails(ENCRYPTOR, &[("config", "null")]), refused("Config cannot be set null"));
    assert_eq!(start_fails(POOL, &[("poolSize", "0")]), refused("Pool size be > 0"));

    assert_eq!(use_fails(&[], &[SET, ("algorithm", "")]), refused("Algorithm cannot be set empty"));
    let own = [("algorithm", "PBEWithMD5AndDES")];
    assert_eq!(use_fails(&own, &[SET, ("algorithm", "")]), refused("Algorithm cannot be set empty"));
    assert_eq!(use_fails(&[], &[SET, ("keyObtentionIterations", "0")]), none);
    assert_eq!(use_fails(&[], &[SET, ("providerName", "")]), refused("Provider name cannot be empty"));
    assert_eq!(use_fails(&[("providerName", "")], &[SET]), refused("missing provider"));
}

#[test]
fn a_missing_password_gives_the_text_of_the_place_that_misses_it() {
    let alone = bean(ENCRYPTOR, &[]).unwrap().settings(None).unwrap_err();
    let text = "org.jasypt.exceptions.EncryptionInitializationException: Password not set for Password Based Encryptor";
    assert_eq!(alone.spring().unwrap(), text);
    assert_eq!(use_fails(&[], &[]), NULL_PASSWORD);
    assert_eq!(use_fails(&[], &[("passwordEnvName", "ABSENT")]), NULL_PASSWORD);
    assert_eq!(use_fails(&[], &[("passwordEnvName", "")]), NULL_PASSWORD);
    assert_eq!(use_fails(&[], &[("passwordEnvName", "EMPTY")]), EMPTY_PASSWORD);
    assert_eq!(
        start_fails(ENVIRONMENT, &[("passwordSysPropertyName", "")]),
        "java.lang.IllegalArgumentException: key can't be empty"
    );
    let pool = bean(POOL, &[("poolSize", "2")]).unwrap().settings(None).unwrap_err();
    assert_eq!(pool.spring().unwrap(), NULL_PASSWORD);
    let named = settings(&[], &[("passwordEnvName", "ABSENT")]).unwrap_err();
    assert_eq!(named.to_string(), "no encryption password is set: environment variable ABSENT is not set");
}

#[test]
fn the_encryptors_own_values_win() {
    let config = [SET, ("algorithm", "PBEWithMD5AndTripleDES"), ("stringOutputTypeSysPropertyName", "hex")];
    let inherited = settings(&[], &config).unwrap();
    assert_eq!(inherited.algorithm.name(), "PBEWithMD5AndTripleDES");
    assert_eq!(inherited.output, OutputType::Hexadecimal);
    assert_eq!(inherited.password.reveal(), "secret");
    assert_eq!(inherited.iterations, 1000);
    let own = [("algorithm", "pbe"), ("stringOutputType", "base64"), ("password", "own")];
    let own = settings(&own, &config).unwrap();
    assert_eq!(own.algorithm.name(), "PBEWithMD5AndDES");
    assert_eq!(own.output, OutputType::Base64);
    assert_eq!(own.password.reveal(), "own");
    assert!(settings(&[("password", "own")], &[("passwordEnvName", "ABSENT")]).is_ok());
}

#[test]
fn a_password_that_replaces_another_is_taken_for_wiped() {
    assert!(settings(&[], &[("passwordEnvName", "ABSENT"), ("password", "x")]).is_ok());
    let twice = [("password", "x"), ("passwordEnvName", "ABSENT")];
    assert!(
        use_fails(&[], &twice).starts_with("org.jasypt.exceptions.PasswordAlreadyCleanedException: Password")
    );
}

#[test]
fn numbers_from_outside_are_read_as_java_reads_them() {
    let from = |name| [SET, ("keyObtentionIterationsSysPropertyName", name)];
    for (name, value) in [("word", "12x"), ("blank", " 12")] {
        let text = format!("java.lang.NumberFormatException: For input string: \"{value}\"");
        assert_eq!(start_fails(ENVIRONMENT, &from(name)), format!("{INITIALIZATION}{text}"));
    }
    assert_eq!(settings(&[], &from("absent")).unwrap().iterations, 1000);
}

#[test]
fn generators_are_made_by_the_names_of_their_classes() {
    let by_class = |class| settings(&[], &[SET, ("saltGeneratorClassName", class)]);
    assert_eq!(by_class("org.jasypt.salt.ZeroSaltGenerator").unwrap().salt, SaltGenerator::Zero);
    let fails = |class| bean(ENVIRONMENT, &[("saltGeneratorClassName", class)]).unwrap_err();
    let in_java = |class| {
        let text = fails(class).spring().unwrap().into_owned();
        text.strip_prefix(INITIALIZATION).unwrap().to_owned()
    };
    let misspelt = "org.jasypt.salt.RandomSaltGenerater";
    assert_eq!(in_java(misspelt), format!("java.lang.ClassNotFoundException: {misspelt}"));
    let message = fails(misspelt).to_string();
    assert!(message.ends_with("did you mean `org.jasypt.salt.RandomSaltGenerator`?"), "{message}");
    let fixed = "org.jasypt.salt.StringFixedSaltGenerator";
    assert_eq!(in_java(fixed), format!("java.lang.InstantiationException: {fixed}"));
    let iv = in_java("org.jasypt.iv.RandomIvGenerator");
    let text = "java.lang.ClassCastException: class org.jasypt.iv.RandomIvGenerator cannot be cast to class";
    assert!(iv.starts_with(&format!("{text} org.jasypt.salt.SaltGenerator (")), "{iv}");
    let salt = SaltGenerator::of_class("org.jasypt.salt.StringFixedSaltGenerator", &["grüße", "ISO-8859-1"]);
    assert_eq!(salt, Ok(SaltGenerator::Fixed(b"gr\xfc\xdfe".to_vec())));
}

#[test]
fn only_the_jdks_own_cipher_provider_is_taken() {
    assert!(settings(&[("providerName", "SunJCE")], &[SET]).is_ok());
    let absent = use_fails(&[("providerName", "BC")], &[SET]);
    assert_eq!(absent, "java.security.NoSuchProviderException: no such provider: BC");
    let lacking = use_fails(&[], &[SET, ("providerName", "SUN")]);
    let text = "java.security.NoSuchAlgorithmException: no such algorithm: PBEWithMD5AndDES for provider SUN";
    assert_eq!(lacking, text);
}

#[test]
fn a_pool_must_have_a_size() {
    let failed = bean(POOL, &[("password", "x")]).unwrap().settings(None).unwrap_err();
    assert_eq!(failed.spring().unwrap(), "java.lang.IllegalArgumentException: Pool size must be set and > 0");
    assert!(bean(POOL, &[("password", "x"), ("poolSize", "4")]).unwrap().settings(None).is_ok());
}
