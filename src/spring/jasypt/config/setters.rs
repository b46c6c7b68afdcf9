//! The setters, called one after the other as Spring does it: a later one can take back what an earlier one set.

use super::{ConfigError, PbeBean, Role, Setting};
use crate::source::{Host, Secret, Text};
use crate::spring::jasypt::{IvGenerator, OutputType, SaltGenerator};

/// Ends of the setters that take the name of an environment variable or a system property instead of the value.
const VARIABLE: &str = "EnvName";
const SYSTEM_PROPERTY: &str = "SysPropertyName";

impl PbeBean {
    /// Sets a property. The properties are to be set in the order in which the configuration names them.
    ///
    /// # Errors
    /// When the setter would throw, which ends the server's start.
    pub fn set(&mut self, property: &str, value: Setting, host: &Host) -> Result<(), ConfigError> {
        if let Some(base) = property.strip_suffix(VARIABLE) {
            let name = text(value);
            let found = name.as_ref().and_then(|name| host.variables.get(name.reveal()));
            self.set_indirectly(base, "environment variable", name, found)
        } else if let Some(base) = property.strip_suffix(SYSTEM_PROPERTY) {
            let name = text(value);
            if name.as_ref().is_some_and(|name| name.reveal().is_empty()) {
                return Err(ConfigError::Refused { why: "key can't be empty" });
            }
            let found = name.as_ref().and_then(|name| host.system_properties.get(name.reveal()));
            self.set_indirectly(base, "system property", name, found)
        } else if self.role == Role::Config {
            self.set_later_checked(property, value)
        } else {
            self.set_checked(property, value)
        }
    }

    fn set_indirectly(
        &mut self,
        property: &str,
        kind: &'static str,
        name: Option<Text>,
        value: Option<&String>,
    ) -> Result<(), ConfigError> {
        let value = value.map(|value| Text::secret(value.as_str()));
        if property == "password" {
            self.password_from = name.map(|name| (kind, name.reveal().to_owned()));
            self.replace_password(value);
            return Ok(());
        }
        let value = match (property, value) {
            (_, None) => Setting::Null,
            ("keyObtentionIterations" | "poolSize", Some(text)) => {
                Setting::Number(java_integer(text.reveal())?)
            }
            (_, Some(text)) => Setting::Text(text),
        };
        self.set_later_checked(property, value)
    }

    /// An encryptor's setter, which refuses what can't be.
    fn set_checked(&mut self, property: &str, value: Setting) -> Result<(), ConfigError> {
        let why = match (property, &value) {
            ("algorithm", value) if is_empty(value) => "Algorithm cannot be set empty",
            ("password" | "passwordCharArray", value) if is_empty(value) => "Password cannot be set empty",
            ("stringOutputType", value) if is_empty(value) => "String output type cannot be set empty",
            ("keyObtentionIterations", Setting::Number(..=0)) => {
                "Number of iterations for key obtention must be greater than zero"
            }
            ("poolSize", Setting::Number(..=0)) => "Pool size be > 0",
            ("saltGenerator", Setting::Null) => "Salt generator cannot be set null",
            ("providerName", Setting::Null) => "Provider name cannot be set null",
            ("provider", Setting::Null) => "Provider cannot be set null",
            ("config", Setting::Null) => "Config cannot be set null",
            ("password" | "passwordCharArray", value) => {
                self.password = text(value.clone()).map(Secret::from);
                return Ok(());
            }
            _ => return self.set_later_checked(property, value),
        };
        Err(ConfigError::Refused { why })
    }

    /// A config's setter, which takes nearly everything.
    fn set_later_checked(&mut self, property: &str, value: Setting) -> Result<(), ConfigError> {
        match (property, value) {
            ("algorithm", value) => self.algorithm = text(value).map(|text| text.reveal().to_owned()),
            ("password" | "passwordCharArray", value) => {
                self.password_from = None;
                self.replace_password(text(value));
            }
            ("stringOutputType", value) => {
                self.output = text(value).map(|text| OutputType::by_name(text.reveal()))
            }
            ("providerName", value) => self.provider = text(value).map(|text| text.reveal().to_owned()),
            ("keyObtentionIterations", value) => self.iterations = number(&value),
            ("poolSize", value) => self.pool_size = number(&value),
            ("saltGenerator", Setting::Salt(generator)) => self.salt = Some(generator),
            ("saltGenerator" | "saltGeneratorClassName", Setting::Null) => self.salt = None,
            ("saltGeneratorClassName", Setting::Text(class)) => {
                self.salt = Some(SaltGenerator::new_instance(class.reveal())?);
            }
            ("ivGenerator", Setting::Iv(generator)) => self.iv = Some(generator),
            ("ivGenerator" | "ivGeneratorClassName", Setting::Null) => self.iv = None,
            ("ivGeneratorClassName", Setting::Text(class)) => {
                self.iv = Some(IvGenerator::new_instance(class.reveal())?);
            }
            ("provider" | "providerClassName", Setting::Null) => {}
            ("provider" | "providerClassName", _) => return Err(ConfigError::ForeignProvider),
            ("config", _) => {}
            _ => return Err(ConfigError::NoSuchProperty { property: property.to_owned() }),
        }
        Ok(())
    }

    /// `SimplePBEConfig.setPassword`: replacing a password wipes the old one and marks the bean as wiped for good.
    fn replace_password(&mut self, password: Option<Text>) {
        self.password_lost |= self.password.is_some();
        self.password = password.map(Secret::from);
    }
}

fn text(value: Setting) -> Option<Text> {
    match value {
        Setting::Text(text) => Some(text),
        _ => None,
    }
}

fn number(value: &Setting) -> Option<i64> {
    match value {
        Setting::Number(number) => Some(*number),
        _ => None,
    }
}

fn is_empty(value: &Setting) -> bool {
    match value {
        Setting::Text(text) => text.reveal().is_empty(),
        _ => true,
    }
}

/// `new Integer(text)`: no blanks, no hexadecimal.
fn java_integer(text: &str) -> Result<i64, ConfigError> {
    text.parse::<i32>().map(i64::from).map_err(|_| ConfigError::NotANumber { text: text.to_owned() })
}
