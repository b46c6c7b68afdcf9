//! What an encryptor finds at its first use: its own values, else those of its config, else the defaults.

use super::{ConfigError, PbeBean, Role};
use crate::source::Secret;
use crate::spring::jasypt::{Algorithm, PbeSettings, UnknownAlgorithm};

/// JDK 17's providers that have no password-based encryption.
const OTHER_PROVIDERS: [&str; 12] = [
    "SUN",
    "SunRsaSign",
    "SunEC",
    "SunJSSE",
    "SunJGSS",
    "SunSASL",
    "XMLDSig",
    "SunPCSC",
    "JdkLDAP",
    "JdkSASL",
    "SunPKCS11",
    "JRE",
];

impl PbeBean {
    /// The settings of this encryptor, with the bean that its property `config` was set to.
    ///
    /// # Errors
    /// When the first encryption or decryption would throw for what was configured; until then the server runs.
    /// [`Encryptor::new`](crate::spring::jasypt::Encryptor::new) finds the rest.
    pub fn settings(&self, config: Option<&Self>) -> Result<PbeSettings, ConfigError> {
        let empty = Self::new(Role::Config);
        let inherited = config.unwrap_or(&empty);
        if self.role == Role::Pool {
            let size = self.pool_size.or(inherited.pool_size);
            size.filter(|size| *size > 0).ok_or(ConfigError::PoolSize)?;
        }
        let password = self.password_to_use(config)?;
        inherited.check_late()?;
        let mut settings = PbeSettings::new(password.ok_or(ConfigError::PasswordNotSet)?);
        let algorithm = self.algorithm.as_deref().or(inherited.algorithm.as_deref());
        let algorithm = algorithm.unwrap_or(Algorithm::default().name());
        check_provider(self.provider.as_deref().or(inherited.provider.as_deref()), algorithm)?;
        settings.algorithm = Algorithm::by_name(algorithm)?;
        let iterations = self.iterations.or(inherited.iterations);
        if let Some(iterations) = iterations.and_then(|number| u32::try_from(number).ok()) {
            settings.iterations = iterations;
        }
        settings.salt = self.salt.as_ref().or(inherited.salt.as_ref()).cloned().unwrap_or_default();
        settings.iv = self.iv.as_ref().or(inherited.iv.as_ref()).cloned().unwrap_or_default();
        settings.output = self.output.or(inherited.output).unwrap_or_default();
        Ok(settings)
    }

    /// `resolveConfigurationPassword`; a pool then takes the missing password's length.
    fn password_to_use(&self, config: Option<&Self>) -> Result<Option<Secret>, ConfigError> {
        let password = match (&self.password, config) {
            (Some(own), _) => Some(own.clone()),
            (None, Some(config)) => Some(config.password_of_config()?),
            (None, None) if self.role == Role::Pool => return Err(ConfigError::PasswordNull { from: None }),
            (None, None) => None,
        };
        Ok(password)
    }

    /// `SimplePBEConfig.getPasswordCharArray`.
    fn password_of_config(&self) -> Result<Secret, ConfigError> {
        if self.password_lost {
            return Err(ConfigError::PasswordCleaned);
        }
        let password = self.password.clone();
        let password =
            password.ok_or_else(|| ConfigError::PasswordNull { from: self.password_from.clone() })?;
        if password.reveal().is_empty() {
            return Err(ConfigError::PasswordEmpty { from: self.password_from.clone() });
        }
        Ok(password)
    }

    /// What an encryptor checks of its config, even where it has a value of its own.
    fn check_late(&self) -> Result<(), ConfigError> {
        let why = if self.algorithm.as_deref() == Some("") {
            "Algorithm cannot be set empty"
        } else if self.iterations.is_some_and(|iterations| iterations <= 0) {
            "Number of iterations for key obtention must be greater than zero"
        } else if self.provider.as_deref() == Some("") {
            "Provider name cannot be empty"
        } else {
            return Ok(());
        };
        Err(ConfigError::Refused { why })
    }
}

fn check_provider(provider: Option<&str>, algorithm: &str) -> Result<(), ConfigError> {
    match provider {
        None | Some("SunJCE") => Ok(()),
        Some("") => Err(ConfigError::Refused { why: "missing provider" }),
        Some(name) if OTHER_PROVIDERS.contains(&name) => {
            Err(ConfigError::ProviderLacks { provider: name.to_owned(), algorithm: algorithm.to_owned() })
        }
        Some(name) => Err(ConfigError::NoSuchProvider { provider: name.to_owned() }),
    }
}

impl From<UnknownAlgorithm> for ConfigError {
    fn from(unknown: UnknownAlgorithm) -> Self {
        Self::UnknownAlgorithm(unknown)
    }
}
