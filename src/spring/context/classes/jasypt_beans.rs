//! jasypt's classes as Spring's introspection sees them: setters with their types, constructors, supertypes.

use super::super::catalog::{ClassDescriptor, JavaType};

const CONFIG: &str = "org.jasypt.encryption.pbe.config.PBEConfig";
const STRING_CONFIG: &str = "org.jasypt.encryption.pbe.config.StringPBEConfig";
const CLEANABLE_CONFIG: &str = "org.jasypt.encryption.pbe.config.PBECleanablePasswordConfig";
const SIMPLE: &str = "org.jasypt.encryption.pbe.config.SimplePBEConfig";
const ENVIRONMENT: &str = "org.jasypt.encryption.pbe.config.EnvironmentPBEConfig";
const SALT: &str = "org.jasypt.salt.SaltGenerator";
const FIXED_SALT: &str = "org.jasypt.salt.FixedSaltGenerator";
const IV: &str = "org.jasypt.iv.IvGenerator";
const FIXED_IV: &str = "org.jasypt.iv.FixedIvGenerator";
const TEXT_ENCRYPTOR: &str = "org.jasypt.util.text.TextEncryptor";

/// What both encryptors of texts implement.
const ENCRYPTOR: [&str; 5] = [
    "org.jasypt.encryption.pbe.PBEStringCleanablePasswordEncryptor",
    "org.jasypt.encryption.pbe.PBEStringEncryptor",
    "org.jasypt.encryption.StringEncryptor",
    "org.jasypt.encryption.pbe.CleanablePasswordBased",
    "org.jasypt.encryption.pbe.PasswordBased",
];

/// What the encryptor of bytes implements, which no configurer takes.
const BYTE_ENCRYPTOR: [&str; 5] = [
    "org.jasypt.encryption.pbe.PBEByteCleanablePasswordEncryptor",
    "org.jasypt.encryption.pbe.PBEByteEncryptor",
    "org.jasypt.encryption.ByteEncryptor",
    "org.jasypt.encryption.pbe.CleanablePasswordBased",
    "org.jasypt.encryption.pbe.PasswordBased",
];

/// Settings of `EnvironmentPBEConfig` that a variable or a system property can hold.
const INDIRECT: [(&str, &str); 8] = [
    ("algorithmEnvName", "algorithmSysPropertyName"),
    ("ivGeneratorClassNameEnvName", "ivGeneratorClassNameSysPropertyName"),
    ("keyObtentionIterationsEnvName", "keyObtentionIterationsSysPropertyName"),
    ("passwordEnvName", "passwordSysPropertyName"),
    ("poolSizeEnvName", "poolSizeSysPropertyName"),
    ("providerClassNameEnvName", "providerClassNameSysPropertyName"),
    ("providerNameEnvName", "providerNameSysPropertyName"),
    ("saltGeneratorClassNameEnvName", "saltGeneratorClassNameSysPropertyName"),
];

/// Every class of jasypt that a configuration of encrypted properties may name, configurers left out.
pub(super) fn classes() -> Vec<ClassDescriptor> {
    [encryptors(), configs(), salt_generators(), iv_generators()].concat()
}

fn encryptors() -> Vec<ClassDescriptor> {
    let for_bytes = [shared(JavaType::Int), vec![("config", instance(CONFIG))]].concat();
    let shared = [for_bytes.clone(), vec![OUTPUT]].concat();
    let pooled = [shared.clone(), vec![("poolSize", JavaType::Int)]].concat();
    let bytes_encryptor = ClassDescriptor {
        methods: vec!["initialize"],
        ..bean("org.jasypt.encryption.pbe.StandardPBEByteEncryptor", &BYTE_ENCRYPTOR, for_bytes)
    };
    let password = vec![("password", JavaType::String), ("passwordCharArray", chars())];
    let text = |name| bean(name, &[TEXT_ENCRYPTOR], password.clone());
    vec![
        encryptor("org.jasypt.encryption.pbe.StandardPBEStringEncryptor", shared),
        encryptor("org.jasypt.encryption.pbe.PooledPBEStringEncryptor", pooled),
        bytes_encryptor,
        text("org.jasypt.util.text.BasicTextEncryptor"),
        text("org.jasypt.util.text.StrongTextEncryptor"),
        text("org.jasypt.util.text.AES256TextEncryptor"),
    ]
}

fn configs() -> Vec<ClassDescriptor> {
    let by_class = ["ivGeneratorClassName", "providerClassName", "saltGeneratorClassName"];
    let mut simple = shared(JavaType::Integer);
    simple.push(("poolSize", JavaType::Integer));
    simple.extend(by_class.map(|property| (property, JavaType::String)));
    let mut environment = simple.clone();
    for (variable, system_property) in INDIRECT {
        environment.extend([(variable, JavaType::String), (system_property, JavaType::String)]);
    }
    let simple_string = [simple.clone(), vec![OUTPUT]].concat();
    let mut environment_string = [environment.clone(), vec![OUTPUT]].concat();
    environment_string.push(("stringOutputTypeEnvName", JavaType::String));
    environment_string.push(("stringOutputTypeSysPropertyName", JavaType::String));
    vec![
        bean(SIMPLE, &[CONFIG, CLEANABLE_CONFIG], simple),
        bean(
            "org.jasypt.encryption.pbe.config.SimpleStringPBEConfig",
            &[SIMPLE, STRING_CONFIG, CONFIG, CLEANABLE_CONFIG],
            simple_string,
        ),
        bean(ENVIRONMENT, &[SIMPLE, CONFIG, CLEANABLE_CONFIG], environment),
        bean(
            "org.jasypt.encryption.pbe.config.EnvironmentStringPBEConfig",
            &[ENVIRONMENT, SIMPLE, STRING_CONFIG, CONFIG, CLEANABLE_CONFIG],
            environment_string,
        ),
    ]
}

