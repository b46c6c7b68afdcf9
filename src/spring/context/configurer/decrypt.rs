//! Decryption of what a configurer has loaded: all of it at once, so that one bad value fails the file.

use crate::diagnostic::Diagnostic;
use crate::source::{Origin, Text, Traced};
use crate::spring::jasypt::config::ConfigError;
use crate::spring::jasypt::{self, Encryptor};

use super::super::Secrets;
use super::super::factory::{BeanFactory, MOST_ROUNDS};
use super::super::fault::{Outcome, with_origin};
use super::super::object::{InstanceId, Object};
use super::cipher::EncryptorError;
use super::{Cipher, PropertyTable};

impl BeanFactory<'_> {
    /// What a configurer decrypts with: the encryptor that its constructor was given, or the program's own.
    pub(super) fn cipher(&self, id: InstanceId) -> Option<Cipher> {
        let instance = self.heap.get(id)?;
        let Some(argument) = instance.arguments.first() else {
            let descriptor = self.classes.descriptor(&instance.class)?;
            return descriptor.decryptor.clone().map(Cipher::Catalog);
        };
        match &argument.value {
            Object::Instance(encryptor) => self.cipher_of(*encryptor),
            _ => None,
        }
    }

    /// What a bean of jasypt's encrypts with.
    fn cipher_of(&self, encryptor: InstanceId) -> Option<Cipher> {
        let bean = self.heap.get(encryptor)?;
        let own = bean.pbe.as_ref()?;
        let config = bean.property("config").and_then(|config| match &config.value {
            Object::Instance(config) => self.heap.get(*config)?.pbe.as_ref(),
            _ => None,
        });
        let encryptor = own
            .settings(config)
            .map_err(EncryptorError::Config)
            .and_then(|settings| Encryptor::new(settings).map_err(EncryptorError::Setup));
        Some(Cipher::Bean {
            name: bean.bean.clone(),
            encryptor: encryptor.map(Box::new),
            identity: own.identity(config),
        })
    }

    /// Whether values keep their secret, and, where that is for want of the password, why it isn't here.
    fn leaves<'c>(&self, cipher: &'c Cipher) -> Option<Option<&'c ConfigError>> {
        match self.loader.options.secrets {
            Secrets::Needed => None,
            Secrets::IfHere => cipher.lacks_password().map(Some),
            Secrets::Unused => Some(None),
        }
    }

    /// `decrypt` of an encryptor bean; none where the bean is no encryptor.
    pub(in super::super) fn decrypted(
        &mut self,
        encryptor: InstanceId,
        text: &Text,
    ) -> Option<Outcome<Object>> {
        if !self.heap.get(encryptor)?.pbe.as_ref()?.is_encryptor() {
            return None;
        }
        let cipher = self.cipher_of(encryptor)?;
        if self.leaves(&cipher).is_some() {
            return Some(Ok(Object::Text(cipher.stand_in(text.reveal()))));
        }
        let value = Traced::new(Text::plain(format!("ENC({})", text.reveal())), Origin::default());
        if let Err(fault) = self.spend_rounds(&cipher, &value, false) {
            return Some(Err(fault));
        }
        let plain = cipher.decrypt(&value);
        Some(plain.map(|plain| plain.map_or(Object::Null, |plain| Object::Text(plain.value))))
    }

    /// Counts the rounds that a value takes.
    fn spend_rounds(&mut self, cipher: &Cipher, value: &Traced<Text>, bare_too: bool) -> Outcome<()> {
        let rounds = cipher.rounds(value.value.reveal(), bare_too);
        self.rounds_left =
            self.rounds_left.checked_sub(rounds).ok_or_else(|| Box::new(too_many_rounds(value)))?;
        Ok(())
    }

    /// Decrypts every value that is written as `ENC(..)`.
    pub(super) fn decrypt_table(&mut self, cipher: &Cipher, table: &mut PropertyTable) -> Outcome<()> {
        if let Some(reason) = self.leaves(cipher) {
            let concealed = conceal(cipher, table);
            self.diagnostics.extend(reason.and_then(|error| not_decrypted(error, &concealed)));
            return Ok(());
        }
        let as_spring = self.loader.options.as_spring;
        let mut bare: Vec<(String, Traced<Text>)> = Vec::new();
        for (key, value) in table.iter_mut() {
            self.spend_rounds(cipher, value, !as_spring)?;
            if let Some(plain) = cipher.decrypt(value)? {
                *value = plain;
            } else if !as_spring && let Some(plain) = cipher.decrypt_bare(value) {
                bare.push((key.clone(), std::mem::replace(value, plain)));
            }
        }
        if !bare.is_empty() {
            self.diagnostics.push(bare_ciphertext(&bare));
        }
        Ok(())
    }
}

fn too_many_rounds(value: &Traced<Text>) -> Diagnostic {
    let message = format!("decrypting takes more than {MOST_ROUNDS} rounds of the key derivation");
    let found = Diagnostic::error("decryption-limit", message)
        .note("it is the number of encrypted values times keyObtentionIterations")
        .help("lower keyObtentionIterations, and encrypt the values again");
    with_origin(found, &value.origin, "not decrypted any more")
}

/// Puts a stand-in in the place of every encrypted value; gives the keys with their origins.
fn conceal(cipher: &Cipher, table: &mut PropertyTable) -> Vec<(String, Origin)> {
    let mut concealed = Vec::new();
    for (key, value) in table.iter_mut() {
        if let Some(encrypted) = jasypt::is_encrypted(value.value.reveal()) {
            concealed.push((key.clone(), value.origin.clone()));
            value.value = cipher.stand_in(encrypted);
        }
    }
    concealed
}

/// One note for all values that need a password which isn't here.
fn not_decrypted(error: &ConfigError, concealed: &[(String, Origin)]) -> Option<Diagnostic> {
    let (_, first) = concealed.first()?;
    let keys: Vec<String> = concealed.iter().map(|(key, _)| format!("`{key}`")).collect();
    let found =
        Diagnostic::note_only("not-decrypted", format!("not checked: {}, for here {error}", keys.join(", ")))
            .note("nothing is said about these values, be they right or wrong");
    Some(found.at_maybe(first.span(), "encrypted"))
}

/// One warning for all values that were decrypted although a server wouldn't.
fn bare_ciphertext(bare: &[(String, Traced<Text>)]) -> Diagnostic {
    let keys: Vec<String> = bare.iter().map(|(key, _)| format!("`{key}`")).collect();
    let lines: Vec<String> =
        bare.iter().map(|(key, value)| format!("{key}=ENC({})", value.value.reveal().trim())).collect();
    let place = bare.first().and_then(|(_, value)| value.origin.span());
    Diagnostic::warning(
        "bare-ciphertext",
        format!("decrypted although not written as ENC(..): {}", keys.join(", ")),
    )
    .at_maybe(place, "a management server uses this text as it stands")
    .note("jasypt decrypts only what stands between `ENC(` and `)`")
    .help(format!("write {}", lines.join("\n      ")))
}
