//! What tells encryptors apart where nothing is decrypted.

use sha2::{Digest as _, Sha256};

use super::PbeBean;
use crate::source::Secret;
use crate::spring::jasypt::{Algorithm, PbeSettings};

/// Everything that decides how an encryptor decrypts, the password and where it comes from among it. Can't be told: only
/// a digest of it is kept.
#[derive(Clone, Debug)]
pub struct Identity(Sha256);

impl Identity {
    /// A digest that has begun with it.
    #[must_use]
    pub fn digest(&self) -> Sha256 {
        self.0.clone()
    }
}

impl PbeBean {
    /// The identity of this encryptor, with the bean that its property `config` was set to. Settings that are wrong have
    /// one too.
    #[must_use]
    pub fn identity(&self, config: Option<&Self>) -> Identity {
        let defaults = PbeSettings::new(Secret::new(""));
        let either = |of: fn(&Self) -> Option<String>| of(self).or_else(|| config.and_then(of));
        let algorithm =
            either(|bean| bean.algorithm.clone()).unwrap_or_else(|| defaults.algorithm.name().to_owned());
        let algorithm = Algorithm::by_name(&algorithm).map_or(algorithm, |known| known.name().to_owned());
        let password = self.password.as_ref().or_else(|| config?.password.as_ref());
        let parts = [
            algorithm,
            either(|bean| bean.iterations.map(|number| number.to_string()))
                .unwrap_or_else(|| defaults.iterations.to_string()),
            either(|bean| bean.salt.as_ref().map(|salt| format!("{salt:?}")))
                .unwrap_or_else(|| format!("{:?}", defaults.salt)),
            either(|bean| bean.iv.as_ref().map(|iv| format!("{iv:?}")))
                .unwrap_or_else(|| format!("{:?}", defaults.iv)),
            either(|bean| bean.output.map(|output| format!("{output:?}")))
                .unwrap_or_else(|| format!("{:?}", defaults.output)),
            either(|bean| bean.provider.clone()).unwrap_or_default(),
            either(|bean| bean.password_from.as_ref().map(|(kind, name)| format!("{kind} {name}")))
                .unwrap_or_default(),
        ];
        let mut digest = Sha256::new();
        for part in parts.iter().map(String::as_str).chain(password.map(Secret::reveal)) {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        Identity(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Host, Memory, Text};
    use crate::spring::jasypt::config::Setting;

    fn identity(settings: &[(&str, &str)]) -> Vec<u8> {
        let mut bean =
            PbeBean::of_class("org.jasypt.encryption.pbe.config.EnvironmentStringPBEConfig").unwrap();
        for (property, value) in settings {
            let value = match value.parse() {
                Ok(number) => Setting::Number(number),
                Err(_) => Setting::Text(Text::plain(*value)),
            };
            bean.set(property, value, &Host::new(Memory::new())).unwrap();
        }
        let encryptor = PbeBean::of_class("org.jasypt.encryption.pbe.StandardPBEStringEncryptor").unwrap();
        encryptor.identity(Some(&bean)).digest().finalize().to_vec()
    }

    #[test]
    fn every_setting_makes_another_encryptor_of_it_but_its_default_does_not() {
        let usual = identity(&[("passwordEnvName", "A")]);
        for same in [("algorithm", "pbewithmd5anddes"), ("keyObtentionIterations", "1000")] {
            assert_eq!(identity(&[("passwordEnvName", "A"), same]), usual, "{same:?}");
        }
        for other in [
            ("algorithm", "PBEWITHHMACSHA512ANDAES_256"),
            ("keyObtentionIterations", "1001"),
            ("saltGeneratorClassName", "org.jasypt.salt.ZeroSaltGenerator"),
            ("ivGeneratorClassName", "org.jasypt.iv.RandomIvGenerator"),
            ("stringOutputType", "hexadecimal"),
            ("providerName", "SunJCE"),
            ("password", "secret"),
            ("passwordEnvName", "B"),
        ] {
            assert_ne!(identity(&[("passwordEnvName", "A"), other]), usual, "{other:?}");
        }
    }
}