fn salt_generators() -> Vec<ClassDescriptor> {
    let filled = vec![("charset", JavaType::String), ("salt", JavaType::String)];
    let string = made("org.jasypt.salt.StringFixedSaltGenerator", &[FIXED_SALT, SALT], fixed_by("salt"));
    let bytes = vec![vec![("salt", bytes())]];
    vec![
        made("org.jasypt.salt.RandomSaltGenerator", &[SALT], random()),
        bean("org.jasypt.salt.ZeroSaltGenerator", &[SALT], Vec::new()),
        string,
        made("org.jasypt.salt.ByteArrayFixedSaltGenerator", &[FIXED_SALT, SALT], bytes),
        bean("org.jasypt.salt.FixedStringSaltGenerator", &[SALT], filled),
        bean("org.jasypt.salt.FixedByteArraySaltGenerator", &[SALT], vec![("salt", self::bytes())]),
    ]
}

fn iv_generators() -> Vec<ClassDescriptor> {
    vec![
        made("org.jasypt.iv.RandomIvGenerator", &[IV], random()),
        bean("org.jasypt.iv.NoIvGenerator", &[IV], Vec::new()),
        made("org.jasypt.iv.StringFixedIvGenerator", &[FIXED_IV, IV], fixed_by("iv")),
        made("org.jasypt.iv.ByteArrayFixedIvGenerator", &[FIXED_IV, IV], vec![vec![("iv", bytes())]]),
    ]
}

type Parameters = Vec<(&'static str, JavaType)>;

const OUTPUT: (&str, JavaType) = ("stringOutputType", JavaType::String);

/// What encryptors and configs have in common; only the type of the number differs.
fn shared(number: JavaType) -> Parameters {
    vec![
        ("algorithm", JavaType::String),
        ("ivGenerator", instance(IV)),
        ("keyObtentionIterations", number),
        ("password", JavaType::String),
        ("passwordCharArray", chars()),
        ("provider", instance("java.security.Provider")),
        ("providerName", JavaType::String),
        ("saltGenerator", instance(SALT)),
    ]
}

fn random() -> Vec<Parameters> {
    vec![Vec::new(), vec![("secureRandomAlgorithm", JavaType::String)]]
}

fn fixed_by(parameter: &'static str) -> Vec<Parameters> {
    let text = (parameter, JavaType::String);
    vec![vec![text.clone()], vec![text, ("charset", JavaType::String)]]
}

fn bean(name: &'static str, supertypes: &[&'static str], properties: Parameters) -> ClassDescriptor {
    ClassDescriptor { name, supertypes: supertypes.to_vec(), properties, ..ClassDescriptor::default() }
}

fn made(name: &'static str, supertypes: &[&'static str], constructors: Vec<Parameters>) -> ClassDescriptor {
    ClassDescriptor { name, supertypes: supertypes.to_vec(), constructors, ..ClassDescriptor::default() }
}

fn encryptor(name: &'static str, properties: Parameters) -> ClassDescriptor {
    // It has a constructor of its own, which isn't public and which Spring tries nevertheless.
    let own = name == "org.jasypt.encryption.pbe.StandardPBEStringEncryptor";
    let bytes = || {
        vec![("-standardPBEByteEncryptor", instance("org.jasypt.encryption.pbe.StandardPBEByteEncryptor"))]
    };
    let constructors = if own { vec![Vec::new(), bytes()] } else { Vec::new() };
    ClassDescriptor { methods: vec!["initialize"], constructors, ..bean(name, &ENCRYPTOR, properties) }
}

fn instance(class: &str) -> JavaType {
    JavaType::Instance(class.to_owned())
}

fn chars() -> JavaType {
    JavaType::Array(Box::new(JavaType::Other("char".to_owned())))
}

fn bytes() -> JavaType {
    JavaType::Array(Box::new(JavaType::Other("byte".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Host, Memory};
    use crate::spring::jasypt::config::{ConfigError, PbeBean, Setting};

    #[test]
    fn every_described_encryptor_and_config_takes_its_described_properties() {
        let host = Host::new(Memory::new());
        for class in classes() {
            let Some(fresh) = PbeBean::of_class(class.name) else { continue };
            for (property, _) in &class.properties {
                let outcome = fresh.clone().set(property, Setting::Null, &host);
                assert!(
                    !matches!(outcome, Err(ConfigError::NoSuchProperty { .. })),
                    "{} {property}",
                    class.name
                );
            }
        }
    }
}
